"""Pure rules: the life of an order, what a purchase is made of, its number."""
