"""Health for monitors: what is open says no more than yes or no, each failing part is seen, measures name routes and nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, RequestFactory

from droits_ouverts.config.web import mesures, sante
from droits_ouverts.config.web.sante import CONTROLES, Controle
from tests.factories.structures import CompteFactory

pytestmark = pytest.mark.django_db
JETON = "x" * 40
PORTEUR = {"Authorization": f"Bearer {JETON}"}


@pytest.fixture(autouse=True)
def _token(settings: object) -> None:
    settings.MESURES_JETON = JETON  # type: ignore[attr-defined]  # pytest-django's fixture


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CONTROLES, Controle.MOTEUR, lambda: True)


def broken() -> bool:
    raise OSError("/var/lib/secret introuvable")


class TestReady:
    def test_says_yes_and_nothing_else_to_anybody(self, client: Client, sound: None) -> None:
        answer = client.get("/sante/pret/")

        assert (answer.status_code, answer.json()) == (200, {"etat": "pret"})
        assert client.post("/sante/pret/").status_code == 405

    @pytest.mark.parametrize("controle", [Controle.BASE, Controle.CLES, Controle.DISQUE, Controle.MIGRATIONS])
    def test_a_part_that_fails_closes_it_and_only_the_token_sees_which(
        self, client: Client, sound: None, monkeypatch: pytest.MonkeyPatch, controle: Controle
    ) -> None:
        monkeypatch.setitem(CONTROLES, controle, broken)

        assert (client.get("/sante/pret/").status_code, client.get("/sante/pret/").json()) == (503, {"etat": "pas_pret"})
        seen = client.get("/sante/pret/", headers=PORTEUR)
        assert [nom for nom, etat in seen.json()["controles"].items() if etat == "echec"] == [controle.value]
        assert "secret" not in seen.content.decode()

    def test_without_the_engine_it_stays_open_and_says_so(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(CONTROLES, Controle.MOTEUR, broken)

        assert (client.get("/sante/pret/").status_code, client.get("/sante/pret/").json()) == (200, {"etat": "sans_moteur"})

    def test_no_key_no_room_and_a_late_migration_are_seen(self, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.db.migrations.recorder import MigrationRecorder

        assert CONTROLES[Controle.MIGRATIONS]()
        sante._memory().clear()
        MigrationRecorder.Migration.objects.filter(app="bilan").latest("id").delete()
        settings.COFFRE_CLES = tmp_path  # type: ignore[attr-defined]  # pytest-django's fixture
        settings.COFFRE_CREE_PREMIERE_CLE = False  # type: ignore[attr-defined]  # same reason
        monkeypatch.setattr(sante, "PLACE_MIN", 2**63)

        assert [controle for controle in (Controle.CLES, Controle.DISQUE, Controle.MIGRATIONS) if CONTROLES[controle]()] == []
        assert CONTROLES[Controle.BASE]()


class TestMeasures:
    @pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer faux"}, {"Authorization": f"Basic {JETON}"}, {"Authorization": "Bearer "}])
    def test_without_the_token_there_is_no_such_page(self, client: Client, headers: dict[str, str]) -> None:
        assert client.get("/mesures/", headers=headers).status_code == 404

    def test_without_a_token_in_the_settings_nobody_has_it(self, client: Client, settings: object) -> None:
        settings.MESURES_JETON = ""  # type: ignore[attr-defined]  # pytest-django's fixture

        assert client.get("/mesures/", headers={"Authorization": "Bearer "}).status_code == 404

    def test_names_routes_and_never_addresses_accounts_or_values(self, client: Client) -> None:
        client.force_login(CompteFactory.create(email="ines@exemple.test"))
        for adresse in ("/", "/droits/rsa/", "/bilan/987654321/", "/n-existe-pas/Awa/", "/droits/?q=Awa"):
            client.get(adresse)

        text = client.get("/mesures/", headers=PORTEUR).content.decode()

        assert 'droits_ouverts_requetes_total{methode="GET",route="accueil",statut="2xx"}' in text
        assert 'route="aucune"' in text
        assert 'droits_ouverts_duree_secondes_bucket{le="0.25",route="accueil"}' in text
        assert "droits_ouverts_place_octets" in text
        assert [trace for trace in ("987654321", "Awa", "ines@", "/droits/", 'rsa"') if trace in text] == []

    def test_by_address_it_would_be_seen(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(mesures, "route_of", lambda request: request.path)
        client.get("/n-existe-pas/Beatrix/")

        assert "Beatrix" in client.get("/mesures/", headers=PORTEUR).content.decode()

    def test_a_method_of_ones_own_adds_no_series(self) -> None:
        request = RequestFactory().generic("AWA", "/")

        mesures.MesuresMiddleware(lambda _: mesures.HttpResponse())(request)

        assert 'methode="AUTRE"' in mesures.generate_latest(mesures.REGISTRY).decode()
        assert 'methode="AWA"' not in mesures.generate_latest(mesures.REGISTRY).decode()


COMPTER = """
import sys
from django.conf import settings
settings.configure(MESURES_JETON="j", VAR_DIR="/tmp", ALLOWED_HOSTS=["*"])
from django.test import RequestFactory
from droits_ouverts.config.web import mesures
for _ in range(int(sys.argv[1])):
    mesures.MesuresMiddleware(lambda r: mesures.HttpResponse())(RequestFactory().get("/"))
print(mesures.mesures(RequestFactory().get("/", headers={"Authorization": "Bearer j"})).content.decode())
"""


def test_several_workers_add_up_and_a_new_start_begins_again(tmp_path: Path) -> None:
    def worker(fois: int) -> str:
        env = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(dossier)}
        return subprocess.run([sys.executable, "-c", COMPTER, str(fois)], env=env, capture_output=True, text=True, check=True).stdout

    compteur = 'droits_ouverts_requetes_total{{methode="GET",route="aucune",statut="2xx"}} {}'
    dossier = mesures.fresh_folder(tmp_path)

    assert compteur.format("3.0") in worker(3)
    assert compteur.format("7.0") in worker(4)
    dossier = mesures.fresh_folder(tmp_path)
    assert compteur.format("1.0") in worker(1)
