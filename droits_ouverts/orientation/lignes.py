"""Who reads orientations in the database: the structure that holds them, the one they were sent to, the coordination a case was handed to.

And the service, for who answers by a link and for the clock.
"""

from __future__ import annotations

from droits_ouverts.foundation.lignes.declarations import SERVICE, Table, declare, one_of

TENU = f"{one_of('structure_id', 'structures')} OR {SERVICE}"
RECU = one_of("vers_structure_id", "structures")
LIT = f"({one_of('e.vers_structure_id', 'structures')} AND NOT e.lecture_fermee)"
"""The sheet was sent to a structure of the reader, which may still read it: not impossible, not expired, not taken back, her agreement standing."""
COORDONNE = one_of("vers_structure_id", "lieux")


def _of_envoi(nom: str, *gestes: str) -> Table:
    """Return a table whose rows go with one recipient: who sends, and the structure that was sent somebody while it may read the sheet."""
    tenu = f"{one_of('e.structure_id', 'structures')} OR {SERVICE}"
    return Table(
        nom=nom,
        lire=f"EXISTS (SELECT 1 FROM orientation_envoi e WHERE e.id = envoi_id AND ({tenu} OR {LIT}))",
        ecrire=f"EXISTS (SELECT 1 FROM orientation_envoi e WHERE e.id = envoi_id AND ({tenu}))",
        gestes=("SELECT", "INSERT", "DELETE", *gestes),
    )


def _of_orientation(nom: str) -> Table:
    """Return a table whose rows go with an orientation, and are of the structure that sends alone."""
    sienne = f"EXISTS (SELECT 1 FROM orientation_orientation o WHERE o.id = orientation_id AND ({one_of('o.structure_id', 'structures')} OR {SERVICE}))"
    return Table(nom=nom, lire=sienne, ecrire=sienne)


declare(
    Table(nom="orientation_destinataire", lire=TENU, ecrire=TENU),
    Table(
        nom="orientation_orientation",
        lire=f"{TENU} OR EXISTS (SELECT 1 FROM orientation_envoi e WHERE e.orientation_id = orientation_orientation.id AND {LIT})",
        ecrire=TENU,
    ),
    Table(nom="orientation_envoi", lire=f"{TENU} OR {RECU}", ecrire=TENU),
    _of_envoi("orientation_suiteenvoi"),
    _of_envoi("orientation_lienreponse", "UPDATE"),
    _of_envoi("orientation_relance"),
    _of_orientation("orientation_passagederelais"),
    _of_orientation("orientation_pause"),
    _of_orientation("orientation_retraitaccord"),
    Table(nom="orientation_courriel", lire=TENU, ecrire=TENU),
    Table(nom="orientation_referent", lire=f"{one_of('structure_id', 'lieux')} OR {SERVICE}", ecrire=one_of("structure_id", "lieux")),
    Table(nom="orientation_blocage", lire=f"{TENU} OR {COORDONNE}", ecrire=f"{TENU} OR {COORDONNE}"),
)
