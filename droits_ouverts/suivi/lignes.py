"""Who reads the ledger in the database: the structure that holds the person. An account removes nothing of it but a call that it noted itself; erasing a person does, in its own name."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.contexte import Service
from droits_ouverts.foundation.lignes.declarations import COMPTE, Table, declare, one_of

TENU = one_of("structure_id", "structures")
EFFACE = f"(SELECT lignes.service()) = '{Service.EFFACEMENT.value}'"
"""A person is being erased: her moves go after their right, which nobody sees any more."""
SA_PERSONNE = "EXISTS (SELECT 1 FROM personnes_personne p WHERE p.id = personne_id AND p.structure_id = {table}.structure_id)"
SON_DROIT = "EXISTS (SELECT 1 FROM suivi_droitsuivi d WHERE d.id = droit_suivi_id)"


def _of_droit(nom: str, *gestes: str, retirer: str = EFFACE) -> Table:
    """Return a table whose rows go with their followed right."""
    return Table(nom=nom, lire=f"{SON_DROIT} OR {EFFACE}", ecrire=SON_DROIT, retirer=retirer, gestes=("SELECT", "INSERT", "DELETE", *gestes))


declare(
    Table(
        nom="suivi_droitsuivi",
        lire=f"{TENU} OR {EFFACE}",
        ecrire=TENU,
        ajouter=f"{TENU} AND {SA_PERSONNE.format(table='suivi_droitsuivi')}",
        retirer=EFFACE,
    ),
    _of_droit("suivi_mouvement", "UPDATE"),
    _of_droit("suivi_piece", "UPDATE"),
    _of_droit("suivi_appel", retirer=f"{EFFACE} OR (par_id = {COMPTE} AND {SON_DROIT})"),
    Table(nom="suivi_echeance", lire=f"{TENU} OR {EFFACE}", ecrire=f"{TENU} AND {SON_DROIT}", retirer=f"{TENU} OR {EFFACE}"),
    Table(
        nom="suivi_changement",
        lire=f"{TENU} OR {EFFACE}",
        ecrire=TENU,
        ajouter=f"{TENU} AND {SA_PERSONNE.format(table='suivi_changement')}",
        retirer=EFFACE,
    ),
)
