"""Backups of the database: one sealed file, verified before it is named, restored whole or not at all."""
