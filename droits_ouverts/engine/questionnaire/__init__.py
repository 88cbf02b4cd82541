"""The questionnaire: the schema of every fact, written once.

The web form, the terminal file, the unknowns of an estimate and the OpenFisca inputs are all derived from it.
"""
