"""What a member of another structure reads of a person: the only place that lets anything through, scope by scope.

Everything that could be told is first tagged with the scopes that it needs, then `visible` keeps what is granted. Names inside sentences
follow the same rule: without hers, the person is "la personne".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.bilan import portees as besoins
from droits_ouverts.bilan import selectors
from droits_ouverts.bilan.enums import DecisionChoix
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.phrases import said
from droits_ouverts.bilan.presentation import LIBELLES, label_of, state_of
from droits_ouverts.bilan.rules import GROUPES, RECUS, Reponses, default_name
from droits_ouverts.bilan.web.reponses_dites import answer_text, question_text
from droits_ouverts.droits.catalogue import load_catalogue
from droits_ouverts.droits.urgences import OUI, Besoin
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.foundation.langue import gettext as _screen
from droits_ouverts.personnes.enums import Moyen, Portee
from droits_ouverts.personnes.messages import ways
from droits_ouverts.personnes.selectors import open_contact, open_identity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from droits_ouverts.bilan.rules import Membre
    from droits_ouverts.personnes.models import Personne

DU_BILAN = frozenset(Portee) - {Portee.IDENTITE, Portee.ORIENTATION}
"""Scopes for which a check-up is opened at all. The birth date of her identity is in it too, and is read with them."""

ISOLE, FIN_ISOLE = "\u2068", "\u2069"
"""Around words of another direction of writing, so that those beside stay in their order."""

URGENCES_DITES = {
    Besoin.NOURRITURE: gettext_lazy("Besoin urgent de nourriture"),
    Besoin.BEBE: gettext_lazy("Besoin urgent pour un bébé"),
    Besoin.TOIT: gettext_lazy("Besoin urgent d’un toit"),
    Besoin.EXPULSION: gettext_lazy("Risque d’expulsion"),
    Besoin.ENERGIE: gettext_lazy("Coupure d’énergie ou d’eau"),
    Besoin.VIOLENCE: gettext_lazy("Violences subies"),
    Besoin.SOINS: gettext_lazy("Besoin urgent de soins"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Something that could be told: under which heading, the scopes that it needs (all of them), a label and its words."""

    rubrique: Portee
    requises: frozenset[Portee]
    titre: str
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubrique:
    """The elements of one scope, as the page shows them."""

    portee: Portee
    elements: tuple[Element, ...]


def visible(elements: Iterable[Element], accordees: frozenset[Portee]) -> list[Element]:
    """Keep what every needed scope was granted for. The only filter: nothing reaches the page around it."""
    return [element for element in elements if element.requises and element.requises <= accordees]


def shared_view(personne: Personne, accordees: frozenset[Portee]) -> list[Rubrique]:
    """Return what these scopes open of a person, in the order of the scopes; a scope that opens nothing yet is there, empty. Four queries at most."""
    montres = visible(_elements(personne, accordees), accordees)
    return [Rubrique(portee=portee, elements=tuple(element for element in montres if element.rubrique is portee)) for portee in Portee if portee in accordees]


def _elements(personne: Personne, accordees: frozenset[Portee]) -> Iterator[Element]:
    identite = open_identity(personne)
    yield _one(Portee.IDENTITE, _("Son nom"), identite.ecrite)
    yield from _reaching(personne, identite.langue)
    bilan = Bilan.objects.of_structures([personne.structure_id]).filter(personne=personne).recent_first().first()
    if bilan is None:
        return
    reponses = selectors.open_answers(bilan)
    noms = _names(reponses, accordees)
    yield from _household(reponses, noms)
    yield from _answers(reponses, noms)
    yield from _urgent(reponses)
    if accordees & {Portee.DROITS, Portee.DEMARCHES, Portee.NOTES}:
        yield from _rights(bilan, accordees)


def _reaching(personne: Personne, langue: str) -> Iterator[Element]:
    """How she may be reached without danger, who must not know included: whoever may contact her reads it first."""
    contact = open_contact(personne)
    for possible in ways(contact, langue=langue, now=timezone.now()):
        mots = f" · {ISOLE}« {possible.message.texte} »{FIN_ISOLE}" if possible.message and possible.moyen is not Moyen.APPELER else ""
        texte = f"{possible.message.vers}{mots}" if possible.message else possible.refus
        yield _one(Portee.CONTACT, str(possible.moyen.label).capitalize(), texte)
    if contact and contact.discretion:
        yield _one(Portee.CONTACT, _("Ne doit rien savoir"), contact.discretion)


