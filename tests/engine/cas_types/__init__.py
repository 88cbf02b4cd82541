"""Reference households: what is told, what the law gives, and the arithmetic between the two."""
