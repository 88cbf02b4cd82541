"""A check-up done where the words are not French: by the names of fields and by addresses, which no language changes; and what such a page must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from playwright.sync_api import Locator, expect

from droits_ouverts.config.management.commands.seed_demo import DEMO_DOMAIN, DEMO_PASSWORD
from tests.journeys.pages import ATTENTE, Visite

PAR_DEFAUT = ("zero", "non", "ne_sait_pas")
"""What is answered to a question that the journey doesn't speak of: nothing, no, or that it is unknown, whichever comes first."""
SUITE_LATINE = r"[A-Za-zÀ-ÖØ-öø-ÿŒœ’'-]{2,}(?:[\s\u00a0\u202f,]+[A-Za-zÀ-ÖØ-öø-ÿŒœ’'-]+){2,}"
"""Three words in a row in Latin letters. With a small letter at the head of one of them it is a sentence; without, acronyms and proper names."""
FRENCH_LEFT = """([suite, names]) => {
  const found = [];
  const look = (text, where) => {
    // Between French marks of quotation, with their spaces: what is to be said or written in French.
    let rest = text.replaceAll(/«\\s[^»]*\\s»/gu, "|");
    for (const name of names) rest = rest.replaceAll(name, "|");
    for (const match of rest.matchAll(new RegExp(suite, "gu"))) if (/(^|[\\s,])\\p{Ll}/u.test(match[0])) found.push(`${where}: ${match[0].slice(0, 80)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    // The list of communes holds names of places only.
    if (holder.closest("script, style, template, datalist") || holder.closest("[lang]").lang !== document.documentElement.lang) continue;
    look(walker.currentNode.data, holder.tagName.toLowerCase() + (holder.className ? `.${holder.className}` : ""));
  }
  for (const holder of document.querySelectorAll("[aria-label], [title], [placeholder], [alt], [data-pas-enregistre]")) {
    if (holder.closest("[lang]").lang !== document.documentElement.lang) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt", "data-pas-enregistre"]) look(holder.getAttribute(name) ?? "", `@${name}`);
  }
  look(document.title, "title");
  return found;
}"""
TELEPHONES_BROKEN = r"""() => {
  const faults = [];
  for (const numero of document.querySelectorAll('.fiche__tel, a[href^="tel:"] bdi')) {
    if (numero.getClientRects().length > 1) faults.push(`on two lines: ${numero.textContent}`);
    if (numero.getClientRects().length && getComputedStyle(numero).direction !== "ltr") faults.push(`turned: ${numero.textContent}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("script, style")) continue;
    for (const match of node.data.matchAll(/(?<![\d.,])0\d(?:[\s.]?\d\d){4}(?!\d)/gu)) {
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
      if (new Set(boxes.map((box) => Math.round(box.top))).size > 1) faults.push(`on two lines: ${match[0]}`);
      if (boxes.length && getComputedStyle(node.parentElement).direction !== "ltr") faults.push(`turned: ${match[0]}`);
    }
  }
  return faults;
}"""


