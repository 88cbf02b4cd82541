"""Makers of rows for tests, and the named people who stand in them."""
