"""An estimate that is done stands as it was: the services, the model and the database each refuse to rewrite it."""

from __future__ import annotations

import dataclasses
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from droits_ouverts.bilan import selectors, services, tasks, triggers
from droits_ouverts.bilan.enums import StatutEstimation
from droits_ouverts.bilan.errors import EstimateKeptError
from droits_ouverts.bilan.models import Bilan, Estimation
from droits_ouverts.bilan.rules import Reponse
from droits_ouverts.coffre import services as coffre
from droits_ouverts.engine.serialize import estimation_to_dict
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from tests.bilan import estimations
from tests.bilan.conftest import NOW
from tests.bilan.faux import FauxMoteur
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

VERSIONS = {"regles": "1", "openfisca_france": "176.1.8", "catalogue": "a"}
DEMAIN = NOW + timedelta(days=1)


@pytest.fixture
def faite(foyer: Bilan, ines: Compte) -> Estimation:
    demandee = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)
    services.store_estimate(estimation_id=demandee.pk, actor=ines, resultat=estimations.COMPLETE, now=NOW)
    return Estimation.objects.select_related("bilan").get(pk=demandee.pk)


def salary(foyer: Bilan, ines: Compte, montant: float) -> None:
    services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="salaire_net", entite="p1", valeur=montant)], sujet=None, now=NOW)


def run_sql(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.django_db
class TestKept:
    def test_the_answers_of_then_are_kept_without_any_name(self, foyer: Bilan, faite: Estimation, ines: Compte) -> None:
        avant = selectors.open_situation(faite)
        salary(foyer, ines, 1200)

        assert selectors.open_situation(Estimation.objects.select_related("bilan").get(pk=faite.pk)) == avant
        assert "Awa" not in json.dumps(avant)
        assert avant == selectors.open_answers(faite.bilan).questionnaire()

    def test_what_is_computed_is_what_was_asked_whatever_changed_meanwhile(self, foyer: Bilan, ines: Compte) -> None:
        moteur = FauxMoteur()
        demandee = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)
        salary(foyer, ines, 1200)

        tasks.run_estimate(estimation=Estimation.objects.select_related("bilan").get(pk=demandee.pk), actor=ines, moteur=moteur, clock=lambda: NOW)

        assert "salaire_net" not in json.dumps(moteur.demandes)

    def test_every_version_is_kept(self, faite: Estimation) -> None:
        assert faite.versions == {**VERSIONS, **estimations.COMPLETE.versions}
        assert set(tasks.versions_of_rules()) >= {"catalogue", "regles", "openfisca_france", "openfisca_core", "droits_ouverts"}

    def test_another_catalogue_asks_for_nothing_another_rule_does(self, foyer: Bilan, faite: Estimation, ines: Compte) -> None:
        def ask(**versions: str) -> Estimation:
            return services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS | versions, now=DEMAIN)

        assert ask(catalogue="b").pk == faite.pk
        assert ask(regles="2").pk != faite.pk

    def test_an_estimate_of_before_answers_were_kept_is_read_with_those_of_today(self, foyer: Bilan) -> None:
        ancienne = Estimation.objects.create(bilan=foyer, empreinte="x", demandee_at=NOW)

        assert selectors.open_situation(ancienne) == selectors.open_answers(foyer).questionnaire()


@pytest.mark.django_db
class TestRemade:
    def test_it_stands_beside_with_the_old_answers_and_never_as_the_results_of_today(self, foyer: Bilan, faite: Estimation, ines: Compte) -> None:
        moteur = FauxMoteur()
        salary(foyer, ines, 1200)
        refaite = services.remake_estimate(bilan_id=foyer.pk, actor=ines, estimation_id=faite.pk, versions=VERSIONS | {"regles": "2"}, now=DEMAIN)
        tasks.run_estimate(estimation=refaite, actor=ines, moteur=moteur, clock=lambda: DEMAIN)

        assert moteur.demandes == [selectors.open_situation(faite)]
        assert refaite.refaite_de_id == faite.pk
        assert [e.pk for e in selectors.kept_estimates(foyer)] == [refaite.pk, faite.pk]
        assert selectors.latest_estimate(foyer) == faite
        assert selectors.remade_under(faite, VERSIONS | {"regles": "2"}) == refaite
        assert selectors.remade_under(faite, VERSIONS | {"regles": "3"}) is None

    def test_it_is_asked_once(self, foyer: Bilan, faite: Estimation, ines: Compte) -> None:
        def remake() -> Estimation:
            return services.remake_estimate(bilan_id=foyer.pk, actor=ines, estimation_id=faite.pk, versions=VERSIONS, now=DEMAIN)

        assert remake() == remake()
        assert Ligne.objects.filter(verb="refaire_estimation").count() == 1

    def test_nobody_else_makes_one(self, foyer: Bilan, faite: Estimation, autre_compte: Compte) -> None:
        with pytest.raises(NotVisibleError):
            services.remake_estimate(bilan_id=foyer.pk, actor=autre_compte, estimation_id=faite.pk, versions=VERSIONS, now=DEMAIN)

    def test_an_estimate_of_another_check_up_is_not_there(self, faite: Estimation, ines: Compte) -> None:
        autre = services.start_bilan(actor=ines, structure_id=faite.bilan.structure_id, site_id=None, mois="2026-11", now=NOW)

        with pytest.raises(NotVisibleError):
            services.remake_estimate(bilan_id=autre.pk, actor=ines, estimation_id=faite.pk, versions=VERSIONS, now=DEMAIN)


