"""Who reads imports in the database: the structure that holds them; the service erases those whose time is over."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import SERVICE, Table, declare, one_of

TENU = one_of("structure_id", "structures")
SA_REPRISE = "EXISTS (SELECT 1 FROM reprise_reprise r WHERE r.id = reprise_id)"

declare(
    Table(nom="reprise_correspondance", lire=TENU, ecrire=TENU),
    Table(nom="reprise_reprise", lire=f"{TENU} OR {SERVICE}", ecrire=TENU, retirer=f"{TENU} OR {SERVICE}"),
    Table(nom="reprise_lignereprise", lire=SA_REPRISE, ecrire=SA_REPRISE),
)
