"""How a person may be reached without danger: what she said, and the one question asked before anything leaves. Pure: no database, no clock."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from droits_ouverts.foundation.langue import gettext_noop as _
from droits_ouverts.personnes.enums import Moyen

TEXTE_MAX = 200


class Refus(StrEnum):
    """Why she may not be reached so, now."""

    JAMAIS_DEMANDE = "jamais_demande"
    PAS_D_ACCORD = "pas_d_accord"
    SANS_COORDONNEES = "sans_coordonnees"
    HORS_HEURES = "hors_heures"
    PAS_NEUTRE = "pas_neutre"


REFUS_DITS: dict[Refus, str] = {
    Refus.JAMAIS_DEMANDE: _("Non : on ne lui a pas encore demandé."),
    Refus.PAS_D_ACCORD: _("Non : elle ne veut pas."),
    Refus.SANS_COORDONNEES: _("Non : elle n’a rien donné pour cela."),
    Refus.HORS_HEURES: _("Pas maintenant : ce n’est pas une heure sûre."),
    Refus.PAS_NEUTRE: _("Non : seulement un message neutre."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What she said of how to reach her. One envelope. What may not be used is not kept (`cleaned`).

    `telephone`: the safe number; `adresse`: where she may be written to. `permis`: the ways she agreed to. `de_heure`, `a_heure`: safe hours of the
    telephone, the second not included; both 0 for any. `neutre`: nothing may tell who writes, or why. `discretion`: who must not know, in her words.
    """

    telephone: str = ""
    adresse: str = ""
    permis: tuple[str, ...] = ()
    de_heure: int = 0
    a_heure: int = 0
    neutre: bool = True
    discretion: str = ""

    def to_bytes(self) -> bytes:
        """The JSON that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Contact:
        """Read what `to_bytes` wrote."""
        lu = json.loads(contenu)
        return cls(**lu | {"permis": tuple(lu["permis"])})


def cleaned(contact: Contact) -> Contact:
    """Return what is kept: no number that nobody may call, no address to which nobody may write, hours in their order."""
    permis = tuple(moyen.value for moyen in Moyen if moyen.value in contact.permis)
    if Moyen.APPELER.value not in permis:
        # A message is left on a call.
        permis = tuple(moyen for moyen in permis if moyen != Moyen.MESSAGE.value)
    heures = (contact.de_heure, contact.a_heure) if 0 <= contact.de_heure < contact.a_heure <= 24 else (0, 0)
    if heures == (0, 24):
        heures = (0, 0)
    return replace(
        contact,
        telephone=" ".join(contact.telephone.split())[:TEXTE_MAX] if Moyen.APPELER.value in permis else "",
        adresse=" ".join(contact.adresse.split())[:TEXTE_MAX] if Moyen.ECRIRE.value in permis else "",
        permis=permis,
        de_heure=heures[0],
        a_heure=heures[1],
        discretion=" ".join(contact.discretion.split())[:TEXTE_MAX],
    )


def may_contact(contact: Contact | None, moyen: Moyen, *, heure: int, neutre: bool) -> Refus | None:
    """Return why a person may not be reached so, None where she may. `heure`: the hour on her clock; `neutre`: whether the words tell nothing.

    Nothing that leaves for a person leaves without this question: nobody whom it was not asked is written to.
    """
    if contact is None:
        return Refus.JAMAIS_DEMANDE
    if moyen.value not in contact.permis:
        return Refus.PAS_D_ACCORD
    if not (contact.adresse if moyen is Moyen.ECRIRE else contact.telephone):
        return Refus.SANS_COORDONNEES
    if moyen is not Moyen.ECRIRE and contact.a_heure and not contact.de_heure <= heure < contact.a_heure:
        return Refus.HORS_HEURES
    return Refus.PAS_NEUTRE if contact.neutre and not neutre else None
