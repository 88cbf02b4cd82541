"""What two laws say of one household, and what a person answered about being called back. Pure: no database, no clock."""

from __future__ import annotations

import calendar
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Genre, Periode
from droits_ouverts.engine.results import Statut

if TYPE_CHECKING:
    from droits_ouverts.engine.results import Estimation, EstimationDroit

OUI, NON, RETIRE = "oui", "non", "retire"
NOUVEAU, PRECISE, A_PRECISER = "nouveau", "precise", "a_preciser"
PAR_MOIS = frozenset(nom for nom, fait in FAITS.items() if fait.periode is Periode.MOIS_PASSES)
DATES = frozenset(nom for nom, fait in FAITS.items() if fait.genre is Genre.DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dit:
    """One answer of a person, as kept; the last one is in force."""

    reponse: str
    le: date
    jusqu_au: date | None = None


def in_force(dits: Sequence[Dit], on: date) -> Dit | None:
    """Return the yes that lets her be called back on a day; None where there is none: never asked, refused, withdrawn, over."""
    dernier = dits[-1] if dits else None
    return dernier if dernier is not None and dernier.reponse == OUI and dernier.jusqu_au is not None and dernier.le <= on <= dernier.jusqu_au else None


def may_ask(dits: Sequence[Dit], on: date) -> bool:
    """Tell whether she may be asked: never after a no or a withdrawal, which stand until she speaks of it herself; not while her yes runs."""
    return not dits or (dits[-1].reponse == OUI and in_force(dits, on) is None)


def check(dits: Sequence[Dit], dit: Dit, *, a_sa_demande: bool, au_plus: date, today: date) -> dict[str, str]:
    """Return the code of what is wrong with a new answer, by field; nothing where all is well. `au_plus`: the last day that a yes may run to.

    "redemandee": she said no, and did not come back to it herself. "sans_accord": there is no yes to take back. "futur", "ancien": the day. "avant", "longue":
    the end.
    """
    erreurs: dict[str, str] = {}
    if dit.reponse == RETIRE:
        if not dits or dits[-1].reponse != OUI:
            erreurs["reponse"] = "sans_accord"
    elif dits and dits[-1].reponse != OUI and not a_sa_demande:
        erreurs["reponse"] = "redemandee"
    if dit.le > today:
        erreurs["le"] = "futur"
    elif dits and dit.le < dits[-1].le:
        erreurs["le"] = "ancien"
    if dit.reponse == OUI:
        if dit.jusqu_au is None or dit.jusqu_au < dit.le:
            erreurs["jusqu_au"] = "avant"
        elif dit.jusqu_au > au_plus:
            erreurs["jusqu_au"] = "longue"
    return erreurs


@dataclass(frozen=True, slots=True, kw_only=True)
class DroitLu:
    """One right under the second law. `nature` is empty where nothing is new: it was uncertain, and still is. `manquants`: what should be asked.

    `a_droit_constant`: the law of that month is not known yet for this right, the last known one was taken.
    """

    code: str
    nature: str = ""
    manquants: tuple[str, ...] = ()
    a_droit_constant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lu:
    """What both laws say of one household. `echecs`: rights whose rule failed under one of them: nothing is known of those, and it is no "no"."""

    droits: tuple[DroitLu, ...] = ()
    echecs: tuple[str, ...] = ()

    @property
    def nouveaux(self) -> tuple[DroitLu, ...]:
        """The rights that are said to somebody."""
        return tuple(un for un in self.droits if un.nature)

    @property
    def incertains(self) -> tuple[DroitLu, ...]:
        """The rights that were uncertain and still are."""
        return tuple(un for un in self.droits if not un.nature)

    def to_bytes(self) -> bytes:
        """The JSON that is sealed."""
        droits = [[un.code, un.nature, list(un.manquants), un.a_droit_constant] for un in self.droits]
        return json.dumps({"droits": droits, "echecs": list(self.echecs)}, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Lu:
        """Read what `to_bytes` wrote."""
        lu = json.loads(contenu)
        droits = (
            DroitLu(code=code, nature=nature, manquants=tuple(manquants), a_droit_constant=constant) for code, nature, manquants, constant in lu["droits"]
        )
        return cls(droits=tuple(droits), echecs=tuple(lu["echecs"]))


def compared(avant: Estimation, apres: Estimation, *, laisses: frozenset[str] = frozenset()) -> Lu:
    """Compare what two laws say of one household, right by right. `laisses`: what she has, asked for or does not want: not looked at.

    Eligible is taken as the engine says it, for every completion of what is not known. A rule that failed, and a right that only one of the two knows, say nothing.
    A rule whose first month is after the first law (`Regle.connue_depuis`) did not fail: it was not known before, and what the second law says is new.
    """
    connus = {droit.code: droit for droit in avant.droits}
    droits, echecs = [], []
    for droit in apres.droits:
        anterieur = connus.get(droit.code)
        if droit.code in laisses or droit.deja_recu or (anterieur is not None and anterieur.deja_recu):
            continue
        ecrite = begins_after(droit.code, avant.mois)
        if droit.erreur is not None or anterieur is None or (anterieur.erreur is not None and not ecrite):
            echecs.append(droit.code)
        elif lu := _read(anterieur, droit):
            droits.append(lu)
    return Lu(droits=tuple(droits), echecs=tuple(echecs))


def begins_after(code: str, mois: str) -> bool:
    """Tell whether the rule of a right is written only for months after this one ("AAAA-MM")."""
    regle = REGLES.get(code)
    return regle is not None and regle.connue_depuis is not None and mois < regle.connue_depuis


NATURES: Mapping[tuple[Statut, Statut], str] = {
    (Statut.NON_ELIGIBLE, Statut.ELIGIBLE): NOUVEAU,
    (Statut.INDETERMINE, Statut.ELIGIBLE): PRECISE,
    (Statut.NON_ELIGIBLE, Statut.INDETERMINE): A_PRECISER,
    (Statut.INDETERMINE, Statut.INDETERMINE): "",
}
"""What a right is said to be, from what each law says of it. What is not here says nothing new."""


def _read(avant: EstimationDroit, apres: EstimationDroit) -> DroitLu | None:
    nature = NATURES.get((avant.statut, apres.statut))
    if nature is None:
        return None
    manquants = tuple(dict.fromkeys(un.fait for un in apres.manquants)) if apres.statut is Statut.INDETERMINE else ()
    return DroitLu(code=apres.code, nature=nature, manquants=manquants, a_droit_constant=apres.a_droit_constant)


def under(questionnaire: Mapping[str, object], *, avant: str, apres: str) -> tuple[dict[str, object], dict[str, object]]:
    """Return the same household as each of two months would see it: the law alone differs.

    Her age is the one she has in the second month, in both: a birthday is no change of the law. Incomes keep their distance to the month, as they were answered.
    """
    ecart = _distance(apres, avant)
    return _moved(questionnaire, avant, naissances=ecart), _moved(questionnaire, apres, naissances=0)


def _moved(questionnaire: Mapping[str, object], mois: str, *, naissances: int) -> dict[str, object]:
    """Return the household as if the check-up were done in another month; births go by so many months."""
    decalage = _distance(str(questionnaire["mois"]), mois)
    deplace: dict[str, object] = {}
    for nom, valeur in questionnaire.items():
        if nom == "personnes" and isinstance(valeur, list):
            deplace[nom] = [{**personne, "faits": _facts(personne.get("faits", {}), decalage, naissances)} for personne in valeur]
        else:
            deplace[nom] = _facts(valeur, decalage, naissances) if isinstance(valeur, dict) else valeur
    return deplace | {"mois": mois}


def _facts(faits: Mapping[str, object], decalage: int, naissances: int) -> dict[str, object]:
    return {nom: _fact(nom, valeur, decalage, naissances) for nom, valeur in faits.items()}


def _fact(nom: str, valeur: object, decalage: int, naissances: int) -> object:
    if nom in PAR_MOIS and isinstance(valeur, dict):
        # A refusal is a mapping too: it has no month.
        return {months.shift(cle, decalage) if cle[:4].isdigit() else cle: montant for cle, montant in valeur.items()}
    if nom in DATES and isinstance(valeur, str):
        return _shifted(date.fromisoformat(valeur), naissances).isoformat()
    return valeur


def _shifted(jour: date, decalage: int) -> date:
    """Return the same day so many months later, the last of the month where it has no such day."""
    mois = months.shift(months.of_date(jour), decalage)
    annee, numero = int(mois[:4]), int(mois[5:])
    return date(annee, numero, min(jour.day, calendar.monthrange(annee, numero)[1]))


def _distance(de: str, vers: str) -> int:
    """Return how many months there are from one to another."""
    return (int(vers[:4]) - int(de[:4])) * 12 + int(vers[5:]) - int(de[5:])
