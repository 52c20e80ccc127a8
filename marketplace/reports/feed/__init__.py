"""The read-only feed for the province's operations centre: keys, addresses, description."""
