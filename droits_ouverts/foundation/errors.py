"""What can be refused, with the sentences for the screen: French here, translated where they are shown."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext


def _(sentence: str) -> str:
    """Mark a sentence for the catalogues; Django's own marker needs settings, which the engine's process does not have."""
    return sentence


class DomainError(Exception):
    """A refusal that a person can read: what happened, why, and what to do next.

    Sub-classes set the sentences as class attributes, or give them when raised. `status` is the HTTP status of the page.
    One middleware turns it into a page or into JSON; no view catches it. `detail` is for those who run the service: it is logged
    with a failure of ours, never shown, and holds no value about a person.
    """

    title: str = _("Cette action n’a pas pu se faire")
    what: str = _("Ce que vous avez demandé n’a pas été fait.")
    why: str = ""
    next_step: str = _("Revenez à la page précédente. Ce que vous aviez enregistré est conservé.")
    detail: str = ""
    status: ClassVar[int] = 409
    code: ClassVar[str] = "action_refusee"

    def __init__(
        self, *, title: str | None = None, what: str | None = None, why: str | None = None, next_step: str | None = None, detail: str | None = None
    ) -> None:
        if title is not None:
            self.title = title
        if what is not None:
            self.what = what
        if why is not None:
            self.why = why
        if next_step is not None:
            self.next_step = next_step
        if detail is not None:
            self.detail = detail
        super().__init__(self.detail or self.what)

    def as_dict(self) -> dict[str, str]:
        """Return the sentences for a machine's answer."""
        sentences = {"titre": self.title, "quoi": self.what, "pourquoi": self.why, "que_faire": self.next_step}
        return {"code": self.code} | {key: gettext(sentence) if sentence else "" for key, sentence in sentences.items()}


class ForbiddenError(DomainError):
    """The actor sees the thing but may not do this to it."""

    title = _("Vous ne pouvez pas faire cette action")
    what = _("Rien n’a été changé.")
    why = _("Votre rôle dans votre structure ne le permet pas.")
    next_step = _("Si vous en avez besoin, parlez-en à la personne responsable de votre structure.")
    status = 403
    code = "interdit"


class NotVisibleError(DomainError):
    """The thing does not exist for this actor: whether it exists for others is not told."""

    title = _("Cette page n’existe pas")
    what = _("Nous n’avons rien trouvé à cette adresse.")
    why = _("L’adresse est peut-être incomplète, ou la page a été retirée.")
    next_step = _("Retournez à l’accueil pour continuer.")
    status = 404
    code = "introuvable"


class EnClairError(DomainError):
    """A program spoke to us without encryption."""

    title = _("Cette adresse ne répond qu’en HTTPS")
    what = _("Rien n’a été traité.")
    why = _("Ce qui a été envoyé en clair a pu être lu en chemin.")
    next_step = _("Écrivez https:// au début de l’adresse, puis recommencez.")
    status = 403
    code = "en_clair"


class UnavailableError(DomainError):
    """A part of the service does not answer for now."""

    title = _("Ce service ne répond pas pour le moment")
    what = _("Nous n’avons pas pu faire ce que vous demandiez.")
    why = _("Une partie du service est arrêtée ou démarre.")
    next_step = _("Attendez une minute, puis réessayez. Ce que vous aviez enregistré est conservé.")
    status = 503
    code = "indisponible"
