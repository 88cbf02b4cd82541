"""What blocks is counted without anybody: nothing of a cell leads back to a person, an account, a structure or a day."""

from __future__ import annotations

import ast
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import models
from django.test import Client
from django.urls import reverse

from droits_ouverts.droits.services import all_droits
from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.irritants import selectors, services
from droits_ouverts.irritants.errors import TooLateError, UnknownIrritantError
from droits_ouverts.irritants.models import Irritant
from droits_ouverts.journal.models import Ligne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.blocages import kind_of
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory, SiteFactory
from tests.factories.suivis import NOW as SUIVI_NOW
from tests.factories.suivis import followed
from tests.house.repo import PACKAGE

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def reported(membre: Membre, *, now: datetime = NOW, **autres: str) -> str:
    valeurs = {"genre": "caf", "site": "", "droit": "rsa", "etape": "etude", "blocage": "sans_reponse"} | autres
    return services.report_irritant(actor=membre.compte, structure_id=membre.structure_id, now=now, **valeurs)


@pytest.fixture
def ines() -> Membre:
    return MembreFactory.create(role=Role.AMBASSADEUR, depuis_le=date(2025, 1, 1))


class TestNoting:
    def test_counts_one_more_in_the_cell_of_the_month(self, ines: Membre) -> None:
        reported(ines)
        reported(MembreFactory.create(role=Role.MEDIATEUR))
        reported(ines, blocage="telephone")
        reported(ines, now=NOW + timedelta(days=10))

        assert sorted(Irritant.objects.values_list("mois", "blocage", "nombre")) == [
            ("2026-11", "sans_reponse", 2),
            ("2026-11", "telephone", 1),
            ("2026-12", "sans_reponse", 1),
        ]

    def test_is_for_who_meets_people_there(self) -> None:
        with pytest.raises(ForbiddenError):
            reported(MembreFactory.create(role=Role.COORDINATEUR))
        assert not Irritant.objects.exists()

    @pytest.mark.parametrize("faux", [{"droit": "inconnu"}, {"genre": "x"}, {"etape": ""}, {"blocage": "Awa attend"}, {"site": "nulle-part"}])
    def test_refuses_what_is_not_in_a_list(self, ines: Membre, faux: dict[str, str]) -> None:
        with pytest.raises(UnknownIrritantError):
            reported(ines, **faux)
        assert not Irritant.objects.exists()

    def test_keeps_the_site_by_its_code(self, ines: Membre) -> None:
        reported(ines, site=SiteFactory.create(code="moulin").code)

        assert Irritant.objects.get().site == "moulin"


class TestAnonymity:
    def test_a_cell_has_no_key_no_day_no_free_text(self) -> None:
        fields = Irritant._meta.concrete_fields

        assert [field.name for field in fields if field.is_relation] == []
        assert [field.name for field in fields if isinstance(field, (models.DateField, models.UUIDField, models.TextField, models.JSONField))] == []
        assert {field.name for field in fields} == {"id", "mois", "genre", "site", "droit", "etape", "blocage", "nombre"}

    def test_a_month_is_the_finest_moment(self, ines: Membre) -> None:
        reported(ines)
        with pytest.raises(Exception, match="irritant_au_mois"):
            Irritant.objects.update(mois="26-11-2")

    def test_the_journal_says_that_something_was_noted_not_what(self, ines: Membre) -> None:
        reported(ines)
        ligne = Ligne.objects.get(verb="noter_irritant")

        assert (ligne.thing_kind, ligne.thing_id) == ("structure", str(ines.structure_id))
        assert "rsa" not in str(vars(ligne))

    def test_the_order_of_cells_is_not_that_of_cases(self, ines: Membre) -> None:
        """Two cases of one cell are one row: nothing says which came first, nor that there were two people."""
        for _fois in range(3):
            reported(ines)

        assert Irritant.objects.count() == 1

    def test_the_room_knows_neither_persons_nor_check_ups(self) -> None:
        found = set()
        for path in (PACKAGE / "irritants").rglob("*.py"):
            found |= {n.module for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ImportFrom) and n.module}

        assert not {module for module in found if module.startswith(("droits_ouverts.personnes", "droits_ouverts.bilan", "droits_ouverts.suivi"))}


class TestTakingBack:
    def test_within_a_minute_counts_one_less(self, ines: Membre) -> None:
        jeton = reported(ines)
        services.take_back(actor=ines.compte, jeton=jeton, now=NOW + timedelta(seconds=59))

        assert Irritant.objects.get().nombre == 0

    def test_serves_once(self, ines: Membre) -> None:
        reported(ines)
        jeton = reported(ines)
        services.take_back(actor=ines.compte, jeton=jeton, now=NOW)
        with pytest.raises(TooLateError):
            services.take_back(actor=ines.compte, jeton=jeton, now=NOW)

        assert Irritant.objects.get().nombre == 1

    @pytest.mark.parametrize("plus_tard", [61, -1])
    def test_not_after_the_minute(self, ines: Membre, plus_tard: int) -> None:
        jeton = reported(ines)
        with pytest.raises(TooLateError):
            services.take_back(actor=ines.compte, jeton=jeton, now=NOW + timedelta(seconds=plus_tard))

    def test_not_by_somebody_else_nor_with_a_made_up_token(self, ines: Membre) -> None:
        jeton = reported(ines)
        for qui, quoi in ((MembreFactory.create().compte, jeton), (ines.compte, "x"), (ines.compte, jeton[:-1])):
            with pytest.raises(TooLateError):
                services.take_back(actor=qui, jeton=quoi, now=NOW)
        assert Irritant.objects.get().nombre == 1


