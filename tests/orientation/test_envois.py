"""Sending, answers noted, undo, pauses, warm hand-overs: each recipient for itself, nothing overwritten, the right moves where the answer says so."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from droits_ouverts.bilan.signals import copie_composee
from droits_ouverts.coffre.models import CleSujet
from droits_ouverts.conservation.echeances import standing
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.orientation import selectors, services, services_destinataires, services_reponse
from droits_ouverts.orientation.enums import Champ, IssueRelais, MotifPause, NatureRelais, StatutEnvoi, Voie
from droits_ouverts.orientation.errors import AnswerMovedError, NothingToUndoError, OrientationRefusedError, RecipientRetiredError
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.models import Envoi, Orientation, Relance, SuiteEnvoi
from droits_ouverts.personnes.enums import Moyen
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules_contact import Contact
from droits_ouverts.personnes.services_droits import set_contact
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi.models import DroitSuivi
from tests.factories.orientations import a_service, asked, oriented, sent
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, followed, moved, said

pytestmark = pytest.mark.django_db


def answered(
    membre: Membre, envoi: Envoi, statut: str, *, now: object = NOW, voie: Voie = Voie.TELEPHONE, rang: int | None = None, **reste: object
) -> SuiteEnvoi:
    envoi.refresh_from_db()
    dit = Reponse(statut=statut, fait_le=TODAY, **reste)  # type: ignore[arg-type]  # the test's own values
    return services_reponse.note_answer(actor=membre.compte, envoi_id=envoi.pk, rang_vu=envoi.rang if rang is None else rang, dit=dit, voie=voie, now=now)  # type: ignore[arg-type]  # same reason


class TestSending:
    def test_writes_one_recipient_each_and_one_line_of_the_journal(self, ines: Membre) -> None:
        faite = oriented(ines, a_service(ines), a_service(ines, "CCAS", genre="ccas"))

        assert [(envoi.statut, envoi.rang, envoi.horloge_le) for envoi in faite.envois.all()] == [("envoyee", 1, TODAY)] * 2
        assert Ligne.objects.filter(verb="orienter", thing_id=str(faite.pk), structure_id=ines.structure_id).count() == 1

    def test_the_sheet_holds_what_she_agreed_to_and_nothing_more(self, ines: Membre) -> None:
        safi = person_of(ines, "Zqsafi", now=NOW)
        set_contact(actor=ines.compte, personne_id=safi.pk, contact=Contact(telephone="06 11", permis=(Moyen.APPELER.value,), a_heure=24), now=NOW)
        tout = selectors.open_sheet(oriented(ines, personne=safi))
        peu = selectors.open_sheet(oriented(ines, a_service(ines, "CCAS"), droit_suivi=DroitSuivi.objects.get(), demandee=asked({"prenom", "droit"})))

        assert (tout.prenom, tout.joindre, tout.etape, tout.precision) == ("Zqsafi", "06 11", "choisi", "Elle attend depuis mars.")
        assert (peu.prenom, peu.droit) == ("Zqsafi", "prime_activite")
        assert not any((peu.nom, peu.naissance, peu.joindre, peu.langue, peu.etape, peu.precision))

    def test_a_number_that_may_not_be_called_is_not_given(self, ines: Membre) -> None:
        safi = person_of(ines, now=NOW)
        set_contact(actor=ines.compte, personne_id=safi.pk, contact=Contact(adresse="2 rue Neuve", permis=(Moyen.ECRIRE.value,)), now=NOW)

        assert selectors.open_sheet(oriented(ines, personne=safi)).joindre == ""

    def test_nothing_of_her_is_in_the_clear(self, ines: Membre) -> None:
        faite = oriented(ines, personne=person_of(ines, "Zqsafi", now=NOW))
        answered(ines, faite.envois.get(), "recue", mots="Zqmots du service")
        with connection.cursor() as cursor:
            for table in ("orientation_orientation", "orientation_envoi", "orientation_suiteenvoi", "orientation_destinataire"):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  names of ours
                assert "Zq" not in str(cursor.fetchall())

    @pytest.mark.parametrize(
        ("faux", "champ"),
        [
            ({"pourquoi": "x"}, "pourquoi"),
            ({"demande": ""}, "demande"),
            ({"champs": frozenset()}, "champs"),
            ({"champs": frozenset({"sante"})}, "champs"),
            ({"accord_mode": ""}, "accord_mode"),
            ({"accord_le": TODAY + timedelta(days=1)}, "accord_le"),
            ({"precision": "x" * 601}, "precision"),
            ({"champs": frozenset({"prenom"}), "precision": "Un mot"}, "precision"),
        ],
    )
    def test_a_mistake_is_told_by_field_and_writes_nothing(self, ines: Membre, faux: dict[str, object], champ: str) -> None:
        with pytest.raises(OrientationRefusedError) as refus:
            oriented(ines, demandee=asked(**faux))  # type: ignore[arg-type]  # the test's own values

        assert list(refus.value.errors) == [champ]
        assert not Orientation.objects.exists()

    def test_to_nobody_twice_or_to_a_service_of_another_list(self, ines: Membre) -> None:
        caf, droit = a_service(ines), followed(ines, person_of(ines, now=NOW))
        ailleurs = a_service(MembreFactory.create())
        for numeros in ([], [ailleurs.pk], [10**15], [caf.pk, ailleurs.pk]):
            with pytest.raises(OrientationRefusedError):
                services.send_orientation(actor=ines.compte, droit_suivi_id=droit.pk, demandee=asked(), destinataires=numeros, now=NOW)
        assert not Envoi.objects.exists()
        services.send_orientation(actor=ines.compte, droit_suivi_id=droit.pk, demandee=asked(), destinataires=[caf.pk, caf.pk], now=NOW)
        assert Envoi.objects.count() == 1

    def test_of_a_right_of_another_structure_does_not_exist(self, ines: Membre) -> None:
        voisine = MembreFactory.create()
        droit = followed(voisine, person_of(voisine, now=NOW))
        for numero in (droit.pk, uuid.uuid4()):
            with pytest.raises(NotVisibleError):
                services.send_orientation(
                    actor=ines.compte, droit_suivi_id=numero, demandee=asked(), destinataires=[a_service(ines, str(numero)[:8]).pk], now=NOW
                )

    def test_a_service_taken_off_the_list_gets_nothing_more(self, ines: Membre) -> None:
        caf = a_service(ines)
        envoi = oriented(ines, caf).envois.get()
        services_destinataires.retire_recipient(actor=ines.compte, destinataire_id=caf.pk, retire=True, now=NOW)

        with pytest.raises(RecipientRetiredError):
            oriented(ines, caf, personne=person_of(ines, "Nour", now=NOW))
        answered(ines, envoi, "recue")
        assert Envoi.objects.get().statut == StatutEnvoi.RECUE

    def test_one_more_service_gets_the_same_sheet_once(self, ines: Membre) -> None:
        faite, ccas = oriented(ines), a_service(ines, "CCAS")
        services.send_to_another(actor=ines.compte, orientation_id=faite.pk, destinataire_id=ccas.pk, now=NOW)
        with pytest.raises(OrientationRefusedError):
            services.send_to_another(actor=ines.compte, orientation_id=faite.pk, destinataire_id=ccas.pk, now=NOW)

        assert faite.envois.count() == 2


class TestAnswers:
    def test_one_service_that_accepts_does_not_silence_the_others(self, ines: Membre) -> None:
        faite = oriented(ines, a_service(ines), a_service(ines, "CCAS"))
        premier, second = faite.envois.order_by("destinataire__nom")
        answered(ines, premier, "faite")

        premier.refresh_from_db()
        second.refresh_from_db()
        assert (premier.statut, premier.repondue_le, second.statut) == ("faite", TODAY, "envoyee")

    def test_done_with_a_deposit_moves_the_right(self, ines: Membre) -> None:
        envoi = sent(ines)
        suite = answered(ines, envoi, "faite", depot_le=TODAY)

        droit = DroitSuivi.objects.get()
        mouvement = droit.mouvements.order_by("-rang").first()
        assert (droit.etat, droit.etat_le) == ("depose", TODAY)
        assert mouvement is not None
        assert (mouvement.preuve, mouvement.fait_le, suite.mouvement_id) == ("confirme", TODAY, mouvement.pk)
        assert {"noter_reponse", "noter_etape"} <= set(Ligne.objects.values_list("verb", flat=True))

    def test_a_slip_is_seen_and_not_confirmed(self, ines: Membre) -> None:
        answered(ines, sent(ines), "faite", depot_le=TODAY, voie=Voie.BORDEREAU)

        assert DroitSuivi.objects.get().mouvements.order_by("-rang").values_list("preuve", flat=True)[0] == "vu"

    def test_a_right_that_is_further_does_not_go_back(self, ines: Membre) -> None:
        envoi = sent(ines)
        moved(ines, DroitSuivi.objects.get(), [said("depose"), said("accorde")])
        suite = answered(ines, envoi, "faite", depot_le=TODAY)

        assert (DroitSuivi.objects.get().etat, suite.mouvement_id, suite.depot_le) == ("accorde", None, TODAY)

    def test_done_without_a_deposit_moves_nothing(self, ines: Membre) -> None:
        answered(ines, sent(ines), "faite")

        assert DroitSuivi.objects.get().etat == "choisi"

    @pytest.mark.parametrize(
        ("statut", "reste", "champ"),
        [
            ("envoyee", {}, "statut"),
            ("expiree", {}, "statut"),
            ("rendez_vous", {}, "rdv_le"),
            ("rendez_vous", {"rdv_le": TODAY + timedelta(days=400)}, "rdv_le"),
            ("rendez_vous", {"rdv_le": TODAY - timedelta(days=1)}, "rdv_le"),
            ("recue", {"rdv_le": TODAY}, "rdv_le"),
            ("recue", {"depot_le": TODAY}, "depot_le"),
            ("faite", {"depot_le": TODAY + timedelta(days=1)}, "depot_le"),
            ("impossible", {}, "motif"),
            ("impossible", {"motif": "x"}, "motif"),
            ("recue", {"motif": "pas_nous"}, "motif"),
            ("recue", {"mots": "x" * 601}, "mots"),
        ],
    )
    def test_a_mistake_is_told_by_field_and_writes_nothing(self, ines: Membre, statut: str, reste: dict[str, object], champ: str) -> None:
        envoi = sent(ines)
        with pytest.raises(OrientationRefusedError) as refus:
            answered(ines, envoi, statut, **reste)

        assert list(refus.value.errors) == [champ]
        assert envoi.suites.count() == 1

    @pytest.mark.parametrize("jour", [TODAY + timedelta(days=1), TODAY - timedelta(days=1)])
    def test_not_answered_tomorrow_nor_before_it_was_sent(self, ines: Membre, jour: date) -> None:
        envoi = sent(ines)
        with pytest.raises(OrientationRefusedError):
            services_reponse.note_answer(
                actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, dit=Reponse(statut="recue", fait_le=jour), voie=Voie.TELEPHONE, now=NOW
            )

    def test_two_people_at_once_the_second_is_told(self, ines: Membre) -> None:
        envoi = sent(ines)
        answered(ines, envoi, "recue", rang=1)
        with pytest.raises(AnswerMovedError):
            answered(ines, envoi, "impossible", motif="pas_nous", rang=1)

        assert Envoi.objects.get().statut == "recue"

    def test_of_another_structure_does_not_exist(self, ines: Membre) -> None:
        with pytest.raises(NotVisibleError):
            answered(MembreFactory.create(), sent(ines), "recue")

    def test_a_word_of_another_way_is_refused(self, ines: Membre) -> None:
        with pytest.raises(OrientationRefusedError):
            answered(ines, sent(ines), "recue", voie=Voie.LIEN)


class TestUndo:
    def test_within_a_minute_the_step_and_the_right_go_back(self, ines: Membre) -> None:
        envoi = sent(ines)
        answered(ines, envoi, "faite", depot_le=TODAY)
        services_reponse.undo_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=2, now=NOW + timedelta(seconds=40))

        envoi.refresh_from_db()
        assert (envoi.statut, envoi.rang, envoi.repondue_le) == ("envoyee", 3, None)
        assert DroitSuivi.objects.get().etat == "choisi"
        assert [suite.statut for suite in envoi.suites.order_by("rang")] == ["envoyee", "faite", "envoyee"]
        answered(ines, envoi, "impossible", motif="pas_nous")
        envoi.refresh_from_db()
        assert envoi.statut == "impossible"

    def test_a_cancelling_too(self, ines: Membre) -> None:
        envoi = sent(ines)
        services.cancel_sending(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, now=NOW)
        services_reponse.undo_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=2, now=NOW)

        envoi.refresh_from_db()
        assert envoi.statut == "envoyee"

    def test_not_later_not_by_another_not_the_sending_not_twice(self, ines: Membre) -> None:
        envoi, collegue = sent(ines), MembreFactory.create(structure=ines.structure)
        undo = services_reponse.undo_answer
        with pytest.raises(NothingToUndoError):
            undo(actor=ines.compte, envoi_id=envoi.pk, rang_vu=1, now=NOW)
        answered(ines, envoi, "recue")
        for qui, rang, quand in ((ines, 2, NOW + timedelta(seconds=61)), (collegue, 2, NOW), (ines, 1, NOW)):
            with pytest.raises(NothingToUndoError):
                undo(actor=qui.compte, envoi_id=envoi.pk, rang_vu=rang, now=quand)
        undo(actor=ines.compte, envoi_id=envoi.pk, rang_vu=2, now=NOW)
        with pytest.raises(NothingToUndoError):
            undo(actor=ines.compte, envoi_id=envoi.pk, rang_vu=3, now=NOW)


class TestWrittenOnce:
    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE orientation_suiteenvoi SET statut = 'faite'",
            "UPDATE orientation_suiteenvoi SET fait_le = '2020-01-01'",
            "UPDATE orientation_orientation SET champs = '[]'",
            "UPDATE orientation_orientation SET fiche_scellee = 'x'",
            "UPDATE orientation_relance SET le = '2020-01-01'",
        ],
    )
    def test_by_the_database_itself(self, ines: Membre, sql: str) -> None:
        envoi = sent(ines)
        Relance.objects.create(envoi=envoi, horloge_rang=1, palier=10, le=TODAY)
        with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)

    def test_a_reminder_is_never_given_twice(self, ines: Membre) -> None:
        envoi = sent(ines)
        Relance.objects.create(envoi=envoi, horloge_rang=1, palier=10, le=TODAY)
        with pytest.raises(DatabaseError), transaction.atomic():
            Relance.objects.create(envoi=envoi, horloge_rang=1, palier=10, le=TODAY)


class TestPauseAndHandover:
    def test_one_pause_at_a_time(self, ines: Membre) -> None:
        faite = oriented(ines)
        services.hold_reminders(actor=ines.compte, orientation_id=faite.pk, motif=MotifPause.ELLE_DEMANDE, now=NOW)
        with pytest.raises(AnswerMovedError):
            services.hold_reminders(actor=ines.compte, orientation_id=faite.pk, motif=MotifPause.ON_ATTEND, now=NOW)
        pause = services.resume_reminders(actor=ines.compte, orientation_id=faite.pk, now=NOW + timedelta(days=3))
        with pytest.raises(AnswerMovedError):
            services.resume_reminders(actor=ines.compte, orientation_id=faite.pk, now=NOW)

        assert (pause.du, pause.au) == (TODAY, TODAY + timedelta(days=3))

    def test_a_handover_has_an_outcome_of_its_own(self, ines: Membre) -> None:
        faite = oriented(ines)
        relais = services.plan_handover(
            actor=ines.compte,
            orientation_id=faite.pk,
            destinataire_id=faite.envois.get().destinataire_id,
            nature=NatureRelais.APPEL,
            prevu_le=TODAY + timedelta(days=2),
            now=NOW,
        )
        tell = services.tell_handover
        with pytest.raises(OrientationRefusedError):
            tell(actor=ines.compte, orientation_id=faite.pk, relais_id=relais.pk, issue=IssueRelais.RELAIS_PRIS, fait_le=TODAY + timedelta(days=9), now=NOW)
        tell(actor=ines.compte, orientation_id=faite.pk, relais_id=relais.pk, issue=IssueRelais.SERVICE_ABSENT, fait_le=TODAY, now=NOW)

        relais.refresh_from_db()
        assert (relais.issue, relais.fait_le, faite.envois.get().statut) == ("service_absent", TODAY, "envoyee")
        with pytest.raises(NotVisibleError):
            tell(
                actor=ines.compte,
                orientation_id=oriented(ines, a_service(ines, "B"), personne=person_of(ines, now=NOW)).pk,
                relais_id=relais.pk,
                issue=IssueRelais.REPORTE,
                fait_le=TODAY,
                now=NOW,
            )


class TestErasing:
    def test_everything_goes_with_the_right(self, ines: Membre) -> None:
        from droits_ouverts.suivi.signals import suivis_effaces

        envoi = sent(ines)
        answered(ines, envoi, "faite", depot_le=TODAY, mots="mots")
        Relance.objects.create(envoi=envoi, horloge_rang=1, palier=10, le=TODAY)
        autre = oriented(ines, a_service(ines, "CCAS"), personne=person_of(ines, "Nour", now=NOW))
        suivis_effaces.send(sender=DroitSuivi, structure_id=ines.structure_id, droit_suivi_ids=[envoi.orientation.droit_suivi_id])

        assert list(Orientation.objects.values_list("pk", flat=True)) == [autre.pk]
        assert Envoi.objects.get().orientation_id == autre.pk

    def test_being_sent_is_a_contact_from_which_her_file_is_kept(self, ines: Membre) -> None:
        safi = person_of(ines, now=NOW - timedelta(days=100))
        droit = followed(ines, safi, now=NOW - timedelta(days=100), depuis=TODAY - timedelta(days=100))
        oriented(ines, droit_suivi=droit)
        echeance = standing(ines.structure_id, "personne", str(safi.pk))

        assert echeance is not None
        assert echeance.dernier_contact == TODAY

    def test_without_her_key_nothing_opens(self, ines: Membre) -> None:
        faite = oriented(ines)
        CleSujet.objects.filter(genre="personne").delete()
        with pytest.raises(Exception):  # noqa: B017, PT011  whichever error of the safe: it does not open
            selectors.open_sheet(faite)


class TestHerCopy:
    def test_tells_where_she_was_sent_and_what_was_answered(self, ines: Membre) -> None:
        faite = oriented(ines)
        answered(ines, faite.envois.get(), "impossible", motif="autre_secteur", mots="Voir la mairie.")
        reponses = copie_composee.send(sender=Personne, structure_id=ines.structure_id, personne_id=faite.personne_id, bilan_ids=[])
        rubriques = {une.code: une for _qui, rendues in reponses for une in rendues}

        assert [valeur.texte for valeur in rubriques["orientations"].lignes[0] if valeur.code == "demande"] == ["Recevoir ou étudier sa demande"]
        dites = [{valeur.code: valeur.texte for valeur in ligne} for ligne in rubriques["reponses"].lignes]
        assert [(une["statut"], une["motif"], une["mots"]) for une in dites] == [
            ("Envoyée", "", ""),
            ("Impossible", "Elle habite dans un autre secteur", "Voir la mairie."),
        ]


def test_every_field_of_the_sheet_is_asked_for() -> None:
    from dataclasses import fields

    from droits_ouverts.orientation.fiche import Fiche

    assert {field.name for field in fields(Fiche)} == set(Champ.values)
