"""Figures published before this system: taken in word for word, checked, shown beside ours."""
