"""What the web holds (R2-R5): hostile files each in its bounded process, formulas judged by LibreOffice, texts that would run shown in Chromium.

LibreOffice judges if it is there (`apt-get install libreoffice-calc`); without it that row is not proven, and it is said. `PREUVES_WEB=100` plants so
many texts instead of all. Prints one row for each guarantee, with its sabotage; exits 1 on a violation or a sabotage that passed.
"""

from __future__ import annotations

import csv
import io
import logging
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from _table import garantie

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser, Route

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PAR_PAGE = 8
"""Texts planted in one check-up: one for each person of the household."""
GUETTEUR = """
window.faits = [];
window.vu = window.alert = window.confirm = window.prompt = () => { window.faits.push('run'); };
document.addEventListener('securitypolicyviolation', (event) => window.faits.push(`${event.violatedDirective} ${event.sample}`));
"""
"""Set before any page: notes what runs, and what the policy refused."""
Ligne = tuple[str, int, int, str]
"""A guarantee: its name, runs, violations, and what its sabotage gave."""


def main() -> None:
    """Prove each guarantee, print the table."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import django  # noqa: PLC0415  settings first

    django.setup()
    from django.db import connection  # noqa: PLC0415  after the settings
    from django.test.utils import setup_test_environment  # noqa: PLC0415  after the settings

    logging.disable(logging.CRITICAL)
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, serialize=False)
    lignes = [fichiers(), *formules(), textes()]
    for nom, essais, violations, sabotage in lignes:
        garantie(nom, essais=essais, violations=violations, sabotages=(int(sabotage == "caught"), 1))
    if any(violations or sabotage == "NOT CAUGHT" for _, _, violations, sabotage in lignes):
        sys.exit(1)


def _caught(trouve: object) -> str:
    return "caught" if trouve else "NOT CAUGHT"


# --- R2 ---


def fichiers() -> Ligne:
    """Send each hostile file to its process; none may be taken, fill the memory or take long."""
    from droits_ouverts.foundation.fichiers import SECONDES, FichierRefuseError, Genre, received  # noqa: PLC0415  after the settings
    from droits_ouverts.foundation.lecteur import MEMOIRE  # noqa: PLC0415  after the settings
    from tests.foundation.hostiles import good_book, hostiles, image, pdf  # noqa: PLC0415  after the settings

    violations, essais, pire = 0, 0, 0.0
    for nom, contenu in hostiles():
        essais += 1
        debut = time.monotonic()
        try:
            received(contenu, accepte=set(Genre))
        except FichierRefuseError:
            pass
        else:
            violations += 1
            print(f"R2: taken: {nom}", file=sys.stderr)
        pire = max(pire, time.monotonic() - debut)
    memoire = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    if pire > SECONDES + 1 or memoire > MEMOIRE:
        violations += 1
    print(f"R2: slowest {pire:.1f} s, largest reader {memoire / 2**20:.0f} MiB")
    bons = [received(contenu, accepte=set(Genre)) for contenu in (b"a;b\n1;2\n", good_book(), pdf(), image(), image("PNG"))]
    return "R2 hostile files are refused, within bounds", essais, violations, _caught(len(bons) == 5)


# --- R3 ---


def formules() -> list[Ligne]:
    """Write every formula as a cell, open the table in LibreOffice, and count the formulas that it sees."""
    from droits_ouverts.foundation.tableur import write_csv  # noqa: PLC0415  after the settings
    from tests.foundation.formules import FORMULES  # noqa: PLC0415  after the settings

    nom = "R3 cells never become formulas (LibreOffice)"
    if not (soffice := shutil.which("soffice")):
        print("R3: LibreOffice is not installed (apt-get install libreoffice-calc): not judged")
        return []
    ecrites = write_csv(["rang", "mots"], [[rang, texte] for rang, texte in enumerate(FORMULES)])
    naif = io.StringIO()
    csv.writer(naif, delimiter=";").writerows([[rang, texte] for rang, texte in enumerate(FORMULES)])
    with tempfile.TemporaryDirectory() as dossier:
        vues = {
            cas: _seen(soffice, Path(dossier), cas, contenu) for cas, contenu in (("ours", ecrites), ("naive", naif.getvalue().encode("utf-8-sig", "replace")))
        }
    print(f"R3: formulas seen by LibreOffice: {vues['ours']} in ours, {vues['naive']} in a naive table")
    return [(nom, len(FORMULES), vues["ours"], _caught(vues["naive"]))]


def _seen(soffice: str, dossier: Path, cas: str, contenu: bytes) -> int:
    source = dossier / f"{cas}.csv"
    source.write_bytes(contenu)
    # Semicolons, quotation marks, UTF-8, and what is written may be a formula: the most that a spreadsheet takes.
    entree = "--infilter=CSV:59,34,76,1,,1036,false,true,false,false,false,0,true"
    command = [soffice, f"-env:UserInstallation=file://{dossier}/profil", "--headless", entree, "--convert-to", "fods", "--outdir", str(dossier), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return (dossier / f"{cas}.fods").read_text(encoding="utf-8").count("table:formula=")


# --- R4 ---


def textes() -> Ligne:
    """Plant each text in each field that takes words, open the pages that show them in Chromium: nothing runs, the policy has nothing to refuse."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  this proof alone drives it

    from tests.foundation.charges import CHARGES  # noqa: PLC0415  after the settings

    charges = CHARGES[: int(os.environ.get("PREUVES_WEB", "0")) or None]
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox", "--disable-gpu"])
        plantees, pages = 0, 0
        faits: list[str] = []
        sabote: list[str] = []
        for client, adresses, nombre in _planted(charges):
            if not plantees:
                # The first texts are scripts and events, which run wherever they are not escaped.
                sabote = _shown(navigateur, client, adresses[0], lambda corps: corps.replace(b"&lt;", b"<").replace(b"&gt;", b">").replace(b"&quot;", b'"'))
            plantees += nombre
            for adresse in adresses:
                pages += 1
                faits += [f"{adresse}: {fait}" for fait in _shown(navigateur, client, adresse)]
        navigateur.close()
    print(f"R4: {len(charges)} texts, {plantees} planted, {pages} pages in Chromium")
    for fait in faits[:20]:
        print(fait, file=sys.stderr)
    return "R4 what is typed never runs, and no report of the policy", plantees, len(faits), _caught(sabote)


