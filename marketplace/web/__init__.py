"""What every page shares: who may enter, safe redirects, filters, headers, error pages."""
