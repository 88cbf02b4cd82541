"""Sealing of what people tell us: AES-256-GCM envelopes, keys outside the database."""
