"""What a person does at the screen, by the words that she reads there."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Response, expect

from droits_ouverts.config.management.commands.seed_demo import DEMO_DOMAIN, DEMO_PASSWORD
from tests.journeys.carnet import Carnet

PHONE, DESK = (360, 740), (1280, 900)
"""Width and height of the screen, in CSS pixels."""
SANS_REPONSE = "Je ne sais pas"
PAR_DEFAUT = re.compile(f"^(Rien$|Non\\b|Aucun droit$|{SANS_REPONSE}$)")
"""What is answered to a question that the journey doesn't speak of: nothing, no, or that it is unknown, whichever comes first."""
AXE = Axe()
ATTENTE = 120_000
"""Milliseconds that the results may take on a busy machine, the loading of the law included."""
PAUSE = 500
"""Milliseconds between two requests for the results, where there is no script to ask for them."""
SAVING = "form.htmx-request, .htmx-swapping, .htmx-settling"
"""The form while an answer is on its way, and what the answer is changing on the page."""


class Visite:
    """One browser tab on the service. It notes the pages that it meets, and what the browser complains of."""

    def __init__(self, page: Page, base: str, carnet: Carnet, *, javascript: bool = True) -> None:
        self.page = page
        self.base = base
        self.carnet = carnet
        self.javascript = javascript
        self.plaintes: list[str] = []
        page.set_default_timeout(20_000)
        page.on("response", self._met)
        page.on("pageerror", lambda error: self.plaintes.append(str(error)))
        page.on("console", self._said)

    def _met(self, response: Response) -> None:
        self.carnet.note(response)
        if response.status >= 500:
            self.plaintes.append(f"{response.status} {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # A page that refuses (403, 404, 410, 422) is a "failed resource" to the browser, not to the person.
        refusal = message.text.startswith("Failed to load resource") and re.search(r"status of (403|404|410|422)", message.text)
        if message.type in {"error", "warning"} and not refusal:
            self.plaintes.append(f"{message.text} ({self.page.url})")

    # --- places ---

    def open(self, path: str) -> Response | None:
        """Go to an address of the service."""
        return self.page.goto(f"{self.base}{path}")

    def sign_in(self, local: str = "ambassadrice") -> None:
        """Sign in as an account of the demo."""
        self.open("/")
        self.page.get_by_label("Adresse électronique").fill(f"{local}@{DEMO_DOMAIN}")
        self.page.get_by_label("Mot de passe").fill(DEMO_PASSWORD)
        self.press("Se connecter")
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Bonjour")

    def start(self) -> None:
        """Start a check-up of the current month, from the home page, and pass over the urgent needs."""
        self.follow("Commencer un bilan des droits")
        with self.page.expect_navigation():
            self.press("Commencer")
        self.follow("Passer")

    def press(self, name: str) -> None:
        """Press the button that bears exactly these words."""
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow the link that bears these words."""
        self.page.get_by_role("main").get_by_role("link", name=name).click()

    def follow_step(self, name: str) -> None:
        """Open the list of steps and follow one."""
        self.page.get_by_text("Toutes les étapes").click()
        self.follow(name)

    @property
    def title(self) -> str:
        """Main heading of the page."""
        return self.page.get_by_role("heading", level=1).inner_text()

    # --- household and questions ---

    def describe(self, prenom: str, naissance: date, place: str | None = None) -> None:
        """Describe a person; `place` is the button that adds her ("Un enfant"), none for the first."""
        if place:
            self.follow(place)
        self.page.get_by_label("prénom").fill(prenom)
        for partie, valeur in (("Jour", naissance.day), ("Mois", naissance.month), ("Année", naissance.year)):
            self.page.get_by_label(partie, exact=True).fill(str(valeur))
        self.press("Enregistrer")
        expect(self.page.get_by_role("listitem").filter(has_text=prenom)).to_be_visible()

    def questions(self) -> Locator:
        """Every question of the screen."""
        return self.page.get_by_role("group").filter(has=self.page.get_by_role("radio", name=SANS_REPONSE))

    def question(self, words: str) -> Locator:
        """The question that holds these words."""
        return self.questions().filter(has_text=words)

    def answer(self, question: Locator, reponse: str) -> None:
        """Choose an answer by its words; after "=" comes what is typed under it: "Un montant=420"."""
        choix, _egal, texte = reponse.partition("=")
        radio = question.get_by_role("radio", name=choix, exact=True)
        self._saved(radio.check)
        if texte:
            champ = question.get_by_role("textbox").or_(question.get_by_role("combobox")).first
            champ.fill(texte)
            self._saved(lambda: champ.press("Tab"))

    def _saved(self, act: Callable[[], object]) -> None:
        """Do what the page saves by itself, and wait until it did."""
        if not self.javascript:
            act()
            return
        with self.page.expect_response(lambda response: "/questions/" in response.url and response.request.method == "POST"):
            act()
        self.settle()

    def settle(self) -> None:
        """Wait until the answers given are saved and the page shows what they change."""
        expect(self.page.locator(SAVING)).to_have_count(0)

    def answer_screen(self, reponses: Mapping[str, str]) -> None:
        """Answer every question of the screen that has no answer yet, those that appear meanwhile included."""
        libres = self.questions().filter(has_not=self.page.get_by_role("radio", checked=True))
        while libres.count():
            # Held by its identity: once answered it is no longer the first one without an answer.
            libre = self.page.locator(f"[id='{libres.first.get_attribute('id')}']")
            intitule = re.sub(r"\s+", " ", libre.inner_text().partition("\n")[0])
            voulue = next((reponse for mots, reponse in reponses.items() if mots in intitule), None)
            offertes = [re.sub(r"\s+", " ", texte).strip() for texte in libre.locator("label", has=self.page.get_by_role("radio")).all_inner_texts()]
            self.answer(libre, voulue if voulue is not None else next(mots for mots in offertes if PAR_DEFAUT.match(mots)))

    def go_on(self) -> None:
        """Send the screen and wait for what follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=re.compile("^(Continuer|Voir les résultats)$")).click()

    def go_through(self, reponses: Mapping[str, str]) -> list[str]:
        """From the household to the results; return the titles of the screens, in order."""
        self.follow("Tout le monde est là, continuer")
        titres: list[str] = []
        while "/questions/" in self.page.url:
            titres.append(self.title)
            self.answer_screen(reponses)
            self.go_on()
        self.wait_for_results()
        return titres

    # --- results ---

    def wait_for_results(self) -> None:
        """Wait until the page shows the results of the last answers."""
        attente = self.page.get_by_text(re.compile("L’estimation n’est pas encore faite|Des réponses ont changé depuis"))
        if self.javascript:
            expect(attente).to_have_count(0, timeout=ATTENTE)
            return
        for _try in range(ATTENTE // PAUSE):
            if not attente.count():
                return
            with self.page.expect_navigation(timeout=ATTENTE):
                self.page.get_by_role("button", name="Voir l’estimation").click()
            self.page.wait_for_timeout(PAUSE)

    def right(self, nom: str) -> Locator:
        """The card of a right, by the beginning of its name."""
        return self.page.get_by_role("article").filter(has=self.page.get_by_role("heading", name=re.compile(f"^{re.escape(nom)}")))

    # --- for everyone ---

    def faults(self) -> list[str]:
        """What axe finds on the page as it stands, and whether it is wider than the screen."""
        size = self.page.viewport_size or {"width": 0}
        dark = self.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        where = f"{self.page.url} ({size['width']} px, {'dark' if dark else 'light'})"
        found = [
            f"{where}: {violation['id']}: {violation['help']}: "
            + " ; ".join(node["html"][:160] + " " + node["failureSummary"] for node in violation["nodes"][:4])
            for violation in AXE.run(self.page).response["violations"]
        ]
        if self.page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            found.append(f"{where}: wider than the screen")
        return found

    def check(self) -> None:
        """Hold the page as it stands to be clean. With `CLICHES=folder` in the environment, keep a picture of it to be looked at."""
        if dossier := os.environ.get("CLICHES"):
            nom = re.sub(
                r"\W+", "-", f"{self.page.url.removeprefix(self.base)} {(self.page.viewport_size or {'width': 0})['width']} {time.monotonic_ns() % 10**9}"
            )
            self.page.screenshot(path=Path(dossier) / f"{nom}.png", full_page=True)
        faults = self.faults()
        assert not faults, "\n".join(faults)

    def unfold(self) -> None:
        """Open all that can be: closed, it is neither read by axe nor measured."""
        self.page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")


Open = Callable[..., Visite]
"""The `visit` fixture: opens a tab of a size, a theme, with or without JavaScript."""
