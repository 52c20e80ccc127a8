"""People, their log-ins and the languages they read."""
