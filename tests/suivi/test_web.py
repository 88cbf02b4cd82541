"""Screens of the ledger: a right, its steps, two people at once, the person’s path."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan.departs import attach_bilan
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.selectors import open_answers
from droits_ouverts.bilan.services import add_person, start_bilan
from droits_ouverts.engine.questionnaire.types import Role as Role_
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.enums import Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import services, services_suite
from droits_ouverts.suivi.models import Appel, Changement, DroitSuivi
from droits_ouverts.suivi.rules import Montants
from tests.factories.orientations import sent
from tests.factories.partages import person_of
from tests.factories.structures import MembreFactory
from tests.factories.suivis import NOW, TODAY, VERS_VERSE, followed, said

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
REQUETES, LIGNE = 12, 6
"""As `tests/house/test_budgets.py`: a page, and the line of its reading."""


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create(compte__nom="Awa")


@pytest.fixture
def session(membre: Membre) -> Client:
    client = Client()
    client.force_login(membre.compte, backend=BACKEND)
    return client


@pytest.fixture
def personne(membre: Membre) -> Personne:
    return person_of(membre)


def text(answer: HttpResponse) -> str:
    return " ".join(answer.content.decode().split())


def page(suivi: DroitSuivi, nom: str = "droit", *reste: object) -> str:
    return reverse(f"suivi:{nom}", args=[suivi.pk, *reste])


class TestRight:
    def test_it_says_where_it_stands_and_one_next_step(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose", montants=Montants(estime=Decimal(181)), recu_le=TODAY)

        vue = text(session.get(page(suivi)))

        assert vue.count("bouton--principal") == 1
        for mot in ("Prime d’activité", "Demande déposée", "C’est accordé", "La suite", "181", "Vu sur un papier", "Pourquoi ce jour"):
            assert mot in vue

    @pytest.mark.parametrize("pas", [("choisi", "depose"), ("choisi", "depose", "en_instruction"), ("choisi", "depose", "refuse", "recours")])
    def test_where_an_answer_is_due_each_answer_is_one_tap_further(self, session: Client, membre: Membre, personne: Personne, pas: tuple[str, ...]) -> None:
        suivi = followed(membre, personne, *pas)

        vue = session.get(page(suivi))

        suite = vue.context["suite"]
        assert suite.premiere is None
        assert [vers for vers, _ in suite.reponses] == ["accorde", "partiel", "refuse", "pieces_demandees"]
        assert not {vers for vers, _ in suite.reponses} & {vers for vers, _ in suite.autres}
        assert "Noter la réponse de l’organisme</summary>" in text(vue)

    @pytest.mark.parametrize(
        ("pas", "look"),
        [
            (("choisi",), "en_cours"),
            (("choisi", "depose"), "en_cours"),
            (("choisi", "depose", "refuse"), "a_reprendre"),
            (VERS_VERSE, "probable"),
            (("ecarte",), "hors"),
        ],
    )
    def test_a_step_that_was_taken_is_nothing_to_verify(self, session: Client, membre: Membre, personne: Personne, pas: tuple[str, ...], look: str) -> None:
        assert session.get(page(followed(membre, personne, *pas))).context["etat"][0] == look

    def test_a_service_she_was_sent_to_leads_to_its_sheet(self, session: Client, membre: Membre) -> None:
        envoi = sent(membre, now=NOW)

        vue = text(session.get(page(envoi.orientation.droit_suivi)))

        assert f'<a href="{reverse("orientation:orientation", args=[envoi.orientation_id])}">{envoi.destinataire.nom}</a>' in vue

    def test_who_gave_up_is_left_in_peace(self, session: Client, membre: Membre, personne: Personne) -> None:
        vue = text(session.get(page(followed(membre, personne, "choisi", "depose", "renonce"))))

        assert "C’est son choix" in vue
        assert "bouton--principal" not in vue
        assert "Échéances" not in vue

    def test_another_structure_sees_no_page(self, membre: Membre, personne: Personne) -> None:
        client = Client()
        client.force_login(MembreFactory.create().compte, backend=BACKEND)

        assert client.get(page(followed(membre, personne))).status_code == 404

    def test_who_meets_nobody_is_refused_at_the_door(self, membre: Membre, personne: Personne) -> None:
        client = Client()
        client.force_login(MembreFactory.create(structure=membre.structure, role=Role.COORDINATEUR).compte, backend=BACKEND)

        assert client.get(page(followed(membre, personne))).status_code == 403


class TestStep:
    def test_a_step_is_noted_and_undone(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, now=NOW - timedelta(days=1))
        form = {"rang_vu": "1", "fait_le": TODAY.isoformat(), "recu_le": TODAY.isoformat(), "preuve": "vu", "mots": "Parti en ligne."}

        apres = session.post(page(suivi, "etape", "depose"), form, follow=True)

        assert "Vous venez de noter cette étape." in text(apres)
        suivi.refresh_from_db()
        assert suivi.etat == "depose"
        session.post(page(suivi, "corriger"), {"rang_vu": "2"})
        suivi.refresh_from_db()
        assert (suivi.etat, suivi.rang) == ("choisi", 3)

    def test_each_step_asks_what_goes_with_it(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose")
        champs = {
            "accorde": {"fait_le", "preuve", "notifie_le", "debut_le", "fin_le", "accorde", "rappel", "ponctuel", "mots"},
            "refuse": {"fait_le", "preuve", "notifie_le", "motif_decision", "mots"},
            "renonce": {"fait_le", "preuve", "motif_personne", "motif_pro", "mots"},
        }

        for vers, voulus in champs.items():
            assert set(session.get(page(suivi, "etape", vers)).context["form"].fields) - {"rang_vu"} == voulus

    def test_nothing_typed_is_lost_on_a_mistake(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose")
        form = {"rang_vu": "2", "fait_le": "2020-01-01", "preuve": "confirme", "accorde": "175,32", "mots": "Lu sur le courrier."}

        vue = session.post(page(suivi, "etape", "accorde"), form)

        assert vue.status_code == 422
        assert "avant la demande" in text(vue)
        for mot in ("175,32", "Lu sur le courrier.", 'value="2020-01-01"'):
            assert mot in text(vue)

    @pytest.mark.parametrize("rang", ["1", "", "x", "99999999999999999999", "-1"])
    def test_two_people_at_once_see_both_and_lose_nothing(self, session: Client, membre: Membre, personne: Personne, rang: str) -> None:
        suivi = followed(membre, personne, now=NOW - timedelta(days=1))
        collegue = MembreFactory.create(structure=membre.structure, compte__nom="Karim")
        services.move_right(droit_suivi_id=suivi.pk, actor=collegue.compte, rang_vu=1, saisie=said("en_preparation"), now=NOW)
        form = {"rang_vu": rang, "fait_le": TODAY.isoformat(), "preuve": "vu", "mots": "Partie ce matin."}

        vue = session.post(page(suivi, "etape", "depose"), form)

        assert vue.status_code == 409
        assert "Karim a noté « Dossier en préparation » pendant que vous écriviez." in text(vue).replace("\u00a0", " ")
        assert "Si c’est toujours vrai, enregistrez encore." in text(vue)
        assert "Partie ce matin." in text(vue)
        assert 'name="rang_vu" value="2"' in text(vue)
        session.post(page(suivi, "etape", "depose"), form | {"rang_vu": "2"})
        suivi.refresh_from_db()
        assert suivi.etat == "depose"

    def test_a_step_that_no_longer_fits_says_what_to_do_and_keeps_what_was_typed(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose", now=NOW - timedelta(days=1))
        collegue = MembreFactory.create(structure=membre.structure, compte__nom="Karim")
        services.move_right(droit_suivi_id=suivi.pk, actor=collegue.compte, rang_vu=2, saisie=said("renonce"), now=NOW)

        vue = session.post(page(suivi, "etape", "en_instruction"), {"rang_vu": "2", "fait_le": TODAY.isoformat(), "preuve": "vu", "mots": "Lu sur son compte."})

        assert vue.status_code == 409
        dit = text(vue).replace("\u00a0", " ")
        for mot in ("Karim a noté « La personne y a renoncé »", "Cette étape ne va plus après", "Lu sur son compte."):
            assert mot in dit
        assert "enregistrez encore" not in dit

    def test_who_takes_a_step_back_too_late_reads_who_moved_it_and_keeps_her_words(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose", now=NOW - timedelta(days=1))
        collegue = MembreFactory.create(structure=membre.structure, compte__nom="Karim")
        services.move_right(droit_suivi_id=suivi.pk, actor=collegue.compte, rang_vu=2, saisie=said("en_instruction"), now=NOW)

        vue = session.post(page(suivi, "corriger"), {"rang_vu": "2", "mots": "Ce n’était pas ce droit."})

        assert vue.status_code == 409
        dit = text(vue).replace("\u00a0", " ")
        for mot in ("Karim a noté « Demande à l’étude »", "Rien n’a été repris", "Ce n’était pas ce droit."):
            assert mot in dit
        suivi.refresh_from_db()
        assert suivi.etat == "en_instruction"

    def test_a_right_that_a_colleague_opened_meanwhile_keeps_what_was_typed(self, session: Client, membre: Membre, personne: Personne) -> None:
        collegue = MembreFactory.create(structure=membre.structure, compte__nom="Karim")
        suivi = followed(collegue, personne, droit="rsa")

        vue = session.post(
            reverse("suivi:premiere_etape", args=[personne.pk, "rsa", "depose"]), {"fait_le": TODAY.isoformat(), "preuve": "dit", "mots": "Fait avec elle."}
        )

        assert vue.status_code == 409
        for mot in ("Karim", page(suivi), "Fait avec elle."):
            assert mot in text(vue)
        assert DroitSuivi.objects.count() == 1

    def test_the_very_same_instant_is_told_too(self, session: Client, membre: Membre, personne: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        suivi = followed(membre, personne, now=NOW - timedelta(days=1))
        vrai = services.move_right

        def late(**dit: object) -> object:
            monkeypatch.setattr(services, "move_right", vrai)
            vrai(droit_suivi_id=suivi.pk, actor=membre.compte, rang_vu=1, saisie=said("en_preparation"), now=NOW)
            return vrai(**dit)  # type: ignore[arg-type]  # what the view gave

        monkeypatch.setattr(services, "move_right", late)
        vue = session.post(page(suivi, "etape", "depose"), {"rang_vu": "1", "fait_le": TODAY.isoformat(), "preuve": "vu"})

        assert vue.status_code == 409
        assert "Dossier en préparation" in text(vue)

    def test_a_step_that_cannot_follow_goes_back_to_the_right(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne)

        assert session.get(page(suivi, "etape", "maintenu")).status_code == 302
        assert session.get(page(suivi, "etape", "annule")).status_code == 404
        assert session.get(page(suivi, "etape", "nimporte")).status_code == 404

    def test_hostile_values_are_mistakes_and_never_failures(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, "choisi", "depose")
        for faux in ("\x00", "9" * 400, "1e999", "-5", "=1+1", "<script>", "٣"):
            form = {"rang_vu": "2", "fait_le": faux, "preuve": faux, "accorde": faux, "fin_le": "9999-12-31", "mots": "x" * 600}
            assert session.post(page(suivi, "etape", "accorde"), form).status_code == 422
            assert session.post(page(suivi, "corriger"), {"rang_vu": faux}).status_code == 409


class TestGestures:
    def test_a_paper_is_asked_and_given(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne)
        assert session.post(page(suivi, "demander"), {"nature": "banque", "avant_le": "2020-01-01"}).status_code == 422
        session.post(page(suivi, "demander"), {"nature": "banque", "precision": "Le RIB du compte joint"})
        piece = suivi.pieces.get()

        assert "Le RIB du compte joint" in text(session.get(page(suivi)))
        session.post(page(suivi, "papier", piece.pk), {"suite": "donnee"})
        piece.refresh_from_db()
        assert piece.donnee_le == TODAY
        assert session.post(page(followed(membre, personne, droit="rsa"), "papier", piece.pk), {"suite": "manque"}).status_code == 404

    def test_a_call_is_noted_in_two_taps(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE)
        assert "Appeler la personne, 1 mois après le versement" in text(session.get(page(suivi))).replace("\u00a0", " ")

        session.post(page(suivi, "appel", 1), {"resultat": "injoignable"})
        assert Appel.objects.get(droit_suivi=suivi).resultat == "injoignable"
        arret = session.post(page(suivi, "appel", 3), {"resultat": "arrete"})
        assert arret["Location"] == page(suivi, "etape", "perdu")
        assert session.post(page(suivi, "appel", 2), {"resultat": "arrete"}).status_code == 422

    def test_a_clock_is_moved_with_its_reason(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne, *VERS_VERSE)
        une = suivi.echeances.filter(nature="appel").earliest("due_le")
        assert session.post(page(suivi, "echeance", une.pk), {"reglement": "deplacee"}).status_code == 422

        jour = TODAY + timedelta(days=20)
        session.post(page(suivi, "echeance", une.pk), {"reglement": "deplacee", "jour": jour.isoformat(), "raison": "Elle est à l’hôpital."})

        une.refresh_from_db()
        assert une.a_faire_le == jour
        assert "Elle est à l’hôpital." in text(session.get(page(suivi)))
        assert session.get(page(suivi, "echeance", une.pk + 1000)).status_code == 404

    def test_it_is_given_to_a_colleague(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi, collegue = followed(membre, personne), MembreFactory.create(structure=membre.structure, compte__nom="Karim")
        ailleurs = MembreFactory.create()

        assert session.post(page(suivi, "confier"), {"responsable": str(ailleurs.compte_id)}).status_code == 422
        session.post(page(suivi, "confier"), {"responsable": str(collegue.compte_id)})

        suivi.refresh_from_db()
        assert suivi.responsable == collegue.compte


class TestPerson:
    def test_her_whole_path_is_on_one_screen(self, session: Client, membre: Membre, personne: Personne) -> None:
        prime = followed(membre, personne, *VERS_VERSE)
        rsa = followed(membre, personne, "choisi", droit="rsa")
        followed(membre, personne, "ecarte", droit="ars")
        for suivi in (prime, rsa):
            services_suite.ask_paper(droit_suivi_id=suivi.pk, actor=membre.compte, nature="identite", now=NOW)

        vue = text(session.get(reverse("suivi:personne", args=[personne.pk])))

        for mot in ("Prime d’activité", "RSA", "Papiers qui manquent", "Ce qu’elle ne demande pas", "L’appeler vers"):
            assert mot in vue
        assert vue.count(page(rsa)) == 2

    def test_a_right_begins_by_hand(self, session: Client, membre: Membre, personne: Personne) -> None:
        ouvrir = reverse("suivi:ouvrir", args=[personne.pk])
        suite = session.post(ouvrir, {"droit": "rsa", "vers": "depose"})
        assert session.post(ouvrir, {"droit": "nimporte", "vers": "depose"}).status_code == 422

        session.post(suite["Location"], {"rang_vu": "0", "fait_le": TODAY.isoformat(), "preuve": "dit"})

        assert DroitSuivi.objects.get(personne=personne).etat == "depose"
        assert session.get(reverse("suivi:premiere_etape", args=[personne.pk, "nimporte", "depose"])).status_code == 404
        assert session.get(reverse("suivi:premiere_etape", args=[personne.pk, "ars", "perdu"])).status_code == 404

    def test_a_change_of_life_proposes_a_check_up(self, session: Client, membre: Membre, personne: Personne) -> None:
        adresse = reverse("suivi:changement", args=[personne.pk])
        assert session.post(adresse, {"nature": "naissance", "le": "2999-01-01"}).status_code == 422
        vue = text(session.post(adresse, {"nature": "naissance", "le": TODAY.isoformat()}, follow=True))
        assert "Elle est d’accord, refaire un bilan" in vue

        un = Changement.objects.get()
        apres = session.post(reverse("suivi:ecarter", args=[personne.pk, un.pk]), {"ecarte": "oui"}, follow=True)
        assert "refaire un bilan" not in text(apres)
        assert session.post(reverse("suivi:ecarter", args=[person_of(membre).pk, un.pk])).status_code == 404

    def test_one_tap_from_her_page_opens_a_check_up_with_her_answers(self, session: Client, membre: Membre, personne: Personne) -> None:
        avant = start_bilan(actor=membre.compte, structure_id=membre.structure_id, site_id=None, mois="2026-03", now=NOW - timedelta(days=250))
        dits = {"actor": membre.compte, "now": NOW - timedelta(days=250), "bilan_id": avant.pk}
        add_person(role=Role_.DEMANDEUR, prenom="Safi", date_naissance=date(1990, 5, 4), **dits)  # type: ignore[arg-type]  # the same values
        attach_bilan(personne=personne, accord_mode=ModeAccord.ORAL, accord_le=TODAY - timedelta(days=250), **dits)  # type: ignore[arg-type]  # the same values
        services_suite.note_change_of_life(personne_id=personne.pk, actor=membre.compte, nature="separation", le=TODAY, now=NOW)
        elle = reverse("personnes:personne", args=[personne.pk])
        geste = reverse("suivi:refaire", args=[personne.pk])
        assert f'action="{geste}"' in text(session.get(elle))

        suite = session.post(geste)

        avant.refresh_from_db()
        neuf = Bilan.objects.exclude(pk=avant.pk).get()
        assert suite["Location"] == reverse("bilan:foyer", args=[neuf.pk])
        assert (neuf.personne_id, neuf.mois, neuf.accord_le, neuf.accord_mode) == (personne.pk, "2026-11", TODAY, "oral")
        lues = open_answers(neuf)
        assert [(une.prenom, une.faits) for une in lues.membres] == [(une.prenom, une.faits) for une in open_answers(avant).membres]
        assert (lues.mois, lues.vus) == ("2026-11", ())
        assert Changement.objects.get().bilan == neuf
        assert "refaire un bilan" not in text(session.get(elle))
        ailleurs = Client()
        ailleurs.force_login(MembreFactory.create().compte, backend=BACKEND)
        assert ailleurs.post(geste).status_code == 404

    def test_her_page_leads_to_her_path(self, session: Client, membre: Membre, personne: Personne) -> None:
        suivi = followed(membre, personne)

        vue = text(session.get(reverse("personnes:personne", args=[personne.pk])))

        assert reverse("suivi:personne", args=[personne.pk]) in vue
        assert f'<a href="{page(suivi)}">Prime d’activité</a>' in vue
