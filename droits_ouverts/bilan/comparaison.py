"""Two estimates side by side: which rights changed, and why: the household's facts, the law, the engine. Pure: values in, values out, no words.

Where both the facts and the rules changed, the cause of a change cannot be read off two estimates. A third one splits it exactly: the old facts under
the new rules (`refait`). Rules explain `refait - avant`, facts explain `apres - refait`; the two add up to the whole, bound by bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.results import Estimation, EstimationDroit, Intervalle, Statut

GROUPES = ("menage", "famille", "foyer_fiscal")
MOTEUR = frozenset({"openfisca_core", "openfisca_france"})
"""Versions of the engine that computes; the others are those of our own rules."""
NOTEES = frozenset({"catalogue"})
"""Versions that change no result."""
CENTIME = 0.005


class Cause(StrEnum):
    """Why a right changed."""

    FAITS = "faits"
    LOI = "loi"
    MOTEUR = "moteur"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gardee:
    """One estimate as it was kept: results, the household as the engine read it, versions."""

    estimation: Estimation
    questionnaire: Mapping[str, object]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecart:
    """By how much the bounds of an amount moved, in euros."""

    min: float
    max: float

    def __add__(self, autre: Ecart) -> Ecart:
        """Add bound by bound."""
        return Ecart(min=round(self.min + autre.min, 2), max=round(self.max + autre.max, 2))

    @property
    def nul(self) -> bool:
        """Tell whether nothing moved."""
        return abs(self.min) < CENTIME and abs(self.max) < CENTIME


@dataclass(frozen=True, slots=True, kw_only=True)
class DroitChange:
    """A right that is not the same in both. `avant`, `apres`: None where that estimate did not know it.

    `par_regles` and `par_faits` split `ecart` where it can be split, else None. `causes`: every cause that may have played.
    """

    code: str
    libelle: str
    avant: EstimationDroit | None
    apres: EstimationDroit | None
    ecart: Ecart
    causes: tuple[Cause, ...]
    par_regles: Ecart | None = None
    par_faits: Ecart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaitChange:
    """An answer that is not the same: fact, person or group. `dit_avant`, `dit_apres`: False where nothing was said then."""

    fait: str
    entite: str
    avant: object
    apres: object
    dit_avant: bool
    dit_apres: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonneChange:
    """Somebody who joined or left the household: identifier, place, birth as written."""

    ident: str
    role: str
    naissance: str
    arrivee: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChange:
    """A version that is not the same."""

    nom: str
    avant: str
    apres: str
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparaison:
    """What changed between two estimates.

    `exacte` is False where facts and rules both changed and nothing splits them: the old facts must be computed again under the new rules.
    """

    droits: tuple[DroitChange, ...] = ()
    faits: tuple[FaitChange, ...] = ()
    personnes: tuple[PersonneChange, ...] = ()
    versions: tuple[VersionChange, ...] = ()
    mois: tuple[str, str] | None = None
    exacte: bool = True

    @property
    def vide(self) -> bool:
        """Tell whether nothing changed at all."""
        return not (self.droits or self.faits or self.personnes or self.versions or self.mois)

    @property
    def faits_changes(self) -> bool:
        """Tell whether the household is not the same."""
        return bool(self.faits or self.personnes)

    @property
    def regles_changees(self) -> bool:
        """Tell whether the law or the engine is not the same."""
        return bool(self.versions or self.mois)


def compare(avant: Gardee, apres: Gardee, refait: Estimation | None = None) -> Comparaison:
    """Return what changed. `refait`: the answers of `avant` under the rules of `apres`, where it is known."""
    faits = tuple(changed_facts(avant.questionnaire, apres.questionnaire))
    personnes = tuple(changed_persons(avant.questionnaire, apres.questionnaire))
    versions = tuple(_versions(avant.versions, apres.versions))
    mois = None if avant.estimation.mois == apres.estimation.mois else (avant.estimation.mois, apres.estimation.mois)
    par_regles = {Cause.LOI: bool(mois) or any(v.cause is Cause.LOI for v in versions), Cause.MOTEUR: any(v.cause is Cause.MOTEUR for v in versions)}
    regles = tuple(cause for cause, vraie in par_regles.items() if vraie)
    par_faits = bool(faits or personnes)
    if not par_faits:
        refait = apres.estimation
    elif not regles:
        refait = avant.estimation
    droits = tuple(_rights(avant.estimation, apres.estimation, refait, regles))
    return Comparaison(droits=droits, faits=faits, personnes=personnes, versions=versions, mois=mois, exacte=refait is not None)


def _rights(avant: Estimation, apres: Estimation, refait: Estimation | None, regles: tuple[Cause, ...]) -> Iterable[DroitChange]:
    vieux, neufs = {d.code: d for d in avant.droits}, {d.code: d for d in apres.droits}
    milieu = None if refait is None else {d.code: d for d in refait.droits}
    for code in sorted(vieux.keys() | neufs.keys()):
        ancien, nouveau = vieux.get(code), neufs.get(code)
        if _same(ancien, nouveau):
            continue
        connu = nouveau or ancien
        libelle = connu.libelle if connu else code
        ecart = _gap(ancien, nouveau)
        if milieu is None:
            yield DroitChange(code=code, libelle=libelle, avant=ancien, apres=nouveau, ecart=ecart, causes=(Cause.FAITS, *regles))
            continue
        entre = milieu.get(code)
        # A right that moves and comes back has both causes, though the whole is small.
        causes = (*(() if _same(entre, nouveau) else (Cause.FAITS,)), *(() if _same(ancien, entre) else regles))
        yield DroitChange(
            code=code, libelle=libelle, avant=ancien, apres=nouveau, ecart=ecart, causes=causes, par_regles=_gap(ancien, entre), par_faits=_gap(entre, nouveau)
        )


def _same(un: EstimationDroit | None, autre: EstimationDroit | None) -> bool:
    """Tell whether a person would read the same of a right: status, received or not, amount, error."""
    if un is None or autre is None:
        return un is autre
    return (un.statut, un.deja_recu, bool(un.erreur)) == (autre.statut, autre.deja_recu, bool(autre.erreur)) and _gap(un, autre).nul


def _gap(avant: EstimationDroit | None, apres: EstimationDroit | None) -> Ecart:
    a, b = amount_of(avant), amount_of(apres)
    return Ecart(min=round(b.min - a.min, 2), max=round(b.max - a.max, 2))


def amount_of(droit: EstimationDroit | None) -> Intervalle:
    """Return the amount of a right, zero where it has none, does not open, or is not known."""
    if droit is None or droit.statut is Statut.NON_ELIGIBLE:
        return Intervalle(min=0.0, max=0.0)
    return droit.montant_mensuel or droit.montant_unique or Intervalle(min=0.0, max=0.0)


def _versions(avant: Mapping[str, str], apres: Mapping[str, str]) -> Iterable[VersionChange]:
    for nom in sorted(avant.keys() & apres.keys()):
        if nom not in NOTEES and avant[nom] != apres[nom]:
            yield VersionChange(nom=nom, avant=avant[nom], apres=apres[nom], cause=Cause.MOTEUR if nom in MOTEUR else Cause.LOI)


# The household


def changed_facts(avant: Mapping[str, object], apres: Mapping[str, object]) -> Iterable[FaitChange]:
    """Yield each answer that is not the same about a person who is in both households, or about the groups, in the order of the questions."""
    ordre = {nom: rang for rang, nom in enumerate(FAITS)}
    vieux, neufs = _answers(avant), _answers(apres)
    communes = [entite for entite in vieux if entite in neufs]
    for entite in communes:
        noms = sorted(vieux[entite].keys() | neufs[entite].keys(), key=lambda nom: (ordre.get(nom, len(ordre)), nom))
        for nom in noms:
            a, b = vieux[entite].get(nom), neufs[entite].get(nom)
            if _written(a) != _written(b):
                yield FaitChange(fait=nom, entite=entite, avant=a, apres=b, dit_avant=nom in vieux[entite], dit_apres=nom in neufs[entite])


def changed_persons(avant: Mapping[str, object], apres: Mapping[str, object]) -> Iterable[PersonneChange]:
    """Yield who left, then who joined. A person whose place changed has left one and joined the other."""
    vieux, neufs = _persons(avant), _persons(apres)
    for ident in vieux:
        if vieux[ident][0] != neufs.get(ident, ("", ""))[0]:
            yield PersonneChange(ident=ident, role=vieux[ident][0], naissance=vieux[ident][1], arrivee=False)
    for ident in neufs:
        if neufs[ident][0] != vieux.get(ident, ("", ""))[0]:
            yield PersonneChange(ident=ident, role=neufs[ident][0], naissance=neufs[ident][1], arrivee=True)


def _written(valeur: object) -> object:
    """Return a value as it is compared: an answer never given and "I don't know" change nothing; an amount is a number; a list has no order."""
    if isinstance(valeur, list):
        return tuple(sorted(str(element) for element in valeur))
    if isinstance(valeur, dict):
        return tuple(sorted((str(cle), str(_written(v))) for cle, v in valeur.items()))
    return float(valeur) if isinstance(valeur, int) and not isinstance(valeur, bool) else valeur


def _answers(questionnaire: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    personnes = questionnaire.get("personnes")
    reponses: dict[str, Mapping[str, object]] = {}
    for personne in personnes if isinstance(personnes, list) else []:
        reponses[str(personne["id"])] = personne.get("faits") or {}
    for groupe in GROUPES:
        faits = questionnaire.get(groupe)
        reponses[groupe] = faits if isinstance(faits, dict) else {}
    return reponses


def _persons(questionnaire: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    personnes = questionnaire.get("personnes")
    return {str(p["id"]): (str(p["role"]), str((p.get("faits") or {}).get("date_naissance", ""))) for p in (personnes if isinstance(personnes, list) else [])}
