"""The pages of buyers and of producers, and the files of pictures."""
