"""What a person does at the screen, in her words, over the browser's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

from droits_ouverts.config.management.commands.seed_demo import DEMO_DOMAIN, DEMO_PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

ATTENTE = 120_000
"""Milliseconds that an estimate may take on a busy machine, the loading of the law included."""


class Ecran:
    """One browser tab. Each screen that is gone through is checked by axe, and must not overflow its width."""

    def __init__(self, page: Page, base: str, *, javascript: bool) -> None:
        self.page = page
        self.base = base
        self.javascript = javascript
        self.plaintes: list[str] = []
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.plaintes.append(str(error)))
        page.on("console", lambda message: self.plaintes.append(message.text) if "Content Security Policy" in message.text else None)

    def check(self) -> None:
        """Check the screen as it stands."""
        if not self.javascript:
            return
        resultat = Axe().run(self.page)
        assert resultat.violations_count == 0, resultat.generate_report()
        largeur = self.page.viewport_size["width"]  # type: ignore[index]  # the context has a viewport
        assert self.page.evaluate("document.documentElement.scrollWidth") <= largeur, f"{self.page.url} overflows {largeur} px"
        assert self.plaintes == []

    def sign_in(self, local: str = "ambassadrice") -> None:
        """Sign in as an account of the demo."""
        self.page.goto(f"{self.base}/bilan/")
        self.check()
        self.page.fill("input[name=login]", f"{local}@{DEMO_DOMAIN}")
        self.page.fill("input[name=password]", DEMO_PASSWORD)
        self.page.click("main button[type=submit]")

    def start(self) -> None:
        """Start a check-up for the current month."""
        self.page.goto(f"{self.base}/bilan/nouveau/")
        self.check()
        self.page.click("main button[type=submit]")

    def add_person(self, prenom: str, naissance: tuple[int, int, int], bouton: str = "") -> None:
        """Describe a person: the first one where no button is named."""
        if bouton:
            self.page.click(f"a.bouton--second:has-text('{bouton}')")
        self.check()
        self.page.fill("#id_prenom", prenom)
        for champ, valeur in zip(("jour", "mois", "annee"), naissance, strict=True):
            self.page.fill(f"#id_{champ}", str(valeur))
        self._continue()

    def answer(self, reponses: Mapping[str, str]) -> list[str]:
        """Go through every subject to the results and return the titles of the screens.

        `reponses`: fact (or "p2.fact" for one person) to the option's value, "valeur=420" where something is typed. What is not
        there is answered by nothing, no, or "Je ne sais pas", whichever the question has first.
        """
        self.check()
        self.page.click("main .actions .bouton--principal")
        titres: list[str] = []
        while "/questions/" in self.page.url:
            titres.append(self.page.inner_text("h1"))
            while self._answer_next(reponses):
                pass
            self.check()
            self._continue()
        return titres

    def _answer_next(self, reponses: Mapping[str, str]) -> bool:
        """Answer the first question of the screen that has no answer yet; False where there is none."""
        libre = self.page.locator("fieldset.question:not(:has(> .choix > label > input[type=radio]:checked))").first
        if not libre.count():
            return False
        ident = libre.get_attribute("id")
        cle = libre.locator("input[type=radio]").first.get_attribute("name") or ""
        fait = cle.partition(".")[2]
        options = [option.get_attribute("value") or "" for option in libre.locator("input[type=radio]").all()]
        defaut = next(option for option in ("zero", "non", "ne_sait_pas") if option in options)
        option, _egal, texte = reponses.get(cle, reponses.get(fait, defaut)).partition("=")
        if texte and self.javascript:
            self._saved(lambda: self.page.check(f'#{ident} input[value="{option}"]'))
            self.page.fill(f"#{ident}-valeur", texte)
            self._saved(lambda: self.page.press(f"#{ident}-valeur", "Tab"))
        elif texte:
            self.page.check(f'#{ident} input[value="{option}"]')
            self.page.fill(f"#{ident}-valeur", texte)
        elif self.javascript:
            self._saved(lambda: self.page.check(f'#{ident} input[value="{option}"]'))
        else:
            self.page.check(f'#{ident} input[value="{option}"]')
        return True

    def _saved(self, act: object) -> None:
        """Do something that saves by itself, and wait until it did and the page shows it."""
        with self.page.expect_response(lambda reponse: "/questions/" in reponse.url and reponse.request.method == "POST"):
            act()  # type: ignore[operator]  # a lambda
        self.page.wait_for_selector("form.htmx-request, .htmx-swapping, .htmx-settling", state="detached")

    def _continue(self) -> None:
        self.page.click("main .formulaire .bouton--principal, main form .bouton--principal")

    def wait_for_results(self) -> None:
        """Wait until the estimate of the last answers is on the page."""
        if self.javascript:
            self.page.wait_for_selector("#estimation", state="detached", timeout=ATTENTE)
        else:
            self.page.set_default_timeout(ATTENTE)
            while self.page.locator("#estimation button").count():
                self.page.click("#estimation button")
        self.check()

    def rights(self, etat: str) -> dict[str, str]:
        """Name to amount of the rights shown in a state ("probable", "a-verifier", "hors", "recu")."""
        cartes = self.page.locator(f".carte--droit:has(.etat--{etat})").all()
        return {
            str(carte.get_attribute("id")).removeprefix("droit-"): re.sub(r"\s+", " ", " ".join(carte.locator(".montant").all_text_contents())).strip()
            for carte in cartes
        }
