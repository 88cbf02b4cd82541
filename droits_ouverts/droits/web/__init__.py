"""Pages of the catalogue: open to all, but for those who keep it true."""