@pytest.fixture
def autre_compte(db: None) -> Compte:
    return MembreFactory.create().compte


@pytest.mark.django_db
class TestRefused:
    def test_by_the_model(self, faite: Estimation) -> None:
        faite.empreinte = "autre"
        with pytest.raises(EstimateKeptError):
            faite.save()
        with pytest.raises(EstimateKeptError):
            Estimation.objects.filter(pk=faite.pk).update(versions={})
        nouvelle = Estimation(bilan=faite.bilan, empreinte="y", demandee_at=NOW)
        nouvelle.save()
        nouvelle.statut, nouvelle.faite_at, nouvelle.resultats_scelles = StatutEstimation.FAITE, NOW, "do1.k1-00000000.a.b"
        nouvelle.save()
        with pytest.raises(EstimateKeptError):
            nouvelle.save()

    @pytest.mark.parametrize(
        "change",
        [
            "empreinte = 'autre'",
            "versions = '{}'",
            "faite_at = NULL",
            "demandee_at = '2020-01-01'",
            "statut = 'demandee'",
            "refaite_de_id = id",
            "resultats_scelles = ''",
            "resultats_scelles = resultats_scelles || 'A'",
            "resultats_scelles = 'do1.k1-00000000.AAAA.BBBB'",
            "situation_scellee = ''",
            "situation_scellee = 'do1.k1-00000000.AAAA.BBBB'",
            "situation_scellee = resultats_scelles",
            "situation_scellee = 'do2.AAAA'",
            "resultats_scelles = 'do2.AAAA'",
        ],
    )
    def test_by_the_database(self, faite: Estimation, change: str) -> None:
        with pytest.raises(DatabaseError, match="ne se modifie pas"):
            run_sql(f"UPDATE bilan_estimation SET {change}")  # noqa: S608  the statements of this test
        assert selectors.open_results(Estimation.objects.select_related("bilan").get(pk=faite.pk)) == estimations.COMPLETE

    @pytest.mark.parametrize("change", ["empreinte = 'autre'", "situation_scellee = ''", "demandee_at = '2020-01-01'"])
    def test_by_the_database_before_it_is_done(self, foyer: Bilan, ines: Compte, change: str) -> None:
        services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)

        with pytest.raises(DatabaseError, match="ne se modifie pas"):
            run_sql(f"UPDATE bilan_estimation SET {change}")  # noqa: S608  the statements of this test

    def test_another_check_up_does_not_take_it(self, faite: Estimation, ines: Compte) -> None:
        autre = services.start_bilan(actor=ines, structure_id=faite.bilan.structure_id, site_id=None, mois="2026-11", now=NOW)

        with pytest.raises(DatabaseError, match="ne se modifie pas"):
            run_sql("UPDATE bilan_estimation SET bilan_id = %s", autre.pk.hex if connection.vendor == "sqlite" else autre.pk)

    def test_a_newer_key_may_wrap_it_again(self, foyer: Bilan) -> None:
        # As it was sealed before check-ups had keys of their own.
        ancienne = Estimation.objects.create(bilan=foyer, empreinte="x", demandee_at=NOW)
        contexte = dataclasses.replace(selectors.results_context(ancienne), sujet=None)
        ancienne.resultats_scelles = coffre.seal(json.dumps(estimation_to_dict(estimations.COMPLETE)).encode(), context=contexte)
        ancienne.statut, ancienne.faite_at = StatutEstimation.FAITE, NOW
        ancienne.save()
        enveloppe = coffre.rewrap(ancienne.resultats_scelles, context=contexte)

        run_sql("UPDATE bilan_estimation SET resultats_scelles = %s", enveloppe)

        relue = Estimation.objects.select_related("bilan").get(pk=ancienne.pk)
        assert relue.resultats_scelles == enveloppe != ancienne.resultats_scelles
        assert selectors.open_results(relue) == estimations.COMPLETE

    def test_it_goes_with_its_check_up(self, foyer: Bilan, faite: Estimation) -> None:
        foyer.delete()

        assert not Estimation.objects.filter(pk=faite.pk).exists()


@pytest.mark.django_db(transaction=True)
class TestSabotage:
    def test_without_its_trigger_an_estimate_would_be_rewritten(self, faite: Estimation) -> None:
        try:
            with connection.schema_editor() as editor:
                triggers.remove(editor)
            run_sql("UPDATE bilan_estimation SET versions = '{}'")
            assert Estimation.objects.get(pk=faite.pk).versions == {}
        finally:
            with connection.schema_editor() as editor:
                triggers.install(editor)

    @pytest.mark.parametrize("column", [*triggers.TOUJOURS, *triggers.FAITE, *triggers.SCELLES])
    def test_every_column_that_stands_is_in_both_dialects(self, column: str) -> None:
        for statements in triggers.INSTALL.values():
            assert any(f"OLD.{column}" in statement for statement in statements)

    def test_only_the_lease_is_left_out(self) -> None:
        libres = {field.column for field in Estimation._meta.concrete_fields} - {*triggers.TOUJOURS, *triggers.FAITE, *triggers.SCELLES}
        assert libres == {"id", "prise_at"}
        assert connection.vendor in triggers.INSTALL
