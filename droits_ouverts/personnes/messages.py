"""What may be sent to a person: the only place where something for her is written, behind `rules_contact.may_contact`.

The words tell neither a right, nor a service, nor who we are: whoever else reads the telephone learns nothing (`tests/personnes/test_contact.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from droits_ouverts.personnes.enums import Moyen
from droits_ouverts.personnes.errors import ContactRefusedError
from droits_ouverts.personnes.rules_contact import REFUS_DITS, Refus, may_contact

if TYPE_CHECKING:
    from droits_ouverts.personnes.rules_contact import Contact

NEUTRES: dict[Moyen, str] = {
    Moyen.ECRIRE: _("Bonjour. Pouvez-vous me rappeler quand cela vous convient ? Rien ne presse. Merci."),
    Moyen.APPELER: _("Bonjour. Est-ce que je vous dérange ? Je peux rappeler plus tard."),
    Moyen.MESSAGE: _("Bonjour. Rappelez-moi quand vous voulez, rien ne presse. Merci."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What may leave now: to what number or address, in which words."""

    vers: str
    texte: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """A way to reach her, as her page tells it: the message that may leave now, or why none may."""

    moyen: Moyen
    message: Message | None
    refus: str


def write_message(contact: Contact | None, moyen: Moyen, *, langue: str, now: datetime) -> Message:
    """Return the neutral message that may leave now, in her language. Raise `ContactRefusedError` where she may not be reached so."""
    refus = may_contact(contact, moyen, heure=timezone.localtime(now).hour, neutre=True)
    if refus is not None or contact is None:
        raise ContactRefusedError(why=REFUS_DITS[refus or Refus.JAMAIS_DEMANDE])
    with translation.override(langue):
        return Message(vers=contact.adresse if moyen is Moyen.ECRIRE else contact.telephone, texte=gettext(NEUTRES[moyen]))


def ways(contact: Contact | None, *, langue: str, now: datetime) -> list[Possible]:
    """Return each way to reach her, with what may leave now."""
    possibles = []
    for moyen in Moyen:
        try:
            possibles.append(Possible(moyen=moyen, message=write_message(contact, moyen, langue=langue, now=now), refus=""))
        except ContactRefusedError as refus:
            possibles.append(Possible(moyen=moyen, message=None, refus=gettext(refus.why)))
    return possibles
