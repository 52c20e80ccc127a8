"""Places: provinces, old districts and communes under both administrative schemes."""
