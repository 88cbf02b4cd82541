"""What is typed never runs: a first name that would, in a page that did not escape it, is shown as it was typed. `preuves/web.py` plants many more."""

from __future__ import annotations

from datetime import date

from tests.foundation.charges import CHARGES
from tests.journeys.pages import Open

WATCH = "window.faits = []; window.vu = window.alert = () => window.faits.push('run');"
PRENOMS = [charge for charge in CHARGES if "<" in charge and len(charge) <= 40][::40][:3]


def test_a_first_name_that_would_run_is_shown_as_it_was_typed(visit: Open) -> None:
    visite = visit()
    visite.page.context.add_init_script(WATCH)
    visite.sign_in()
    visite.start()
    for prenom, place in zip(PRENOMS, (None, "Un enfant", "Un enfant"), strict=True):
        visite.describe(prenom, date(2015 if place else 1990, 3, 14), place)

        assert visite.page.evaluate("window.faits") == []
    bilan = visite.page.url.removesuffix("foyer/")
    for path in ("foyer/", "resultats/", "fiche/"):
        visite.page.goto(f"{bilan}{path}")
        assert visite.page.evaluate("window.faits") == []
    visite.open("/bilan/")
    assert PRENOMS[0] in visite.page.get_by_role("main").inner_text()
    # What the policy would have refused is a complaint of the browser, which fails every visit.
    assert visite.page.evaluate("window.faits") == []
