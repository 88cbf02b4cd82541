"""A service answers from an old telephone, whose browser knows no `:has()`: it sees what goes with its answer and nothing else; without the script, when each field serves."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from droits_ouverts.orientation.web.forms import ReponseForm
from tests.house.repo import PACKAGE

ICI = PACKAGE / "orientation" / "static" / "orientation"
ANCIEN = "CSS.supports = () => false;"
CHAMPS = ("rdv_le", "depot_le", "motif")


def old(chromium: Browser, *, script: bool = True) -> Page:
    """The form of an answer as a browser without `:has()` shows it."""
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    form = ReponseForm(statut="envoyee", rang=1, today=date(2026, 11, 27))
    page.set_content(f"<!doctype html><main>{render_to_string('orientation/_repondre.html', {'form': form})}</main>")
    page.add_style_tag(content=(ICI / "orientation.css").read_text(encoding="utf-8").replace(":has(*)", ":jamais(*)"))
    if script:
        page.evaluate(ANCIEN)
        page.add_script_tag(content=(ICI / "reponse.js").read_text(encoding="utf-8"))
    return page


def shown(page: Page) -> list[str]:
    return [nom for nom in CHAMPS if page.locator(f'[name="{nom}"]').is_visible()]


@pytest.mark.parametrize(("statut", "champs"), [("rendez_vous", ["rdv_le"]), ("faite", ["depot_le"]), ("impossible", ["motif"]), ("recue", [])])
def test_only_what_goes_with_the_answer_is_shown(chromium: Browser, statut: str, champs: list[str]) -> None:
    page = old(chromium)
    assert shown(page) == []
    page.locator(f'[name="statut"][value="{statut}"]').check()

    assert shown(page) == champs
    assert page.locator(".si__quand:visible").count() == 0
    page.close()


def test_without_the_script_each_field_says_when_it_serves(chromium: Browser) -> None:
    page = old(chromium, script=False)

    assert shown(page) == list(CHAMPS)
    assert [texte.strip() for texte in page.locator(".si__quand:visible").all_inner_texts()] == [
        "Seulement pour « Rendez-vous donné »",
        "Seulement pour « Faite »",
        "Seulement pour « Impossible »",
    ]
    page.close()
