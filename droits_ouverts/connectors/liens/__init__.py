"""Visits to the addresses that the catalogue cites."""
