"""Whoever tries links: guesses, visits of scanners, codes, links used again. Each returns how many tries there were, and what went wrong."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.foundation import limites
from droits_ouverts.orientation import liens, services_liens
from droits_ouverts.orientation.errors import LinkDeadError
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.models import Envoi, LienReponse
from droits_ouverts.orientation.services_reponse import answer_by_link
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.orientations import a_service, oriented
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory

JOUR = timedelta(days=1)


def begun(membre: Membre | None = None, nom: str = "CAF") -> Envoi:
    """Somebody sent to a service, whose link is not made yet."""
    qui, now = membre or MembreFactory.create(role=Role.AMBASSADEUR), datetime.now(UTC)
    return oriented(qui, a_service(qui, nom, now=now), personne=person_of(qui, "Zqsafi", now=now), now=now).envois.get()


def guess(combien: int = 50) -> tuple[int, list[str]]:
    """Try links made up at random, and each neighbour of a true one."""
    now = datetime.now(UTC)
    jeton = _link(begun(), now=now)[1]
    voisins = [jeton[:rang] + signe + jeton[rang + 1 :] for rang in range(len(jeton)) for signe in "aZ09-_" if jeton[rang] != signe]
    essais = [*voisins, *(secrets.token_urlsafe(liens.OCTETS) for _n in range(combien))]
    return len(essais), ["un lien deviné s’ouvre" for essai in essais if _opens(essai, now)]


def visit(combien: int = 5) -> tuple[int, list[str]]:
    """Visit a link as scanners of mails do, whole and by its headers, without typing the code."""
    envoi = begun()
    jeton = _link(envoi, now=datetime.now(UTC))[1]
    avant, fautes = list(LienReponse.objects.values()), []
    for _n in range(combien):
        limites.forget_all()
        robot = Client()
        pages = [robot.get(reverse("reponse:ouvrir", args=[jeton]), follow=True), robot.head(reverse("reponse:code")), robot.get(reverse("reponse:fiche"))]
        fautes += ["une visite montre la fiche" for page in pages if "Zqsafi" in page.content.decode()]
    if list(LienReponse.objects.values()) != avant or envoi.suites.count() != 1:
        fautes.append("une visite change quelque chose")
    return combien, fautes


def try_codes(jours: int = 40) -> tuple[int, list[str]]:
    """Try wrong codes on a new link each day, beyond what a link and a desk bear."""
    envoi, essais, fautes = begun(), 0, []
    vrai = liens.desk_code(envoi.destinataire_id, 1)
    for rang in range(jours):
        now = datetime.now(UTC) + rang * JOUR
        jeton, vus = _link(envoi, now=now)[1], 0
        for _n in range(8):
            faux = f"{secrets.randbelow(10**6):06d}"
            essais += 1
            try:
                vus += 1
                if faux != vrai and services_liens.check_code(liens.digest_of(jeton), faux, now=now):
                    fautes.append("un code faux ouvre")
            except LinkDeadError:
                vus -= 1
        if vus > services_liens.ESSAIS:
            fautes.append("un lien supporte plus de cinq codes faux")
    return essais, fautes


def use_again(combien: int = 60) -> tuple[int, list[str]]:
    """Answer four times by each link, the code typed once."""
    membre, now = MembreFactory.create(role=Role.AMBASSADEUR), datetime.now(UTC)
    refuses, fautes = 0, []
    for rang in range(combien):
        envoi = begun(membre, f"S{rang}")
        jeton = _link(envoi, now=now)[1]
        preuve = services_liens.check_code(liens.digest_of(jeton), liens.desk_code(envoi.destinataire_id, 1), now=now)
        for statut in ("recue", "a_l_etude", "faite", "faite"):
            try:
                answer_by_link(empreinte=liens.digest_of(jeton), preuve=preuve, dit=Reponse(statut=statut, fait_le=timezone.localtime(now).date()), now=now)
            except LinkDeadError:
                refuses += 1
        if envoi.suites.count() != 2:
            fautes.append("un lien a servi deux fois")
    return refuses, fautes


@transaction.atomic
def _link(envoi: Envoi, *, now: datetime) -> tuple[LienReponse, str]:
    return services_liens.new_link(envoi, now=now)


def _opens(jeton: str, now: datetime) -> bool:
    try:
        services_liens.open_link(liens.digest_of(jeton), now=now)
    except LinkDeadError:
        return False
    return True
