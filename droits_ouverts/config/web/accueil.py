"""What the home page offers, by what an account does here: one obvious next step, then what else is open to it. No dead end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from droits_ouverts.structures.enums import Activite


@dataclass(frozen=True, slots=True, kw_only=True)
class Pas:
    """Something to do: `route` is where, `icone` is one of `ui.icones`."""

    route: str
    titre: str | Promise
    texte: str | Promise
    bouton: str | Promise
    icone: str

    @property
    def adresse(self) -> str:
        """Where it leads."""
        return reverse(self.route)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accueil:
    """The words and the steps of a home page; the first step is the obvious one."""

    phrase: str | Promise
    premier: Pas
    autres: Sequence[Pas]


BILAN = Pas(
    route="bilan:start",
    titre=_("Avec une personne"),
    texte=_("Quelques questions, un sujet à la fois. Elle peut répondre « je ne sais pas » ou ne pas répondre : le bilan avance quand même."),
    bouton=_("Commencer un bilan des droits"),
    icone="plus",
)
PERSONNES = Pas(
    route="personnes:liste",
    titre=_("Les personnes accompagnées"),
    texte=_("Celles qui ont accepté que leur bilan soit gardé à leur nom : leurs droits, leurs papiers, leurs rendez-vous."),
    bouton=_("Voir les personnes"),
    icone="famille",
)
AGENDA = Pas(
    route="agenda:jour",
    titre=_("Votre journée"),
    texte=_("Vos rendez-vous, ce qu’il y a à faire avant ce soir, et qui prend le relais quand vous partez."),
    bouton=_("Ouvrir mon agenda"),
    icone="horloge",
)
ORIENTATIONS = Pas(
    route="orientation:liste",
    titre=_("Les orientations"),
    texte=_("Vers quels services vous avez orienté, ce qu’ils ont répondu, ce qui est bloqué ; et ce que d’autres structures vous adressent."),
    bouton=_("Voir les orientations"),
    icone="fleche",
)
BLOCAGES = Pas(
    route="coordination:blocages",
    titre=_("Ce qui est bloqué"),
    texte=_("Les cas que les équipes vous transmettent, sans nom, à faire suivre au référent de l’organisme ; et ce qui bloque, compté."),
    bouton=_("Voir les cas bloqués"),
    icone="attention",
)
REPERAGE = Pas(
    route="reperage:accueil",
    titre=_("Aller vers"),
    texte=_("Tournées, permanences, appels : noter une rencontre en quelques touches, sans aucun nom, et savoir ce qui marche."),
    bouton=_("Prévoir ou noter une tournée"),
    icone="fleche",
)
PORTEE = Pas(
    route="portee:chiffres",
    titre=_("Aller vers, en nombres"),
    texte=_("Combien de personnes rencontrées, de quelle façon, et ce qui a suivi. Rien sous cinq, rien sur personne."),
    bouton=_("Voir les nombres"),
    icone="famille",
)
SUIVI = Pas(
    route="suivi:a_faire",
    titre=_("Les droits suivis"),
    texte=_("Ce qui est à faire, de ce qui coûte le plus à la personne à ce qui peut attendre ; et où en est chaque droit, jusqu’au versement."),
    bouton=_("Voir ce qui est à faire"),
    icone="horloge",
)
URGENCES = Pas(
    route="droits:urgences",
    titre=_("Un besoin urgent"),
    texte=_("Manger ce soir, dormir, se soigner, fuir une violence : les numéros qui répondent, avant tout calcul."),
    bouton=_("Voir les numéros d’urgence"),
    icone="attention",
)
CATALOGUE = Pas(
    route="droits:liste",
    titre=_("Les droits, un par un"),
    texte=_("Pour qui, quelle loi, où demander, avec quels papiers, sous quel délai. La page de chaque droit s’ouvre aussi sans compte et s’imprime."),
    bouton=_("Ouvrir le catalogue des droits"),
    icone="feuille",
)
ANNUAIRE = Pas(
    route="annuaire:chercher",
    titre=_("Où aller"),
    texte=_("Les lieux et les services proches, pour un droit ou un besoin : ouverts maintenant, gratuits, sans rendez-vous. La liste s’imprime."),
    bouton=_("Trouver un lieu"),
    icone="maison",
)
STRUCTURES = Pas(
    route="structures:liste",
    titre=_("Qui agit dans le programme"),
    texte=_("Les structures, leur nature et leurs sites. Aucune donnée sur une personne."),
    bouton=_("Voir les structures"),
    icone="maison",
)
MA_STRUCTURE = Pas(
    route="structures:la_mienne",
    titre=_("Votre structure"),
    texte=_("Les sites où elle agit, et qui y travaille avec quel rôle."),
    bouton=_("Ouvrir ma structure"),
    icone="famille",
)
MON_EQUIPE = Pas(
    route="structures:la_mienne",
    titre=_("Votre équipe"),
    texte=_("Ajouter une personne, changer un rôle, noter un départ."),
    bouton=_("Gérer mon équipe"),
    icone="famille",
)

CAS = Pas(
    route="cas:liste",
    titre=_("Quand l’organisme dit autre chose"),
    texte=_("Des décisions qui diffèrent de l’estimation, sans personne : des cas de test pour corriger nos règles et celles d’OpenFisca."),
    bouton=_("Voir les cas anonymes"),
    icone="question",
)

ACCUEILS: dict[Activite, Accueil] = {
    Activite.RENCONTRE: Accueil(
        phrase="", premier=BILAN, autres=(SUIVI, PERSONNES, AGENDA, REPERAGE, ORIENTATIONS, URGENCES, ANNUAIRE, CATALOGUE, MA_STRUCTURE, STRUCTURES)
    ),
    Activite.COORDINATION: Accueil(
        phrase=_(
            "Votre rôle relie les services entre eux : il n’est pas de faire des bilans avec les personnes. "
            "Aujourd’hui, vous pouvez débloquer ce que les équipes vous transmettent, chercher un droit pour leur répondre, et voir qui agit sur quel site."
        ),
        premier=BLOCAGES,
        autres=(CAS, PORTEE, CATALOGUE, ANNUAIRE, STRUCTURES, MA_STRUCTURE, URGENCES),
    ),
    Activite.PILOTAGE: Accueil(
        phrase=_(
            "Votre rôle suit le programme : il n’est pas de faire des bilans avec les personnes. "
            "Aujourd’hui, vous pouvez voir les structures du programme, lire le catalogue des droits, et savoir combien de personnes ont été rencontrées."
        ),
        premier=STRUCTURES,
        autres=(PORTEE, CATALOGUE, MA_STRUCTURE, ANNUAIRE, URGENCES),
    ),
    Activite.MANDAT: Accueil(
        phrase=_(
            "Votre mandat ne montre aucune page sur une personne : ni nom, ni situation. "
            "Aujourd’hui, vous pouvez lire le catalogue public des droits, voir les structures, et savoir combien de personnes ont été rencontrées."
        ),
        premier=CATALOGUE,
        autres=(PORTEE, STRUCTURES, ANNUAIRE, URGENCES),
    ),
    Activite.TECHNIQUE: Accueil(
        phrase=_(
            "Votre rôle fait marcher le service sans lire ce qu’il contient : aucune page sur une personne ne s’ouvre avec ce compte. "
            "Aujourd’hui, vous pouvez vérifier que les pages publiques répondent."
        ),
        premier=CATALOGUE,
        autres=(STRUCTURES, ANNUAIRE, URGENCES),
    ),
    Activite.AUCUNE: Accueil(
        phrase=_(
            "Votre compte n’est rattaché à aucune structure pour le moment, et les bilans se font au nom d’une structure. "
            "Demandez à la personne responsable de votre structure de vous y ajouter : il lui faut votre adresse électronique."
        ),
        premier=CATALOGUE,
        autres=(URGENCES, ANNUAIRE, STRUCTURES),
    ),
}


def home_of(activite: Activite, *, manages: bool) -> Accueil:
    """Return the home page of an activity; who manages the members of a structure finds them there."""
    accueil = ACCUEILS[activite]
    if not manages:
        return accueil
    return replace(accueil, autres=[MON_EQUIPE if pas is MA_STRUCTURE else pas for pas in accueil.autres])
