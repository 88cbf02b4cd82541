"""What was answered, told back in the words of the screens: the question, and the answer as the person chose or typed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.bilan import communes
from droits_ouverts.bilan.phrases import asked, said
from droits_ouverts.bilan.presentation import euros, label_of, unbroken
from droits_ouverts.bilan.rules import GROUPES, RECUS, REFUS
from droits_ouverts.bilan.web.questions import LIBELLE_NE_SAIT_PAS, LIBELLE_REFUSE, wording
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Fait, Genre, Role
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.langue import gettext as _screen
from droits_ouverts.foundation.langue import month_name

if TYPE_CHECKING:
    from droits_ouverts.bilan.rules import Reponses

PLACES = {
    Role.DEMANDEUR: gettext_lazy("La personne"),
    Role.CONJOINT: gettext_lazy("La personne en couple"),
    Role.ENFANT: gettext_lazy("Un enfant"),
    Role.AUTRE: gettext_lazy("Une autre personne"),
}


def names_of(reponses: Reponses, *questionnaires: Mapping[str, object]) -> dict[str, str]:
    """Return how each person is called: her name of today, else her place and year of birth in the household of then."""
    noms: dict[str, str] = {}
    for questionnaire in questionnaires:
        personnes = questionnaire.get("personnes")
        for personne in personnes if isinstance(personnes, list) else []:
            naissance = str((personne.get("faits") or {}).get("date_naissance", ""))
            noms[str(personne["id"])] = person_text(str(personne["role"]), naissance)
    return noms | {ident: said(nom) for ident, nom in reponses.prenoms().items()}


def person_text(role: str, naissance: str) -> str:
    """Return a person without a name: her place, and her year of birth."""
    place = str(PLACES[Role(role)])
    return _("%(place)s (naissance en %(annee)s)") % {"place": place, "annee": naissance[:4]} if naissance else place


def question_text(fait: str, entite: str, noms: Mapping[str, str], demandeur: str, mois: str) -> str:
    """Return the question that an answer is to, as it was put."""
    if fait == RECUS:
        return _("Quels droits recevez-vous déjà ?")
    if fait not in FAITS:
        return fait
    prenom = None if entite == demandeur or entite in GROUPES else noms.get(entite, entite)
    return wording(FAITS[fait], prenom, mois)


def answer_text(fait: str, valeur: object, *, dit: bool) -> str:
    """Return an answer in the words of the screen; a silence is told as one."""
    if not dit:
        return _("Pas encore répondu")
    if valeur is None:
        return _screen(LIBELLE_NE_SAIT_PAS)
    if valeur == REFUS:
        return _screen(LIBELLE_REFUSE)
    if isinstance(valeur, list):
        return ", ".join(label_of(REGLES[code].libelle) if code in REGLES else str(code) for code in valeur) or _("Aucun droit")
    if isinstance(valeur, bool):
        return _("Oui") if valeur else _("Non")
    return _of_fact(FAITS[fait], valeur) if fait in FAITS else str(valeur)


def _of_fact(fait: Fait, valeur: object) -> str:
    match fait.genre:
        case Genre.CHOIX:
            return unbroken(asked(next((choix.libelle for choix in fait.choix if choix.valeur == valeur), str(valeur))))
        case Genre.COMMUNE:
            return communes.written(str(valeur))
        case Genre.DATE:
            return date_format(date.fromisoformat(str(valeur)), "j F Y")
        case Genre.MONTANT if isinstance(valeur, dict):
            return ", ".join(_("%(mois)s : %(montant)s") % {"mois": month_name(m), "montant": _amount(fait, v)} for m, v in sorted(valeur.items()))
        case _:
            return _amount(fait, valeur)


def _amount(fait: Fait, valeur: object) -> str:
    if valeur is None:
        return _screen(LIBELLE_NE_SAIT_PAS)
    if not isinstance(valeur, (int, float)):
        return str(valeur)
    if fait.unite.startswith("€"):
        # The unit "€ par mois" holds the sign that the amount already has.
        return unbroken(f"{euros(valeur)} {asked(fait.unite).removeprefix('€').strip()}".strip())
    return f"{valeur:g} {asked(fait.unite)}".strip()