class ParNom:
    """One tab in a language that is not French. `names`: what stays in Latin letters in every language."""

    def __init__(self, visite: Visite, *, langue: str, sens: str, names: Sequence[str]) -> None:
        self.visite = visite
        self.page = visite.page
        self.langue = langue
        self.sens = sens
        self.names = sorted(names, key=len, reverse=True)

    # --- gestures ---

    def speak(self, nom: str) -> None:
        """Choose a language in the menu, by the name its speakers give it."""
        self.page.locator("header summary.menu__bouton").first.click()
        with self.page.expect_navigation():
            self.page.locator("header").get_by_role("button", name=nom, exact=True).click()

    def sign_in(self, local: str = "ambassadrice") -> None:
        """Sign in as an account of the demo, from the page of the door."""
        self.page.locator("main [name=login]").fill(f"{local}@{DEMO_DOMAIN}")
        self.page.locator("main [name=password]").fill(DEMO_PASSWORD)
        self.send("main form:has([name=password])")

    def follow(self, end: str) -> None:
        """Follow the first link whose address ends so."""
        with self.page.expect_navigation():
            self.page.locator(f'main a[href$="{end}"]:visible').first.click()

    def send(self, form: str = "main form.formulaire") -> None:
        """Send a form by its main button."""
        with self.page.expect_navigation():
            self.page.locator(form).locator("button[type=submit]").last.click()

    def describe(self, prenom: str, naissance: date, role: str = "") -> None:
        """Describe a person; `role` is the place she takes in the household, none for the first."""
        if role:
            self.follow(f"/ajouter/{role}/")
        self.page.locator("[name=prenom]").fill(prenom)
        for nom, valeur in (("jour", naissance.day), ("mois", naissance.month), ("annee", naissance.year)):
            self.page.locator(f"[name={nom}]").fill(str(valeur))
        self.send()
        expect(self.page.locator(".personnes").get_by_text(prenom).first).to_be_visible()

    def answer(self, cle: str, reponse: str) -> None:
        """Choose the answer of that value; after "=" comes what is typed under it: "valeur=420"."""
        valeur, _egal, texte = reponse.partition("=")
        radio = self.page.locator(f'input[type=radio][name="{cle}"][value="{valeur}"]')
        self._saved(radio.check)
        if texte:
            champ = self.page.locator(f'[name="{cle}:valeur"]')
            champ.fill(texte)
            self._saved(lambda: champ.press("Tab"))

    def _saved(self, act: Callable[[], object]) -> None:
        with self.page.expect_response(lambda response: "/questions/" in response.url and response.request.method == "POST"):
            act()
        self.visite.settle()

    def unanswered(self) -> Locator:
        """Questions of the screen without an answer."""
        return self.page.locator("fieldset.question:not(:has(input[type=radio]:checked))")

    def answer_screen(self, reponses: Mapping[str, str]) -> None:
        """Answer every question of the screen, those that appear meanwhile included."""
        while self.unanswered().count():
            libre = self.unanswered().first
            cle = libre.locator("input[type=radio]").first.get_attribute("name") or ""
            offertes = libre.locator("input[type=radio]").evaluate_all("(radios) => radios.map((radio) => radio.value)")
            self.answer(cle, reponses.get(cle) or next(valeur for valeur in PAR_DEFAUT if valeur in offertes))

    def wait_for_results(self) -> None:
        """Wait until the page shows the results of the last answers."""
        expect(self.page.locator("#estimation")).to_have_count(0, timeout=ATTENTE)
        expect(self.page.locator(".carte--droit").first).to_be_attached(timeout=ATTENTE)

    # --- what the page must hold ---

    def check(self) -> None:
        """Hold the page as it stands to be of its language, whole, unbroken and clean."""
        where = self.page.url
        self.visite.unfold()
        html = self.page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == (self.langue, self.sens), where
        left = self.page.evaluate(FRENCH_LEFT, [SUITE_LATINE, self.names])
        assert not left, f"{where}: not in the language of the page:\n" + "\n".join(left)
        broken = self.page.evaluate(TELEPHONES_BROKEN)
        assert not broken, f"{where}: telephone numbers:\n" + "\n".join(broken)
        self.visite.check()

    def check_questions(self, lettres: re.Pattern[str]) -> int:
        """Hold each question and answer of the screen to be in these letters, with the French beside the question; return how many there are."""
        questions = self.page.locator("fieldset.question").all()
        for question in questions:
            titre = question.locator("legend.question__titre").inner_text()
            assert lettres.search(titre), titre
            # The first French line of a question is the question itself.
            francais = question.locator("p.en-francais[lang=fr][dir=ltr]").first
            expect(francais, titre).to_be_visible()
            assert re.search(r"[a-zé]{3,}", francais.inner_text()), titre
            assert not lettres.search(francais.inner_text()), titre
            for reponse in question.locator("label.choix__carte").all_inner_texts():
                assert lettres.search(reponse), f"{titre}: {reponse}"
        return len(questions)
