"""What is known of where a right is blocked, for a count without anybody: at which step, at which kind of service. Pure; each is a proposal."""

from __future__ import annotations

from droits_ouverts.irritants.enums import Etape
from droits_ouverts.structures.enums import Genre
from droits_ouverts.suivi.enums import Etat

ETAPES: dict[str, Etape] = {
    Etat.REPERE.value: Etape.INFORMATION,
    Etat.PROPOSE.value: Etape.INFORMATION,
    Etat.CHOISI.value: Etape.DOSSIER,
    Etat.EN_PREPARATION.value: Etape.DOSSIER,
    Etat.DEPOSE.value: Etape.ETUDE,
    Etat.PIECES_DEMANDEES.value: Etape.PIECES,
    Etat.EN_INSTRUCTION.value: Etape.ETUDE,
    Etat.SILENCE.value: Etape.DECISION,
    Etat.REFUSE.value: Etape.DECISION,
    Etat.PARTIEL.value: Etape.DECISION,
    Etat.RECOURS.value: Etape.DECISION,
    Etat.ACCORDE.value: Etape.VERSEMENT,
    Etat.VERSE.value: Etape.MAINTIEN,
    Etat.MAINTENU.value: Etape.MAINTIEN,
    Etat.PERDU.value: Etape.MAINTIEN,
}
MARQUES: tuple[tuple[str, Genre], ...] = (
    ("CAF", Genre.CAF),
    ("CPAM", Genre.CPAM),
    ("Assurance maladie", Genre.CPAM),
    ("Carsat", Genre.CAISSE),
    ("Agirc", Genre.CAISSE),
    ("Caisse de retraite", Genre.CAISSE),
    ("France Travail", Genre.FRANCE_TRAVAIL),
    ("Mission locale", Genre.MISSION_LOCALE),
    ("CCAS", Genre.CCAS),
    ("centre communal", Genre.CCAS),
    ("Ville de", Genre.COMMUNE),
    ("Métropole de Lyon", Genre.METROPOLE),
    ("État", Genre.ETAT),
    ("préfet", Genre.ETAT),
    ("Crous", Genre.ETAT),
    ("académique", Genre.ETAT),
)


def kind_of(decide_par: str) -> str:
    """Return the kind of service that decides on a right, by the first body that its sheet names; nothing where none is known."""
    trouves = [(decide_par.find(mot), rang, genre.value) for rang, (mot, genre) in enumerate(MARQUES) if mot in decide_par]
    return min(trouves)[2] if trouves else ""
