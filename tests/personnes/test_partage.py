"""What a person agrees to share: noted as she said it, narrowed or withdrawn by a line more, never rewritten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes import rules_partage, services_partage, triggers
from droits_ouverts.personnes.enums import EtatPartage, Finalite, ModeAccord, NatureSuite, Portee
from droits_ouverts.personnes.errors import PartageEndedError, PartageKeptError, PartageRefusedError
from droits_ouverts.personnes.models import Partage, Personne, SuitePartage
from droits_ouverts.personnes.rules_partage import SENSIBLES, Suite, Termes
from droits_ouverts.structures.models import Membre
from tests.factories.partages import BASES, NOW, TODAY, an_agreement, person_of, shared
from tests.factories.structures import MembreFactory

I, D, R = Portee.IDENTITE, Portee.DROITS, Portee.RESSOURCES  # noqa: E741  three scopes, as short as the tables below need


@pytest.fixture
def membre(db: None) -> Membre:
    return MembreFactory.create()


@pytest.fixture
def lecteur(db: None) -> Membre:
    return MembreFactory.create()


@pytest.fixture
def personne(membre: Membre) -> Personne:
    return person_of(membre)


@pytest.fixture
def partage(membre: Membre, lecteur: Membre, personne: Personne) -> Partage:
    return shared(membre, personne, lecteur.structure_id, {I, D, R})


def termes(*suites: tuple[NatureSuite, frozenset[Portee]], debut: date = TODAY, fin: date = TODAY) -> Termes:
    return Termes(portees=frozenset({I, D}), debut=debut, fin=fin, suites=tuple(Suite(nature=nature, portees=reste, at=NOW) for nature, reste in suites))


class TestState:
    @pytest.mark.parametrize(
        ("quoi", "jour", "etat", "ouvertes"),
        [
            (termes(), TODAY, EtatPartage.EN_COURS, {I, D}),
            (termes(debut=TODAY + timedelta(days=1), fin=date(2027, 1, 1)), TODAY, EtatPartage.A_VENIR, set()),
            (termes(fin=TODAY), TODAY + timedelta(days=1), EtatPartage.EXPIRE, set()),
            (termes((NatureSuite.RESTREINT, frozenset({I}))), TODAY, EtatPartage.RESTREINT, {I}),
            (termes((NatureSuite.RETIRE, frozenset())), TODAY, EtatPartage.RETIRE, set()),
            (termes((NatureSuite.RETIRE, frozenset()), (NatureSuite.RETABLI, frozenset({I, D}))), TODAY, EtatPartage.EN_COURS, {I, D}),
            (termes((NatureSuite.RETABLI, frozenset(Portee))), TODAY, EtatPartage.EN_COURS, {I, D}),
        ],
        ids=["running", "to come", "over", "narrowed", "withdrawn", "taken back", "nothing that follows gives more"],
    )
    def test_each(self, quoi: Termes, jour: date, etat: EtatPartage, ouvertes: set[Portee]) -> None:
        assert rules_partage.state(quoi, jour) is etat
        assert rules_partage.scopes_on(quoi, jour) == ouvertes

    def test_twelve_months_end_on_the_same_day(self) -> None:
        assert rules_partage.last_day(date(2026, 11, 24)) == date(2027, 11, 24)
        assert rules_partage.last_day(date(2028, 2, 29)) == date(2029, 2, 28)

    def test_codes_read_back(self) -> None:
        assert rules_partage.read(rules_partage.written(Portee)) == frozenset(Portee)
        assert rules_partage.read("") == frozenset()

    @pytest.mark.parametrize("profession", ["mediateur_social", "benevole", "autre", "travailleur_social", "conseiller_insertion"])
    def test_who_is_not_bound_to_secrecy_reads_no_sensitive_scope(self, profession: str) -> None:
        assert rules_partage.readable(Portee, profession) == frozenset(Portee) - SENSIBLES - {Portee.NOTES}

    def test_who_is_bound_reads_what_was_agreed(self) -> None:
        assert rules_partage.readable({Portee.SANTE}, "assistant_service_social") == {Portee.SANTE}


class TestShare:
    def test_it_is_kept_as_she_said_it_and_the_journal_tells_ids(self, partage: Partage, membre: Membre, lecteur: Membre) -> None:
        assert (partage.portees, partage.de_structure_id, partage.vers_structure_id) == (
            "identite ressources droits",
            membre.structure_id,
            lecteur.structure_id,
        )
        ligne = Ligne.objects.get(verb="partager")
        assert (ligne.thing_kind, ligne.thing_id, ligne.purpose, ligne.structure_id) == ("partage", str(partage.pk), "accompagnement", membre.structure_id)

    @pytest.mark.parametrize(
        ("change", "champ"),
        [
            ({"portees": frozenset()}, "portees"),
            ({"portees": frozenset({I, Portee.SANTE}), "explication": True}, "portees"),
            ({"portees": frozenset({Portee.SANTE, Portee.SEJOUR}), "explication": True}, "portees"),
            ({"portees": frozenset({Portee.VIOLENCES}), "explication": False}, "explication"),
            ({"langue": "xx"}, "langue"),
            ({"debut": TODAY - timedelta(days=1)}, "debut"),
            ({"debut": date(2028, 1, 1)}, "debut"),
            ({"fin": TODAY - timedelta(days=1)}, "fin"),
            ({"fin": date(2027, 11, 25)}, "fin"),
        ],
        ids=["nothing", "health in a bundle", "two sensitive", "unexplained", "language", "past", "far", "before", "more than a year"],
    )
    def test_what_is_refused_writes_nothing(self, membre: Membre, lecteur: Membre, personne: Personne, change: dict[str, object], champ: str) -> None:
        portees = change.pop("portees", BASES)

        with pytest.raises(PartageRefusedError) as caught:
            services_partage.share(
                actor=membre.compte,
                personne_id=personne.pk,
                accord=an_agreement(lecteur.structure_id, portees, **change),  # type: ignore[arg-type]  # each case gives scopes
                now=NOW,
            )

        assert champ in caught.value.errors
        assert not Partage.objects.exists()

    def test_a_whole_year_is_kept(self, membre: Membre, lecteur: Membre, personne: Personne) -> None:
        assert shared(membre, personne, lecteur.structure_id, fin=date(2027, 11, 24)).fin == date(2027, 11, 24)

    @pytest.mark.parametrize("vers", ["own", "none"])
    def test_with_her_own_structure_or_with_none_it_is_refused(self, membre: Membre, personne: Personne, vers: str) -> None:
        with pytest.raises(PartageRefusedError):
            shared(membre, personne, membre.structure_id if vers == "own" else 10**9)

    def test_who_reads_shares_no_further(self, lecteur: Membre, partage: Partage, personne: Personne) -> None:
        tiers = MembreFactory.create()

        with pytest.raises(NotVisibleError):
            shared(lecteur, personne, tiers.structure_id)


class TestFollow:
    def test_narrowed_then_withdrawn_each_by_a_line_more(self, membre: Membre, partage: Partage) -> None:
        services_partage.narrow(actor=membre.compte, partage_id=partage.pk, garder={I}, mode=ModeAccord.ORAL, now=NOW)
        assert rules_partage.remaining(Partage.objects.get(pk=partage.pk).termes) == {I}

        services_partage.withdraw(actor=membre.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=NOW)

        assert rules_partage.state(Partage.objects.get(pk=partage.pk).termes, TODAY) is EtatPartage.RETIRE
        assert [suite.nature for suite in partage.suites.order_by("pk")] == ["restreint", "retire"]
        assert {"restreindre_partage", "retirer_partage"} <= set(Ligne.objects.about("partage", partage.pk).values_list("verb", flat=True))

    @pytest.mark.parametrize("garder", [set(), {I, D, R}, {I, Portee.LOGEMENT}, set(Portee)])
    def test_narrowing_never_gives_more_or_nothing(self, membre: Membre, partage: Partage, garder: set[Portee]) -> None:
        with pytest.raises(PartageRefusedError):
            services_partage.narrow(actor=membre.compte, partage_id=partage.pk, garder=garder, mode=ModeAccord.ORAL, now=NOW)

    def test_the_structure_that_reads_may_note_a_withdrawal_and_nothing_else(self, lecteur: Membre, partage: Partage) -> None:
        with pytest.raises(NotVisibleError):
            services_partage.narrow(actor=lecteur.compte, partage_id=partage.pk, garder={I}, mode=ModeAccord.ORAL, now=NOW)

        services_partage.withdraw(actor=lecteur.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=NOW)

        assert rules_partage.state(Partage.objects.get(pk=partage.pk).termes, TODAY) is EtatPartage.RETIRE

    def test_a_third_structure_finds_nothing(self, partage: Partage) -> None:
        tiers = MembreFactory.create()

        for geste in (services_partage.withdraw, services_partage.undo):
            reste = {"mode": ModeAccord.ORAL} if geste is services_partage.withdraw else {}
            for numero in (partage.pk, 10**9):
                with pytest.raises(NotVisibleError):
                    geste(actor=tiers.compte, partage_id=numero, now=NOW, **reste)  # type: ignore[operator]  # two verbs of one shape

    def test_a_mistake_is_taken_back_within_its_minute_by_who_made_it(self, membre: Membre, lecteur: Membre, partage: Partage) -> None:
        services_partage.withdraw(actor=membre.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=NOW)

        with pytest.raises(PartageEndedError):
            services_partage.undo(actor=lecteur.compte, partage_id=partage.pk, now=NOW)
        with pytest.raises(PartageEndedError):
            services_partage.undo(actor=membre.compte, partage_id=partage.pk, now=NOW + timedelta(seconds=61))
        services_partage.undo(actor=membre.compte, partage_id=partage.pk, now=NOW + timedelta(seconds=59))

        assert rules_partage.scopes_on(Partage.objects.get(pk=partage.pk).termes, TODAY) == {I, D, R}
        with pytest.raises(PartageEndedError):
            services_partage.undo(actor=membre.compte, partage_id=partage.pk, now=NOW + timedelta(seconds=59))

    def test_what_is_withdrawn_or_over_is_not_changed_any_more(self, membre: Membre, partage: Partage) -> None:
        with pytest.raises(PartageEndedError):
            services_partage.narrow(actor=membre.compte, partage_id=partage.pk, garder={I}, mode=ModeAccord.ORAL, now=datetime(2027, 6, 1, tzinfo=UTC))
        services_partage.withdraw(actor=membre.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=NOW)

        with pytest.raises(PartageEndedError):
            services_partage.withdraw(actor=membre.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=NOW)


class TestNeverRewritten:
    @pytest.fixture
    def retire(self, membre: Membre, partage: Partage) -> SuitePartage:
        return services_partage.withdraw(actor=membre.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=NOW)

    def test_the_model_refuses(self, partage: Partage, retire: SuitePartage) -> None:
        for ligne in (partage, retire):
            for geste in (ligne.save, ligne.delete, type(ligne).objects.all().delete, lambda ligne=ligne: type(ligne).objects.update(portees="droits")):
                with pytest.raises(PartageKeptError):
                    geste()

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE personnes_partage SET portees = 'identite logement'",
            "UPDATE personnes_partage SET fin = '2027-11-01'",
            "UPDATE personnes_suitepartage SET nature = 'retabli', portees = 'identite'",
            "DELETE FROM personnes_suitepartage",
        ],
    )
    def test_the_database_refuses(self, retire: SuitePartage, statement: str) -> None:
        with pytest.raises(DatabaseError, match="partage"):
            run_sql(statement)

    def test_the_database_takes_it_where_nothing_closes_the_tables(self, retire: SuitePartage) -> None:
        for statement in triggers.REMOVE[connection.vendor]:
            run_sql(statement)

        run_sql("DELETE FROM personnes_suitepartage")

        assert not SuitePartage.objects.exists()

    @pytest.mark.parametrize(
        ("change", "error"),
        [
            ({"portees": "identite sante", "explication": True}, IntegrityError),
            ({"portees": "sejour", "explication": False}, IntegrityError),
            ({"portees": "identite tout"}, IntegrityError),
            ({"portees": ""}, IntegrityError),
            ({"fin": date(2027, 11, 25)}, DatabaseError),
            ({"fin": date(2026, 11, 1)}, IntegrityError),
        ],
        ids=["bundle", "unexplained", "unknown scope", "no scope", "more than a year", "ends before"],
    )
    def test_the_database_takes_no_agreement_that_the_rule_refuses(self, partage: Partage, change: dict[str, object], error: type[DatabaseError]) -> None:
        valeurs = {champ.attname: getattr(partage, champ.attname) for champ in Partage._meta.concrete_fields if not champ.primary_key}

        with pytest.raises(error), transaction.atomic():
            Partage.objects.create(**(valeurs | change))

    def test_they_go_with_the_person(self, retire: SuitePartage, personne: Personne) -> None:
        assert services_partage.forget_agreements(personne.pk) == 1

        assert not Partage.objects.exists()
        assert not SuitePartage.objects.exists()


def run_sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_purpose_is_a_code_that_the_journal_takes() -> None:
    assert all(finalite.value.isidentifier() for finalite in Finalite)
