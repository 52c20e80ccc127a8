"""The only door to the search engine, and the page that browses and searches."""
