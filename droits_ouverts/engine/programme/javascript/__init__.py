"""A compiled month as one JavaScript module, for a phone without network."""
