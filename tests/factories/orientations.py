"""Services to which people are sent, and orientations of people to them."""

from __future__ import annotations

from datetime import datetime

from droits_ouverts.orientation.enums import Champ, Demande, Pourquoi
from droits_ouverts.orientation.models import Destinataire, Envoi, Orientation
from droits_ouverts.orientation.services import Demandee, send_orientation
from droits_ouverts.orientation.services_destinataires import Service, add_recipient
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from tests.factories.partages import person_of
from tests.factories.suivis import NOW, followed


def a_service(membre: Membre, nom: str = "CAF de Vénissieux", *, now: datetime = NOW, **reste: object) -> Destinataire:
    """A service of the list of the member's structure."""
    valeurs: dict[str, object] = {"genre": "caf", "email": "accueil@caf.test", "telephone": "04 00 00 00 00"}
    return add_recipient(
        actor=membre.compte,
        structure_id=membre.structure_id,
        service=Service(nom=nom, **(valeurs | reste)),  # type: ignore[arg-type]  # the test's own values
        now=now,
    )


def asked(champs: set[str] | None = None, *, now: datetime = NOW, **reste: object) -> Demandee:
    """What is asked, with all that may be shared unless some is said."""
    valeurs: dict[str, object] = {
        "pourquoi": Pourquoi.DECIDE.value,
        "demande": Demande.INSTRUIRE.value,
        "champs": frozenset(set(Champ.values) if champs is None else champs),
        "accord_mode": "oral",
        "accord_le": now.date(),
        "precision": "Elle attend depuis mars." if champs is None else "",
    }
    return Demandee(**(valeurs | reste))  # type: ignore[arg-type]  # the test's own values


def oriented(
    membre: Membre,
    *services: Destinataire,
    personne: Personne | None = None,
    droit_suivi: DroitSuivi | None = None,
    demandee: Demandee | None = None,
    now: datetime = NOW,
) -> Orientation:
    """Somebody sent to these services for the prime d’activité, chosen and not yet asked for."""
    droit = droit_suivi or followed(membre, personne or person_of(membre, now=now), now=now)
    vers = services or (a_service(membre, now=now),)
    return send_orientation(
        actor=membre.compte, droit_suivi_id=droit.pk, demandee=demandee or asked(now=now), destinataires=[service.pk for service in vers], now=now
    )


def sent(membre: Membre, *, now: datetime = NOW, **service: object) -> Envoi:
    """The one recipient of an orientation."""
    return oriented(membre, a_service(membre, now=now, **service), now=now).envois.get()
