"""An AAH refused by silence: the appeal is written from the file, completed, printed, noted as left; then the right is granted and paid."""

from __future__ import annotations

import os
import re
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
from playwright.sync_api import expect

from tests.journeys.pages import PHONE, Open
from tests.journeys.test_droits_personne import her_page
from tests.journeys.test_suivi import look, note

AAH = "Allocation aux adultes handicapés"
JOUR = date.today()  # noqa: DTZ011  a day typed in a form
DEPOT = JOUR - timedelta(days=150)
"""More than four months ago: the silence is a refusal."""


def words_of(chemin: Path) -> str:
    """What the letter says, on its one page."""
    document = pypdfium2.PdfDocument(chemin)
    try:
        assert len(document) == 1
        return re.sub(r"\s+", " ", document[0].get_textpage().get_text_range())
    finally:
        document.close()


def test_a_refusal_by_silence_is_contested_by_a_letter_then_granted_and_paid(visit: Open, tmp_path: Path) -> None:
    visite = visit(size=PHONE)
    visite.sign_in()
    her_page(visite, "Noura")
    visite.follow("Ouvrir son chemin")
    visite.follow("Suivre un droit")
    visite.page.get_by_label("Quel droit ?").select_option(value="aah")
    visite.page.get_by_label("La demande est partie").check()
    with visite.page.expect_navigation():
        visite.press("Continuer")
    visite.page.get_by_label("Quel jour ?").fill(DEPOT.isoformat())
    with visite.page.expect_navigation():
        visite.press("Enregistrer")

    visite.follow("Écrire un courrier")
    look(visite, "courriers")
    visite.check()
    with visite.page.expect_navigation():
        visite.page.get_by_role("button", name=re.compile("La décision de la CDAPH")).click()
    expect(visite.page.get_by_label("À qui")).to_have_value(re.compile("^MDMPH du Rhône"))
    visite.page.get_by_label("Qui écrit").fill("Noura\n3 rue des Lilas\n69200 Vénissieux")
    with visite.page.expect_response(lambda reponse: "/courriers/" in reponse.url and reponse.request.method == "POST"):
        visite.page.get_by_label("Qui écrit").press("Tab")
    expect(visite.page.get_by_text("Enregistré.")).to_be_visible()
    look(visite, "courrier")
    visite.check()
    visite.page.reload()
    expect(visite.page.get_by_label("Qui écrit")).to_have_value(re.compile("rue des Lilas"))
    with visite.page.expect_download() as recu:
        visite.press("Imprimer la lettre")
    chemin = Path(os.environ.get("JOURNEYS_IMAGES", tmp_path)) / "courrier.pdf"
    recu.value.save_as(chemin)
    lettre = words_of(chemin)
    for mots in ("3 rue des Lilas", "MDMPH du Rhône", "votre silence vaut refus depuis le", "Je conteste cette décision (CASF L241-9", "Signature"):
        assert mots in lettre

    with visite.page.expect_navigation():
        visite.press("Le recours est parti")
    expect(visite.page.get_by_role("status").filter(has_text="le recours est parti")).to_be_visible()
    visite.page.get_by_role("main").get_by_role("link", name=re.compile(AAH)).first.click()
    expect(visite.page.get_by_text("Recours déposé").first).to_be_visible()
    expect(visite.page.get_by_role("heading", name="Réponse attendue au recours")).to_be_visible()
    look(visite, "recours")
    visite.check()
    note(visite, "C’est accordé", **{"Montant accordé": "1041,59"})
    note(visite, "C’est versé, ou utilisé", preuve="Confirmé par l’organisme", **{"Montant versé": "1041,59"})
    expect(visite.page.get_by_role("row", name=re.compile("Versé"))).to_contain_text("042")
