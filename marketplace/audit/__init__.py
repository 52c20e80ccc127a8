"""The audit log: who did what, when, for whom. Rows are added, never changed."""
