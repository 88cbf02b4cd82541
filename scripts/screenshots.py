"""Retake the pictures of docs/images from the product itself: a demo of its own, served for the occasion, seen in Debian's Chromium.

The household is fictional: exemples/awa.json, with a few more questions answered as they are when a check-up goes to its end.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

from tests.journeys.chromium import CHROMIUM, OPTIONS

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PRENOMS = {"awa": "Awa", "moussa": "Moussa", "fatou": "Fatou"}
EVERYONE: dict[str, object] = {"taux_incapacite": "aucun", "gene_handicap": "aucune", "enceinte": False}
ADULT: dict[str, object] = {
    "autres_ressources": False,
    "ressources_stables": True,
    "assurance_maladie_ouverte": True,
    "restriction_acces_emploi": False,
    "epargne_livrets": 300,
    "biens_immobiliers_non_loues": 0,
}
CHILD: dict[str, object] = {"garde_alternee": False, "enfant_place": False}
GROUPS: dict[str, dict[str, object]] = {
    "menage": {"charges_locatives": 60, "colocation": False, "impaye_logement": "aucun", "contrat_energie_a_son_nom": True, "recherche_logement": "non"},
    "famille": {"isolement_recent": False, "proprietaire_proche_famille": False, "droits_recus": []},
    "foyer_fiscal": {"revenu_fiscal_reference": 9600},
}
STARTS_WITHIN = 300.0
"""Seconds that the address and the engine may take to answer."""


def free_port() -> int:
    """A port of this machine that nothing listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def seed(household: Path) -> str:
    """Make the demo and one check-up of it by the verbs that the pages call. Return the check-up's id."""
    import django  # noqa: PLC0415  after the environment is set

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  after setup
    from django.utils import timezone  # noqa: PLC0415  after setup

    call_command("migrate", verbosity=0)
    call_command("seed_demo", skip_checks=True)
    from droits_ouverts.bilan import services  # noqa: PLC0415  after setup
    from droits_ouverts.bilan.rules import Reponse  # noqa: PLC0415  after setup
    from droits_ouverts.engine.questionnaire.types import Role, Sujet  # noqa: PLC0415  after setup
    from droits_ouverts.structures.models import Membre  # noqa: PLC0415  after setup

    membre = Membre.objects.select_related("compte").get(compte__email__startswith="ambassadrice@")
    actor, now = membre.compte, timezone.now()
    written = json.loads(household.read_text(encoding="utf-8"))
    bilan = services.start_bilan(actor=actor, structure_id=membre.structure_id, site_id=None, mois=written["mois"], now=now)
    known = {group: GROUPS[group] | written.get(group, {}) for group in GROUPS}
    answers = [Reponse(fait=fait, entite=group, valeur=value) for group, faits in known.items() for fait, value in faits.items()]
    for person in written["personnes"]:
        faits = EVERYONE | (CHILD if person["role"] == "enfant" else ADULT) | person["faits"]
        born = date.fromisoformat(faits.pop("date_naissance"))
        added = services.add_person(
            bilan_id=bilan.pk, actor=actor, role=Role(person["role"]), prenom=PRENOMS.get(person["id"], ""), date_naissance=born, now=now
        )
        answers += [Reponse(fait=fait, entite=added.id, valeur=value) for fait, value in faits.items()]
    services.save_answers(bilan_id=bilan.pk, actor=actor, reponses=answers, sujet=None, now=now)
    for sujet in Sujet:
        services.save_answers(bilan_id=bilan.pk, actor=actor, reponses=[], sujet=sujet, now=now)
    return str(bilan.pk)


def wait_for(address: str) -> None:
    """Wait until the address answers. Raise `TimeoutError` if it doesn't."""
    limit = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(f"{address}/sante/", timeout=5):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    message = f"{address} does not answer"
    raise TimeoutError(message)


def take(address: str, bilan: str) -> list[Path]:
    """Sign in as the ambassador and take the pictures. Return their files."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  beside its one use

    from droits_ouverts.config.management.commands.seed_demo import DEMO_DOMAIN, DEMO_PASSWORD  # noqa: PLC0415  after setup

    taken: list[Path] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(OPTIONS))
        page = browser.new_page(viewport={"width": 1180, "height": 900}, locale="fr-FR")

        def picture(name: str, *, full: bool = False) -> None:
            path = IMAGES / f"{name}.png"
            page.screenshot(path=path, full_page=full)
            taken.append(path)

        page.goto(f"{address}/compte/connexion/")
        page.locator("input[name=login]").fill(f"ambassadrice@{DEMO_DOMAIN}")
        page.locator("input[name=password]").fill(DEMO_PASSWORD)
        page.locator("main button[type=submit]").first.click()
        page.wait_for_url(re.compile("^(?!.*connexion)"))
        page.goto(f"{address}/bilan/{bilan}/questions/ressources/")
        picture("questions")
        page.goto(f"{address}/bilan/{bilan}/resultats/")
        page.locator(".carte--droit").first.wait_for(timeout=STARTS_WITHIN * 1000)
        # What the page fetches once it is shown settles, then it is opened anew.
        page.wait_for_load_state("networkidle")
        page.goto(f"{address}/bilan/{bilan}/resultats/")
        page.wait_for_load_state("networkidle")
        picture("bilan")
        page.emulate_media(color_scheme="dark")
        picture("bilan-sombre")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 360, "height": 740})
        picture("bilan-telephone")
        page.set_viewport_size({"width": 900, "height": 1270})
        page.goto(f"{address}/bilan/{bilan}/fiche/")
        page.emulate_media(media="print")
        picture("fiche")
        browser.close()
    return taken


def main() -> int:
    """Serve, take, stop."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="droits-ouverts-images-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "droits_ouverts.config.settings.dev", "VAR_DIR": folder}
        for name in ("DATABASE_URL", "COFFRE_CLES", "MOTEUR_SOCKET"):
            os.environ.pop(name, None)
        bilan = seed(ROOT / "exemples" / "awa.json")
        port = free_port()
        server = subprocess.Popen([str(Path(sys.executable).with_name("droits-ouverts")), "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}")
            for path in take(f"http://127.0.0.1:{port}", bilan):
                print(path.relative_to(ROOT))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
