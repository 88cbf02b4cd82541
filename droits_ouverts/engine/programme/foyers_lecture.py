"""Columns of the facts table, read one at a time: what was said, of which type, and every value that can't be taken."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

MONTRES, ANOMALIES_MAX = 5, 20
"""Households named for each problem, and problems told at once."""


@dataclass(frozen=True, slots=True)
class Textes:
    """A column of texts as ranks (a masked array of integers) in the list of its values."""

    rangs: np.ma.MaskedArray
    valeurs: tuple[str, ...]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.rangs)


Colonne = NDArray[Any] | np.ma.MaskedArray | Textes
"""Booleans, numbers, dates or texts, one a row; masked where nothing was said."""


class Lecture(StrEnum):
    """How a column is read; the value is how a sentence calls what is expected there."""

    IDENTIFIANT = "des nombres entiers ou des textes"
    TEXTE = "des textes"
    BOOLEEN = "des oui ou non (booléens)"
    NOMBRE = "des nombres"
    ENTIER = "des nombres entiers"
    DATE = "des dates"


KINDS = {
    Lecture.IDENTIFIANT: "iuUO",
    Lecture.TEXTE: "UO",
    Lecture.BOOLEEN: "b",
    Lecture.NOMBRE: "iuf",
    Lecture.ENTIER: "iuf",
    Lecture.DATE: "M",
}


@dataclass(frozen=True, slots=True)
class Dites:
    """What a column says: `valeurs` (ranks for texts; anything legal where nothing was said) and `dites`, bool, both of shape (rows,)."""

    valeurs: NDArray[Any]
    dites: NDArray[np.bool_]
    textes: tuple[str, ...] | None = None

    def shown(self, lignes: NDArray[np.int64]) -> NDArray[Any]:
        """Return the values of some rows, texts as texts."""
        valeurs = self.valeurs[lignes]
        return valeurs if self.textes is None else np.array(self.textes, dtype=object)[valeurs] if self.textes else valeurs.astype(object)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anomalie:
    """One thing wrong in a column: what, the first households where it is, how many times."""

    colonne: str
    probleme: str
    menages: tuple[str, ...] = ()
    nombre: int = 0

    def __str__(self) -> str:
        if not self.nombre:
            return f"colonne « {self.colonne} » : {self.probleme}."
        if not self.menages:
            return f"colonne « {self.colonne} » : {self.probleme} ({self.nombre} fois)."
        mot = "ménage" if len(self.menages) == 1 else "ménages"
        suite = " ..." if self.nombre > len(self.menages) else ""
        return f"colonne « {self.colonne} » : {self.probleme} ({self.nombre} fois ; {mot} {', '.join(self.menages)}{suite})."


class FoyersError(ValueError):
    """The table can't be computed. `anomalies` holds each kind of problem; the text, in French, tells the first ones."""

    def __init__(self, anomalies: Iterable[Anomalie]) -> None:
        self.anomalies = tuple(anomalies)
        montrees = [f"  {anomalie}" for anomalie in self.anomalies[:ANOMALIES_MAX]]
        reste = len(self.anomalies) - ANOMALIES_MAX
        suite = [f"  ... et {reste} autres problèmes."] if reste > 0 else []
        super().__init__("\n".join(["la population ne peut pas être calculée.", *montrees, *suite]))

    @classmethod
    def missing(cls, manquent: Sequence[str], presentes: Sequence[str]) -> FoyersError:
        """Return the error of a table that lacks columns."""
        proches = {nom: difflib.get_close_matches(nom, [p for p in presentes if p not in manquent], n=1, cutoff=0.8) for nom in manquent}
        anomalies = [Anomalie(colonne=nom, probleme=f"elle manque ; est-ce « {proche[0]} » ?") for nom, proche in proches.items() if proche]
        seules = [nom for nom, proche in proches.items() if not proche]
        if seules:
            noms = ", ".join(seules[1 : 1 + MONTRES]) + (" ..." if len(seules) > 1 + MONTRES else "")
            autres = f", comme {len(seules) - 1} autre{'s' * (len(seules) > 2)} ({noms})" if len(seules) > 1 else ""
            anomalies.append(Anomalie(colonne=seules[0], probleme=f"elle manque{autres}"))
        return cls(anomalies)

    def __reduce__(self) -> tuple[Any, ...]:
        return (FoyersError, (self.anomalies,))


def merged(erreurs: Iterable[FoyersError]) -> FoyersError:
    """Return one error for those of several parts of a table: the same problem is told once, its households first, its count whole."""
    par_probleme: dict[tuple[str, str], list[Anomalie]] = {}
    for erreur in erreurs:
        for anomalie in erreur.anomalies:
            par_probleme.setdefault((anomalie.colonne, anomalie.probleme), []).append(anomalie)
    return FoyersError(
        Anomalie(
            colonne=colonne,
            probleme=probleme,
            menages=tuple(dict.fromkeys(m for anomalie in memes for m in anomalie.menages))[:MONTRES],
            nombre=sum(anomalie.nombre for anomalie in memes),
        )
        for (colonne, probleme), memes in par_probleme.items()
    )


