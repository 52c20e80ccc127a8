"""The pages of buyers and of producers."""
