"""The wall of the database and what the application answers say the same of who may read a person: two walls that disagree are one."""

from __future__ import annotations

import pytest
from django.db import connection

from droits_ouverts.comptes.models import Compte
from droits_ouverts.personnes import rules_partage
from droits_ouverts.personnes.access import visible_scopes
from droits_ouverts.personnes.enums import Finalite
from droits_ouverts.personnes.models import Personne
from tests.foundation.lignes.cellules import JOURS
from tests.foundation.lignes.monde import Monde, drawn, load
from tests.foundation.lignes.oracle import seen_from

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(connection.vendor != "postgresql", reason="row security is PostgreSQL's")]
GRAINE = 20261127


@pytest.fixture
def monde() -> Monde:
    monde = drawn(GRAINE, comptes=10, personnes=25)
    with connection.cursor() as cursor:
        load(cursor, monde)
    return monde


def disagreements(monde: Monde) -> tuple[int, list[str]]:
    """Whom the application lets an account read on a day, for any purpose, beside whose rows the wall shows; emergencies apart, which have their own door."""
    comptes = {compte.pk: compte for compte in Compte.objects.filter(pk__in=[ligne["id"] for ligne in monde.rows("comptes_compte")])}
    personnes = list(Personne.objects.filter(pk__in=[ligne["id"] for ligne in monde.rows("personnes_personne")]))
    compare, ecarts = 0, []
    for numero, compte in comptes.items():
        for jour in sorted(set(JOURS)):
            vue = seen_from(monde, numero, jour)
            for personne in personnes:
                if personne.pk in vue.secourues:
                    continue
                compare += 1
                lue = any(visible_scopes(compte, personne, finalite, jour) for finalite in Finalite)
                if lue != (personne.pk in vue.visibles["personnes_personne"]):
                    ecarts.append(f"account {numero}, person {personne.pk}, {jour}: the application says {lue}")
    return compare, ecarts


def test_the_application_opens_whom_the_wall_shows(monde: Monde) -> None:
    compare, ecarts = disagreements(monde)

    assert ecarts == []
    assert compare > 500


def test_sabotage_an_agreement_that_never_ends_is_seen(monde: Monde, monkeypatch: pytest.MonkeyPatch) -> None:
    def whatever_the_day(termes: rules_partage.Termes, _on: object) -> object:
        return termes.portees

    monkeypatch.setattr("droits_ouverts.personnes.access.rules_partage.scopes_on", whatever_the_day)

    assert disagreements(monde)[1] != []
