"""Listings of registered products, their pictures and stock, here and on other platforms."""
