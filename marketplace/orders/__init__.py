"""Purchases, the producers' orders in them, and the table of their transitions."""
