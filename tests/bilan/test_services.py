"""The verbs of the check-up: what they write, what they refuse, one journal line each, everything sealed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from droits_ouverts.bilan import selectors, services, tasks
from droits_ouverts.bilan.enums import StatutBilan, StatutEstimation
from droits_ouverts.bilan.errors import AnswersRefusedError, NothingToEstimateError, PersonRefusedError, UndoTooLateError
from droits_ouverts.bilan.models import Bilan, Estimation
from droits_ouverts.bilan.rules import Reponse
from droits_ouverts.coffre.errors import TamperedError
from droits_ouverts.comptes.models import Compte
from droits_ouverts.engine.questionnaire.types import Role, Sujet
from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.models import Ligne
from tests.bilan import estimations, faux
from tests.bilan.conftest import NOW
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
VERSIONS = {"regles": "1"}


def verbs(bilan: Bilan) -> list[str]:
    return list(Ligne.objects.about("bilan", str(bilan.pk)).values_list("verb", flat=True))


def answers(bilan: Bilan) -> dict[str, object]:
    bilan.refresh_from_db()
    return selectors.open_answers(bilan).questionnaire()


class TestStart:
    def test_a_member_starts_one_and_the_act_is_told(self, bilan: Bilan, ines: Compte) -> None:
        assert bilan.statut == StatutBilan.EN_COURS
        assert verbs(bilan) == ["commencer_bilan"]
        ligne = Ligne.objects.about("bilan", str(bilan.pk)).get()
        assert (ligne.actor_id, ligne.structure_id, ligne.purpose) == (ines.pk, bilan.structure_id, "bilan_des_droits")

    def test_nobody_starts_one_for_another_structure(self, ines: Compte) -> None:
        autre = MembreFactory.create()

        with pytest.raises(ForbiddenError):
            services.start_bilan(actor=ines, structure_id=autre.structure_id, site_id=None, mois="2026-11", now=NOW)

        assert not Bilan.objects.exists()

    def test_a_member_who_left_starts_none(self) -> None:
        partie = MembreFactory.create(partie=True)

        with pytest.raises(ForbiddenError):
            services.start_bilan(actor=partie.compte, structure_id=partie.structure_id, site_id=None, mois="2026-11", now=NOW)

    def test_a_month_that_is_none_is_refused(self, membre: MembreFactory) -> None:
        with pytest.raises(ValueError, match="2026-13"):
            services.start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-13", now=NOW)


class TestAnswers:
    def test_are_saved_with_one_line_and_the_others_stay(self, foyer: Bilan, ines: Compte) -> None:
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="loyer", entite="menage", valeur=420)], sujet=None, now=NOW)
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="commune", entite="menage", valeur="69259")], sujet=Sujet.LOGEMENT, now=NOW)

        assert answers(foyer)["menage"] == {"loyer": 420, "commune": "69259"}
        assert verbs(foyer)[-2:] == ["enregistrer_reponses", "enregistrer_reponses"]
        assert selectors.open_answers(foyer).vus == ("logement",)

    def test_the_same_answer_again_writes_nothing(self, foyer: Bilan, ines: Compte) -> None:
        reponse = [Reponse(fait="loyer", entite="menage", valeur=420)]
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=reponse, sujet=None, now=NOW)
        avant = len(verbs(foyer))

        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=reponse, sujet=None, now=NOW)

        assert len(verbs(foyer)) == avant

    def test_an_answer_taken_back_is_no_longer_there(self, foyer: Bilan, ines: Compte) -> None:
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="loyer", entite="menage", valeur=420)], sujet=None, now=NOW)
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="loyer", entite="menage", effacee=True)], sujet=None, now=NOW)

        assert answers(foyer)["menage"] == {}

    def test_one_bad_answer_refuses_the_whole_and_says_which(self, foyer: Bilan, ines: Compte) -> None:
        bonne, mauvaise = Reponse(fait="commune", entite="menage", valeur="69259"), Reponse(fait="loyer", entite="menage", valeur=-5)

        with pytest.raises(AnswersRefusedError) as refus:
            services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[bonne, mauvaise], sujet=None, now=NOW)

        assert list(refus.value.errors) == [("loyer", "menage")]
        assert answers(foyer)["menage"] == {}
        assert "enregistrer_reponses" not in verbs(foyer)

    def test_another_structure_finds_nothing(self, foyer: Bilan) -> None:
        etranger = MembreFactory.create().compte

        with pytest.raises(NotVisibleError):
            services.save_answers(bilan_id=foyer.pk, actor=etranger, reponses=[], sujet=None, now=NOW)


class TestPersons:
    def test_are_added_changed_taken_out_and_put_back(self, foyer: Bilan, ines: Compte) -> None:
        services.update_person(bilan_id=foyer.pk, actor=ines, ident="p2", role=Role.ENFANT, prenom="M", date_naissance=date(2018, 5, 2), now=NOW)
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="garde_alternee", entite="p2", valeur=True)], sujet=None, now=NOW)
        avant = answers(foyer)

        services.remove_person(bilan_id=foyer.pk, actor=ines, ident="p2", now=NOW)
        assert len(answers(foyer)["personnes"]) == 1  # type: ignore[arg-type]
        services.restore_person(bilan_id=foyer.pk, actor=ines, ident="p2", now=NOW + timedelta(seconds=30))

        assert answers(foyer) == avant
        assert verbs(foyer)[-4:] == ["modifier_personne", "enregistrer_reponses", "retirer_personne", "remettre_personne"]

    def test_after_a_minute_she_cannot_be_put_back_and_is_forgotten(self, foyer: Bilan, ines: Compte) -> None:
        services.remove_person(bilan_id=foyer.pk, actor=ines, ident="p2", now=NOW)
        plus_tard = NOW + timedelta(seconds=61)

        with pytest.raises(UndoTooLateError):
            services.restore_person(bilan_id=foyer.pk, actor=ines, ident="p2", now=plus_tard)
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="loyer", entite="menage", valeur=1)], sujet=None, now=plus_tard)

        foyer.refresh_from_db()
        assert b"Moussa" not in selectors.open_answers(foyer).to_bytes()

    def test_a_second_demandeur_is_refused(self, foyer: Bilan, ines: Compte) -> None:
        with pytest.raises(PersonRefusedError) as refus:
            services.add_person(bilan_id=foyer.pk, actor=ines, role=Role.DEMANDEUR, prenom="", date_naissance=date(1990, 1, 1), now=NOW)

        assert "role" in refus.value.errors

    def test_a_ghost_is_not_found(self, foyer: Bilan, ines: Compte) -> None:
        with pytest.raises(NotVisibleError):
            services.remove_person(bilan_id=foyer.pk, actor=ines, ident="p9", now=NOW)


class TestEstimate:
    def test_the_same_answers_are_asked_once_and_new_ones_get_a_row_beside(self, foyer: Bilan, ines: Compte) -> None:
        premiere = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)
        assert services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW) == premiere
        services.store_estimate(estimation_id=premiere.pk, actor=ines, resultat=estimations.COMPLETE, now=NOW)

        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="loyer", entite="menage", valeur=420)], sujet=None, now=NOW)
        seconde = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)

        assert seconde.pk != premiere.pk
        assert Estimation.objects.filter(bilan=foyer).count() == 2
        assert services.request_estimate(bilan_id=foyer.pk, actor=ines, versions={"regles": "2"}, now=NOW).pk not in (premiere.pk, seconde.pk)

    def test_what_the_engine_answered_comes_back_and_is_never_rewritten(self, foyer: Bilan, ines: Compte) -> None:
        demandee = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)
        faite = services.store_estimate(estimation_id=demandee.pk, actor=ines, resultat=estimations.COMPLETE, now=NOW)

        encore = services.store_estimate(estimation_id=demandee.pk, actor=ines, resultat=estimations.estimation(), now=NOW + timedelta(days=1))

        assert selectors.open_results(encore) == estimations.COMPLETE
        assert encore.faite_at == faite.faite_at
        assert encore.versions == {**VERSIONS, **estimations.COMPLETE.versions}
        assert verbs(foyer)[-2:] == ["demander_estimation", "enregistrer_estimation"]

    def test_one_at_a_time_by_check_up_until_the_lease_is_over(self, foyer: Bilan, ines: Compte) -> None:
        premiere = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)
        seconde = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions={"regles": "2"}, now=NOW)

        assert services.take_estimate(estimation_id=premiere.pk, now=NOW)
        assert not services.take_estimate(estimation_id=premiere.pk, now=NOW + timedelta(seconds=30))
        assert not services.take_estimate(estimation_id=seconde.pk, now=NOW + timedelta(seconds=30))
        assert services.take_estimate(estimation_id=seconde.pk, now=NOW + services.LEASE + timedelta(seconds=1))

    def test_nobody_to_estimate_is_told(self, bilan: Bilan, ines: Compte) -> None:
        with pytest.raises(NothingToEstimateError):
            services.request_estimate(bilan_id=bilan.pk, actor=ines, versions=VERSIONS, now=NOW)

    def test_a_failure_is_no_answer_and_can_be_tried_again(self, foyer: Bilan, ines: Compte) -> None:
        demandee = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)
        services.fail_estimate(estimation_id=demandee.pk, actor=ines, now=NOW)

        nouvelle = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)

        assert nouvelle.pk != demandee.pk
        assert selectors.latest_estimate(foyer) is None

    def test_the_database_refuses_results_without_the_answer(self, foyer: Bilan) -> None:
        with pytest.raises(IntegrityError, match="estimation_faite_a_des_resultats"), transaction.atomic():
            Estimation.objects.create(bilan=foyer, empreinte="x", statut=StatutEstimation.FAITE, demandee_at=NOW)


class TestTask:
    def test_asks_the_engine_without_names_and_stores(self, foyer: Bilan, ines: Compte, faux_moteur: faux.FauxMoteur) -> None:
        demandee = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)

        assert tasks.run_estimate(estimation=demandee, actor=ines, moteur=faux_moteur, clock=lambda: NOW)
        assert not tasks.run_estimate(estimation=demandee, actor=ines, moteur=faux_moteur, clock=lambda: NOW)

        assert len(faux_moteur.demandes) == 1
        assert "Awa" not in str(faux_moteur.demandes)
        demandee.refresh_from_db()
        assert demandee.statut == StatutEstimation.FAITE

    def test_a_warming_engine_leaves_the_row_to_the_next_request(self, foyer: Bilan, ines: Compte, faux_moteur: faux.FauxMoteur) -> None:
        demandee = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)
        faux_moteur.etape = faux.EtapeMoteur.CHAUFFE
        assert not tasks.run_estimate(estimation=demandee, actor=ines, moteur=faux_moteur, clock=lambda: NOW)

        faux_moteur.etape = faux.EtapeMoteur.PRET

        assert tasks.run_estimate(estimation=demandee, actor=ines, moteur=faux_moteur, clock=lambda: NOW)

    def test_a_failing_engine_is_noted(self, foyer: Bilan, ines: Compte, faux_moteur: faux.FauxMoteur) -> None:
        demandee = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)
        faux_moteur.echoue = True

        assert tasks.run_estimate(estimation=demandee, actor=ines, moteur=faux_moteur, clock=lambda: NOW)

        demandee.refresh_from_db()
        assert demandee.statut == StatutEstimation.ECHOUEE


class TestSealed:
    def test_no_name_no_amount_no_right_can_be_read_in_the_database(self, foyer: Bilan, ines: Compte) -> None:
        services.update_person(bilan_id=foyer.pk, actor=ines, ident="p1", role=Role.DEMANDEUR, prenom="Canariella", date_naissance=date(1992, 3, 14), now=NOW)
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="loyer", entite="menage", valeur=4187.53)], sujet=None, now=NOW)
        demandee = services.request_estimate(bilan_id=foyer.pk, actor=ines, versions=VERSIONS, now=NOW)
        services.store_estimate(estimation_id=demandee.pk, actor=ines, resultat=estimations.COMPLETE, now=NOW)

        contenu = dump()

        assert str(foyer.pk).replace("-", "") in contenu.replace("-", "")
        for canari in ("Canariella", "4187.53", "1992-03-14", "prime_activite", "394.2", "statut_occupation"):
            assert canari not in contenu

    def test_an_envelope_moved_to_another_check_up_does_not_open(self, foyer: Bilan, ines: Compte) -> None:
        autre = services.start_bilan(actor=ines, structure_id=foyer.structure_id, site_id=None, mois="2026-11", now=NOW)
        autre.reponses_scellees = foyer.reponses_scellees

        with pytest.raises(TamperedError):
            selectors.open_answers(autre)


def dump() -> str:
    """Every value of every table, as text."""
    lignes: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the names are the database's own
            lignes += [str(ligne) for ligne in cursor.fetchall()]
    return "\n".join(lignes)
