"""A C2S that is there is kept: its window to ask again is shown, the renewal is asked for, next year's clock is there, and it is kept."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Locator, expect

from tests.journeys.pages import PHONE, Open, Visite
from tests.journeys.test_suivi import JOUR, look, note

C2S = "Complémentaire santé solidaire gratuite"
FIN = JOUR + timedelta(days=100)
"""Four months before its end the window is open, two months before it is shut: today is inside."""
RENOUVELER = "Demander le renouvellement"


def somebody(visite: Visite, prenom: str) -> None:
    """Open the file of somebody who agrees, and her path."""
    visite.open("/personnes/nouvelle/")
    visite.page.get_by_role("main").get_by_label(re.compile("prénom", re.IGNORECASE)).first.fill(prenom)
    with visite.page.expect_navigation():
        visite.press("Chercher")
    with visite.page.expect_navigation():
        visite.page.get_by_role("button", name=re.compile("ouvrir (un|son) dossier", re.IGNORECASE)).first.click()
    visite.page.get_by_label("de vive voix").check()
    with visite.page.expect_navigation():
        visite.page.get_by_role("button", name=re.compile("Elle est d’accord")).click()
    visite.follow("Ouvrir son chemin")


def clock(visite: Visite, nom: str) -> Locator:
    """The card of a clock of the right that is open."""
    return visite.page.locator("article.carte").filter(has=visite.page.get_by_role("heading", name=nom, exact=True))


def test_a_c2s_is_kept_at_its_renewal(visit: Open) -> None:
    visite = visit(size=PHONE)
    visite.sign_in()
    somebody(visite, "Ines")
    visite.follow("Suivre un droit")
    visite.page.get_by_label("Quel droit ?").select_option(label=C2S)
    visite.page.get_by_label("La demande est partie").check()
    with visite.page.expect_navigation():
        visite.press("Continuer")
    visite.page.get_by_label("Quel jour ?").fill((JOUR - timedelta(days=300)).isoformat())
    with visite.page.expect_navigation():
        visite.press("Enregistrer")
    note(
        visite,
        "C’est accordé",
        jour=(JOUR - timedelta(days=290)).isoformat(),
        **{"ouvert à partir du": (FIN - timedelta(days=364)).isoformat(), "ouvert jusqu’au": FIN.isoformat()},
    )
    note(visite, "C’est versé, ou utilisé", jour=(JOUR - timedelta(days=280)).isoformat())

    expect(clock(visite, RENOUVELER)).to_contain_text("Dernier jour")
    expect(clock(visite, RENOUVELER)).to_contain_text("On peut le demander à partir du")
    expect(clock(visite, RENOUVELER)).to_contain_text(re.compile(r"J-\d+|aujourd’hui"))
    expect(clock(visite, "Fin du droit")).to_contain_text("Jusqu’au")
    look(visite, "c2s-a-renouveler")
    visite.check()
    annee = clock(visite, RENOUVELER).inner_text()
    clock(visite, RENOUVELER).get_by_role("link").last.click()
    expect(visite.page.get_by_label("C’est fait")).to_be_checked()
    look(visite, "c2s-echeance")
    visite.check()
    with visite.page.expect_navigation():
        visite.press("Enregistrer")

    # The next period has its own, a year later.
    expect(clock(visite, RENOUVELER)).to_have_count(1)
    assert clock(visite, RENOUVELER).inner_text() != annee
    if not visite.page.get_by_role("link", name="C’est maintenu").is_visible():
        visite.page.get_by_text("Noter autre chose").click()
    note(visite, "C’est maintenu", **{"ouvert à partir du": (FIN + timedelta(days=1)).isoformat(), "ouvert jusqu’au": (FIN + timedelta(days=365)).isoformat()})
    expect(visite.page.locator(".etat").first).to_have_text("Maintenu")
    expect(clock(visite, RENOUVELER)).to_have_count(1)
    look(visite, "c2s-maintenue")
    visite.check()
