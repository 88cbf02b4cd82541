"""What changed between two estimates, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.bilan.comparaison import NOTEES, Cause, Comparaison, DroitChange, Ecart, amount_of
from droits_ouverts.bilan.presentation import LIBELLES, PERIODES, UN_EURO, Etat, euros, interval_text, label_of, state_of
from droits_ouverts.bilan.web.reponses_dites import answer_text, question_text
from droits_ouverts.engine.results import EstimationDroit
from droits_ouverts.foundation.langue import gettext as _screen
from droits_ouverts.foundation.langue import isolated, month_name

VERSIONS = {
    "droits_ouverts": gettext_lazy("Droits Ouverts"),
    "regles": gettext_lazy("règles de ce service"),
    "catalogue": gettext_lazy("catalogue des droits"),
    "openfisca_france": gettext_lazy("OpenFisca-France (la loi et ses montants)"),
    "openfisca_core": gettext_lazy("OpenFisca-Core (le moteur de calcul)"),
}
CAUSES = {
    Cause.FAITS: gettext_lazy("les réponses"),
    Cause.LOI: gettext_lazy("la loi et les règles"),
    Cause.MOTEUR: gettext_lazy("le moteur de calcul et ses montants"),
}
GROUPES_DITS = {"menage": gettext_lazy("Le logement"), "famille": gettext_lazy("La famille"), "foyer_fiscal": gettext_lazy("Les impôts")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cote:
    """A right in one of the two estimates."""

    etat: str
    mot: str
    montant: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DroitDit:
    """A right that changed: before, after, and why."""

    libelle: str
    avant: Cote
    apres: Cote
    pourquoi: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReponseDite:
    """An answer that changed: the question as it was put, the answer of then, that of after."""

    question: str
    avant: str
    apres: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vue:
    """Everything that the page of a comparison says."""

    droits: tuple[DroitDit, ...]
    reponses: tuple[ReponseDite, ...]
    arrivees: tuple[str, ...]
    departs: tuple[str, ...]
    regles: tuple[str, ...]


def view(comparaison: Comparaison, noms: Mapping[str, str], demandeur: str, mois: str) -> Vue:
    """Put a comparison in words; `noms` says how each person is called."""
    return Vue(
        droits=tuple(_right(change, exacte=comparaison.exacte) for change in sorted(comparaison.droits, key=lambda c: (-_weight(c), c.libelle))),
        reponses=tuple(
            ReponseDite(
                question=question_text(f.fait, f.entite, noms, demandeur, mois),
                avant=answer_text(f.fait, f.avant, dit=f.dit_avant),
                apres=answer_text(f.fait, f.apres, dit=f.dit_apres),
            )
            for f in comparaison.faits
        ),
        arrivees=tuple(noms.get(p.ident, p.ident) for p in comparaison.personnes if p.arrivee),
        departs=tuple(noms.get(p.ident, p.ident) for p in comparaison.personnes if not p.arrivee),
        regles=tuple(_rules(comparaison)),
    )


def versions_text(versions: Mapping[str, str]) -> str:
    """Return versions in words: "règles de ce service 3f2a…, OpenFisca-France (la loi et ses montants) 176.1.8"."""
    return ", ".join(f"{VERSIONS.get(nom, nom)} {numero}" for nom, numero in versions.items())


def other_rules(versions: Mapping[str, str], autres: Mapping[str, str]) -> bool:
    """Tell whether two estimates were not made under the same rules."""
    return any(versions[nom] != autres[nom] for nom in versions.keys() & autres.keys() - NOTEES)


def _rules(comparaison: Comparaison) -> list[str]:
    phrases = []
    if comparaison.mois:
        avant, apres = comparaison.mois
        phrases.append(_("Le mois du calcul : %(avant)s, puis %(apres)s.") % {"avant": month_name(avant), "apres": month_name(apres)})
    for version in comparaison.versions:
        nom = str(VERSIONS.get(version.nom, version.nom))
        phrases.append(_("%(nom)s : %(avant)s, puis %(apres)s.") % {"nom": nom[:1].upper() + nom[1:], "avant": version.avant, "apres": version.apres})
    return phrases


def _right(change: DroitChange, *, exacte: bool) -> DroitDit:
    pourquoi: list[str] = []
    for cause in change.causes:
        part = change.par_faits if cause is Cause.FAITS else change.par_regles
        # Law and engine changed together: one figure for both, told once.
        if cause is Cause.MOTEUR and Cause.LOI in change.causes:
            continue
        nom = str(CAUSES[cause])
        if cause is Cause.LOI and Cause.MOTEUR in change.causes:
            nom = _("la loi, les règles et le moteur de calcul")
        pourquoi.append(f"{nom} ({_signed(part)})" if exacte and part is not None and not part.nul else nom)
    return DroitDit(libelle=label_of(change.libelle), avant=_side(change.avant), apres=_side(change.apres), pourquoi=tuple(pourquoi))


def _side(droit: EstimationDroit | None) -> Cote:
    if droit is None:
        return Cote(etat="hors", mot=_("Pas encore calculé alors"), montant="")
    etat, montant = state_of(droit), amount_of(droit)
    periode = _screen(PERIODES.get(droit.versement, "")) if droit.versement else ""
    dit = f"{interval_text(montant)} {periode}".strip() if montant.max >= UN_EURO and etat is not Etat.HORS else ""
    return Cote(etat=etat.value, mot=_screen(LIBELLES[etat][1]), montant=dit)


def _signed(ecart: Ecart) -> str:
    bas, haut = sorted((ecart.min, ecart.max))
    if haut - bas < UN_EURO:
        return _with_sign(haut if abs(haut) > abs(bas) else bas)
    return _("de %(bas)s à %(haut)s") % {"bas": _with_sign(bas), "haut": _with_sign(haut)}


def _with_sign(montant: float) -> str:
    signe = "+" if montant > 0 else "−" if montant < 0 else ""
    return isolated(f"{signe}{euros(abs(montant))}")


def _weight(change: DroitChange) -> float:
    return max(abs(change.ecart.min), abs(change.ecart.max))
