"""A right followed to its end: Awa's prime d'activité from her check-up to the day it is paid; somebody who gives up, with her reason, and is left in peace."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.households import AWA, describe_awa
from tests.journeys.pages import DESK, PHONE, Open, Visite
from tests.journeys.test_droits_personne import her_page

PRIME = "Prime d’activité"
REPONSES = ("C’est accordé", "C’est accordé en partie", "C’est refusé", "Des pièces sont demandées")
JOUR = date.today()  # noqa: DTZ011  a day typed in a form


def look(visite: Visite, nom: str) -> None:
    """Keep a picture of the page where `JOURNEYS_IMAGES` says, for whoever looks at them."""
    if dossier := os.environ.get("JOURNEYS_IMAGES"):
        visite.page.screenshot(path=Path(dossier) / f"{nom}.png", full_page=True)


def note(visite: Visite, bouton: str, preuve: str = "Vu sur un papier", **champs: str) -> None:
    """Note one step of the right that is open; an answer of the institution is one tap further."""
    reponse = visite.page.get_by_text("Noter la réponse de l’organisme")
    if reponse.is_visible() and bouton in REPONSES:
        reponse.click()
    visite.page.get_by_role("main").get_by_role("link", name=bouton, exact=True).click()
    visite.page.get_by_label("Quel jour ?").fill(champs.pop("jour", JOUR.isoformat()))
    for libelle, valeur in champs.items():
        visite.page.get_by_label(re.compile(libelle)).fill(valeur)
    visite.page.get_by_label(preuve).check()
    visite.check()
    with visite.page.expect_navigation():
        visite.press("Enregistrer")
    expect(visite.page.get_by_role("status").filter(has_text="C’est noté")).to_be_visible()


@pytest.mark.parametrize(("size", "theme"), [(PHONE, "light"), (DESK, "dark")])
def test_a_right_goes_from_the_check_up_to_the_day_it_is_paid(visit: Open, size: tuple[int, int], theme: str) -> None:
    visite = visit(size=size, theme=theme)
    visite.sign_in()
    describe_awa(visite)
    visite.go_through(AWA)
    visite.right(PRIME).get_by_role("button", name="Je le veux").click()
    expect(visite.right(PRIME)).to_contain_text("Voulu par Awa")
    nom = f"Awa {theme}"
    visite.open(re.sub(r"#.*", "", visite.page.url.removeprefix(visite.base)).replace("resultats", "rattacher"))
    visite.page.get_by_label("Son prénom").fill(nom)
    visite.page.get_by_label("de vive voix").check()
    with visite.page.expect_navigation():
        visite.press("Elle est d’accord, garder le bilan")
    visite.open("/personnes/")
    visite.page.get_by_role("main").get_by_role("link", name=nom).first.click()
    visite.follow("Ouvrir son chemin")
    look(visite, f"personne-{theme}")
    visite.check()
    visite.follow(PRIME)
    expect(visite.page.get_by_role("heading", name="La suite")).to_be_visible()
    look(visite, f"droit-choisi-{theme}")
    visite.check()

    note(visite, "La demande est partie")
    expect(visite.page.get_by_text("Vous venez de noter cette étape.")).to_be_visible()
    visite.follow("Un papier est demandé")
    visite.page.get_by_label("Quel papier ?").select_option(label="RIB")
    visite.check()
    with visite.page.expect_navigation():
        visite.press("Noter ce papier")
    look(visite, f"droit-depose-{theme}")
    visite.check()
    visite.press("Il est donné")
    expect(visite.page.get_by_role("button", name="Il manque encore")).to_be_visible()
    note(visite, "C’est accordé", **{"Montant accordé": "181,20"})
    note(visite, "C’est versé, ou utilisé", preuve="Confirmé par l’organisme", **{"Montant versé": "181,20"})
    expect(visite.page.get_by_role("row", name=re.compile("Versé"))).to_contain_text("181")
    look(visite, f"droit-verse-{theme}")
    visite.check()
    visite.page.get_by_role("button", name="Le droit est toujours là").first.click()
    expect(visite.page.get_by_role("status").filter(has_text="L’appel est noté")).to_be_visible()

    for adresse, titre in (("/suivi/", "Mes personnes"), ("/suivi/a-faire/", "À faire"), ("/suivi/bloques/", "Bloqués")):
        visite.open(adresse)
        expect(visite.page.get_by_role("heading", level=1)).to_have_text(titre)
        look(visite, f"{titre.lower().replace(' ', '-')}-{theme}")
        visite.check()


def test_somebody_gives_up_with_her_reason_and_is_left_in_peace(visit: Open) -> None:
    visite = visit(size=PHONE)
    visite.sign_in()
    her_page(visite, "Maïa")
    visite.follow("Ouvrir son chemin")
    visite.follow("Suivre un droit")
    visite.page.get_by_label("Quel droit ?").select_option(label=PRIME)
    visite.page.get_by_label("La demande est partie").check()
    visite.check()
    with visite.page.expect_navigation():
        visite.press("Continuer")
    visite.page.get_by_label("Quel jour ?").fill(JOUR.isoformat())
    with visite.page.expect_navigation():
        visite.press("Enregistrer")

    visite.page.get_by_text("Noter autre chose").click()
    visite.follow("Elle y renonce")
    visite.page.get_by_label("La raison que donne la personne").select_option(label="J’ai peur de devoir rembourser")
    visite.page.get_by_label("Quel jour ?").fill(JOUR.isoformat())
    look(visite, "renoncer")
    visite.check()
    with visite.page.expect_navigation():
        visite.press("Enregistrer")

    expect(visite.page.get_by_text("C’est son choix. Rien n’est à faire")).to_be_visible()
    expect(visite.page.get_by_role("heading", name="Échéances")).to_have_count(0)
    look(visite, "renonce")
    visite.check()
    visite.open("/suivi/a-faire/")
    expect(visite.page.get_by_text("Maïa")).to_have_count(0)
    visite.open("/suivi/bloques/")
    expect(visite.page.get_by_text("Maïa")).to_have_count(0)
