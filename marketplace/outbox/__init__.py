"""The outbox: what must happen after a transaction (mail, index), done at least once."""
