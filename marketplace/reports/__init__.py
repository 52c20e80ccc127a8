"""The figures a province signs: shares as of any day, who is missing, files. Read-only."""