def _planted(charges: list[str]) -> Iterator[tuple[Client, list[str], int]]:
    """Give a client, the addresses that show texts, and how many were planted: as names, words, reasons, reports, names of structures."""
    from django.conf import settings  # noqa: PLC0415  after the settings
    from django.test import Client  # noqa: PLC0415  after the settings
    from django.urls import reverse  # noqa: PLC0415  after the settings
    from django.utils import timezone  # noqa: PLC0415  after the settings

    from droits_ouverts.bilan import services, tasks  # noqa: PLC0415  after the settings
    from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix, StatutAvis  # noqa: PLC0415  after the settings
    from droits_ouverts.bilan.rules import PRENOM_MAX  # noqa: PLC0415  after the settings
    from droits_ouverts.bilan.services_choix import choose_right, give_opinion  # noqa: PLC0415  after the settings
    from droits_ouverts.droits.models import Signalement  # noqa: PLC0415  after the settings
    from droits_ouverts.engine.questionnaire.types import Role as Place  # noqa: PLC0415  after the settings
    from droits_ouverts.structures.enums import Role  # noqa: PLC0415  after the settings
    from tests.bilan.estimations import whole  # noqa: PLC0415  after the settings
    from tests.factories.structures import MembreFactory  # noqa: PLC0415  after the settings

    settings.MOTEUR = "tests.bilan.faux.moteur"
    now = timezone.now()
    courtes = [charge for charge in charges if len(charge) <= PRENOM_MAX]
    for debut in range(0, len(charges), PAR_PAGE):
        lot = charges[debut : debut + PAR_PAGE]
        prenoms = [courtes[(debut + rang) % len(courtes)] for rang in range(len(lot))]
        membre = MembreFactory.create(role=Role.RESPONSABLE, structure__nom=lot[0][:100], compte__nom=lot[-1][:100])
        acteur = membre.compte
        bilan = services.start_bilan(actor=acteur, structure_id=membre.structure_id, site_id=None, mois=f"{now:%Y-%m}", now=now)
        for rang, prenom in enumerate(prenoms):
            services.add_person(
                bilan_id=bilan.pk,
                actor=acteur,
                role=Place.ENFANT if rang else Place.DEMANDEUR,
                prenom=prenom,
                date_naissance=date(2015 if rang else 1992, 3, 14),
                now=now,
            )
        estimation = services.request_estimate(bilan_id=bilan.pk, actor=acteur, versions=tasks.versions_of_rules(), now=now)
        services.store_estimate(estimation_id=estimation.pk, actor=acteur, resultat=whole(), now=now)
        mots = " ".join(lot)[:280]
        choose_right(bilan_id=bilan.pk, actor=acteur, droit="rsa", decision=DecisionChoix.ECARTE, motif=MotifChoix.AUTRE, mots=mots, now=now)
        give_opinion(bilan_id=bilan.pk, actor=acteur, droit="rsa", statut=StatutAvis.A_VERIFIER, raison=mots, now=now)
        for charge in lot:
            Signalement.objects.create(droit="rsa", cle="", empreinte="0" * 64, signale_le=now.date(), commentaire=charge)
        client = Client(raise_request_exception=True)
        client.force_login(acteur, backend="allauth.account.auth_backends.AuthenticationBackend")
        noms = ("bilan:foyer", "bilan:resultats", "bilan:fiche")
        adresses = [*(reverse(nom, args=[bilan.pk]) for nom in noms), reverse("bilan:list"), reverse("structures:detail", args=[membre.structure_id])]
        adresses += ["/droits/signalements/", f"/droits/?q={lot[0]}"]
        yield client, adresses, len(prenoms) + 5 * len(lot)
        Signalement.objects.all().delete()


