"""The cart, of guests and of members."""
