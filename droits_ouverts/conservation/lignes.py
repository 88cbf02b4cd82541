"""Who reads in the database what retention keeps: the structure that holds the file. What is asked to be erased is of every structure: the service's alone."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import SERVICE, Table, declare, one_of

TENU = one_of("structure_id", "structures")

declare(
    Table(nom="conservation_contact", lire=TENU, ecrire=TENU, retirer=SERVICE, gestes=("SELECT", "INSERT", "DELETE")),
    Table(nom="conservation_miseenreserve", lire=TENU, ecrire=TENU, retirer=SERVICE),
    Table(nom="conservation_preavis", lire=TENU, ecrire=TENU),
    Table(nom="conservation_fait", lire=TENU, ecrire=TENU, gestes=("SELECT", "INSERT", "UPDATE")),
    Table(nom="conservation_demandepurge", lire=SERVICE, ecrire=SERVICE),
)
