"""What was noted by mistake is taken back within minutes: a call to a desk, an agreement that she did not withdraw. What it changed stands as before, and only that."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from droits_ouverts.journal.models import Ligne
from droits_ouverts.orientation import relances, services, services_liens, services_reponse, services_retour
from droits_ouverts.orientation.enums import Voie
from droits_ouverts.orientation.errors import LinkDeadError, NothingToUndoError
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.models import Blocage, Envoi, RetraitAccord
from droits_ouverts.orientation.services_blocages import Cas, hand_to_coordination
from droits_ouverts.orientation.services_courriels import send_due
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.orientations import a_service, oriented, sent
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY
from tests.orientation.messagerie import Boite

MINUTE, JOUR = timedelta(minutes=1), timedelta(days=1)
CLOCK = ("statut", "parvenue_le", "appele_le", "horloge_le", "horloge_rang", "lecture_fermee", "appele_at")


def clock() -> list[tuple[object, ...]]:
    """What each recipient's row says of its clock."""
    return list(Envoi.objects.order_by("pk").values_list(*CLOCK))


def withdrawn(membre: Membre, envoi: Envoi) -> RetraitAccord:
    return services.withdraw_agreement(actor=membre.compte, orientation_id=envoi.orientation_id, mode=ModeAccord.ORAL, now=NOW)


def taken_back(membre: Membre, envoi: Envoi, minutes: int = 1) -> None:
    services_retour.undo_withdrawal(actor=membre.compte, orientation_id=envoi.orientation_id, now=NOW + minutes * MINUTE)


