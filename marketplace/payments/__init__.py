"""Card payments: attempts, the provider's events, and the one way to settle."""
