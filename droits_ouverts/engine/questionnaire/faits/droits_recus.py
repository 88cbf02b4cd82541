"""Rights that she already receives: a fact of the person, never an estimate."""

FAITS = ()
