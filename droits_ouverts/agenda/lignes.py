"""Who reads the agenda in the database: the structure that holds it. No account removes anything but who attends and its own private address."""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import COMPTE, SERVICE, Table, declare, one_of

TENU = one_of("structure_id", "structures")
SON_RENDEZ_VOUS = "EXISTS (SELECT 1 FROM agenda_rendezvous r WHERE r.id = rendez_vous_id)"


def _held(nom: str) -> Table:
    """Return a table whose rows a structure holds; the person of a row is one of hers."""
    sa_personne = f"EXISTS (SELECT 1 FROM personnes_personne p WHERE p.id = personne_id AND p.structure_id = {nom}.structure_id)"
    return Table(nom=nom, lire=f"{TENU} OR {SERVICE}", ecrire=TENU, ajouter=f"{TENU} AND (personne_id IS NULL OR {sa_personne})", retirer=SERVICE)


declare(
    _held("agenda_rendezvous"),
    _held("agenda_action"),
    # Once their appointment is gone, nobody else sees them.
    Table(nom="agenda_suiterendezvous", lire=f"{SON_RENDEZ_VOUS} OR {SERVICE}", ecrire=SON_RENDEZ_VOUS, retirer=SERVICE),
    Table(
        nom="agenda_participant",
        lire=f"{SON_RENDEZ_VOUS} OR {SERVICE}",
        ecrire=SON_RENDEZ_VOUS,
        retirer=f"{SON_RENDEZ_VOUS} OR {SERVICE}",
        gestes=("SELECT", "INSERT", "DELETE"),
    ),
    Table(nom="agenda_absence", lire=TENU, ecrire=TENU, retirer=SERVICE),
    Table(nom="agenda_resume", lire=f"compte_id = {COMPTE} OR {SERVICE}", ecrire=f"compte_id = {COMPTE} OR {SERVICE}", retirer=SERVICE),
    Table(nom="agenda_fluxagenda", lire=f"compte_id = {COMPTE} OR {SERVICE}", ecrire=f"compte_id = {COMPTE}", retirer=f"compte_id = {COMPTE} OR {SERVICE}"),
)
