"""Audit trail: who did what to which thing, for what purpose. Ids, never values."""
