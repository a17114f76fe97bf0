"""What answers a request: thin, one noun a file; writes go through services, reads through queries."""
