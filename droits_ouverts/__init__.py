"""Droits Ouverts: one right, for one person, from spotted to paid."""

__version__ = "0.1.0"
