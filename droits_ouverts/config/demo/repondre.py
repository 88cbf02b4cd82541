"""How a family of the cast answers the questions of a screen: what it tells, else what goes without saying."""

from __future__ import annotations

from datetime import date

from droits_ouverts.bilan.rules import Reponse, Reponses, with_answers
from droits_ouverts.config.demo.types import FamilleDemo, ParMois, PersonneDemo
from droits_ouverts.engine.parsing import parse
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.asking import questions_to_ask
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Sujet
from droits_ouverts.engine.situation import default_of

DEFAUTS: dict[str, object] = {
    "ressources_stables": True,
    "depense_eau_annuelle": None,
    "revenu_fiscal_reference": None,
    "quotient_familial_caf": None,
}
"""What a family answers where it tells nothing, other than no, zero and the ordinary case; None is "I don't know"."""
DEPUIS_TOUJOURS = frozenset({"mois_residence_france", "mois_residence_metropole_lyon"})
"""Facts whose ordinary answer is a whole life."""


def birth(personne: PersonneDemo, on: date) -> date:
    """Return the birth date that makes somebody so old on this day, and for a month around it."""
    mois = months.shift(months.of_date(on), -(12 * personne.ans + personne.mois))
    return date(int(mois[:4]), int(mois[5:]), min(on.day, 28))


def answers(famille: FamilleDemo, reponses: Reponses, sujet: Sujet) -> list[Reponse]:
    """Answer the questions of one subject that this household is asked, those that the answers open included."""
    gens = dict(zip((membre.id for membre in reponses.membres), famille.personnes, strict=True))
    donnees: dict[tuple[str, str], Reponse] = {}
    situation = parse(reponses.questionnaire(), reponses.mois)
    while nouvelles := [
        (fait, ident) for fait, ident in questions_to_ask(situation, sujet) if fait.genre is not Genre.DATE and (fait.nom, ident) not in donnees
    ]:
        for fait, ident in nouvelles:
            donnees[fait.nom, ident] = Reponse(fait=fait.nom, entite=ident, valeur=_value(famille, gens.get(ident), fait, reponses.mois))
        situation = parse(with_answers(reponses, list(donnees.values())).questionnaire(), reponses.mois)
    if sujet is Sujet.DROITS_RECUS:
        recus = famille.faits.get("droits_recus", [])
        donnees["droits_recus", ""] = Reponse(fait="droits_recus", entite=Entite.FAMILLE.value, valeur=recus)
    return list(donnees.values())


def told(famille: FamilleDemo, reponses: Reponses) -> list[Reponse]:
    """Return only what a family tells, whatever the subject: the answers of a short form."""
    gens = {membre.id: personne.faits for membre, personne in zip(reponses.membres, famille.personnes, strict=True)}
    dits = [Reponse(fait=nom, entite=ident, valeur=valeur) for ident, faits in gens.items() for nom, valeur in faits.items()]
    return dits + [Reponse(fait=nom, entite=FAITS[nom].entite.value, valeur=valeur) for nom, valeur in famille.faits.items()]


def _value(famille: FamilleDemo, personne: PersonneDemo | None, fait: Fait, mois: str) -> object:
    dits = personne.faits if personne is not None else famille.faits
    if fait.nom in dits:
        dit = dits[fait.nom]
        if isinstance(dit, ParMois):
            return {months.shift(mois, decalage): montant for decalage, montant in sorted(dit.montants.items())}
        return dit
    if fait.nom in DEPUIS_TOUJOURS and personne is not None:
        return 12 * personne.ans + personne.mois
    return DEFAUTS[fait.nom] if fait.nom in DEFAUTS else default_of(fait)
