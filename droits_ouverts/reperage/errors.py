"""What outreach refuses, with the sentences to show: marked here, translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError


class ReperageRefusedError(DomainError):
    """It cannot be written so. `errors` maps a field to the code of what is wrong (see `rules`)."""

    title = _("Cela ne peut pas être noté ainsi")
    what = _("Il manque quelque chose, ou une réponse n’est pas dans la liste. Rien n’a été noté.")
    why = _("Une rencontre n’a ni nom ni phrase : seulement des réponses choisies dans des listes courtes.")
    next_step = _("Revenez à la page, et choisissez une réponse de la liste.")
    status = 422
    code = "reperage_refuse"

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__()


class OtherContentError(DomainError):
    """The same number was already sent with something else, or by somebody who does not see this one."""

    title = _("Ce numéro a déjà servi pour autre chose")
    what = _("Rien n’a été changé : ce qui était noté reste.")
    why = _("Chaque rencontre a son numéro. Le même numéro est arrivé deux fois avec des réponses différentes.")
    next_step = _("Rouvrez la page de la tournée, puis notez de nouveau ce qui manque.")
    status = 409
    code = "reperage_deja_autre"


class RoundStateError(DomainError):
    """The round is not where this gesture begins."""

    title = _("La tournée n’en est plus là")
    what = _("Rien n’a été changé.")
    why = _("Une tournée close ou annulée ne prend plus de rencontre, et quelqu’un de l’équipe vient peut-être de la faire avancer.")
    next_step = _("Rouvrez la page de la tournée : elle dit où elle en est. Une tournée close peut se rouvrir.")
    status = 409
    code = "tournee_autre_etat"


class ReportChangedError(DomainError):
    """Somebody else wrote the report meanwhile."""

    title = _("Le compte rendu a changé entre-temps")
    what = _("Ce que vous avez écrit n’est pas enregistré, et rien n’est perdu : le texte est encore à l’écran.")
    why = _("Quelqu’un de l’équipe vient d’écrire dans ce compte rendu.")
    next_step = _("Relisez les deux textes, gardez ce qui est utile, puis enregistrez de nouveau.")
    status = 409
    code = "compte_rendu_change"


class LinkRefusedError(DomainError):
    """An encounter is linked to somebody's file only because she agrees, and to one file only."""

    title = _("Cette rencontre ne peut pas être liée")
    what = _("Rien n’a été lié.")
    why = _("Une rencontre ne se lie à un dossier que si la personne l’accepte, et à un seul dossier.")
    next_step = _("Demandez-lui, puis notez comment elle a accepté. Sans accord, la rencontre reste sans nom.")
    status = 422
    code = "lien_refuse"
