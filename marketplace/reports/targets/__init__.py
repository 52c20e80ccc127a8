"""What plans set for a year, and the result against them."""
