"""What the room of persons can refuse, with the sentences to show."""

from __future__ import annotations

from typing import ClassVar

from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.foundation.langue import gettext_noop as _


class IdentityRefusedError(DomainError):
    """A person cannot be written so. `errors` maps a field to the code of what is wrong."""

    title = _("Cette personne ne peut pas être enregistrée")
    what = _(
        "Il manque un nom, la date de naissance n’est pas possible, ou la date de l’accord est dans le futur ou remonte à plus de deux ans. Rien n’a été changé."
    )
    why = _("Un nom n’est gardé que depuis le jour où la personne a dit oui.")
    next_step = _("Revenez à la page, et corrigez.")
    status = 422
    code = "personne_refusee"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__()


class PartageRefusedError(DomainError):
    """An agreement to share cannot be written so. `errors` maps a field to the code of what is wrong (see `rules_partage.check`)."""

    title = _("Ce partage ne peut pas être enregistré")
    what = _("Il manque un choix, une date ne va pas, ou un sujet sensible n’a pas été demandé à part. Rien n’a été changé.")
    why = _("Un partage dit avec qui, quoi, pourquoi et jusqu’à quand, douze mois au plus ; la santé, le séjour et les violences se demandent un par un.")
    next_step = _("Revenez à la page, et corrigez.")
    status = 422
    code = "partage_refuse"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__()


class PartageEndedError(DomainError):
    """The agreement is withdrawn or over, or what followed can no longer be taken back."""

    title = _("Ce partage a changé entre-temps")
    what = _("Rien n’a été changé.")
    why = _("Il est déjà retiré ou terminé, ou la minute pour revenir en arrière est passée.")
    next_step = _("Revenez à la page de la personne : elle montre ce qui est partagé maintenant. Si la personne le veut, faites un nouveau partage.")
    status = 409
    code = "partage_termine"


class PartageKeptError(DomainError):
    """Somebody tried to rewrite what a person agreed to, or what followed."""

    title = _("Un accord de partage ne se modifie pas")
    what = _("Rien n’a été changé.")
    why = _("Ce que la personne a accepté reste écrit comme elle l’a dit ; ce qui suit s’y ajoute.")
    next_step = _("Restreignez ou retirez ce partage, ou faites-en un nouveau.")
    status = 409
    code = "partage_garde"


class TooManyPersonsError(DomainError):
    """The account opened as many persons today as a day may hold: a file is opened to help somebody, never to read everybody's."""

    title = _("Vous avez ouvert beaucoup de dossiers aujourd’hui")
    what = _("Ce dossier ne s’est pas ouvert. Ceux que vous avez déjà ouverts aujourd’hui restent ouverts, et rien n’est perdu.")
    why = _("Un compte ouvre au plus 150 personnes par jour : cela protège chacune si un compte est volé ou mal employé.")
    next_step = _("Continuez demain. Si c’est une vraie journée de rencontres, prévenez la personne responsable de votre structure.")
    status = 429
    code = "trop_de_personnes"


class ContactRefusedError(DomainError):
    """She did not agree to be reached so, or not at this hour. `code` says why (see `rules_contact.Refus`)."""

    title = _("Ne la contactez pas ainsi")
    what = _("Rien n’est parti.")
    why = _("Elle a dit comment et quand la joindre sans danger, et ce n’est pas ainsi.")
    next_step = _("Ouvrez sa page : elle dit ce qui est permis. Sinon, attendez de la revoir.")
    status = 409
    code = "contact_refuse"


class RectificationRefusedError(DomainError):
    """A correction cannot be written so. `errors` maps a field to the code of what is wrong."""

    title = _("Cette correction ne peut pas être enregistrée")
    what = _("Il manque ce qu’elle demande ou la raison, ou rien ne change. Rien n’a été changé.")
    why = _("Une correction dit ce qui change et pourquoi ; un refus donne sa raison.")
    next_step = _("Revenez à la page, et complétez.")
    status = 422
    code = "rectification_refusee"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__()


