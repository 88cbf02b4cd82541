"""What a person chooses and what a professional thinks: rows that only add up, the last one in force."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from droits_ouverts.bilan import rules, selectors, services, services_choix, triggers_choix
from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix, StatutAvis, TypeNonRecours
from droits_ouverts.bilan.errors import ChoiceMovedError, ChoiceRefusedError, NothingToOverruleError, OpinionRefusedError
from droits_ouverts.bilan.models import Avis, Bilan, Choix
from droits_ouverts.bilan.rules import REFUS, Reponse
from droits_ouverts.bilan.signals import droit_choisi
from droits_ouverts.coffre.errors import TamperedError
from droits_ouverts.comptes.models import Compte
from droits_ouverts.droits.errors import UnknownDroitError
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from tests.bilan import estimations
from tests.bilan.conftest import NOW
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
RAISON = "Elle a déjà le statut de réfugiée."


def choose(bilan: Bilan, actor: Compte, decision: str, droit: str = "rsa", **reste: object) -> Choix:
    return services_choix.choose_right(bilan_id=bilan.pk, actor=actor, droit=droit, decision=decision, **{"now": NOW} | reste)  # type: ignore[arg-type]  # loose on purpose


def opine(bilan: Bilan, actor: Compte, statut: str = "probable", raison: str = RAISON, droit: str = "rsa") -> Avis:
    return services_choix.give_opinion(bilan_id=bilan.pk, actor=actor, droit=droit, statut=statut, raison=raison, now=NOW)


def received(bilan: Bilan) -> object:
    bilan.refresh_from_db()
    return selectors.open_answers(bilan).faits("famille").get("droits_recus", "rien de dit")


def verbs(bilan: Bilan) -> list[str]:
    return list(Ligne.objects.about("bilan", str(bilan.pk)).values_list("verb", flat=True))


@pytest.fixture
def estime(foyer: Bilan, ines: Compte) -> Bilan:
    demandee = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions={"regles": "1"}, now=NOW)
    services.store_estimate(estimation_id=demandee.pk, actor=ines, resultat=estimations.COMPLETE, now=NOW)
    return foyer


@pytest.fixture
def karim(foyer: Bilan) -> Compte:
    """Another professional of the same structure."""
    return MembreFactory.create(structure=foyer.structure).compte


class TestChoice:
    def test_is_noted_once_with_one_line_and_announced(self, foyer: Bilan, ines: Compte) -> None:
        recus: list[object] = []

        def listen(sender: object, **said: object) -> None:
            assert transaction.get_connection().in_atomic_block
            recus.append((said["bilan_id"], said["droit"], said["choix_id"], said["decision"]))

        droit_choisi.connect(listen)
        try:
            choix = choose(foyer, ines, "voulu")
            assert choose(foyer, ines, "voulu") == choix
            autre = choose(foyer, ines, "pas_maintenant", droit="asf")
        finally:
            droit_choisi.disconnect(listen)

        assert recus == [(foyer.pk, "rsa", choix.pk, "voulu"), (foyer.pk, "asf", autre.pk, "pas_maintenant")]
        assert verbs(foyer)[-2:] == ["choisir_droit", "choisir_droit"]
        assert {code: c.decision for code, c in selectors.choices_of(foyer).items()} == {"rsa": "voulu", "asf": "pas_maintenant"}

    def test_her_own_words_are_sealed_and_bound_to_their_row(self, foyer: Bilan, ines: Compte) -> None:
        choose(foyer, ines, "ecarte", motif="peur_dette", mots="  La dernière fois, j’ai dû rendre 900 €.  ")
        choose(foyer, ines, "ecarte", droit="asf", motif="conflit_familial", mots="Je ne veux pas d’histoires.")
        rsa, asf = Choix.objects.get(droit="rsa"), Choix.objects.get(droit="asf")

        assert selectors.words_of(rsa, foyer) == "La dernière fois, j’ai dû rendre 900 €."
        assert "900" not in rsa.mots_scelles
        rsa.mots_scelles = asf.mots_scelles
        with pytest.raises(TamperedError):
            selectors.words_of(rsa, foyer)

    @pytest.mark.parametrize(
        ("decision", "reste", "champ"),
        [
            ("abandonne", {}, "decision"),
            ("", {}, "decision"),
            ("ecarte", {"motif": "paresse"}, "motif"),
            ("voulu", {"motif": "peur_dette"}, "motif"),
            ("voulu", {"mots": "parce que"}, "motif"),
            ("ecarte", {"mots": "x" * 501}, "mots"),
        ],
    )
    def test_that_is_not_one_writes_nothing(self, foyer: Bilan, ines: Compte, decision: str, reste: dict[str, str], champ: str) -> None:
        with pytest.raises(ChoiceRefusedError) as refus:
            choose(foyer, ines, decision, **reste)

        assert list(refus.value.errors) == [champ]
        assert not Choix.objects.exists()

    def test_of_a_right_outside_the_catalogue_or_of_another_structure_is_not_there(self, foyer: Bilan, ines: Compte) -> None:
        with pytest.raises(UnknownDroitError):
            choose(foyer, ines, "voulu", droit="loto")
        with pytest.raises(NotVisibleError):
            choose(foyer, MembreFactory.create().compte, "voulu")
        assert not Choix.objects.exists()

    def test_two_professionals_at_once_the_last_one_wins_and_both_stay(self, foyer: Bilan, ines: Compte, karim: Compte) -> None:
        choose(foyer, ines, "voulu", now=NOW + timedelta(seconds=2))
        # His clock is late; he came after all the same.
        choose(foyer, karim, "pas_maintenant")

        assert selectors.choices_of(foyer)["rsa"].auteur == karim
        assert Choix.objects.count() == 2

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(suite=st.lists(st.tuples(st.sampled_from(["rsa", "asf"]), st.sampled_from([d for d in DecisionChoix.values if d != "deja_recu"])), max_size=6))
    def test_whatever_the_sequence_the_last_is_in_force_and_none_is_lost(self, foyer: Bilan, ines: Compte, suite: list[tuple[str, str]]) -> None:
        Choix.objects.all().delete()
        attendus: dict[str, list[str]] = {"rsa": [], "asf": []}
        for droit, decision in suite:
            choose(foyer, ines, decision, droit=droit)
            if attendus[droit][-1:] != [decision]:
                attendus[droit].append(decision)

        en_vigueur = {code: choix.decision for code, choix in selectors.choices_of(foyer).items()}
        assert en_vigueur == {code: faits[-1] for code, faits in attendus.items() if faits and faits[-1] != "aucune"}
        for code, faits in attendus.items():
            assert list(Choix.objects.filter(droit=code).order_by("id").values_list("decision", flat=True)) == faits

    def test_costs_one_query_to_read_whatever_their_number(self, estime: Bilan, ines: Compte, django_assert_num_queries: object) -> None:
        for droit in ("rsa", "asf", "ars", "cmi", "prime_activite"):
            choose(estime, ines, "voulu", droit=droit)
            opine(estime, ines, droit=droit)
        bilan = Bilan.objects.get(pk=estime.pk)

        with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture of pytest-django
            assert len(selectors.choices_of(bilan)) == 5
        with django_assert_num_queries(1):  # type: ignore[operator]  # same
            assert [avis.auteur.nom for avis in selectors.opinions_of(bilan).values()] == [ines.nom] * 5


class TestReceived:
    def test_is_the_same_fact_as_on_the_questions_screen(self, foyer: Bilan, ines: Compte) -> None:
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="droits_recus", entite="famille", valeur=["ars"])], sujet=None, now=NOW)

        choose(foyer, ines, "deja_recu", droit="asf")

        assert received(foyer) == ["ars", "asf"]
        assert verbs(foyer)[-2:] == ["enregistrer_reponses", "choisir_droit"]

    @pytest.mark.parametrize("avant", [None, REFUS])
    def test_is_kept_where_nothing_was_said(self, foyer: Bilan, ines: Compte, avant: object) -> None:
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="droits_recus", entite="famille", valeur=avant)], sujet=None, now=NOW)

        choose(foyer, ines, "deja_recu")

        assert received(foyer) == ["rsa"]

    def test_leaves_the_answers_with_a_change_of_mind_and_the_question_is_open_again(self, foyer: Bilan, ines: Compte) -> None:
        choose(foyer, ines, "deja_recu")
        choose(foyer, ines, "voulu")

        assert received(foyer) == "rien de dit"

    def test_said_again_after_the_questions_screen_took_it_off_is_written_again(self, foyer: Bilan, ines: Compte) -> None:
        choose(foyer, ines, "deja_recu")
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="droits_recus", entite="famille", valeur=[])], sujet=None, now=NOW)

        choose(foyer, ines, "deja_recu")

        assert received(foyer) == ["rsa"]


class TestUndo:
    def test_brings_the_choice_before_back_with_its_words_by_a_row_more(self, foyer: Bilan, ines: Compte) -> None:
        choose(foyer, ines, "ecarte", motif="autre", mots="Plus tard.")
        dernier = choose(foyer, ines, "deja_recu")

        services_choix.undo_choice(bilan_id=foyer.pk, actor=ines, choix_id=dernier.pk, now=NOW + timedelta(seconds=59))

        choix = selectors.choices_of(foyer)["rsa"]
        assert (choix.decision, choix.motif, selectors.words_of(choix, foyer)) == ("ecarte", "autre", "Plus tard.")
        assert Choix.objects.count() == 3
        assert received(foyer) == "rien de dit"

    def test_of_a_choice_on_a_right_told_as_received_brings_it_back_in_the_answers(self, foyer: Bilan, ines: Compte) -> None:
        recus = Reponse(fait="droits_recus", entite="famille", valeur=["asf", "rsa"])
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[recus], sujet=None, now=NOW)
        slip = choose(foyer, ines, "voulu")
        assert received(foyer) == ["asf"]

        services_choix.undo_choice(bilan_id=foyer.pk, actor=ines, choix_id=slip.pk, now=NOW)

        assert received(foyer) == ["asf", "rsa"]
        assert selectors.choices_of(foyer)["rsa"].decision == "deja_recu"

    def test_of_the_first_choice_leaves_none(self, foyer: Bilan, ines: Compte) -> None:
        premier = choose(foyer, ines, "voulu")

        services_choix.undo_choice(bilan_id=foyer.pk, actor=ines, choix_id=premier.pk, now=NOW)

        assert selectors.choices_of(foyer) == {}
        assert list(Choix.objects.order_by("id").values_list("decision", flat=True)) == ["voulu", "aucune"]

    def test_is_refused_after_a_minute_or_another_choice_or_for_another_check_up(self, foyer: Bilan, ines: Compte, karim: Compte) -> None:
        premier = choose(foyer, ines, "voulu")
        with pytest.raises(ChoiceMovedError):
            services_choix.undo_choice(bilan_id=foyer.pk, actor=ines, choix_id=premier.pk, now=NOW + timedelta(seconds=61))
        choose(foyer, karim, "pas_maintenant")
        with pytest.raises(ChoiceMovedError):
            services_choix.undo_choice(bilan_id=foyer.pk, actor=ines, choix_id=premier.pk, now=NOW)
        autre = services.start_bilan(actor=ines, structure_id=foyer.structure_id, site_id=None, mois="2026-11", now=NOW)
        with pytest.raises(NotVisibleError):
            services_choix.undo_choice(bilan_id=autre.pk, actor=ines, choix_id=premier.pk, now=NOW)
        assert Choix.objects.count() == 2


class TestOpinion:
    def test_stands_beside_the_estimate_and_each_stays(self, estime: Bilan, ines: Compte, karim: Compte) -> None:
        opine(estime, ines)
        opine(estime, karim, statut="hors", raison="Ses ressources ont changé depuis.")

        en_vigueur = selectors.opinions_of(estime)["rsa"]
        assert (en_vigueur.auteur, en_vigueur.statut) == (karim, StatutAvis.HORS)
        assert selectors.reason_of(en_vigueur, estime) == "Ses ressources ont changé depuis."
        assert "ressources" not in en_vigueur.raison_scellee
        assert Avis.objects.count() == 2
        assert selectors.open_results(en_vigueur.estimation) == estimations.COMPLETE
        assert verbs(estime)[-2:] == ["donner_avis", "donner_avis"]

    def test_is_withdrawn_by_a_row_more_without_a_reason(self, estime: Bilan, ines: Compte) -> None:
        opine(estime, ines)
        retrait = opine(estime, ines, statut="retire", raison="")

        assert selectors.opinions_of(estime) == {}
        assert Avis.objects.count() == 2
        assert selectors.reason_of(retrait, estime) == ""
        assert verbs(estime)[-1] == "retirer_avis"

    @pytest.mark.parametrize(("statut", "raison", "champ"), [("certain", RAISON, "statut"), ("hors", "  non.  ", "raison"), ("hors", "x" * 501, "raison")])
    def test_needs_a_status_and_a_reason(self, estime: Bilan, ines: Compte, statut: str, raison: str, champ: str) -> None:
        with pytest.raises(OpinionRefusedError) as refus:
            opine(estime, ines, statut=statut, raison=raison)

        assert list(refus.value.errors) == [champ]
        assert not Avis.objects.exists()

    def test_needs_an_estimate_a_known_right_and_the_structure(self, foyer: Bilan, ines: Compte) -> None:
        with pytest.raises(NothingToOverruleError):
            opine(foyer, ines)
        with pytest.raises(UnknownDroitError):
            opine(foyer, ines, droit="loto")
        with pytest.raises(NotVisibleError):
            opine(foyer, MembreFactory.create().compte)


class TestNeverChanged:
    @pytest.mark.parametrize("statement", ["UPDATE bilan_choix SET decision = 'ecarte'", "UPDATE bilan_avis SET statut = 'hors'"])
    def test_the_database_refuses(self, estime: Bilan, ines: Compte, statement: str) -> None:
        choose(estime, ines, "voulu")
        opine(estime, ines)

        with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

        assert selectors.choices_of(estime)["rsa"].decision == DecisionChoix.VOULU
        assert selectors.opinions_of(estime)["rsa"].statut == StatutAvis.PROBABLE

    def test_they_go_with_their_check_up(self, estime: Bilan, ines: Compte) -> None:
        choose(estime, ines, "voulu")
        opine(estime, ines)

        Bilan.objects.filter(pk=estime.pk).delete()

        assert not Choix.objects.exists()
        assert not Avis.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_its_trigger_a_choice_would_be_changed(foyer: Bilan, ines: Compte) -> None:
    choose(foyer, ines, "voulu")
    try:
        with connection.schema_editor() as editor:
            triggers_choix.remove(editor)
        assert Choix.objects.update(decision="ecarte") == 1
    finally:
        with connection.schema_editor() as editor:
            triggers_choix.install(editor)
    with pytest.raises(DatabaseError, match="ne se modifie pas"):
        Choix.objects.update(decision="voulu")


class TestReasons:
    def test_each_has_its_place_among_the_types(self) -> None:
        assert set(rules.TYPES_NON_RECOURS) == set(MotifChoix)
        assert set(rules.TYPES_NON_RECOURS.values()) == {*TypeNonRecours, None}

    @pytest.mark.parametrize(
        ("motif", "attendu"),
        [
            ("peur_dette", TypeNonRecours.NON_DEMANDE),
            ("ne_connait_pas", TypeNonRecours.NON_CONNAISSANCE),
            ("sans_reponse", TypeNonRecours.NON_RECEPTION),
            ("autre", None),
            ("", None),
        ],
    )
    def test_type_of(self, motif: str, attendu: TypeNonRecours | None) -> None:
        assert rules.type_of(motif) is attendu

    def test_an_unknown_reason_has_none(self) -> None:
        with pytest.raises(ValueError, match="paresse"):
            rules.type_of("paresse")
