"""A remote service that holds the key-encryption key."""
