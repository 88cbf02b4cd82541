"""One month of the law, compiled: run, explained and written down without OpenFisca."""
