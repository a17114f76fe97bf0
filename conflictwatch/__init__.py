"""The site around the ``events`` application: settings, addresses, workers, launcher."""