class TestGoingBack:
    @pytest.mark.parametrize(
        ("suite", "vers"),
        [("/orientations/", "/orientations/"), ("//ailleurs.test/", "/"), ("https://ailleurs.test/", "/"), ("/\\ailleurs.test", "/"), ("zzz", "/"), ("", "/")],
    )
    def test_never_leaves_the_service_and_never_breaks(self, ines: Membre, suite: str, vers: str) -> None:
        client = Client()
        client.force_login(ines.compte, backend=BACKEND)
        with time_machine.travel(NOW, tick=False):
            page = client.post(reverse("irritants:retirer"), {"jeton": reported(ines), "suite": suite})

        assert (page.status_code, page.headers["Location"]) == (302, vers)


class TestReading:
    def test_is_for_the_coordination(self, ines: Membre) -> None:
        coordinatrice = MembreFactory.create(role=Role.COORDINATEUR)
        for _fois in range(6):
            reported(ines)
        reported(ines, blocage="telephone", site=SiteFactory.create().code)

        lues = selectors.read_irritants(coordinatrice.compte, on=NOW.date())
        assert [(ligne.blocage, ligne.nombre, ligne.est_petit) for ligne in lues] == [("sans_reponse", 6, False), ("telephone", 1, True)]
        for qui in (ines, MembreFactory.create(role=Role.ELU), MembreFactory.create(role=Role.TECHNIQUE)):
            with pytest.raises(ForbiddenError):
                selectors.read_irritants(qui.compte, on=NOW.date())

    def test_forgets_nothing_within_a_year_and_shows_nothing_older(self, ines: Membre) -> None:
        coordinatrice = MembreFactory.create(role=Role.COORDINATEUR)
        reported(ines, now=NOW - timedelta(days=340), blocage="telephone")
        reported(ines, now=NOW - timedelta(days=400), blocage="cout")

        assert [ligne.blocage for ligne in selectors.read_irritants(coordinatrice.compte, on=NOW.date())] == ["telephone"]

    def test_the_page_says_small_counts_in_words(self, ines: Membre) -> None:
        reported(ines)
        client = Client()
        client.force_login(MembreFactory.create(role=Role.COORDINATEUR).compte, backend=BACKEND)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("droits_ouverts.irritants.web.views.timezone.localdate", NOW.date)
            page = client.get(reverse("irritants:liste"), {"service": "caf", "droit": "rsa"}).content.decode()

        assert "de 1 à 4" in page
        assert "Le service ne répond pas" in page

    def test_a_strange_filter_shows_nothing_and_breaks_nothing(self, ines: Membre) -> None:
        client = Client()
        client.force_login(MembreFactory.create(role=Role.COORDINATEUR).compte, backend=BACKEND)

        assert client.get(reverse("irritants:liste"), {"service": "\x00", "droit": "\x00" * 500}).status_code == 200


class TestFromThePageOfARight:
    def test_one_tap_counts_where_which_right_which_step_and_is_taken_back(self) -> None:
        membre = MembreFactory.create()
        suivi = followed(membre, person_of(membre, "Zqawa"), "depose", droit="prime_activite")
        client = Client()
        client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        adresse = reverse("suivi:bloque", args=[suivi.pk])
        with time_machine.travel(SUIVI_NOW, tick=True):
            assert adresse in client.get(reverse("suivi:droit", args=[suivi.pk])).content.decode()
            page = client.get(adresse).content.decode()
            choisis = re.findall(r'<option value="([a-z_]+)" selected', page)
            assert choisis == ["caf", "etude"]
            note = client.post(adresse, {"genre": choisis[0], "etape": choisis[1], "blocage": "telephone"}).content.decode()
            un = Irritant.objects.get()
            assert (un.genre, un.droit, un.etape, un.blocage, un.nombre) == ("caf", "prime_activite", "etude", "telephone", 1)
            assert client.post(adresse, {"genre": "caf", "etape": "x", "blocage": ""}).status_code == 422
            jeton = re.search(r'name="jeton" value="([^"]+)"', note)
            assert jeton
            assert client.post(reverse("irritants:retirer"), {"jeton": jeton.group(1), "suite": adresse}).status_code == 302

        assert Irritant.objects.get().nombre == 0

    @pytest.mark.parametrize(
        ("texte", "genre"),
        [
            ("CAF du Rhône (allocations familiales), ou MSA", "caf"),
            ("Président de la Métropole de Lyon, par délégation à la CAF", "metropole"),
            ("Banque, après vérification", ""),
        ],
    )
    def test_the_kind_of_service_is_the_first_that_is_named(self, texte: str, genre: str) -> None:
        assert kind_of(texte) == genre

    def test_every_right_that_names_a_known_body_has_its_kind(self) -> None:
        connus = [kind_of(un.decide_par.texte or "") for un in all_droits()]
        assert sum(bool(un) for un in connus) > len(connus) * 0.6
