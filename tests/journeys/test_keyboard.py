"""A whole check-up without a mouse: Tab, Enter, Space and arrows, and one always sees where one is."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.journeys.households import born
from tests.journeys.pages import Open, Visite

FAR = 120
"""Tabs after which a control is held to be out of reach."""
FOCUS_SHOWN = """() => {
  const shown = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const here = document.activeElement;
  const label = here.closest("label");
  return shown(here) || (label !== null && shown(label));
}"""


class Keyboard:
    """Hands on the keyboard only."""

    def __init__(self, visite: Visite) -> None:
        self.page = visite.page

    def tab_to(self, wanted: Locator) -> None:
        """Press Tab until the control has the focus, which shows at each step."""
        expect(wanted).to_have_count(1)
        self.page.wait_for_load_state()
        for _step in range(FAR):
            if wanted.evaluate("(element) => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            place = self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            assert place.startswith("<body") or self.page.evaluate(FOCUS_SHOWN), f"The focus does not show: {place}"
        message = f"Out of reach of the keyboard on {self.page.url}: {wanted}"
        raise AssertionError(message)

    def write(self, label: str, text: str) -> None:
        """Go to a field and type."""
        self.tab_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def enter(self, role: str, name: str) -> None:
        """Go to a link or a button and press Enter."""
        self.tab_to(self.page.get_by_role("main").get_by_role(role, name=name))  # type: ignore[arg-type]  # "link" or "button"
        self.page.keyboard.press("Enter")

    def choose(self, question: Locator, option: str) -> None:
        """Go to a question's answers and move to one with the arrows."""
        radios = question.get_by_role("radio")
        wanted = question.get_by_role("radio", name=option, exact=True)
        self.tab_to(radios.first)
        self.page.keyboard.press("Space")
        for _step in range(radios.count()):
            if wanted.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()
        expect(wanted).to_be_focused()


def test_a_check_up_is_done_from_the_sign_in_to_the_results_without_a_mouse(visit: Open) -> None:
    visite = visit()
    keyboard = Keyboard(visite)
    visite.open("/")
    keyboard.write("Adresse électronique", "ambassadrice@demo.droits-ouverts.fr")
    keyboard.write("Mot de passe", "porte-ouverte-2026")
    visite.page.keyboard.press("Enter")
    keyboard.enter("link", "Commencer un bilan des droits")
    keyboard.enter("button", "Commencer")
    keyboard.enter("link", "Passer")
    naissance = born(34)
    keyboard.tab_to(visite.page.get_by_label("prénom"))
    visite.page.keyboard.type("Awa")
    for partie, valeur in (("Jour", naissance.day), ("Mois", naissance.month), ("Année", naissance.year)):
        keyboard.write(partie, str(valeur))
    keyboard.enter("button", "Enregistrer")
    keyboard.enter("link", "Tout le monde est là, continuer")

    expect(visite.page.get_by_role("heading", level=1)).to_have_text("Votre famille")
    keyboard.choose(visite.question("situation de famille"), "Divorcé(e) ou séparé(e)")
    keyboard.enter("button", "Continuer")
    visite.settle()
    expect(visite.page.get_by_role("heading", level=1)).to_have_text("Votre logement")
    keyboard.choose(visite.question("Dans quelle commune"), "Une commune")
    visite.page.keyboard.press("Tab")
    visite.page.keyboard.type("Vénissieux")
    keyboard.choose(visite.question("Comment êtes-vous logé"), "Locataire d’un logement social (HLM)")
    expect(visite.question("Quel est le loyer")).to_be_visible()
    keyboard.choose(visite.question("Quel est le loyer"), "Un montant")
    visite.page.keyboard.press("Tab")
    visite.page.keyboard.type("420")
    keyboard.enter("button", "Continuer")
    expect(visite.page.get_by_role("heading", level=1)).to_have_text("Votre activité")
    keyboard.choose(visite.question("Que faites-vous en ce moment"), "Je travaille (salarié ou à mon compte)")
    while visite.page.get_by_role("button", name="Continuer").count():
        address = visite.page.url
        keyboard.enter("button", "Continuer")
        expect(visite.page).not_to_have_url(address)
    keyboard.enter("button", "Voir les résultats")
    visite.wait_for_results()

    expect(visite.page.get_by_role("heading", level=1)).to_contain_text("Awa")
    keyboard.enter("link", "La fiche à emporter")
    expect(visite.page.get_by_role("link", name="Télécharger la fiche")).to_be_visible()