def _shown(navigateur: Browser, client: Client, adresse: str, sabotage: Callable[[bytes], bytes] = lambda corps: corps) -> list[str]:
    """Show an answer of the service in the browser, with its own headers; return what ran, what the policy refused, and what was asked elsewhere."""
    contexte = navigateur.new_context()
    page = contexte.new_page()
    trouve: list[str] = []

    def answer(route: Route) -> None:
        morceaux = urlsplit(route.request.url)
        if morceaux.hostname != "testserver":
            trouve.append(f"asked {route.request.url}")
            route.abort()
            return
        envoi = {nom: valeur for nom, valeur in route.request.headers.items() if nom.startswith(("hx-", "x-csrf", "accept", "content-type"))}
        reponse = client.generic(
            route.request.method,
            f"{morceaux.path}?{morceaux.query}",
            route.request.post_data or "",
            envoi.pop("content-type", ""),
            headers=envoi | {"accept-encoding": "identity"},
        )
        corps = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
        page_elle_meme = route.request.is_navigation_request()
        route.fulfill(status=reponse.status_code, headers=dict(reponse.headers), body=sabotage(corps) if page_elle_meme else corps)

    page.route("**/*", answer)
    page.add_init_script(GUETTEUR)
    page.on("dialog", lambda dialogue: (trouve.append("dialog"), dialogue.dismiss()))
    page.on("console", lambda dit: trouve.append(dit.text) if any(mot in dit.text for mot in ("Security Policy", "Trusted", "Fragment refused")) else None)
    page.goto(f"http://testserver{adresse}", wait_until="load")
    page.wait_for_timeout(30)
    trouve += page.evaluate("window.faits")
    contexte.close()
    return trouve


if __name__ == "__main__":
    main()
