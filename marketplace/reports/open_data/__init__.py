"""Open data: what anyone may take away, and what must not be told of anybody."""
