"""The demo market: illustrated listings, orders and people. Never part of a real market."""
