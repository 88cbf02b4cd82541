"""Who reads in the database what retention keeps: the structure that holds the file. What is asked to be erased is of every structure: the service's alone."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.contexte import Service
from droits_ouverts.foundation.lignes.declarations import SERVICE, Table, declare, one_of

TENU = one_of("structure_id", "structures")
EFFACE = f"(SELECT lignes.service()) = '{Service.EFFACEMENT.value}'"
"""A file is being erased: what is noted about it goes too. A row that cannot be read is not removed either."""
LIRE = f"{TENU} OR {EFFACE}"

declare(
    Table(nom="conservation_contact", lire=LIRE, ecrire=TENU, retirer=SERVICE, gestes=("SELECT", "INSERT", "DELETE")),
    Table(nom="conservation_miseenreserve", lire=LIRE, ecrire=TENU, retirer=SERVICE),
    Table(nom="conservation_preavis", lire=LIRE, ecrire=TENU, retirer=LIRE),
    Table(nom="conservation_fait", lire=TENU, ecrire=TENU, gestes=("SELECT", "INSERT", "UPDATE")),
    Table(nom="conservation_demandepurge", lire=SERVICE, ecrire=SERVICE),
)
