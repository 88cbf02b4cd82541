"""Appointments in numbers: missed and excused are two things; nothing under five, nothing that gives it back by subtraction, nobody by name."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from droits_ouverts.agenda import rules_venues
from droits_ouverts.agenda.enums import EtatRendezVous
from droits_ouverts.agenda.models import RendezVous
from droits_ouverts.agenda.rules_venues import PETIT, period_of, said
from droits_ouverts.agenda.selectors_venues import comings_of
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
JUIN = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
NOMBRES = st.integers(0, 30)


def seen(membre: Membre, personne: Personne | None, etat: EtatRendezVous, combien: int, *, mode: str = "sur_place", debut: datetime = JUIN) -> None:
    """Appointments as they stand once they are noted."""
    RendezVous.objects.bulk_create(
        RendezVous(
            structure_id=membre.structure_id,
            personne=personne,
            mode=mode,
            debut_at=debut,
            fin_at=debut + timedelta(hours=1),
            etat=etat,
            cree_par=membre.compte,
            created_at=debut,
        )
        for _ in range(combien)
    )


class TestWhatMayBeSaid:
    @given(NOMBRES, NOMBRES, NOMBRES)
    def test_no_small_number_is_said_nor_found_by_subtraction(self, tenus: int, absences: int, excuses: int) -> None:
        ligne = said("Passerelle", "visite", tenus=tenus, absences=absences, excuses=excuses)
        if tenus + absences + excuses < PETIT:
            assert ligne is None
            return
        assert ligne is not None
        assert all(un is None or un == 0 or un >= PETIT for un in ligne.nombres)
        caches = sum(un is None for un in ligne.nombres)
        assert (ligne.total is None) == (caches > 0)
        assert ligne.part is None or caches == 0

    def test_the_share_is_of_those_that_are_counted(self) -> None:
        ligne = said("Passerelle", "visite", tenus=20, absences=5, excuses=15)
        assert ligne is not None
        assert (ligne.total, ligne.part) == (40, Decimal(13))

    def test_twelve_whole_months(self) -> None:
        assert period_of(TODAY) == (date(2025, 11, 1), date(2026, 10, 31))
        assert period_of(date(2027, 1, 31)) == (date(2026, 1, 1), date(2026, 12, 31))
        assert period_of(date(2026, 11, 1)) == period_of(date(2026, 11, 30))

    def test_the_rule_bites(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules_venues, "PETIT", 1)
        ligne = said("Passerelle", "visite", tenus=20, absences=1, excuses=0)
        assert ligne is not None
        assert ligne.absences == 1


@pytest.mark.django_db
class TestTheTeam:
    def test_counts_its_own_by_way_of_meeting_missed_and_excused_apart(self) -> None:
        ines = MembreFactory.create(structure__nom="Passerelle", compte__nom="Zqinès")
        safi = person_of(ines, "Zqsafi", now=NOW)
        for etat, combien in (
            (EtatRendezVous.TENU, 12),
            (EtatRendezVous.ABSENTE, 6),
            (EtatRendezVous.EXCUSEE, 5),
            (EtatRendezVous.REPORTE, 9),
            (EtatRendezVous.PREVU, 9),
        ):
            seen(ines, safi, etat, combien)
        seen(ines, safi, EtatRendezVous.TENU, 8, mode="telephone")
        seen(ines, safi, EtatRendezVous.ABSENTE, 1, mode="telephone")
        seen(ines, safi, EtatRendezVous.TENU, 4, mode="visio")
        seen(ines, None, EtatRendezVous.TENU, 50)
        seen(ines, safi, EtatRendezVous.TENU, 50, debut=datetime(2026, 11, 3, 9, tzinfo=UTC))
        seen(MembreFactory.create(), safi, EtatRendezVous.TENU, 50)

        assert [(un.mode, *un.nombres, un.total) for un in comings_of(ines.compte, on=TODAY)] == [("sur_place", 12, 6, 5, 23), ("telephone", 8, None, 0, None)]

        client = Client()
        client.force_login(ines.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        with time_machine.travel(NOW, tick=True):
            page = client.get(reverse("agenda:venues"))
            tableau = client.get(reverse("agenda:venues"), {"format": "csv"})
        texte = page.content.decode().split("<main")[1].split("</main>")[0]
        assert "moins de 5" in texte
        assert '<rect class="venues__absences" x="157" y="0" width="78"' in texte
        for dit in (texte, tableau.content.decode("utf-8-sig")):
            assert "Zq" not in dit
        assert '"Passerelle";"au téléphone";"8";"moins de 5";"0";"";""' in tableau.content.decode("utf-8-sig")
        assert "Ce n’est pas une absence" in tableau.content.decode("utf-8-sig")

    def test_one_that_has_none_says_so(self) -> None:
        client = Client()
        client.force_login(MembreFactory.create().compte, backend="allauth.account.auth_backends.AuthenticationBackend")

        assert "trop peu de rendez-vous" in client.get(reverse("agenda:venues")).content.decode()
