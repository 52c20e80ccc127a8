"""The register: decisions, recognised products and certificates; the import of registers."""
