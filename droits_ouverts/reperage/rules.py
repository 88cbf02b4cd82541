"""What may be written of outreach, and where a round is. Pure: no database, no clock."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Final

from droits_ouverts.annuaire.enums import Besoin
from droits_ouverts.reperage.enums import Comparaison, EtatTournee, Forme, Langue, Nature, Raison, Situation, Suite, Tranche

TOLERANCE: Final = timedelta(minutes=15)
"""After the planned end, before somebody is told: a team that walks down the stairs is not late."""
DUREE_MAX: Final = timedelta(hours=16)
PAS_MAX: Final = 200
A_DEUX: Final = frozenset({Forme.PORTE_A_PORTE.value, Forme.PIED_IMMEUBLE.value})
"""Ways that nobody goes alone."""
MOTS_MAX: Final = 1500
_LISTES: Final[Mapping[str, frozenset[str]]] = {
    "forme": frozenset(Forme.values),
    "age": frozenset(Tranche.values) | {""},
    "langue": frozenset(Langue.values) | {""},
    "situation": frozenset(Situation.values) | {""},
    "objet": frozenset(Besoin.values) | {""},
    "suite": frozenset(Suite.values),
    "raison": frozenset(Raison.values) | {""},
}
_QUELQU_UN: Final = (
    re.compile(r"\S+@\S+\.\S+"),
    re.compile(r"\d(?:[\s.\-]*\d){7,}"),
    re.compile(r"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle)\s+[A-ZÀ-Ý]"),
    re.compile(r"\b(?:s['’]appelle|prénommée?|nommée?|né(?:e)? le)\b", re.IGNORECASE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dite:
    """An encounter as it is sent: its number, where, how, when, and answers from short lists. There is no room for a name."""

    id: uuid.UUID
    forme: str
    suite: str
    le: date
    heure: int
    endroit: uuid.UUID | None = None
    age: str = ""
    langue: str = ""
    situation: str = ""
    objet: str = ""
    raison: str = ""
    revue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comptee:
    """One tap of a counter, as it is sent."""

    id: uuid.UUID
    forme: str
    nature: str
    nombre: int
    le: date
    heure: int
    endroit: uuid.UUID | None = None


CHAMPS: Final = frozenset(Dite.__dataclass_fields__)


def read(recu: Mapping[str, object]) -> Dite:
    """Return an encounter read from what somebody sent. Raise `ValueError`, whose argument maps each field to what is wrong: an unknown field is refused too."""
    faux = {nom: "inconnu" for nom in recu if nom not in CHAMPS}
    lu: dict[str, object] = {}
    for nom in CHAMPS & recu.keys():
        try:
            lu[nom] = _LECTEURS[nom](recu[nom])
        except (ValueError, TypeError, AttributeError):
            faux[nom] = "illisible"
    faux |= {nom: "vide" for nom in ("id", "forme", "suite", "le", "heure") if nom not in recu}
    if faux:
        raise ValueError(faux)
    return Dite(**lu)  # type: ignore[arg-type]  # each field was read by its own reader


def _text(valeur: object) -> str:
    if not isinstance(valeur, str):
        raise TypeError
    return valeur


def _uuid(valeur: object) -> uuid.UUID:
    return valeur if isinstance(valeur, uuid.UUID) else uuid.UUID(_text(valeur))


def _bool(valeur: object) -> bool:
    if not isinstance(valeur, bool):
        raise TypeError
    return valeur


def _int(valeur: object) -> int:
    if type(valeur) is not int:
        raise TypeError
    return valeur


_LECTEURS: Final = dict.fromkeys(("forme", "suite", "age", "langue", "situation", "objet", "raison"), _text) | {
    "id": _uuid,
    "endroit": lambda valeur: None if valeur is None else _uuid(valeur),
    "le": lambda valeur: valeur if isinstance(valeur, date) else date.fromisoformat(_text(valeur)),
    "heure": _int,
    "revue": _bool,
}


def check(dite: Dite, *, prevue_le: date, on: date) -> dict[str, str]:
    """Return what is wrong with an encounter, field by field: an answer out of its list, a day far from the round's, or still to come."""
    faux = {nom: "inconnu" for nom, liste in _LISTES.items() if getattr(dite, nom) not in liste}
    if not 0 <= dite.heure <= 23:
        faux["heure"] = "impossible"
    if dite.le > on or abs((dite.le - prevue_le).days) > 1:
        faux["le"] = "autre_jour"
    if dite.raison in Raison.values and dite.suite != Suite.BILAN_REFUSE:
        faux["raison"] = "sans_refus"
    return faux


