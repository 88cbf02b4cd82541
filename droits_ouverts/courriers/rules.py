"""Which letters go with where a right stands, whom they are for, how long a text may be. Pure: values in, values out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from droits_ouverts.courriers.organismes import COUPES

__all__ = ["CHAMPS_MAX", "VIDE", "Dossier", "Papier", "Piste", "Proposition", "Texte", "addressee", "papers_listed", "possible_letters", "too_long"]

VIDE = "........................................"
"""A line that only the person can fill in."""
CHAMPS_MAX = {"expediteur": 600, "destinataire": 600, "objet": 300, "corps": 3500}

ATTEND = frozenset({"depose", "pieces_demandees", "en_instruction"})
REFUSE = frozenset({"refuse", "partiel", "perdu"})
RECU = frozenset({"accorde", "partiel", "verse", "maintenu"})
FINI = frozenset({"ecarte", "renonce", "annule"})
"""The person does not want the right, or it was a mistake: nothing is written for her."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texte:
    """A letter as it is typed: who writes, to whom, about what, and the words. One envelope."""

    expediteur: str = ""
    destinataire: str = ""
    objet: str = ""
    corps: str = ""
    pieces: tuple[int, ...] = ()

    def to_bytes(self) -> bytes:
        """Return what is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Texte:
        """Read what `to_bytes` wrote."""
        lu = json.loads(contenu)
        return cls(**(lu | {"pieces": tuple(lu["pieces"])}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Papier:
    """A paper asked for the right. `manque`: not given yet."""

    id: int
    nom: str
    precision: str
    manque: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piste:
    """One way to contest, as the catalogue has it. `ecrit`: it begins with a letter, and not before a judge."""

    place: int
    contre: str
    ecrit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What is known of a right when a letter is thought of. Days as in the ledger; `refus_le`: the day its silence became a refusal; `recours_le`: an appeal left."""

    etat: str
    pistes: tuple[Piste, ...] = ()
    papiers: tuple[Papier, ...] = ()
    demande_le: date | None = None
    recu_le: date | None = None
    complet_le: date | None = None
    decision_le: date | None = None
    notifie_le: date | None = None
    refus_le: date | None = None
    recours_le: date | None = None
    prive: bool = False
    paye: bool = False

    @property
    def par_silence(self) -> bool:
        """Whether it is refused by silence, and by nothing written."""
        return self.refus_le is not None and self.etat in ATTEND | {"silence"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """A letter that may be written: its nature, and for an appeal the place of the way to contest."""

    nature: str
    place: int | None = None


def possible_letters(dossier: Dossier) -> tuple[Proposition, ...]:
    """Return the letters that go with a right, the most useful one first."""
    return () if dossier.etat in FINI else tuple(_letters(dossier))


def _letters(dossier: Dossier) -> Iterator[Proposition]:
    refuse = dossier.etat in REFUSE or dossier.par_silence
    for piste in dossier.pistes:
        montant = dossier.etat in RECU and any(mot in piste.contre.lower() for mot in ("montant", "trop-perçu", "décision"))
        # What stayed silent is the first body that decides: the others have decided nothing yet.
        concerne = not dossier.par_silence or piste.place == 0
        if piste.ecrit and dossier.recours_le is None and concerne and (refuse or montant):
            yield Proposition(nature="recours", place=piste.place)
    if not dossier.prive and (dossier.par_silence or dossier.etat in REFUSE):
        yield Proposition(nature="motifs")
    if dossier.papiers or dossier.etat == "pieces_demandees":
        yield Proposition(nature="piece")
    if dossier.etat in ATTEND and not dossier.par_silence and not any(papier.manque for papier in dossier.papiers):
        yield Proposition(nature="rappel")
    if dossier.paye and dossier.etat in RECU | {"perdu", "recours"}:
        yield Proposition(nature="remise")


def addressee(aupres_de: str) -> str:
    """Return a body of the catalogue as an envelope names it: what it does, or who else, is left for the professional to read."""
    nom = aupres_de
    for coupe in COUPES:
        nom = nom.split(coupe, 1)[0]
    return nom.strip()


def too_long(texte: Texte) -> dict[str, int]:
    """Return the fields that are too long, each with how many characters it may have."""
    return {champ: borne for champ, borne in CHAMPS_MAX.items() if len(getattr(texte, champ)) > borne}


def papers_listed(papiers: Sequence[Papier]) -> tuple[Papier, ...]:
    """Return the papers that a letter sends: those that are missing, else those that were given."""
    return tuple(papier for papier in papiers if papier.manque) or tuple(papiers)
