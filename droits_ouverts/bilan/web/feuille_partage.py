"""The sheet of an agreement to share, and what is said aloud before a sensitive scope: in her language, the French beside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.jours import date_format
from droits_ouverts.personnes import rules_partage
from droits_ouverts.personnes.enums import EtatPartage, Finalite, ModeAccord, Portee
from droits_ouverts.ui.langues import SOURCE, language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from droits_ouverts.personnes.models import Partage
    from droits_ouverts.personnes.rules import Identite
    from droits_ouverts.personnes.selectors_partage import LignePartage

EXPLICATIONS: dict[Portee, str] = {
    Portee.SANTE: _(
        "« Acceptez-vous que %(structure)s lise ce que vous nous avez dit de votre santé : un handicap, une maladie, une hospitalisation, une "
        "grossesse ? C’est pour %(finalite)s, jusqu’au %(fin)s. Vous pouvez dire non : le reste est partagé quand même, et personne ne vous "
        "demandera pourquoi. »"
    ),
    Portee.SEJOUR: _(
        "« Acceptez-vous que %(structure)s lise ce que vous nous avez dit de votre séjour en France : votre nationalité, depuis quand vous êtes "
        "là, si vous avez un titre ? C’est pour %(finalite)s, jusqu’au %(fin)s. Vous pouvez dire non : le reste est partagé quand même, et "
        "personne ne vous demandera pourquoi. »"
    ),
    Portee.VIOLENCES: _(
        "« Acceptez-vous que %(structure)s sache que vous avez parlé de violences ? C’est pour %(finalite)s, jusqu’au %(fin)s. Vous pouvez dire "
        "non : le reste est partagé quand même, et personne ne vous demandera pourquoi. »"
    ),
}
PORTEES: dict[Portee, str] = {
    Portee.IDENTITE: _("votre nom et votre date de naissance"),
    Portee.CONTACT: _("comment vous joindre"),
    Portee.FOYER: _("qui vit avec vous"),
    Portee.RESSOURCES: _("votre travail et vos ressources"),
    Portee.LOGEMENT: _("votre logement"),
    Portee.DROITS: _("vos droits estimés"),
    Portee.DEMARCHES: _("ce que vous avez décidé de demander"),
    Portee.ORIENTATION: _("les services vers lesquels vous êtes orientée"),
    Portee.SANTE: _("votre santé"),
    Portee.SEJOUR: _("votre séjour en France"),
    Portee.VIOLENCES: _("les violences dont vous avez parlé"),
    Portee.NOTES: _("les avis écrits par des professionnels"),
}
FINALITES: dict[Finalite, str] = {
    Finalite.ACCOMPAGNEMENT: _("vous accompagner dans vos démarches"),
    Finalite.INSTRUCTION: _("étudier une demande que vous faites"),
    Finalite.ORIENTATION: _("vous recevoir après une orientation"),
}
ETATS = {
    EtatPartage.A_VENIR: _("Cet accord n’a pas encore commencé."),
    EtatPartage.EN_COURS: _("Cet accord est en cours."),
    EtatPartage.RESTREINT: _("Cet accord est en cours, pour moins de choses qu’au début."),
    EtatPartage.EXPIRE: _("Cet accord est fini."),
    EtatPartage.RETIRE: _("Cet accord est retiré."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parole:
    """A sentence in her language, and in French beside where that is another one."""

    texte: str
    francais: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feuille:
    """Everything that the sheet prints."""

    langue: str
    sens: str
    titre: Parole
    etat: Parole
    paroles: tuple[Parole, ...]
    portees: tuple[Parole, ...]
    portees_titre: Parole
    changer: tuple[Parole, ...]
    nom: str


def explanation(portee: Portee, partage: Partage) -> Parole:
    """Return what to say aloud before asking for a sensitive scope, in the language of the agreement."""
    return _said(EXPLICATIONS[portee], partage.langue, lambda: _values(partage))


def document(ligne: LignePartage, identite: Identite, langue: str) -> Feuille:
    """Return the sheet of an agreement in a language: with whom, what, what for, until when, and how to change one's mind."""
    partage = ligne.partage

    def dire(phrase: str) -> Parole:
        return _said(phrase, langue, lambda: _values(partage))

    montrees = ligne.portees or tuple(portee for portee in Portee if portee in rules_partage.read(partage.portees))
    return Feuille(
        langue=langue,
        sens=language(langue).sens,
        titre=dire(_("Ce que vous avez accepté de partager")),
        etat=dire(ETATS[ligne.etat]),
        paroles=(
            dire(_("Qui vous connaît : %(tient)s.")),
            dire(_("Qui pourra lire : %(structure)s, et personne d’autre.")),
            dire(_("Pour quoi : %(finalite)s.")),
            dire(_("Du %(debut)s au %(fin)s. Après, cela s’arrête tout seul.")),
            dire(_("Vous avez dit oui %(mode)s, le %(jour)s.")),
        ),
        portees_titre=dire(_("Ce que cette structure pourra lire :")),
        portees=tuple(dire(PORTEES[portee]) for portee in montrees),
        changer=(
            dire(_("Vous pouvez changer d’avis quand vous voulez, sans dire pourquoi : dites-le à l’une des deux structures, c’est fait tout de suite.")),
            dire(_("Dire non ne change rien à vos droits.")),
            dire(_("Vous pouvez demander qui a ouvert votre dossier, et pourquoi.")),
        ),
        nom=identite.ecrite,
    )


def _said(phrase: str, langue: str, valeurs: Callable[[], Mapping[str, str]]) -> Parole:
    def dite(code: str) -> str:
        with translation.override(code):
            return gettext(phrase) % valeurs()

    return Parole(texte=dite(langue), francais="" if langue == SOURCE else dite(SOURCE))


def _values(partage: Partage) -> dict[str, str]:
    """What fills the sentences, in the language that is active: a label says itself in it."""
    return {
        "tient": str(partage.de_structure),
        "structure": str(partage.vers_structure),
        "finalite": gettext(FINALITES[Finalite(partage.finalite)]),
        "debut": date_format(partage.debut, "j F Y"),
        "fin": date_format(partage.fin, "j F Y"),
        "mode": str(ModeAccord(partage.accord_mode).label),
        "jour": date_format(partage.created_at, "j F Y"),
    }