@dataclass(slots=True)
class Releve:
    """The problems met so far, and the household of each row once it is known."""

    anomalies: list[Anomalie] = field(default_factory=list)
    identifiants: NDArray[Any] | None = None
    de: NDArray[np.int64] | None = None

    def identify(self, identifiants: NDArray[Any], de: NDArray[np.int64]) -> None:
        """Learn the identifier of each household, and the rank of each row's household."""
        self.identifiants, self.de = identifiants, de

    def say(self, colonne: str, probleme: str) -> None:
        """Note a problem of a whole column."""
        self.anomalies.append(Anomalie(colonne=colonne, probleme=probleme))

    def lines(self, colonne: str, probleme: str, fausses: NDArray[np.bool_]) -> None:
        """Note a problem of some rows, if there is one."""
        lignes = np.flatnonzero(fausses)
        if len(lignes):
            menages = [] if self.identifiants is None or self.de is None else [str(self.identifiants[rang]) for rang in self.de[lignes[:MONTRES]]]
            self.anomalies.append(Anomalie(colonne=colonne, probleme=probleme, menages=tuple(dict.fromkeys(menages)), nombre=len(lignes)))

    def households(self, colonne: str, probleme: str, faux: NDArray[np.bool_]) -> None:
        """Note a problem of some households, if there is one."""
        rangs = np.flatnonzero(faux)
        if len(rangs) and self.identifiants is not None:
            menages = tuple(dict.fromkeys(str(self.identifiants[rang]) for rang in rangs[:MONTRES]))
            self.anomalies.append(Anomalie(colonne=colonne, probleme=probleme, menages=menages, nombre=len(rangs)))


def read_column(
    nom: str,
    colonne: Colonne,
    lecture: Lecture,
    releve: Releve,
    *,
    possibles: Collection[str] = (),
    sorte: str = "réponse",
    bornes: tuple[Any, Any] | None = None,
) -> Dites:
    """Return what a column says; what can't be taken is noted in `releve` and held as not said.

    `possibles`: the texts allowed, whose ranks are returned; `bornes`: the least and the greatest value, both allowed.
    """
    if isinstance(colonne, Textes):
        return _texts(nom, np.asarray(colonne.rangs), said(colonne.rangs), colonne.valeurs, lecture, releve, possibles, sorte)
    valeurs, dites = np.asarray(colonne), said(colonne)
    if valeurs.dtype.kind == "O":
        dites &= np.array([v is not None for v in valeurs.tolist()], dtype=bool)
    if valeurs.ndim != 1:
        releve.say(nom, "elle n'a pas une valeur par ligne")
        return Dites(np.zeros(len(valeurs), dtype=np.int64), np.zeros(len(valeurs), dtype=bool))
    if not dites.any():
        return _nothing(lecture, len(valeurs), possibles, bornes)
    if valeurs.dtype.kind not in KINDS[lecture] or (valeurs.dtype.kind == "O" and not all(isinstance(v, str) for v in valeurs[dites].tolist())):
        return _wrong_type(nom, str(valeurs.dtype), lecture, len(valeurs), releve, possibles, bornes)
    if valeurs.dtype.kind in "UO":
        uniques, rangs = np.unique(np.where(dites, valeurs, "").astype(str), return_inverse=True)
        return _texts(nom, rangs, dites, tuple(uniques.tolist()), lecture, releve, possibles, sorte)
    match lecture:
        case Lecture.NOMBRE | Lecture.ENTIER:
            return _numbers(nom, valeurs, dites, lecture, releve, bornes or (-np.inf, np.inf))
        case Lecture.DATE:
            return _dates(nom, valeurs, dites, releve, bornes)
        case _:
            return Dites(valeurs, dites)


def said(colonne: Any) -> NDArray[np.bool_]:  # noqa: ANN401 - an array, masked or not
    """Return where a column says something."""
    masque = np.ma.getmask(colonne)
    return np.ones(len(colonne), dtype=bool) if masque is np.ma.nomask else ~masque


def _nothing(lecture: Lecture, n: int, possibles: Collection[str], bornes: tuple[Any, Any] | None) -> Dites:
    dites = np.zeros(n, dtype=bool)
    match lecture:
        case Lecture.BOOLEEN:
            return Dites(np.zeros(n, dtype=bool), dites)
        case Lecture.DATE:
            return Dites(np.full(n, bornes[0] if bornes else "1970-01-01", dtype="datetime64[D]"), dites)
        case Lecture.NOMBRE | Lecture.ENTIER:
            return Dites(np.full(n, bornes[0] if bornes else 0.0, dtype=np.float64), dites)
        case _:
            return Dites(np.zeros(n, dtype=np.int64), dites, tuple(possibles))


