"""Chợ phiên OCOP: the market of Vietnam's OCOP producers, and the figures a province can prove."""
