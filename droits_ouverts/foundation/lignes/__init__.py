"""Row security on PostgreSQL: the second wall. Each room declares its tables in `lignes.py`; `pose` installs, `contexte` says for whom one reads."""