class TestCall:
    def test_taken_back_reminders_are_counted_as_before(self, ines: Membre) -> None:
        envoi = sent(ines)
        avant = clock()
        services.note_call(actor=ines.compte, envoi_id=envoi.pk, fait_le=TODAY, now=NOW)
        assert clock() != avant
        services_retour.undo_call(actor=ines.compte, envoi_id=envoi.pk, now=NOW + 9 * MINUTE)

        assert clock() == avant
        assert Ligne.objects.filter(verb="reprendre_appel").count() == 1

    def test_the_call_of_before_stands(self, ines: Membre) -> None:
        envoi = sent(ines)
        services.note_call(actor=ines.compte, envoi_id=envoi.pk, fait_le=TODAY, now=NOW)
        services.note_call(actor=ines.compte, envoi_id=envoi.pk, fait_le=TODAY + 3 * JOUR, now=NOW + 3 * JOUR)
        services_retour.undo_call(actor=ines.compte, envoi_id=envoi.pk, now=NOW + 3 * JOUR)

        assert Envoi.objects.values_list("appele_le", "parvenue_le").get() == (TODAY, TODAY)

    def test_what_reached_the_desk_meanwhile_still_counts(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        services.note_call(actor=ines.compte, envoi_id=envoi.pk, fait_le=TODAY, now=NOW)
        send_due(now=NOW + MINUTE)
        services_retour.undo_call(actor=ines.compte, envoi_id=envoi.pk, now=NOW + 2 * MINUTE)

        assert Envoi.objects.values_list("appele_le", "parvenue_le").get() == (None, TODAY)

    def test_neither_twice_nor_later_nor_by_somebody_else(self, ines: Membre) -> None:
        envoi = sent(ines)
        services.note_call(actor=ines.compte, envoi_id=envoi.pk, fait_le=TODAY, now=NOW)
        autre = MembreFactory.create(structure=ines.structure, role=Role.AMBASSADEUR)
        for qui, minutes in ((autre, 1), (ines, 11)):
            with pytest.raises(NothingToUndoError):
                services_retour.undo_call(actor=qui.compte, envoi_id=envoi.pk, now=NOW + minutes * MINUTE)
        services_retour.undo_call(actor=ines.compte, envoi_id=envoi.pk, now=NOW)
        with pytest.raises(NothingToUndoError):
            services_retour.undo_call(actor=ines.compte, envoi_id=envoi.pk, now=NOW)


class TestWithdrawal:
    def test_is_effective_at_once_and_taken_back_opens_again(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        send_due(now=NOW)
        empreinte = services_liens.new_link(envoi, now=NOW)[0].empreinte
        avant = clock()
        withdrawn(ines, envoi)
        with pytest.raises(LinkDeadError):
            services_liens.open_link(empreinte, now=NOW)
        send_due(now=NOW + MINUTE)
        taken_back(ines, envoi)
        for n in range(3):
            send_due(now=NOW + n * JOUR)

        assert clock()[0][0] == avant[0][0]
        assert services_liens.open_link(empreinte, now=NOW + 2 * MINUTE).envoi_id == envoi.pk
        assert not RetraitAccord.objects.exists()
        assert [sujet for _vers, sujet, *_ in boite.recus if "close" in sujet] == []
        assert [ligne.verb for ligne in Ligne.objects.filter(verb__in=["retirer_accord", "retablir_accord"]).order_by("pk")] == [
            "retirer_accord",
            "retablir_accord",
        ]

    def test_what_was_done_or_closed_before_stays_so(self, ines: Membre) -> None:
        faite = oriented(ines, a_service(ines), a_service(ines, "CCAS"), a_service(ines, "MDPH"))
        caf, ccas, mdph = faite.envois.order_by("destinataire__nom")
        services_reponse.note_answer(actor=ines.compte, envoi_id=ccas.pk, rang_vu=1, dit=Reponse(statut="faite", fait_le=TODAY), voie=Voie.TELEPHONE, now=NOW)
        services.cancel_sending(actor=ines.compte, envoi_id=mdph.pk, rang_vu=1, now=NOW - MINUTE)
        avant = dict(Envoi.objects.values_list("pk", "statut")), dict(Envoi.objects.values_list("pk", "lecture_fermee"))
        withdrawn(ines, caf)
        assert set(Envoi.objects.values_list("lecture_fermee", flat=True)) == {True}
        taken_back(ines, caf)

        assert (dict(Envoi.objects.values_list("pk", "statut")), dict(Envoi.objects.values_list("pk", "lecture_fermee"))) == avant

    def test_a_blocked_case_waits_again(self, ines: Membre) -> None:
        MembreFactory.create(role=Role.COORDINATEUR)
        envoi = sent(ines)
        cas = Cas(etape="etude", blocage="sans_reponse", pieces=[], accord_mode="oral", accord_le=TODAY)
        hand_to_coordination(actor=ines.compte, envoi_id=envoi.pk, cas=cas, now=NOW)
        withdrawn(ines, envoi)
        assert Blocage.objects.get().statut == "sans_suite"
        taken_back(ines, envoi)

        assert Blocage.objects.get().statut == "a_traiter"

    def test_neither_later_nor_by_somebody_else_nor_by_halves(self, ines: Membre) -> None:
        envoi = sent(ines)
        withdrawn(ines, envoi)
        autre = MembreFactory.create(structure=ines.structure, role=Role.AMBASSADEUR)
        for qui, minutes in ((autre, 1), (ines, 11)):
            with pytest.raises(NothingToUndoError):
                taken_back(qui, envoi, minutes)
        with pytest.raises(NothingToUndoError):
            services_reponse.undo_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=2, now=NOW)

        assert Envoi.objects.values_list("statut", "lecture_fermee").get() == ("annulee", True)

    def test_she_may_withdraw_for_good_afterwards_and_the_service_is_told_then(self, ines: Membre, boite: Boite) -> None:
        envoi = sent(ines)
        send_due(now=NOW)
        withdrawn(ines, envoi)
        taken_back(ines, envoi)
        services.withdraw_agreement(actor=ines.compte, orientation_id=envoi.orientation_id, mode=ModeAccord.ORAL, now=NOW + JOUR)
        send_due(now=NOW + JOUR)
        assert len(boite.recus) == 1
        send_due(now=NOW + JOUR + 10 * MINUTE)

        assert [sujet for _vers, sujet, *_ in boite.recus][1:] == ["Une orientation de Passerelle est close"]
        assert relances.run_night(now=NOW + 30 * JOUR).relances == 0


class TestFromThePage:
    def test_both_are_one_tap(self, ines: Membre) -> None:
        envoi = sent(ines)
        client = Client()
        client.force_login(ines.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = reverse("orientation:orientation", args=[envoi.orientation_id])
        appel, retrait = reverse("orientation:appele_defaire", args=[envoi.pk]), reverse("orientation:retrait_defaire", args=[envoi.orientation_id])
        with time_machine.travel(NOW, tick=False):
            assert appel not in client.get(page).content.decode()
            client.post(reverse("orientation:appele", args=[envoi.pk]))
            assert appel in client.get(page).content.decode()
            assert client.post(appel).status_code == 302
            client.post(reverse("orientation:retrait", args=[envoi.orientation_id]), {"mode": "oral"})
            assert retrait in client.get(page).content.decode()
            assert client.post(retrait).status_code == 302
            assert client.post(retrait).status_code == 409

        assert Envoi.objects.values_list("statut", "lecture_fermee", "appele_le").get() == ("envoyee", False, None)
