"""Orders and value by platform and month: counted here, declared elsewhere, never added up."""
