"""People and follow-ups that come in from a structure's own spreadsheet, and go out the same way."""
