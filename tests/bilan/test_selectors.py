"""What screens read, at its stated cost, with one row and with five."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from droits_ouverts.bilan import selectors, services
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.coffre.trousseau import kept_open
from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import NotVisibleError
from tests.bilan.conftest import NOW
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
ON = NOW.date()


class TestList:
    def test_costs_three_queries_whatever_the_number(self, foyer: Bilan, ines: Compte) -> None:
        for combien in (1, 5):
            while Bilan.objects.count() < combien:
                services.start_bilan(actor=ines, structure_id=foyer.structure_id, site_id=None, mois="2026-11", now=NOW)
            with kept_open(), CaptureQueriesContext(connection) as requetes:
                lignes = selectors.list_bilans(ines, on=ON)

            assert len(lignes) == combien
            # The structures, the check-ups, and the keys of what is shown.
            assert len(requetes) == 3

    def test_shows_the_first_name_and_the_household(self, foyer: Bilan, ines: Compte) -> None:
        (ligne,) = selectors.list_bilans(ines, on=ON)

        assert (ligne.prenom, ligne.personnes, ligne.mois, ligne.termine) == ("Awa", 2, "novembre 2026", False)

    def test_shows_nothing_of_another_structure(self, foyer: Bilan) -> None:
        assert selectors.list_bilans(MembreFactory.create().compte, on=ON) == []


class TestOne:
    def test_costs_two_queries(self, foyer: Bilan, ines: Compte) -> None:
        with CaptureQueriesContext(connection) as requetes:
            assert selectors.bilan_for(ines, foyer.pk, on=ON) == foyer

        assert len(requetes) == 2

    def test_of_another_structure_or_of_nobody_does_not_exist(self, foyer: Bilan, ines: Compte) -> None:
        for actor, ident in ((MembreFactory.create().compte, foyer.pk), (ines, uuid.uuid4())):
            with pytest.raises(NotVisibleError):
                selectors.bilan_for(actor, ident, on=ON)

    def test_is_closed_to_a_member_who_left(self, foyer: Bilan, ines: Compte) -> None:
        ines.appartenances.update(jusqu_au="2026-11-01")

        with pytest.raises(NotVisibleError):
            selectors.bilan_for(ines, foyer.pk, on=ON)


class TestFingerprint:
    def test_depends_on_answers_and_rules_not_on_names(self, foyer: Bilan) -> None:
        reponses = selectors.open_answers(foyer)

        renommee = replace(reponses, membres=tuple(replace(m, prenom="X") for m in reponses.membres))
        autre = replace(reponses, groupes={**reponses.groupes, "menage": {"loyer": 1}})

        assert selectors.fingerprint(renommee, {"a": "1"}) == selectors.fingerprint(reponses, {"a": "1"})
        assert selectors.fingerprint(autre, {"a": "1"}) != selectors.fingerprint(reponses, {"a": "1"})
        assert selectors.fingerprint(reponses, {"a": "2"}) != selectors.fingerprint(reponses, {"a": "1"})
