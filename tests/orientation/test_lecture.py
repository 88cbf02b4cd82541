"""When a service reads the sheet no more: at once, by its link and by its account, whatever closed it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.orientation import liens, relances, selectors, services, services_destinataires, services_liens, services_reponse
from droits_ouverts.orientation.enums import Voie
from droits_ouverts.orientation.errors import AgreementWithdrawnError, AnswerMovedError, LinkDeadError, SheetClosedError
from droits_ouverts.orientation.gestes import Reponse
from droits_ouverts.orientation.models import Blocage, Envoi, RetraitAccord
from droits_ouverts.orientation.services_blocages import Cas, hand_to_coordination, hand_to_referent, name_referent
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from tests.factories.orientations import a_service, oriented, sent
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY

pytestmark = pytest.mark.django_db
JOUR = timedelta(days=1)
Fin = Callable[[Membre, Envoi], object]


def impossible(membre: Membre, envoi: Envoi) -> object:
    dit = Reponse(statut="impossible", fait_le=TODAY, motif="pas_nous")
    return services_reponse.note_answer(actor=membre.compte, envoi_id=envoi.pk, rang_vu=1, dit=dit, voie=Voie.TELEPHONE, now=NOW)


def expiree(membre: Membre, envoi: Envoi) -> object:
    return [relances.run_night(now=NOW + n * JOUR) for n in (10, 21, 31, 32, 33)]


def annulee(membre: Membre, envoi: Envoi) -> object:
    return services.cancel_sending(actor=membre.compte, envoi_id=envoi.pk, rang_vu=1, now=NOW)


def accord_retire(membre: Membre, envoi: Envoi) -> object:
    return services.withdraw_agreement(actor=membre.compte, orientation_id=envoi.orientation_id, mode=ModeAccord.ORAL, now=NOW)


def service_retire(membre: Membre, envoi: Envoi) -> object:
    return services_destinataires.retire_recipient(actor=membre.compte, destinataire_id=envoi.destinataire_id, retire=True, now=NOW)


FINS = pytest.mark.parametrize("fin", [impossible, expiree, annulee, accord_retire, service_retire])


@FINS
class TestTheSheetIsReadNoMore:
    def test_by_a_link_even_once_the_code_was_typed(self, ines: Membre, fin: Fin) -> None:
        envoi = sent(ines)
        with time_machine.travel(NOW, tick=False):
            empreinte = services_liens.new_link(envoi, now=NOW)[0].empreinte
            preuve = services_liens.check_code(empreinte, liens.desk_code(envoi.destinataire_id, 1), now=NOW)
            fin(ines, envoi)
        for geste in (
            lambda: services_liens.open_link(empreinte, now=NOW),
            lambda: services_liens.proven_link(empreinte, preuve, now=NOW),
            lambda: services_reponse.answer_by_link(empreinte=empreinte, preuve=preuve, dit=Reponse(statut="recue", fait_le=TODAY), now=NOW),
        ):
            with pytest.raises(LinkDeadError):
                geste()
        assert services_liens.ask_new_link(empreinte, now=NOW) is None

    def test_by_an_account_and_the_page_says_why_without_her(self, ines: Membre, fin: Fin) -> None:
        karim = MembreFactory.create(role=Role.AGENT)
        caf = a_service(ines, vers_structure_id=karim.structure_id)
        envoi = oriented(ines, caf, personne=person_of(ines, "Zqsafi", now=NOW)).envois.get()
        assert selectors.received_for(karim.compte, envoi.pk, on=TODAY)[1].prenom == "Zqsafi"
        fin(ines, envoi)
        with pytest.raises(SheetClosedError):
            selectors.received_for(karim.compte, envoi.pk, on=TODAY)
        with pytest.raises(AnswerMovedError):
            services_reponse.answer_received(
                actor=karim.compte, envoi_id=envoi.pk, rang_vu=Envoi.objects.get().rang, dit=Reponse(statut="recue", fait_le=TODAY), now=NOW
            )
        client = Client()
        client.force_login(karim.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        with time_machine.travel(NOW, tick=False):
            page = client.get(reverse("orientation:recue", args=[envoi.pk]))
        assert page.status_code == 410
        assert "Cette orientation est close" in page.content.decode()
        assert "Zqsafi" not in page.content.decode()
        # Whoever has nothing to do with it learns nothing, not even that it is closed.
        with pytest.raises(NotVisibleError) as refus:
            selectors.received_for(MembreFactory.create().compte, envoi.pk, on=TODAY)
        assert not isinstance(refus.value, SheetClosedError)

    def test_nor_by_a_statement_of_its_own(self, ines: Membre, fin: Fin) -> None:
        """On PostgreSQL, the database itself shows the row no more: without this, the second door would hold by the application only."""
        envoi = sent(ines, vers_structure_id=MembreFactory.create(role=Role.AGENT).structure_id)
        fin(ines, envoi)

        assert Envoi.objects.get(pk=envoi.pk).lecture_fermee


class TestComingBack:
    def test_what_was_closed_by_mistake_is_read_again_once_undone(self, ines: Membre) -> None:
        karim = MembreFactory.create(role=Role.AGENT)
        envoi = sent(ines, vers_structure_id=karim.structure_id)
        impossible(ines, envoi)
        services_reponse.undo_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=2, now=NOW)

        assert selectors.received_for(karim.compte, envoi.pk, on=TODAY)[0].pk == envoi.pk

    def test_a_service_put_back_in_the_list_reads_what_is_awaited_and_nothing_that_was_closed(self, ines: Membre) -> None:
        caf = a_service(ines)
        attendu = oriented(ines, caf).envois.get()
        clos = oriented(ines, caf, personne=person_of(ines, "Nour", now=NOW)).envois.get()
        retire = oriented(ines, caf, personne=person_of(ines, "Zoé", now=NOW)).envois.get()
        impossible(ines, clos)
        accord_retire(ines, retire)
        for geste in (True, False):
            services_destinataires.retire_recipient(actor=ines.compte, destinataire_id=caf.pk, retire=geste, now=NOW)

        assert dict(Envoi.objects.values_list("pk", "lecture_fermee")) == {attendu.pk: False, clos.pk: True, retire.pk: True}

    def test_what_a_service_did_is_still_noted_by_who_sent_her(self, ines: Membre) -> None:
        envoi = sent(ines)
        expiree(ines, envoi)
        envoi.refresh_from_db()
        dit = Reponse(statut="faite", fait_le=envoi.statut_le)
        services_reponse.note_answer(actor=ines.compte, envoi_id=envoi.pk, rang_vu=envoi.rang, dit=dit, voie=Voie.TELEPHONE, now=NOW + 40 * JOUR)

        assert Envoi.objects.get().statut == "faite"


class TestSheTakesBackHerAgreement:
    def test_every_service_at_once_and_nothing_more_is_sent(self, ines: Membre) -> None:
        faite = oriented(ines, a_service(ines), a_service(ines, "CCAS"))
        caf, ccas = faite.envois.order_by("destinataire__nom")
        services_reponse.note_answer(actor=ines.compte, envoi_id=ccas.pk, rang_vu=1, dit=Reponse(statut="faite", fait_le=TODAY), voie=Voie.TELEPHONE, now=NOW)
        accord_retire(ines, caf)

        # What was done stays done: it is read no more.
        assert sorted(faite.envois.values_list("statut", "lecture_fermee")) == [("annulee", True), ("faite", True)]
        with pytest.raises(AgreementWithdrawnError):
            services.send_to_another(actor=ines.compte, orientation_id=faite.pk, destinataire_id=a_service(ines, "MDPH").pk, now=NOW)
        with pytest.raises(AnswerMovedError):
            accord_retire(ines, caf)
        assert Ligne.objects.filter(verb="retirer_accord", thing_id=str(faite.pk)).count() == 1
        assert RetraitAccord.objects.get().le == TODAY

    def test_what_is_blocked_stops_and_reaches_no_referent(self, ines: Membre) -> None:
        coord = MembreFactory.create(role=Role.COORDINATEUR)
        cas = Cas(etape="etude", blocage="sans_reponse", pieces=[], accord_mode="oral", accord_le=TODAY)
        envoi = sent(ines)
        blocage = hand_to_coordination(actor=ines.compte, envoi_id=envoi.pk, cas=cas, now=NOW)
        referent = name_referent(
            actor=coord.compte, structure_id=coord.structure_id, genre="caf", organisme="CAF", nom="Nadia", email="n@caf.test", telephone="", now=NOW
        )
        accord_retire(ines, envoi)

        assert Blocage.objects.get().statut == "sans_suite"
        with pytest.raises(AnswerMovedError):
            hand_to_referent(actor=coord.compte, blocage_id=blocage.pk, referent_id=referent.pk, now=NOW)
        Blocage.objects.all().delete()
        with pytest.raises(AgreementWithdrawnError):
            hand_to_coordination(actor=ines.compte, envoi_id=envoi.pk, cas=cas, now=NOW)

    def test_what_left_for_the_referent_is_closed_too(self, ines: Membre) -> None:
        coord = MembreFactory.create(role=Role.COORDINATEUR)
        envoi = sent(ines)
        cas = Cas(etape="etude", blocage="sans_reponse", pieces=[], accord_mode="oral", accord_le=TODAY)
        blocage = hand_to_coordination(actor=ines.compte, envoi_id=envoi.pk, cas=cas, now=NOW)
        referent = name_referent(
            actor=coord.compte, structure_id=coord.structure_id, genre="caf", organisme="CAF", nom="Nadia", email="n@caf.test", telephone="", now=NOW
        )
        hand_to_referent(actor=coord.compte, blocage_id=blocage.pk, referent_id=referent.pk, now=NOW)
        accord_retire(ines, envoi)

        assert set(Envoi.objects.values_list("statut", "lecture_fermee")) == {("annulee", True)}
        assert Envoi.objects.count() == 2

    def test_from_the_page(self, ines: Membre) -> None:
        envoi = sent(ines)
        client = Client()
        client.force_login(ines.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
        adresse = reverse("orientation:retrait", args=[envoi.orientation_id])
        with time_machine.travel(NOW, tick=False):
            assert client.post(adresse).status_code == 422
            assert client.post(adresse, {"mode": "oral"}).status_code == 302
            page = client.get(reverse("orientation:orientation", args=[envoi.orientation_id])).content.decode()

        assert "elle a dit qu’elle ne souhaite plus que cette fiche soit partagée" in page
        assert "C’est bloqué" not in page
        assert "Envoyer aussi" not in page


class TestTheRuleBites:
    def test_a_link_that_did_not_look_at_what_closed_it_would_show_the_sheet(self, ines: Membre, monkeypatch: pytest.MonkeyPatch) -> None:
        envoi = sent(ines)
        empreinte = services_liens.new_link(envoi, now=NOW)[0].empreinte
        Envoi.objects.filter(pk=envoi.pk).update(lecture_fermee=True)
        with pytest.raises(LinkDeadError):
            services_liens.open_link(empreinte, now=NOW)
        monkeypatch.setattr(services_liens, "serves", lambda lien, *, now: True)

        assert services_liens.open_link(empreinte, now=NOW).envoi_id == envoi.pk

    def test_each_table_that_hangs_on_a_sheet_asks_whether_it_is_read(self) -> None:
        from droits_ouverts.foundation.lignes import declarations

        declarations.load()
        for nom in ("orientation_orientation", "orientation_suiteenvoi", "orientation_lienreponse", "orientation_relance"):
            assert "NOT e.lecture_fermee" in declarations.tables[nom].lire, nom
