"""What is said of each right beside its card: where its answer would turn, and by how much a condition fails. Pure: values in, values out.

Everything is conditional, and a figure is given only where both of its sides have an honest name: the table below was read in the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from droits_ouverts.bilan.presentation import UN_EURO, euros, interval_text
from droits_ouverts.engine.programme.eclairage import Bascule, Comparaison, Echec, Eclairage, Marge
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.results import Intervalle
from droits_ouverts.foundation import langue
from droits_ouverts.foundation.langue import gettext as _
from droits_ouverts.foundation.langue import gettext_noop, isolated, ngettext, number

RESSOURCES: dict[str, str] = {
    "aide_juridictionnelle_condition_epargne": gettext_noop("Épargne comptée"),
    "aide_juridictionnelle_condition_immobilier": gettext_noop("Biens immobiliers comptés"),
    "aides_vacances_caf_condition_quotient": gettext_noop("Quotient familial"),
    "allocation_veuvage_condition_ressources": gettext_noop("Revenus nets des 3 mois d’avant"),
    "ame_condition_ressources": gettext_noop("Ressources comptées sur 12 mois"),
    "c2s_sans_participation_condition_ressources": gettext_noop("Ressources comptées sur 12 mois"),
    "c2s_avec_participation_condition_ressources": gettext_noop("Ressources comptées sur 12 mois"),
    "cheque_energie_condition_ressources": gettext_noop("Revenu fiscal, compté selon la taille du foyer"),
    "fsl_acces_condition_ressources": gettext_noop("Ressources comptées par mois"),
    "lep_condition_revenu": gettext_noop("Revenu fiscal de référence"),
    "logement_social_condition_ressources": gettext_noop("Revenu fiscal de référence"),
    "paje_prime_naissance_condition_ressources": gettext_noop("Ressources comptées, de l’avant-dernière année"),
    "reversion_regime_general_condition_ressources": gettext_noop("Ressources comptées sur 3 mois"),
    "rsj_metropole_lyon_condition_revenus": gettext_noop("Revenus du travail par mois"),
}
"""Conditions that compare one sum with a ceiling, and the name of that sum."""

DE_FAIT: dict[str, str] = {
    "loyer": gettext_noop("Loyer par mois"),
    "revenu_fiscal_reference": gettext_noop("Revenu fiscal de référence"),
    "quotient_familial_caf": gettext_noop("Quotient familial"),
    "mois_residence_france": gettext_noop("Temps passé en France"),
    "mois_residence_metropole_lyon": gettext_noop("Temps passé dans la Métropole de Lyon"),
    "annees_titre_sejour": gettext_noop("Temps passé avec un titre de séjour"),
}
EN_MOIS = frozenset({"mois_residence_france", "mois_residence_metropole_lyon"})
EN_ANNEES = frozenset({"annees_titre_sejour"})
SALAIRE, NAISSANCE = "salaire_net", "date_naissance"
PREFERES = (
    SALAIRE,
    "mois_residence_metropole_lyon",
    "annees_titre_sejour",
    "mois_residence_france",
    "revenu_fiscal_reference",
    "quotient_familial_caf",
    "loyer",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Eclaircie:
    """What is said beside the card of one right; either may be empty."""

    code: str
    bascule: str
    raison: str


def said_of(eclairage: Eclairage, demandeur: str, prenoms: Mapping[str, str], naissances: Mapping[str, date]) -> list[Eclaircie]:
    """Return what is said of each right of which something is. `demandeur`: identifier of the person whose wage needs no name."""
    dites = []
    for droit in eclairage.droits:
        bascules = [b for b in eclairage.bascules if b.code == droit.code]
        bascule = turn_said(bascules, demandeur, prenoms)
        raison = reason_said(droit.echec, eclairage.mois, prenoms, naissances) if droit.echec else ""
        if bascule or raison:
            dites.append(Eclaircie(code=droit.code, bascule=bascule, raison=raison))
    return dites


def work_said(marge: Marge | None) -> str:
    """Return what one more hour of work would leave, in a sentence; empty where the wage is not known."""
    if marge is None:
        return ""
    reste = marge.reste
    if reste.max < -UN_EURO:
        return _("Avec une heure de plus par semaine au SMIC, le foyer recevrait {montant} de moins par mois, une fois que tout a suivi.").format(
            montant=interval_text(Intervalle(min=-reste.max, max=-reste.min))
        )
    if reste.min < 0:
        return _("Avec une heure de plus par semaine au SMIC, le foyer pourrait recevoir plus ou moins, selon les réponses qui manquent.")
    return _("Avec une heure de plus par semaine au SMIC ({salaire} de salaire par mois), il resterait {montant} de plus par mois au foyer.").format(
        salaire=euros(marge.salaire), montant=interval_text(reste)
    )


# Where an answer turns


def turn_said(bascules: Sequence[Bascule], demandeur: str, prenoms: Mapping[str, str]) -> str:
    """Return the turn that helps most, in a sentence; empty where there is none. A wage first, the demandeur's before her partner's."""
    ordre = {fait: rang for rang, fait in enumerate(PREFERES)}
    suites: dict[tuple[int, bool, str, str], list[Bascule]] = {}
    for b in bascules:
        if b.fait in ordre:
            suites.setdefault((ordre[b.fait], b.personne not in ("", demandeur), b.personne, b.fait), []).append(b)
    for cle in sorted(suites):
        phrase = _nearest(suites[cle], demandeur, prenoms)
        if phrase:
            return phrase
    return ""


def _nearest(suite: Sequence[Bascule], demandeur: str, prenoms: Mapping[str, str]) -> str:
    """Return the turn that concerns where the household stands now: where the right would end, else where it would open."""
    actuelle = suite[0].actuelle
    passees = [b for b in suite if actuelle is not None and b.valeur.max <= actuelle]
    suivantes = [b for b in suite if actuelle is None or b.valeur.min > actuelle]
    if actuelle is None:
        fins = [b for b in suivantes if not b.ouvre]
        return _said(fins[-1], "fin", demandeur, prenoms) if fins else ""
    if passees and not passees[-1].ouvre:
        return _said(passees[-1], "moins", demandeur, prenoms)
    if suivantes:
        return _said(suivantes[0], "debut" if suivantes[0].ouvre else "fin", demandeur, prenoms)
    return ""


def _said(bascule: Bascule, sens: str, demandeur: str, prenoms: Mapping[str, str]) -> str:
    bas, haut = bascule.valeur.min, bascule.valeur.max
    valeur = _measure(bascule.fait, bas) if haut - bas < UN_EURO else _range(bascule.fait, bas, haut)
    if bascule.fait == SALAIRE and bascule.personne == demandeur:
        modele = {
            "fin": _("À partir de {valeur} de salaire par mois, ce droit s’arrêterait."),
            "debut": _("À partir de {valeur} de salaire par mois, ce droit pourrait s’ouvrir."),
            "moins": _("Avec moins de {valeur} de salaire par mois, ce droit pourrait s’ouvrir."),
        }[sens]
        phrase = modele.format(valeur=valeur)
    elif bascule.fait == SALAIRE:
        modele = {
            "fin": _("À partir de {valeur} de salaire par mois pour {prenom}, ce droit s’arrêterait."),
            "debut": _("À partir de {valeur} de salaire par mois pour {prenom}, ce droit pourrait s’ouvrir."),
            "moins": _("Avec moins de {valeur} de salaire par mois pour {prenom}, ce droit pourrait s’ouvrir."),
        }[sens]
        phrase = modele.format(valeur=valeur, prenom=prenoms.get(bascule.personne, ""))
    else:
        modele = {
            "fin": _("{quoi} : à partir de {valeur}, ce droit s’arrêterait."),
            "debut": _("{quoi} : à partir de {valeur}, ce droit pourrait s’ouvrir."),
            "moins": _("{quoi} : avec moins de {valeur}, ce droit pourrait s’ouvrir."),
        }[sens]
        phrase = modele.format(quoi=_(DE_FAIT[bascule.fait]), valeur=valeur)
    return phrase if bascule.toutes else f"{phrase} {_('Cela dépend des réponses qui manquent.')}"


def _measure(fait: str, valeur: float) -> str:
    nombre = round(valeur)
    if fait in EN_MOIS:
        return ngettext("{nombre}\u00a0mois", "{nombre}\u00a0mois", nombre).format(nombre=nombre)
    if fait in EN_ANNEES:
        return _years(nombre)
    return euros(nombre)


def _range(fait: str, bas: float, haut: float) -> str:
    if fait in EN_MOIS or fait in EN_ANNEES:
        return _("{bas} à {haut}").format(bas=isolated(number(round(bas))), haut=_measure(fait, haut))
    return langue.euros_between(round(bas), round(haut))


def _years(nombre: int) -> str:
    return ngettext("{nombre}\u00a0an", "{nombre}\u00a0ans", nombre).format(nombre=nombre)


# By how much a condition fails


def reason_said(echec: Echec, mois: str, prenoms: Mapping[str, str], naissances: Mapping[str, date]) -> str:
    """Return by how much a condition fails; empty where a side has no honest name, or depends on what is not known."""
    for comparaison in echec.comparaisons:
        if not comparaison.seule or not (comparaison.gauche.certain and comparaison.droite.certain):
            continue
        phrase = _ceiling(echec.condition, comparaison) or _age(comparaison, mois, prenoms, naissances) or _duration(comparaison)
        if phrase:
            return phrase
    return ""


def _numbers(comparaison: Comparaison) -> tuple[float, float] | None:
    gauche, droite = comparaison.gauche.valeur, comparaison.droite.valeur
    if isinstance(gauche, (bool, str)) or isinstance(droite, (bool, str)):
        return None
    return float(gauche), float(droite)


def _ceiling(condition: str, comparaison: Comparaison) -> str:
    nombres = _numbers(comparaison)
    if condition not in RESSOURCES or nombres is None or comparaison.op not in ("greater", "greater_equal", "less", "less_equal"):
        return ""
    plafond, compte = sorted(nombres)
    # Whichever side it was written on, what fails here is a sum that goes past its ceiling; a comparison with zero is another question.
    if plafond < UN_EURO or not (comparaison.gauche.faits or comparaison.droite.faits):
        return ""
    if round(plafond) == round(compte):
        return _("{quoi} : {compte}, tout près du plafond.").format(quoi=_(RESSOURCES[condition]), compte=euros(round(compte)))
    return _("{quoi} : {compte}. Plafond : {plafond}.").format(quoi=_(RESSOURCES[condition]), compte=euros(round(compte)), plafond=euros(round(plafond)))


def _age(comparaison: Comparaison, mois: str, prenoms: Mapping[str, str], naissances: Mapping[str, date]) -> str:
    nombres, naissance = _numbers(comparaison), naissances.get(comparaison.personne)
    if nombres is None or naissance is None or comparaison.gauche.faits != (NAISSANCE,) or comparaison.droite.faits:
        return ""
    age, limite = nombres
    # The graph does not say that a number is an age: it is taken for one only where it is hers.
    if age != months.age_in(naissance, mois) or limite != round(limite):
        return ""
    modele = {
        "less": _("{prenom} a {age} : il faut avoir au moins {limite}."),
        "less_equal": _("{prenom} a {age} : il faut avoir plus de {limite}."),
        "greater": _("{prenom} a {age} : il faut avoir au plus {limite}."),
        "greater_equal": _("{prenom} a {age} : il faut avoir moins de {limite}."),
    }.get(comparaison.op, "")
    return modele.format(prenom=prenoms.get(comparaison.personne, ""), age=_years(round(age)), limite=_years(round(limite)))


def _duration(comparaison: Comparaison) -> str:
    nombres, fait = _numbers(comparaison), comparaison.gauche.fait
    if nombres is None or fait not in EN_MOIS | EN_ANNEES or comparaison.droite.faits or comparaison.op not in ("less", "less_equal"):
        return ""
    dit, minimum = nombres
    if dit < 0:
        return ""
    modele = _("{quoi} : {dit}. Il faut au moins {minimum}.") if comparaison.op == "less" else _("{quoi} : {dit}. Il faut plus de {minimum}.")
    return modele.format(quoi=_(DE_FAIT[fait]), dit=_measure(fait, dit), minimum=_measure(fait, minimum))
