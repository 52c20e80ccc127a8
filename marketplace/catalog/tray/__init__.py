"""The tray: rows that may be about something known, decided by a person, both sides shown."""
