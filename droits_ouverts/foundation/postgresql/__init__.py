"""Django's PostgreSQL, with the context of the wall opened at the head of each transaction."""
