"""How long a file is kept, at the screen: read, put on hold, found in the list, released; clean on a phone and on a desk, in each language."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.pages import DESK, PHONE, Open


@pytest.mark.parametrize(("size", "langue"), [(PHONE, "fr"), (DESK, "fr"), (PHONE, "ar"), (DESK, "en")], ids=["phone", "desk", "arabic", "english"])
def test_a_file_is_held_and_released(visit: Open, size: tuple[int, int], langue: str) -> None:
    visite = visit(size=size)
    visite.sign_in()
    visite.open("/bilan/")
    lien = visite.page.locator("a[href^='/bilan/'][href$='/resultats/'], a[href^='/bilan/'][href$='/foyer/']").first.get_attribute("href")
    numero = re.search(r"[0-9a-f-]{36}", lien or "")
    assert numero is not None
    visite.page.context.add_cookies([{"name": "do_langue", "value": langue, "url": visite.base}])

    visite.open(f"/conservation/bilans/{numero.group()}/")
    visite.unfold()
    assert visite.faults() == []
    visite.page.locator("input[name=motif][value=recours]").check()
    visite.page.locator("form:has(input[value=reserver]) button").click()
    dossier = visite.page.url

    visite.open("/conservation/")
    assert visite.faults() == []
    expect(visite.page.locator(f"main a[href='{dossier.removeprefix(visite.base)}']")).to_have_count(1)

    visite.page.goto(dossier)
    assert visite.faults() == []
    visite.page.locator("form:has(input[value=lever]) button").click()
    expect(visite.page.locator("input[value=lever]")).to_have_count(0)
    assert visite.plaintes == []