def _wrong_type(nom: str, obtenu: str, lecture: Lecture, n: int, releve: Releve, possibles: Collection[str], bornes: tuple[Any, Any] | None) -> Dites:
    releve.say(nom, f"elle est de type {TYPES.get(obtenu.rstrip(CHIFFRES), obtenu)} ; il faut {lecture}")
    return _nothing(lecture, n, possibles, bornes)


TYPES = {"bool": "booléen", "int": "nombre entier", "uint": "nombre entier", "float": "nombre", "object": "mélangé", "<U": "texte", "datetime": "date"}
CHIFFRES = "0123456789"


def _texts(
    nom: str, rangs: NDArray[Any], dites: NDArray[np.bool_], textes: tuple[str, ...], lecture: Lecture, releve: Releve, possibles: Collection[str], sorte: str
) -> Dites:
    if lecture not in (Lecture.TEXTE, Lecture.IDENTIFIANT):
        return _wrong_type(nom, "texte", lecture, len(rangs), releve, possibles, None) if dites.any() else _nothing(lecture, len(rangs), possibles, None)
    if lecture is Lecture.IDENTIFIANT:
        return Dites(rangs, dites, textes)
    places = _places(tuple(possibles))
    traduits = np.array([places.get(texte, -1) for texte in textes] or [0], dtype=np.int64)[np.where(dites, rangs, 0)]
    connues = (traduits >= 0) | ~dites
    if not connues.all():
        for texte in [t for t in textes if t not in places][:MONTRES]:
            faux = dites & (rangs == textes.index(texte))
            if faux.any():
                releve.lines(nom, _unknown(texte, possibles, sorte), faux)
    return Dites(np.where(dites & connues, traduits, 0), dites & connues, tuple(possibles))


@lru_cache
def _places(possibles: tuple[str, ...]) -> dict[str, int]:
    return {texte: rang for rang, texte in enumerate(possibles)}


def _unknown(texte: str, possibles: Collection[str], sorte: str) -> str:
    court = texte.replace("\n", " ")
    court = court if len(court) <= 40 else court[:39] + "…"
    if sorte == "commune":
        return f"« {court} » n'est pas un code Insee de commune ; écrivez ses 5 caractères en texte, par exemple 69259"
    return f"« {court} » n'est pas une réponse possible ; choisissez parmi : {', '.join(possibles)}"


def _numbers(nom: str, brutes: NDArray[Any], dites: NDArray[np.bool_], lecture: Lecture, releve: Releve, bornes: tuple[float, float]) -> Dites:
    mini, maxi = bornes
    valeurs = brutes.astype(np.float64) if dites.all() else np.where(dites, brutes, mini if np.isfinite(mini) else 0.0).astype(np.float64)
    entiers = lecture is Lecture.NOMBRE or np.array_equal(valeurs, np.rint(valeurs))
    # NaN fails every comparison.
    if valeurs.min() >= mini and valeurs.max() <= maxi and np.isfinite(valeurs.max()) and entiers:
        return Dites(valeurs, dites)
    infinis = ~np.isfinite(valeurs)
    releve.lines(nom, "ce n'est pas un nombre fini (NaN ou infini) ; ce qui n'est pas dit s'écrit null", infinis)
    with np.errstate(invalid="ignore"):
        releve.lines(nom, f"nombre hors des bornes ({mini:g} à {maxi:g})", ~infinis & ((valeurs < mini) | (valeurs > maxi)))
        if lecture is Lecture.ENTIER:
            releve.lines(nom, "ce n'est pas un nombre entier", ~infinis & (valeurs != np.rint(valeurs)))
    return Dites(np.where(infinis, mini, valeurs), dites & ~infinis)


def _dates(nom: str, brutes: NDArray[Any], dites: NDArray[np.bool_], releve: Releve, bornes: tuple[Any, Any] | None) -> Dites:
    dites &= ~np.isnat(brutes)
    jours = brutes.astype("datetime64[D]")
    mini, maxi = bornes or (np.datetime64("0001-01-01"), np.datetime64("9999-12-31"))
    valeurs = np.where(dites, jours, mini)
    if brutes.dtype != jours.dtype:
        releve.lines(nom, "la date porte une heure ; il faut un jour seul", dites & (jours != brutes))
    if dites.any() and (valeurs.min() < mini or valeurs.max() > maxi):
        releve.lines(nom, f"date hors des bornes ({mini} à {maxi})", dites & ((valeurs < mini) | (valeurs > maxi)))
    return Dites(valeurs, dites)
