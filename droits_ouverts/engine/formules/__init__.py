"""One folder per right: its rule in OpenFisca's language, its dated parameters, its tests, its sentences.

A folder's `__init__.py` holds `REGLE` and imports neither OpenFisca nor numpy, so that a web worker may read it.
"""
