"""Files that come in (registers, accounts, product lists): read, checked, taken, resumable."""