class ErasureStateError(DomainError):
    """The request to erase changed meanwhile: cancelled, already asked, or not due yet."""

    title = _("La demande d’effacement a changé entre-temps")
    what = _("Rien n’a été changé.")
    why = _("Elle est déjà faite, annulée, ou son jour n’est pas venu.")
    next_step = _("Revenez à la page de la personne : elle dit où en est la demande.")
    status = 409
    code = "effacement_change"


class FileHeldError(DomainError):
    """A hold keeps the file: it is not erased, whoever asks."""

    title = _("Ce dossier est mis en réserve")
    what = _("La demande d’effacement n’est pas enregistrée, et rien n’est effacé.")
    why = _("Une réserve a été posée : un recours, un procès ou une autorité oblige à garder ce dossier.")
    next_step = _("Notez ce qui oblige à le garder, ou levez d’abord la réserve sur la page « Combien de temps il est gardé ».")
    status = 409
    code = "dossier_en_reserve"


class ErasureAskedError(DomainError):
    """She asked that everything be erased: nothing is shared meanwhile."""

    title = _("Elle a demandé que tout soit effacé")
    what = _("Rien n’a été partagé.")
    why = _("Jusqu’au jour de l’effacement, plus aucune autre structure ne lit son dossier.")
    next_step = _("Si elle a changé d’avis, annulez d’abord la demande sur sa page.")
    status = 409
    code = "effacement_demande"


class UrgenceDecidedError(DomainError):
    """Somebody already answered, or the one who answers is the one who asked."""

    title = _("Cette demande ne peut pas être décidée ainsi")
    what = _("Rien n’a été ouvert.")
    why = _("Elle a déjà une réponse, elle est trop ancienne, ou c’est la vôtre : une autre personne décide.")
    next_step = _("Revenez à la liste des demandes.")
    status = 409
    code = "urgence_decidee"


class RapprochementRefusedError(DomainError):
    """Two files cannot be put together, or separated, so. `code` says why (see `services_rapprochement.refusal`)."""

    title = _("Ces deux dossiers ne peuvent pas être réunis ou séparés ainsi")
    what = _("Rien n’a été changé.")
    why = _("Ce sont deux dossiers d’une même structure, que rien n’oblige à garder à part et dont personne n’a demandé l’effacement.")
    next_step = _("Revenez à la page de la personne : elle dit où en sont ses dossiers.")
    status = 409
    code = "rapprochement_refuse"
    POURQUOI: ClassVar[dict[str, str]] = {
        "meme": _("C’est un seul dossier : il n’y a rien à réunir."),
        "structures": _("Deux structures tiennent ces dossiers. Chacune garde le sien : la personne peut accepter que l’une lise celui de l’autre."),
        "change": _("L’un de ces dossiers a été réuni ou séparé entre-temps."),
        "effacement": _("Elle a demandé que l’un de ces dossiers soit effacé. On ne le réunit ni ne le sépare avant le jour prévu."),
        "reserve": _("L’un de ces dossiers est mis en réserve : un recours, un procès ou une autorité oblige à le garder comme il est."),
    }

    def __init__(self, motif: str = "change") -> None:
        self.motif = motif
        super().__init__(why=self.POURQUOI[motif])


class DossierJointError(DomainError):
    """The file was put under another one of the same person: what begins, begins in that one."""

    title = _("Ce dossier est réuni à un autre")
    what = _("Rien n’a été changé.")
    why = _("Quelqu’un a noté que deux dossiers sont à la même personne. Tout ce qui commence s’écrit dans le dossier gardé, et ce qui courait continue.")
    next_step = _("Ouvrez la page de la personne : elle mène au dossier gardé. Vous pouvez y écrire la même chose.")
    status = 409
    code = "dossier_joint"

    def __init__(self, gardee_id: int) -> None:
        self.gardee_id = gardee_id
        super().__init__()