def _one(portee: Portee, titre: str, texte: str) -> Element:
    return Element(rubrique=portee, requises=frozenset({portee}), titre=titre, texte=texte)


def _names(reponses: Reponses, accordees: frozenset[Portee]) -> Mapping[str, str]:
    """How each one is called in sentences: by her first name where the scope of that name is granted, else by her place."""
    noms = {}
    for membre in reponses.membres:
        requise = Portee.IDENTITE if membre.role is Role.DEMANDEUR else Portee.FOYER
        noms[membre.id] = said((membre.prenom if requise in accordees else "") or default_name(reponses.membres, membre))
    return noms


def _household(reponses: Reponses, noms: Mapping[str, str]) -> Iterator[Element]:
    for membre in reponses.membres:
        if membre.role is not Role.DEMANDEUR:
            yield _one(Portee.FOYER, said(default_name(reponses.membres, membre)), noms[membre.id])


def _answers(reponses: Reponses, noms: Mapping[str, str]) -> Iterator[Element]:
    demandeur = reponses.demandeur.id if reponses.demandeur else ""
    for ident, role, faits in _owners(reponses):
        for fait, valeur in faits.items():
            requises = besoins.of_fact(fait, role)
            if requises is None or (fait not in FAITS and fait != RECUS):
                continue
            if fait == RECUS:
                yield from _received(valeur)
                continue
            rubrique = besoins.PORTEE_DU_FAIT[fait] if role in {None, Role.DEMANDEUR} or fait != besoins.NAISSANCE else Portee.FOYER
            question = question_text(fait, ident, noms, demandeur, reponses.mois)
            yield Element(rubrique=rubrique, requises=requises, titre=question, texte=answer_text(fait, valeur, dit=True))


def _owners(reponses: Reponses) -> Iterator[tuple[str, Role | None, Mapping[str, object]]]:
    membres: tuple[Membre, ...] = reponses.membres
    yield from ((membre.id, membre.role, membre.faits) for membre in membres)
    yield from ((groupe, None, reponses.groupes.get(groupe, {})) for groupe in GROUPES)


def _received(valeur: object) -> Iterator[Element]:
    """The rights that she says she receives, one by one: the name of one may tell more than the others do."""
    for code in valeur if isinstance(valeur, list) else []:
        if requises := besoins.of_right(str(code)):
            yield Element(rubrique=Portee.DROITS, requises=requises, titre=name_of(str(code)), texte=_("déjà reçu, dit-elle"))


def _urgent(reponses: Reponses) -> Iterator[Element]:
    for besoin, portee in besoins.PORTEE_DU_BESOIN.items():
        if reponses.urgences.get(besoin.value) == OUI:
            yield _one(portee, str(URGENCES_DITES[besoin]), _("oui"))


def _rights(bilan: Bilan, accordees: frozenset[Portee]) -> Iterator[Element]:
    if Portee.DROITS in accordees and (estimation := selectors.latest_estimate(bilan)) is not None:
        estimation.bilan = bilan
        for droit in selectors.open_results(estimation).droits:
            if (requises := besoins.of_right(droit.code)) and not droit.deja_recu:
                yield Element(rubrique=Portee.DROITS, requises=requises, titre=label_of(droit.libelle), texte=_screen(LIBELLES[state_of(droit)][1]))
    if Portee.DEMARCHES in accordees:
        for code, choix in selectors.choices_of(bilan).items():
            if requises := besoins.of_right(code):
                dit = str(DecisionChoix(choix.decision).label)
                yield Element(rubrique=Portee.DEMARCHES, requises=requises - {Portee.DROITS} | {Portee.DEMARCHES}, titre=name_of(code), texte=dit)
    if Portee.NOTES in accordees:
        for code, avis in selectors.opinions_of(bilan).items():
            if requises := besoins.of_right(code):
                texte = selectors.reason_of(avis, bilan)
                yield Element(rubrique=Portee.NOTES, requises=requises - {Portee.DROITS} | {Portee.NOTES}, titre=name_of(code), texte=texte)


def name_of(code: str) -> str:
    """Return the name of a right in the language in force, its code where the catalogue has lost it."""
    droit = load_catalogue().get(code)
    return label_of(droit.libelle) if droit else code
