"""Figures outside the team: for whoever reads figures and nobody else, sums only, nothing under five, all structures together."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from droits_ouverts.reperage.enums import Axe
from droits_ouverts.reperage.selectors_portee import figures
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.reperages import NOW, met, place, tapped, under_way
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db


def page_of(membre: Membre) -> tuple[int, str]:
    client = Client()
    client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    with time_machine.travel(NOW, tick=True):
        reponse = client.get(reverse("portee:chiffres"))
    return reponse.status_code, reponse.content.decode()


def year(combien: int) -> None:
    """Encounters in two structures: one answer given by three people only."""
    for _structure in range(2):
        membre = MembreFactory.create()
        ronde = under_way(membre)
        rue = place(membre, "Rue Zquelque").pk
        tapped(membre, ronde, 100, endroit=rue)
        for rang in range(combien):
            met(
                membre,
                ronde,
                endroit=rue,
                suite="bilan_refuse" if rang == 0 else "bilan_accepte" if rang < 3 else "document",
                raison="defiance" if rang == 0 else "",
            )


@pytest.mark.parametrize(
    ("role", "lit"),
    [(Role.ELU, True), (Role.PILOTE, True), (Role.COORDINATEUR, True), (Role.RESPONSABLE, True), (Role.AMBASSADEUR, False), (Role.TECHNIQUE, False)],
)
def test_is_for_whoever_reads_figures(role: Role, lit: bool) -> None:
    statut, _page = page_of(MembreFactory.create(role=role))

    assert statut == (200 if lit else 403)


def test_says_sums_of_all_structures_and_nothing_under_five() -> None:
    year(9)
    elu = MembreFactory.create(role=Role.ELU)

    _statut, page = page_of(elu)
    lus = figures(elu.compte, on=NOW.date())

    assert "18 rencontres en un an" in page
    assert "9\u00a0% (entre" in page
    assert "trop peu pour être dit" in page
    # Two refused, four accepted: neither is said, and twelve others are.
    assert dict(lus.by(Axe.SUITE)) == {"document": 12, "bilan_accepte": None, "bilan_refuse": None}
    assert not any(mot in page for mot in ("Zquelque", "fait pas confiance"))


def test_says_nothing_at_all_of_four_people() -> None:
    year(2)

    _statut, page = page_of(MembreFactory.create(role=Role.PILOTE))

    assert "Trop peu de rencontres" in page
    assert "4 rencontres" not in page


def test_sabotage_a_small_count_that_is_said_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    year(9)
    monkeypatch.setattr("droits_ouverts.reperage.selectors_portee.hidden", lambda nombres: [False] * len(nombres))
    lus = figures(MembreFactory.create(role=Role.ELU).compte, on=NOW.date())

    assert any(nombre is not None and 0 < nombre < 5 for _valeur, nombre in lus.by(Axe.SUITE))
