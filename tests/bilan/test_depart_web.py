"""The screens of how a check-up begins: doors, code, urgent needs, five questions, then the whole; attached or erased."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.bilan import selectors, services
from droits_ouverts.bilan.enums import FormeBilan
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.web.etapes import situation_of
from droits_ouverts.bilan.web.forms import SujetForm
from droits_ouverts.droits.urgences import load_urgences
from droits_ouverts.engine.questionnaire.asking import subjects_to_ask
from droits_ouverts.structures.models import Membre
from tests.factories.structures import MembreFactory

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def soup(reponse: Any) -> BeautifulSoup:
    return BeautifulSoup(reponse.content.decode(), "html.parser")


def words(reponse: Any) -> str:
    return " ".join(soup(reponse).get_text(" ").replace("\u00a0", " ").split())


def begin(session: Client, membre: Membre, **champs: str) -> Any:
    mois = soup(session.get(reverse("bilan:start"))).select_one("select[name=mois] option[selected]")["value"]
    return session.post(reverse("bilan:start"), {"structure": membre.structure_id, "mois": mois, "forme": "court"} | champs, follow=True)


def answer_short(session: Client, bilan: Bilan, **reponses: str) -> None:
    """Give the five answers."""
    donnees = {"logement": "v:locataire_hlm", "travail": "v:chomeur", "argent": "valeur"} | reponses
    session.post(reverse("bilan:person_add", args=[bilan.pk, "demandeur"]), {"role": "demandeur", "annee": "1990"})
    session.post(reverse("bilan:person_add", args=[bilan.pk, "enfant"]), {"role": "enfant", "annee": "2019"})
    session.post(reverse("bilan:court", args=[bilan.pk, "logement"]), {"menage.statut_occupation_logement": donnees["logement"]})
    session.post(reverse("bilan:court", args=[bilan.pk, "travail"]), {"p1.activite": donnees["travail"]})
    session.post(reverse("bilan:court", args=[bilan.pk, "argent"]), {"p1.chomage_net": donnees["argent"], "p1.chomage_net:valeur": "640"})


class TestShort:
    def test_five_questions_lead_to_the_results(self, session: Client, membre: Membre) -> None:
        begin(session, membre)
        bilan = Bilan.objects.get()
        answer_short(session, bilan)

        page = session.get(reverse("bilan:resultats", args=[bilan.pk]))

        bilan.refresh_from_db()
        assert bilan.forme == FormeBilan.COURT
        assert "Continuer le bilan complet" in words(page)
        assert selectors.open_answers(bilan).faits("p1") == {
            "date_naissance": "1990-01-01",
            "activite": "chomeur",
            "chomage_net": 640,
            "autres_ressources": True,
        }

    @pytest.mark.parametrize("partie", ["logement", "travail", "argent"])
    def test_one_question_a_screen_with_its_rank(self, session: Client, membre: Membre, partie: str) -> None:
        begin(session, membre)
        bilan = Bilan.objects.get()
        answer_short(session, bilan)

        page = session.get(reverse("bilan:court", args=[bilan.pk, partie]))

        assert len(soup(page).select("fieldset.question")) == 1
        assert "sur 5" in words(page)

    def test_the_whole_check_up_asks_nothing_again(self, session: Client, membre: Membre) -> None:
        begin(session, membre)
        bilan = Bilan.objects.get()
        answer_short(session, bilan)
        avant = selectors.open_answers(Bilan.objects.get())
        repondus = {(nom, entite) for entite in ("p1", "p2", *avant.groupes) for nom in avant.faits(entite)}

        session.post(reverse("bilan:promouvoir", args=[bilan.pk]))

        apres = selectors.open_answers(Bilan.objects.get())
        situation = situation_of(apres)
        assert situation
        ecrans = [SujetForm(sujet=sujet, reponses=apres, situation=situation) for sujet in subjects_to_ask(situation)]
        demandees = {(q.cle.partition(".")[2], q.cle.partition(".")[0]) for ecran in ecrans for q in ecran.questions if not q.repondue}
        assert demandees
        assert demandees & repondus == set()
        assert apres == avant

    def test_a_mistake_is_told_and_nothing_typed_is_lost(self, session: Client, membre: Membre) -> None:
        begin(session, membre)
        bilan = Bilan.objects.get()
        answer_short(session, bilan)

        page = session.post(reverse("bilan:court", args=[bilan.pk, "argent"]), {"p1.chomage_net": "valeur", "p1.chomage_net:valeur": "beaucoup"})

        assert page.status_code == 422
        assert soup(page).select_one("input[name='p1.chomage_net:valeur']")["value"] == "beaucoup"


class TestAnonymous:
    def test_the_code_is_shown_with_the_day_of_erasure_and_no_name_is_asked(self, session: Client, membre: Membre) -> None:
        page = begin(session, membre, anonyme="on")
        bilan = Bilan.objects.get()
        code = soup(page).select_one(".carte-code__code").get_text().strip()

        assert "Ce bilan sera effacé le" in words(page)
        assert bilan.anonyme
        assert code.replace("-", "") not in bilan.code_reprise
        assert soup(session.get(reverse("bilan:person_add", args=[bilan.pk, "demandeur"]))).select("input[name=prenom]") == []
        assert session.get(reverse("bilan:code", args=[bilan.pk])).content.count(code.encode()) == 1

    def test_another_browser_takes_it_up_by_its_code_and_does_not_see_it_in_the_list(self, session: Client, membre: Membre) -> None:
        code = soup(begin(session, membre, anonyme="on")).select_one(".carte-code__code").get_text().strip()
        bilan = Bilan.objects.get()
        ailleurs = Client()
        ailleurs.force_login(MembreFactory.create(structure=membre.structure).compte, backend=BACKEND)

        assert str(bilan.pk) not in ailleurs.get(reverse("bilan:list")).content.decode()
        assert ailleurs.post(reverse("bilan:reprendre"), {"code": code.lower()}).url == reverse("bilan:foyer", args=[bilan.pk])
        assert "n’est montré qu’une fois" in words(ailleurs.get(reverse("bilan:code", args=[bilan.pk])))

    def test_a_wrong_code_says_the_same_as_one_of_elsewhere_and_tries_are_counted(self, session: Client, membre: Membre) -> None:
        cache.clear()
        code = soup(begin(session, membre, anonyme="on")).select_one(".carte-code__code").get_text().strip()
        ailleurs = Client()
        ailleurs.force_login(MembreFactory.create().compte, backend=BACKEND)

        autre, faux = (ailleurs.post(reverse("bilan:reprendre"), {"code": essai}) for essai in (code, "00000-00000"))
        assert [autre.status_code, faux.status_code] == [422, 422]
        assert words(autre) == words(faux)
        assert [ailleurs.post(reverse("bilan:reprendre"), {"code": "00000-00000"}).status_code for _ in range(9)][-2:] == [422, 429]

    def test_replaced_attached_and_erased_from_the_results(self, session: Client, membre: Membre) -> None:
        begin(session, membre, anonyme="on")
        bilan = Bilan.objects.get()
        answer_short(session, bilan)
        ancien = bilan.code_reprise

        session.post(reverse("bilan:code_nouveau", args=[bilan.pk]))
        bilan.refresh_from_db()
        assert bilan.code_reprise not in ("", ancien)

        page = session.post(
            reverse("bilan:rattacher", args=[bilan.pk]),
            {"personne": "nouvelle", "prenom": "", "nom": "", "langue": "fr", "accord_mode": "oral", "accord_le": timezone.localdate().isoformat()},
        )
        assert page.status_code == 422
        session.post(
            reverse("bilan:rattacher", args=[bilan.pk]),
            {"personne": "nouvelle", "prenom": "Awa", "nom": "", "langue": "ar", "accord_mode": "oral", "accord_le": timezone.localdate().isoformat()},
        )
        bilan.refresh_from_db()
        assert bilan.personne
        assert not bilan.anonyme
        assert "Awa" in words(session.get(reverse("personnes:liste")))
        page = words(session.get(reverse("personnes:personne", args=[bilan.personne_id])))
        assert page.count("de vive voix") == 2
        assert "Accord pour garder ce bilan : de vive voix, le " in page
        ailleurs = Client()
        ailleurs.force_login(MembreFactory.create().compte, backend=BACKEND)
        assert ailleurs.get(reverse("personnes:personne", args=[bilan.personne_id])).status_code == 404
        assert "Awa" not in words(ailleurs.get(reverse("personnes:liste")))
        assert session.get(reverse("bilan:effacer", args=[bilan.pk])).status_code == 404

    def test_an_agreement_of_another_time_is_refused_in_a_sentence(self, session: Client, membre: Membre) -> None:
        begin(session, membre, anonyme="on")
        bilan = Bilan.objects.get()

        page = session.post(
            reverse("bilan:rattacher", args=[bilan.pk]),
            {"personne": "nouvelle", "prenom": "Awa", "nom": "", "langue": "fr", "accord_mode": "oral", "accord_le": "0206-11-24"},
        )

        assert page.status_code == 422
        assert "Ce jour remonte à plus de deux ans." in words(page)
        bilan.refresh_from_db()
        assert bilan.anonyme

    def test_erasing_asks_plainly_first(self, session: Client, membre: Membre) -> None:
        begin(session, membre, anonyme="on")
        bilan = Bilan.objects.get()

        assert "pour de bon" in words(session.get(reverse("bilan:effacer", args=[bilan.pk])))
        assert Bilan.objects.exists()
        session.post(reverse("bilan:effacer", args=[bilan.pk]))
        assert not Bilan.objects.exists()


class TestUrgentNeeds:
    def test_come_first_and_may_be_passed_over(self, session: Client, membre: Membre) -> None:
        page = begin(session, membre)

        assert page.redirect_chain[-1][0] == reverse("bilan:urgences", args=[Bilan.objects.get().pk])
        assert soup(page).select("input[required]") == []
        assert [lien.get_text() for lien in soup(page).select("main a") if lien.get_text() == "Passer"]

    def test_each_answer_has_its_numbers_on_the_same_screen(self, session: Client, bilan: Bilan) -> None:
        page = soup(session.get(reverse("bilan:urgences", args=[bilan.pk])))

        for code, urgence in load_urgences().besoins.items():
            assert [a["href"] for a in page.select(f"#urgence-{code} a.numero")] == [n.lien for n in urgence.numeros]

    def test_are_saved_as_they_are_given_and_stand_first_in_the_results(self, session: Client, foyer: Bilan) -> None:
        adresse = reverse("bilan:urgences", args=[foyer.pk])
        session.post(adresse, {"toit": "oui", "violence": "oui"}, headers={"HX-Request": "true"})

        assert soup(session.get(adresse)).select_one("#u-toit-oui").has_attr("checked")
        page = session.get(reverse("bilan:resultats", args=[foyer.pk]))
        texte = words(page)
        assert texte.index("Nulle part où dormir ce soir") < texte.index("Bilan des droits ·")
        assert "Des violences" not in texte
        assert "Elle a répondu à une question personnelle." in texte

    @pytest.mark.parametrize("ecran", ["foyer", "resultats"])
    def test_a_link_stays_on_the_screens(self, session: Client, foyer: Bilan, ecran: str) -> None:
        assert reverse("bilan:urgences", args=[foyer.pk]) in session.get(reverse(f"bilan:{ecran}", args=[foyer.pk])).content.decode()


class TestSite:
    def test_is_asked_where_the_structure_acts_on_several_and_kept_within_it(self, session: Client, membre: Membre) -> None:
        from tests.factories.structures import SiteFactory

        ici, la, ailleurs = SiteFactory.create(), SiteFactory.create(), SiteFactory.create()
        membre.structure.sites.set([ici, la])

        assert begin(session, membre, site=str(ailleurs.pk)).status_code == 422
        begin(session, membre, site=str(la.pk))
        assert Bilan.objects.get().site == la
        assert services.GARDE_ANONYME.days == 90