def check_tap(comptee: Comptee, *, prevue_le: date, on: date) -> dict[str, str]:
    """Return what is wrong with a tap of a counter, field by field."""
    faux = {}
    if comptee.forme not in Forme.values or comptee.nature not in Nature.values:
        faux["nature"] = "inconnu"
    if comptee.nombre == 0 or abs(comptee.nombre) > PAS_MAX:
        faux["nombre"] = "impossible"
    if not 0 <= comptee.heure <= 23:
        faux["heure"] = "impossible"
    if comptee.le > on or abs((comptee.le - prevue_le).days) > 1:
        faux["le"] = "autre_jour"
    return faux


def names_somebody(texte: str) -> bool:
    """Tell whether a text about a place seems to say who somebody is: an address, a number, a title before a name. It cannot see every name: the page asks for none."""
    return any(motif.search(texte) for motif in _QUELQU_UN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mots:
    """What the team writes at the end: of the places, and for those who go there next."""

    observations: str = ""
    consignes: str = ""

    def to_bytes(self) -> bytes:
        """Return what is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Mots:
        """Return what was sealed."""
        return cls(**json.loads(contenu))


def check_words(mots: Mots) -> dict[str, str]:
    """Return what is wrong with a report's words, field by field."""
    faux = {}
    for nom, texte in asdict(mots).items():
        if len(texte) > MOTS_MAX:
            faux[nom] = "trop_long"
        elif names_somebody(texte):
            faux[nom] = "quelqu_un"
    return faux


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The moments of a round, which say where it is."""

    fin_prevue: datetime
    partie: datetime | None = None
    rentree: datetime | None = None
    close: datetime | None = None
    annulee: datetime | None = None


def state(moments: Moments) -> EtatTournee:
    """Return where a round is."""
    if moments.annulee:
        return EtatTournee.ANNULEE
    if moments.close:
        return EtatTournee.CLOSE
    if moments.rentree:
        return EtatTournee.RENTREE
    return EtatTournee.EN_COURS if moments.partie else EtatTournee.PREVUE


def is_late(moments: Moments, now: datetime) -> bool:
    """Tell whether a team that left is not back a quarter of an hour after the planned end."""
    return state(moments) is EtatTournee.EN_COURS and now > moments.fin_prevue + TOLERANCE


def minutes_of(partie: datetime | None, rentree: datetime | None, combien: int) -> int:
    """Return the minutes of work of a round: those outside, times how many went."""
    if partie is None or rentree is None or rentree <= partie:
        return 0
    return int((rentree - partie).total_seconds() // 60) * combien


def needs_two(forme: str, *, equipe: int, partenaire: str) -> bool:
    """Tell whether a round lacks a second person."""
    return forme in A_DEUX and equipe + bool(partenaire.strip()) < 2


def drawn(graine: uuid.UUID, endroits: Sequence[uuid.UUID], groupes: int) -> dict[uuid.UUID, int]:
    """Return the group of each place, drawn by the campaign's own number: the same for whoever draws again, equal to one place near, chosen by nobody."""
    melee = sorted(endroits, key=lambda un: hashlib.sha256(graine.bytes + un.bytes).digest())
    return {un: rang % max(1, groupes) for rang, un in enumerate(melee)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """When and how a campaign goes through a place."""

    bloc: int
    a_partir_du: date
    forme: str


def planned(*, comparaison: str, groupe: int, du: date, pas_jours: int, forme: str) -> Place:
    """Return when and how a campaign goes through a place of a group."""
    if comparaison == Comparaison.BLOCS:
        return Place(bloc=groupe, a_partir_du=du + timedelta(days=groupe * pas_jours), forme=forme)
    if comparaison == Comparaison.SEMAINES:
        return Place(bloc=groupe, a_partir_du=du + timedelta(days=7 * groupe), forme=forme)
    if comparaison == Comparaison.TELEPHONE_COURRIER:
        return Place(bloc=groupe, a_partir_du=du, forme=Forme.TELEPHONE if groupe == 0 else Forme.COURRIER)
    return Place(bloc=0, a_partir_du=du, forme=forme)


def groups_of(comparaison: str, blocs: int) -> int:
    """Return how many groups of places a comparison makes."""
    return {Comparaison.AUCUNE: 1, Comparaison.BLOCS: blocs}.get(Comparaison(comparaison), 2)


def is_open(*, comparaison: str, bloc: int, du: date, a_partir_du: date, on: date) -> bool:
    """Tell whether a campaign goes through a place on this day: once its block began; one week out of two, where it alternates."""
    if on < a_partir_du:
        return False
    return comparaison != Comparaison.SEMAINES or ((on - du).days // 7) % 2 == bloc


def is_iris(code: str) -> bool:
    """Tell whether a text is no code, or the nine signs of an IRIS: five of the town, four of its part."""
    return code == "" or re.fullmatch(r"[0-9][0-9AB][0-9]{7}", code) is not None


def is_qpv(code: str) -> bool:
    """Tell whether a text is no code, or that of a priority quarter of 2024. Which streets are in one is read from its map, never from its name."""
    return code == "" or re.fullmatch(r"QN[0-9A-Z]{6}", code) is not None
