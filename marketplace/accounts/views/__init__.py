"""The pages of this slice: the entrance, and passwords."""
