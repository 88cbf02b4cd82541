"""Starting a check-up in one of several structures: the choice is asked, never supposed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.structures.models import Membre
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ailleurs(membre: Membre) -> Membre:
    """Inès also works in another structure."""
    return MembreFactory.create(compte=membre.compte, structure__nom="CCAS")


class TestSeveralStructures:
    def test_none_is_chosen_beforehand(self, session: Client, ailleurs: Membre) -> None:
        text = session.get(reverse("bilan:start")).content.decode()

        assert f'<option value="{ailleurs.structure_id}">' in text
        assert '<option value="" selected>' in text

    def test_going_on_without_a_choice_is_told(self, session: Client, ailleurs: Membre) -> None:
        answer = session.post(reverse("bilan:start"), {"structure": "", "mois": "2026-11", "forme": "complet"})

        assert answer.status_code == 422
        assert "elle seule gardera ce bilan" in answer.content.decode()
        assert not Bilan.objects.exists()

    def test_the_one_chosen_holds_the_check_up(self, session: Client, ailleurs: Membre) -> None:
        mois = session.get(reverse("bilan:start")).context["form"].fields["mois"].initial

        session.post(reverse("bilan:start"), {"structure": ailleurs.structure_id, "mois": mois, "forme": "complet"})

        assert Bilan.objects.get().structure_id == ailleurs.structure_id

    def test_one_where_she_does_not_work_is_refused(self, session: Client, ailleurs: Membre) -> None:
        inconnue = MembreFactory.create().structure_id

        assert session.post(reverse("bilan:start"), {"structure": inconnue, "mois": "2026-11", "forme": "complet"}).status_code == 422
        assert not Bilan.objects.exists()
