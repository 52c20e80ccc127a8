"""Chủ thể OCOP: producers, the people who run their shops, their e-payment accounts."""
