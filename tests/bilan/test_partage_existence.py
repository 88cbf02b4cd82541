"""Whether somebody exists is not told (A7): what is another structure's and what is nobody's answer with the same bytes."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from droits_ouverts.bilan import services
from droits_ouverts.personnes.enums import ModeAccord, Portee
from droits_ouverts.personnes.services_partage import withdraw
from tests.factories.partages import person_of, shared
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
CHANGENT = re.compile(rb'csrfmiddlewaretoken" value="\w+"|nonce="[\w-]+"')
PAGES = (
    "/personnes/{p}/",
    "/personnes/{p}/partager/",
    "/personnes/partagees/{p}/accompagnement/",
    "/personnes/partages/{s}/",
    "/personnes/partages/{s}/feuille/",
)
BILANS = ("/bilan/{b}/resultats/", "/bilan/{b}/fiche/", "/bilan/{b}/historique/", "/bilan/{b}/rattacher/")
GESTES = ("/personnes/partages/{s}/retirer/", "/personnes/partages/{s}/restreindre/", "/personnes/partages/{s}/retablir/")


@pytest.fixture
def session() -> Client:
    client = Client()
    client.force_login(MembreFactory.create().compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def numeros() -> dict[str, object]:
    """A person, her agreement with a third structure and a check-up, all of another structure."""
    membre, now = MembreFactory.create(), timezone.now()
    personne = person_of(membre, now=now)
    partage = shared(membre, personne, MembreFactory.create().structure_id, debut=timezone.localdate(), now=now)
    bilan = services.start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois=f"{now:%Y-%m}", now=now)
    return {"p": personne.pk, "s": partage.pk, "b": bilan.pk}


def told(answer: HttpResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    entetes = sorted((nom, valeur) for nom, valeur in answer.headers.items() if nom not in {"Content-Length", "Server-Timing"})
    ici = str(answer.request["PATH_INFO"]).encode()  # type: ignore[attr-defined]  # of an answer to a test's client
    return answer.status_code, CHANGENT.sub(b"", answer.content.replace(ici, b"")), entetes


@pytest.mark.parametrize(("methode", "adresse"), [*(("get", une) for une in (*PAGES, *BILANS)), *(("post", une) for une in GESTES)])
def test_anothers_and_nobodys_answer_alike(session: Client, numeros: dict[str, object], methode: str, adresse: str) -> None:
    demander = getattr(session, methode)
    personne = {"p": 10**8, "s": 10**8, "b": uuid.UUID(int=7)}

    autre, aucun = (told(demander(adresse.format(**quoi))) for quoi in (numeros, personne))

    assert autre[0] == 404
    assert autre == aucun


def test_an_agreement_that_ended_answers_as_none(session: Client) -> None:
    membre, now = MembreFactory.create(), timezone.now()
    lecteur = MembreFactory.create()
    session.force_login(lecteur.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    personne = person_of(membre, now=now)
    partage = shared(membre, personne, lecteur.structure_id, {Portee.LOGEMENT}, debut=timezone.localdate(), now=now)
    assert session.get(f"/personnes/partagees/{personne.pk}/accompagnement/").status_code == 200
    withdraw(actor=membre.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=now)

    assert told(session.get(f"/personnes/partagees/{personne.pk}/accompagnement/")) == told(session.get(f"/personnes/partagees/{10**8}/accompagnement/"))
