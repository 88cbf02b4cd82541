"""What could be said of a person to a service, read from her file: the sheet keeps of it only what she agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from droits_ouverts.orientation.fiche import Fiche
from droits_ouverts.personnes.selectors import open_contact, open_identity

if TYPE_CHECKING:
    from droits_ouverts.suivi.models import DroitSuivi


def composed(droit_suivi: DroitSuivi, *, precision: str) -> Fiche:
    """Return everything that a sheet may hold of the person of a followed right. Her number is there only if she may be called."""
    identite, contact = open_identity(droit_suivi.personne.gardee), open_contact(droit_suivi.personne)
    return Fiche(
        prenom=identite.prenom,
        nom=identite.nom,
        naissance=identite.naissance,
        joindre=contact.telephone if contact and "appeler" in contact.permis else "",
        langue=identite.langue,
        droit=droit_suivi.droit,
        etape=droit_suivi.etat,
        precision=precision,
    )
