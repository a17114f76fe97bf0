"""What people type in, checked before a service is asked."""
