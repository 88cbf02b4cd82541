"""What orientation can refuse, with the sentences to show: marked here, translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError, NotVisibleError
from droits_ouverts.foundation.limites import TropDeDemandesError


class OrientationRefusedError(DomainError):
    """An orientation, an answer or a service cannot be written so. `errors` maps a field to the sentence that says what is wrong."""

    title = _("Cela ne peut pas être enregistré ainsi")
    what = _("Il manque quelque chose, ou une date ne va pas. Rien n’a été changé.")
    why = _("Une orientation dit pourquoi, ce qui est demandé, ce que la personne accepte de partager, et à qui.")
    next_step = _("Revenez à la page, et corrigez.")
    status = 422
    code = "orientation_refusee"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__()


class AnswerMovedError(DomainError):
    """Somebody wrote an answer meanwhile, or none is awaited any more."""

    title = _("Cette orientation a bougé entre-temps")
    what = _("Ce que vous venez de noter n’est pas enregistré. Rien d’autre n’a été changé.")
    why = _("Une réponse est arrivée pendant que vous écriviez, ou plus rien n’est attendu de ce service.")
    next_step = _("Revenez à la page de l’orientation : elle montre la dernière réponse. Si la vôtre dit autre chose, notez-la à la suite.")
    status = 409
    code = "orientation_a_bouge"


class RecipientRetiredError(DomainError):
    """The service was taken off the list: nothing more is sent to it."""

    title = _("Ce service a été retiré de votre liste")
    what = _("Rien n’est parti.")
    why = _("Quelqu’un de votre structure l’a retiré : il a fermé, déménagé, ou ne reçoit plus.")
    next_step = _("Choisissez un autre service, ou remettez celui-ci dans la liste.")
    status = 409
    code = "destinataire_retire"


class LinkDeadError(DomainError):
    """A link that never was, was used, is over or was closed: the page says the same of all four."""

    title = _("Ce lien ne sert plus")
    what = _("Rien n’a été montré, et rien n’a été changé.")
    why = _("Un lien sert une fois, pendant huit jours. Celui-ci a déjà servi, est trop ancien, ou a été remplacé.")
    next_step = _("Demandez un nouveau lien ci-dessous, ou appelez la personne qui vous a écrit : elle note votre réponse au téléphone.")
    status = 410
    code = "lien_mort"


class DeskShutError(TropDeDemandesError):
    """Too many wrong codes were typed for one desk today: even the right one opens nothing until the morrow. Other desks are not touched."""

    title = _("Trop de codes faux ont été tapés pour cet accueil aujourd’hui")
    what = _("Rien n’a été montré, et rien n’a été changé.")
    why = _("Vingt codes faux dans la journée ferment les liens d’un accueil jusqu’au lendemain : personne ne peut ainsi deviner son code.")
    next_step = _("Appelez la structure qui vous écrit : elle note votre réponse au téléphone. Ou réessayez demain, avec le code qu’elle vous donne.")
    code = "accueil_ferme"


class SheetClosedError(NotVisibleError):
    """What was sent to this structure is closed: its sheet is read no more."""

    title = _("Cette orientation est close")
    what = _("La fiche ne se lit plus. Rien n’a été changé.")
    why = _("Le service a répondu « impossible », n’a pas répondu à temps, ou la personne ne souhaite plus que sa fiche soit partagée.")
    next_step = _("Si vous avez reçu la personne, dites-le au téléphone à la structure qui vous l’a adressée : elle note votre réponse.")
    status = 410
    code = "orientation_close"


class AgreementWithdrawnError(DomainError):
    """She no longer agrees that this sheet be shared."""

    title = _("Elle ne souhaite plus que cette fiche soit partagée")
    what = _("Rien n’est parti.")
    why = _("La personne a retiré son accord pour cette orientation. Plus aucun service ne lit sa fiche.")
    next_step = _("Si elle change d’avis, faites avec elle une nouvelle orientation : son accord y est noté de nouveau.")
    status = 409
    code = "accord_retire"


class NothingToUndoError(DomainError):
    """The step is no longer the last one, or the minute is over."""

    title = _("Il est trop tard pour revenir en arrière")
    what = _("Rien n’a été changé.")
    why = _("La minute est passée, ou une autre réponse est arrivée depuis.")
    next_step = _("Notez ce qui est vrai maintenant : ce qui a été écrit reste lisible à côté.")
    status = 409
    code = "orientation_trop_tard"


class NoCoordinationError(DomainError):
    """No structure coordinates: nobody would read a blocked case."""

    title = _("Personne ne coordonne encore ce territoire")
    what = _("Rien n’a été transmis.")
    why = _("Un blocage se transmet à une structure qui a une coordinatrice ou un coordinateur de ressources, et aucune n’en a.")
    next_step = _("Parlez-en à la personne qui pilote le programme. Le blocage, lui, peut être compté dès maintenant, sans nommer personne.")
    status = 409
    code = "sans_coordination"
