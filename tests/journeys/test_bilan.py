"""Three people of Moulin à Vent, from the sign-in to the sheet, on the real engine in this process.

The fixtures are this module's own: the browser's tests that serve the product in a process of its own have theirs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pypdfium2
import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import Browser, sync_playwright

from droits_ouverts.connectors.moteur.in_process import warmed
from tests.journeys.ecran import Ecran

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Playwright drives the browser from a loop of its own in this thread; Django would take our queries for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for these journeys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def moteur_pret() -> None:
    """Load the law once, before any request could: two threads that asked for it together would load it twice."""
    warmed()


@pytest.fixture
def ouvrir(chromium: Browser, live_server: LiveServer, settings: SettingsWrapper, moteur_pret: None) -> Iterator[Callable[..., Ecran]]:
    """Open the service as the ambassador of the demo sees it, in November 2026; `javascript=False` for a browser without it."""
    settings.MOTEUR = f"{warmed.__module__}.{warmed.__name__}"
    contextes = []
    with time_machine.travel("2026-11-24 10:00:00+01:00", tick=True):
        call_command("seed_demo", verbosity=0)

        def ouvre(*, largeur: int = 1100, theme: str = "light", javascript: bool = True) -> Ecran:
            contexte = chromium.new_context(
                viewport={"width": largeur, "height": 900},
                color_scheme=theme,  # type: ignore[arg-type]  # "light" or "dark"
                java_script_enabled=javascript,
                locale="fr-FR",
            )
            contextes.append(contexte)
            return Ecran(contexte.new_page(), live_server.url, javascript=javascript)

        yield ouvre
        for contexte in contextes:
            contexte.close()


LOGEMENT_HLM = {
    "commune": "valeur=Vénissieux",
    "statut_occupation_logement": "v:locataire_hlm",
    "loyer": "valeur=420",
    "contrat_energie_a_son_nom": "oui",
    "mois_residence_metropole_lyon": "valeur=60",
}
FRANCAISE = {
    "nationalite": "v:francaise",
    "mois_residence_france": "valeur=300",
    "ressources_stables": "oui",
    "taux_incapacite": "v:aucun",
    "gir": "v:non_defini",
}


class TestLoneMother:
    ANSWERS = {
        **LOGEMENT_HLM,
        **FRANCAISE,
        "statut_marital": "v:celibataire",
        "p1.activite": "v:actif",
        "p1.salaire_net": "valeur=900",
        "scolarite": "v:primaire",
        "revenu_fiscal_reference": "valeur=9000",
        "quotient_familial_caf": "valeur=400",
    }

    def test_with_two_children_and_a_part_time_job_sees_her_rights(self, ouvrir: Callable[..., Ecran]) -> None:
        ecran = ouvrir(largeur=360)
        ecran.sign_in()
        ecran.start()
        ecran.add_person("Awa", (14, 3, 1992))
        ecran.add_person("Moussa", (2, 5, 2019), "Un enfant")
        ecran.add_person("Fanta", (9, 9, 2016), "Un enfant")

        ecran.answer(self.ANSWERS)
        ecran.wait_for_results()

        assert ecran.page.inner_text("h1").startswith("Awa pourrait recevoir")
        probables = ecran.rights("probable")
        assert {"prime_activite", "aides_logement", "asf"} <= set(probables)
        assert {"c2s_sans_participation", "c2s_avec_participation"} & set(probables)

        ecran.page.click("text=La fiche à emporter")
        ecran.check()
        with ecran.page.expect_download() as telechargement:
            ecran.page.click("text=Télécharger la fiche")
        pdf = pypdfium2.PdfDocument(telechargement.value.path())
        assert len(pdf) == 1
        assert "Prime d’activité" in pdf[0].get_textpage().get_text_range()
        pdf.close()

    def test_without_javascript_sees_the_same(self, ouvrir: Callable[..., Ecran]) -> None:
        ecran = ouvrir(javascript=False)
        ecran.sign_in()
        ecran.start()
        ecran.add_person("Awa", (14, 3, 1992))
        ecran.add_person("Moussa", (2, 5, 2019), "Un enfant")
        ecran.add_person("Fanta", (9, 9, 2016), "Un enfant")

        ecran.answer(self.ANSWERS)
        ecran.wait_for_results()

        assert {"prime_activite", "aides_logement", "asf"} <= set(ecran.rights("probable"))


class TestYoungPerson:
    def test_without_resources_sees_the_rsj_and_not_the_rsa(self, ouvrir: Callable[..., Ecran]) -> None:
        ecran = ouvrir(theme="dark")
        ecran.sign_in()
        ecran.start()
        ecran.add_person("Lina", (10, 6, 2004))

        ecran.answer(
            {
                **FRANCAISE,
                "commune": "valeur=Vénissieux",
                "statut_occupation_logement": "v:loge_gratuitement",
                "mois_residence_metropole_lyon": "valeur=60",
                "activite": "v:inactif",
                "statut_marital": "v:celibataire",
                "revenu_fiscal_reference": "zero",
            }
        )
        ecran.wait_for_results()

        assert "rsj_metropole_lyon" in ecran.rights("probable")
        assert "rsa" in ecran.rights("hors")


class TestRetiredMan:
    def test_with_a_small_pension_sees_the_aspa(self, ouvrir: Callable[..., Ecran]) -> None:
        ecran = ouvrir(largeur=360, theme="dark")
        ecran.sign_in()
        ecran.start()
        ecran.add_person("Ahmed", (3, 2, 1957))

        ecran.answer(
            {
                **LOGEMENT_HLM,
                **FRANCAISE,
                "activite": "v:retraite",
                "autres_ressources": "oui",
                "retraite_nette": "valeur=600",
                "statut_marital": "v:veuf",
                "revenu_fiscal_reference": "valeur=7000",
            }
        )
        ecran.wait_for_results()

        assert "aspa" in ecran.rights("probable")
