"""The agenda, at the screen: an appointment from her page to what became of it, what is next, a card on paper, a leave; on a phone, on a desk, in the dark, in Arabic."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import DESK, PHONE, Open, Visite

DEMAIN = date.today() + timedelta(days=1)  # noqa: DTZ011  a day typed in a form


def looked_at(visite: Visite) -> None:
    """The page as somebody sees it has no fault."""
    visite.unfold()
    assert visite.faults() == []


def somebody(visite: Visite) -> str:
    """The number of the first person of the list; where there is none yet, a check-up of the demo is kept at her name."""
    visite.open("/personnes/")
    liens = visite.page.locator("main a.carte[href^='/personnes/']")
    if liens.count() == 0:
        visite.open("/bilan/")
        lien = visite.page.locator("a[href^='/bilan/'][href$='/resultats/'], a[href^='/bilan/'][href$='/foyer/']").first.get_attribute("href") or ""
        visite.open(re.sub(r"(resultats|foyer)/$", "rattacher/", lien))
        visite.page.locator("input[name=prenom]").fill("Safi (démo)")
        visite.page.locator("input[name=accord_mode]").first.check()
        with visite.page.expect_navigation():
            visite.page.locator("main form button[type=submit]").last.click()
        visite.open("/personnes/")
    trouve = re.fullmatch(r"/personnes/(\d+)/", liens.first.get_attribute("href") or "")
    assert trouve is not None
    return trouve.group(1)


def made(visite: Visite, adresse: str, jour: date, heure: str, **autres: str) -> None:
    """Write an appointment."""
    visite.open(adresse)
    page = visite.page
    page.locator("input[name=jour]").fill(jour.isoformat())
    page.locator("input[name=heure]").fill(heure)
    page.locator("input[name=lieu]").fill(autres.get("lieu", "Bureau 3"))
    page.locator("input[name=objet]").fill(autres.get("objet", "Les papiers de la CAF"))
    looked_at(visite)
    page.locator("form.formulaire button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/agenda/rendez-vous/[0-9a-f-]{36}/$"))


@pytest.mark.parametrize(
    ("size", "theme", "langue"),
    [(PHONE, "light", "fr"), (DESK, "dark", "fr"), (PHONE, "dark", "ar")],
    ids=["phone", "dark desk", "arabic"],
)
def test_an_appointment_from_her_page_to_what_became_of_it(visit: Open, size: tuple[int, int], theme: str, langue: str) -> None:
    visite = visit(size=size, theme=theme)
    visite.sign_in()
    visite.page.context.add_cookies([{"name": "do_langue", "value": langue, "url": visite.base}])
    numero = somebody(visite)
    made(visite, f"/agenda/personnes/{numero}/rendez-vous/", date.today(), "00:05")  # noqa: DTZ011  same reason
    looked_at(visite)

    visite.page.locator("input[name=vers][value=absente]").check()
    visite.page.locator("textarea[name=note]").fill("Rappeler demain.")
    visite.page.locator("form[action$='/issue/'] button").click()
    expect(visite.page.locator("text=Rappeler demain.")).to_be_visible()
    looked_at(visite)
    visite.page.locator("form[action$='/defaire/'] button").click()
    expect(visite.page.locator("input[name=vers][value=tenu]")).to_be_visible()
    visite.page.locator("input[name=vers][value=tenu]").check()
    visite.page.locator("form[action$='/issue/'] button").click()

    made(visite, f"/agenda/personnes/{numero}/rendez-vous/", DEMAIN, "10:00")
    visite.page.locator("a[href$='/changer/']").click()
    visite.page.locator("input[name=heure]").fill("11:30")
    looked_at(visite)
    visite.page.locator("form.formulaire button[type=submit]").click()
    expect(visite.page.locator("h1")).to_be_visible()

    visite.open(f"/agenda/personnes/{numero}/")
    looked_at(visite)
    visite.open(f"/agenda/personnes/{numero}/carte/")
    looked_at(visite)
    visite.page.locator("input[name=numero]").fill("06 00 00 00 00")
    with visite.page.expect_download() as feuille:
        visite.page.locator("form.formulaire button[type=submit]").click()
    assert feuille.value.suggested_filename == "document.pdf"

    for vue in ("/agenda/", f"/agenda/semaine/?jour={DEMAIN}&qui=equipe"):
        visite.open(vue)
        looked_at(visite)
    expect(visite.page.locator(".rdv").first).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_what_is_next_is_done_and_undone(visit: Open, size: tuple[int, int]) -> None:
    visite = visit(size=size)
    visite.sign_in()
    numero = somebody(visite)
    visite.open(f"/agenda/personnes/{numero}/action/")
    visite.page.locator("input[name=quoi]").fill("Apporter le bail")
    visite.page.locator("input[name=avant_le]").fill(date.today().isoformat())  # noqa: DTZ011  same reason
    looked_at(visite)
    visite.page.locator("form.formulaire button[type=submit]").click()

    visite.open("/agenda/")
    looked_at(visite)
    action = visite.page.locator(".action", has_text="Apporter le bail").first
    action.locator("button").click()
    visite.page.locator("details.plus summary", has_text="Fait aujourd’hui").click()
    visite.page.locator("details.plus .action button").first.click()
    expect(visite.page.locator(".action", has_text="Apporter le bail").first).to_be_visible()
    looked_at(visite)


def test_a_mistake_keeps_what_was_typed(visit: Open) -> None:
    visite = visit(size=PHONE)
    visite.sign_in()
    visite.open(f"/agenda/personnes/{somebody(visite)}/rendez-vous/")
    visite.page.locator("input[name=lieu]").fill("2 rue Neuve")
    visite.page.locator("details.plus summary").click()
    visite.page.locator("select[name=rythme]").select_option("mensuel")
    visite.page.locator("form.formulaire button[type=submit]").click()

    expect(visite.page.locator("#erreurs")).to_be_visible()
    expect(visite.page.locator("input[name=lieu]")).to_have_value("2 rue Neuve")
    expect(visite.page.locator("select[name=rythme]")).to_have_value("mensuel")
    looked_at(visite)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_leave_is_noted_and_given_back(visit: Open, size: tuple[int, int]) -> None:
    visite = visit(size=size)
    visite.sign_in()
    made(visite, f"/agenda/personnes/{somebody(visite)}/rendez-vous/", DEMAIN, "15:00")
    visite.open("/agenda/absences/")
    visite.page.locator("input[name=du]").fill(DEMAIN.isoformat())
    visite.page.locator("input[name=au]").fill((DEMAIN + timedelta(days=5)).isoformat())
    looked_at(visite)
    visite.page.locator("form.formulaire button[type=submit]").click()
    expect(visite.page.locator(".rdv").first).to_be_visible()
    looked_at(visite)

    visite.page.locator("form[action$='/rendre/'] button").click()
    expect(visite.page.locator("form[action$='/rendre/']")).to_have_count(0)
    visite.open("/agenda/abonnement/")
    visite.page.locator("button[value=ouvrir]").click()
    adresse = visite.page.locator(".adresse").inner_text()
    looked_at(visite)
    reponse = visite.page.request.get(adresse)
    assert "BEGIN:VCALENDAR" in reponse.text()
    visite.page.locator("button[value=fermer]").click()
    assert visite.page.request.get(adresse).status == 404
