"""Who reads check-ups in the database: who reads the structure's, and who reads by an agreement the person that one is attached to."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import Table, declare, one_of

TENU = one_of("structure_id", "structures")
# The person's own row decides: who may not read her finds none here.
SA_PERSONNE = "lignes.lit_personne(personne_id, structure_id)"


def _of_bilan(nom: str, *gestes: str) -> Table:
    """Return a table whose rows go with their check-up."""
    return Table(
        nom=nom,
        lire="EXISTS (SELECT 1 FROM bilan_bilan b WHERE b.id = bilan_id)",
        ecrire=f"EXISTS (SELECT 1 FROM bilan_bilan b WHERE b.id = bilan_id AND {one_of('b.structure_id', 'structures')})",
        gestes=("SELECT", "INSERT", "DELETE", *gestes),
    )


declare(
    Table(nom="bilan_bilan", lire=f"{TENU} OR {SA_PERSONNE}", ecrire=f"{TENU} AND (personne_id IS NULL OR {SA_PERSONNE})", prendre=TENU),
    _of_bilan("bilan_estimation", "UPDATE"),
    _of_bilan("bilan_choix"),
    _of_bilan("bilan_avis"),
)
