"""The screen turned to the person: locked, in her language, one question, nobody's name, given back by a number."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan import selectors, services
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.rules import Reponse
from droits_ouverts.bilan.tourne import CLE, PRET
from droits_ouverts.comptes.models import Compte
from droits_ouverts.journal.models import Ligne
from tests.bilan.conftest import NOW
from tests.house.monde import PUBLIQUES, adresse, nos_routes


def soup(reponse: Any) -> BeautifulSoup:
    return BeautifulSoup(reponse.content.decode(), "html.parser")


def words(reponse: Any) -> str:
    return " ".join(soup(reponse).get_text(" ").replace("\u00a0", " ").split())


def turn(session: Client, bilan: Bilan, quoi: str = "violence", langue: str = "fr") -> str:
    """Turn the screen; return the number that gives it back."""
    page = soup(session.get(reverse("bilan:tourner", args=[bilan.pk])))
    numero = page.select_one(".numero-retour bdi").get_text().strip()
    assert session.post(reverse("bilan:tourner", args=[bilan.pk]), {"quoi": quoi, "langue": langue}).url == reverse("bilan:tourne", args=[bilan.pk])
    return numero


def give_back(session: Client, bilan: Bilan, numero: str) -> Any:
    return session.post(reverse("bilan:rendre", args=[bilan.pk]), {"numero": numero})


class TestLock:
    def test_no_address_of_the_site_opens_by_any_method(self, session: Client, foyer: Bilan) -> None:
        turn(session, foyer)
        ecran, rendre = (reverse(f"bilan:{nom}", args=[foyer.pk]) for nom in ("tourne", "rendre"))
        valeurs = defaultdict(lambda: 1, PUBLIQUES | {"bilan_id": foyer.pk})
        adresses = {adresse(route, valeurs) for route in nos_routes()} | {"/", "/n-existe-pas/", "/compte/logout/", reverse("account_login")}
        assert len(adresses) > 40

        ailleurs = adresses - {ecran, rendre}
        for chemin in sorted(ailleurs):
            for methode in ("get", "post", "put", "delete", "head", "options"):
                reponse = getattr(session, methode)(chemin)
                assert (chemin, methode, reponse.status_code, reponse.get("Location")) == (chemin, methode, 302, ecran)

        assert session.session.get(CLE)
        foyer.refresh_from_db()
        assert selectors.open_answers(foyer).urgences == {}

    def test_another_check_up_is_shut_too(self, session: Client, foyer: Bilan, ines: Compte) -> None:
        autre = services.start_bilan(actor=ines, structure_id=foyer.structure_id, site_id=None, mois="2026-11", now=NOW)
        turn(session, foyer)

        assert session.get(reverse("bilan:tourne", args=[autre.pk])).url == reverse("bilan:tourne", args=[foyer.pk])

    def test_pages_are_kept_nowhere(self, session: Client, foyer: Bilan) -> None:
        avant = session.get(reverse("bilan:foyer", args=[foyer.pk]))
        turn(session, foyer)

        assert "no-store" in avant["Cache-Control"]
        assert "no-store" in session.get(reverse("bilan:tourne", args=[foyer.pk]))["Cache-Control"]

    def test_the_right_number_gives_the_device_back(self, session: Client, foyer: Bilan) -> None:
        numero = turn(session, foyer)

        assert len(numero) == 4
        assert numero not in str(dict(session.session.items()))
        assert give_back(session, foyer, f" {numero} ").url == reverse("bilan:resultats", args=[foyer.pk])
        assert session.get(reverse("bilan:list")).status_code == 200

    def test_five_wrong_numbers_sign_out(self, session: Client, foyer: Bilan) -> None:
        numero = turn(session, foyer)
        faux = "0000" if numero != "0000" else "1111"

        pages = [give_back(session, foyer, faux) for _ in range(4)]
        assert [page.status_code for page in pages] == [422] * 4
        assert "Essais restants : 1." in words(pages[-1])
        assert give_back(session, foyer, faux).url == reverse("account_login")
        assert reverse("account_login") in session.get(reverse("bilan:foyer", args=[foyer.pk])).url

    @pytest.mark.parametrize("quoi", ["violence", "ressources"])
    def test_a_check_up_erased_meanwhile_shows_no_menu_and_the_number_still_gives_the_device_back(self, session: Client, foyer: Bilan, quoi: str) -> None:
        numero = turn(session, foyer, quoi)
        Bilan.objects.all().delete()

        rendu = session.get(reverse("bilan:tourne", args=[foyer.pk]), follow=True)

        assert rendu.redirect_chain == [(reverse("bilan:rendre", args=[foyer.pk]), 302)]
        assert soup(rendu).select("header, nav, .menu") == []
        assert give_back(session, foyer, numero).status_code == 302
        assert session.get(reverse("bilan:list")).status_code == 200

    def test_without_a_number_shown_the_screen_does_not_turn(self, session: Client, foyer: Bilan) -> None:
        assert session.post(reverse("bilan:tourner", args=[foyer.pk]), {"quoi": "violence", "langue": "fr"}).status_code == 200
        assert CLE not in session.session

    def test_the_number_shown_stays_whatever_asks_for_the_page_again(self, session: Client, foyer: Bilan) -> None:
        page = reverse("bilan:tourner", args=[foyer.pk])
        session.head(page)
        assert PRET not in session.session

        montre = soup(session.get(page)).select_one(".numero-retour bdi").get_text()
        garde = dict(session.session[PRET])
        session.head(page)
        session.get(page)
        assert dict(session.session[PRET]) == garde
        assert turn(session, foyer) == montre
        assert give_back(session, foyer, montre).status_code == 302
        assert PRET not in session.session

    def test_the_number_of_another_check_up_does_not_turn_this_one(self, session: Client, foyer: Bilan, ines: Compte) -> None:
        autre = services.start_bilan(actor=ines, structure_id=foyer.structure_id, site_id=None, mois="2026-11", now=NOW)
        session.get(reverse("bilan:tourner", args=[autre.pk]))

        assert session.post(reverse("bilan:tourner", args=[foyer.pk]), {"quoi": "violence", "langue": "fr"}).status_code == 200
        assert CLE not in session.session

    def test_what_another_version_noted_besides_does_not_matter(self, session: Client, foyer: Bilan) -> None:
        numero = turn(session, foyer)
        garde = session.session
        garde[CLE] = {nom: valeur for nom, valeur in garde[CLE].items() if nom != "essais"} | {"inconnu": 1}
        garde.save()

        assert session.get(reverse("bilan:tourne", args=[foyer.pk])).status_code == 200
        assert give_back(session, foyer, numero).status_code == 302

    @pytest.mark.parametrize("illisible", [{}, [], "x", {"bilan": "x"}, {"bilan": "00000000-0000-0000-0000-000000000000"}, {"bilan": 1, "faits": None}])
    def test_a_turned_screen_that_cannot_be_read_signs_out(self, session: Client, foyer: Bilan, illisible: object) -> None:
        garde = session.session
        garde[CLE] = illisible
        garde.save()

        assert session.get(reverse("bilan:foyer", args=[foyer.pk])).url == reverse("account_login")
        assert session.get(reverse("account_login")).status_code == 200
        assert reverse("account_login") in session.get(reverse("bilan:foyer", args=[foyer.pk])).url


class TestScreen:
    def test_shows_one_question_no_menu_and_nobody_s_name(self, session: Client, foyer: Bilan, ines: Compte) -> None:
        for quoi in ("violence", "urgences", "foyer", "logement", "ressources", "sante"):
            numero = turn(session, foyer, quoi)
            page = session.get(reverse("bilan:tourne", args=[foyer.pk]))
            assert len(soup(page).select("fieldset")) == 1
            assert soup(page).select("header, nav, footer, .menu") == []
            assert {lien["href"].split(":")[0] for lien in soup(page).select("a")} <= {"tel", "sms", "https"}
            assert not [nom for nom in ("Awa", "Moussa", ines.nom) if nom in page.content.decode()]
            give_back(session, foyer, numero)

    @pytest.mark.parametrize(("langue", "sens", "mots"), [("fr", "ltr", "fait-il du mal"), ("en", "ltr", "No"), ("ar", "rtl", "لا")])
    def test_speaks_her_language(self, session: Client, foyer: Bilan, langue: str, sens: str, mots: str) -> None:
        turn(session, foyer, "violence", langue)

        page = session.get(reverse("bilan:tourne", args=[foyer.pk]))
        html = soup(page).select_one("html")

        assert (html["lang"], html["dir"]) == (langue, sens)
        assert mots in words(page)

    def test_has_the_french_beside_a_question_that_nobody_reviewed(self, session: Client, foyer: Bilan) -> None:
        turn(session, foyer, "ressources", "ar")

        page = soup(session.get(reverse("bilan:tourne", args=[foyer.pk])))

        assert page.select_one("fieldset .en-francais[lang=fr]").get_text().strip()
        assert page.select_one(".non-relue")

    def test_violence_alone_offers_to_leave_and_gives_the_numbers(self, session: Client, foyer: Bilan) -> None:
        turn(session, foyer, "violence")

        page = soup(session.get(reverse("bilan:tourne", args=[foyer.pk])))

        assert page.select_one("a[data-quitter]")
        assert page.select_one("a.numero[href='tel:17']")


class TestAnswers:
    def test_what_she_says_of_violence_is_saved_and_not_shown_on_taking_back(self, session: Client, foyer: Bilan) -> None:
        numero = turn(session, foyer, "violence")
        ecran = reverse("bilan:tourne", args=[foyer.pk])

        assert session.post(ecran, {"violence": "oui"}).url == ecran
        assert session.get(ecran).url == reverse("bilan:rendre", args=[foyer.pk])
        assert "Rendez l’appareil" in words(session.get(reverse("bilan:rendre", args=[foyer.pk])))
        page = session.get(give_back(session, foyer, numero).url)
        foyer.refresh_from_db()
        assert selectors.open_answers(foyer).urgences == {"violence": "oui"}
        assert "Elle a répondu" in words(page)
        assert "3919" not in words(page)

    def test_a_no_says_as_much_as_a_yes_on_taking_back(self, session: Client, foyer: Bilan) -> None:
        pages = []
        for reponse in ("oui", "non"):
            numero = turn(session, foyer, "violence")
            session.post(reverse("bilan:tourne", args=[foyer.pk]), {"violence": reponse})
            pages.append(words(session.get(give_back(session, foyer, numero).url)))

        assert pages[0] == pages[1]

    def test_income_is_asked_one_question_after_the_other_and_saved(self, session: Client, foyer: Bilan, ines: Compte) -> None:
        services.save_answers(bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="salaire_net", entite="p1", valeur=900)], sujet=None, now=NOW)
        turn(session, foyer, "ressources")
        ecran = reverse("bilan:tourne", args=[foyer.pk])
        posees = []
        while (page := session.get(ecran)).status_code == 200:
            cle = soup(page).select_one("fieldset input[type=radio]")["name"]
            posees.append(cle)
            session.post(ecran, {cle: "refus"})

        foyer.refresh_from_db()
        faits = selectors.open_answers(foyer).faits("p1")
        assert "p1.salaire_net" not in posees
        assert len(posees) == len(set(posees)) >= 2
        assert faits["salaire_net"] == 900
        assert faits["autres_ressources"] == {"refus": True}
        assert Ligne.objects.filter(verb="enregistrer_reponses").count() == len(posees) + 1

    def test_nothing_chosen_is_told_and_a_mistake_keeps_what_was_typed(self, session: Client, foyer: Bilan) -> None:
        turn(session, foyer, "ressources")
        ecran = reverse("bilan:tourne", args=[foyer.pk])

        vide = session.post(ecran, {})
        assert vide.status_code == 422
        assert "Choisissez une réponse." in words(vide)
        session.post(ecran, {soup(vide).select_one("fieldset input[type=radio]")["name"]: "non"})
        faux = session.post(ecran, {"p1.salaire_net": "valeur", "p1.salaire_net:valeur": "trop"})
        assert faux.status_code == 422
        assert soup(faux).select_one("input[name='p1.salaire_net:valeur']")["value"] == "trop"

    def test_she_may_give_it_back_at_any_time(self, session: Client, foyer: Bilan) -> None:
        turn(session, foyer, "urgences")

        assert session.post(reverse("bilan:tourne", args=[foyer.pk]), {"rendre": "1"}).url == reverse("bilan:rendre", args=[foyer.pk])
        assert session.get(reverse("bilan:tourne", args=[foyer.pk])).url == reverse("bilan:rendre", args=[foyer.pk])
