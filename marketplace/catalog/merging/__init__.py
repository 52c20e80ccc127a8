"""The pages on which staff make two products or producers one, one two, and undo it."""
