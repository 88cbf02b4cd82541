"""A4, from outside: sqlmap against the served demo, signed in, on loopback. It must find nothing, and find the hole of a control that has one.

`SQLMAP` names its command, else it is looked for on the path: `pip install sqlmap` in an environment of its own, since the product needs none of it.
"""

from __future__ import annotations

import http.cookiejar
import http.server
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))
TROUVE = re.compile(r"sqlmap identified the following injection point|sqlmap resumed the following injection point")
"""What it says once it has checked that an injection is no false alarm."""
RIEN = re.compile(r"do(?:es)? not (?:appear|seem) to be injectable|all tested parameters do not appear", re.IGNORECASE)


class Troue(http.server.BaseHTTPRequestHandler):
    """A control: a page whose author glued a string into a statement."""

    def do_GET(self) -> None:
        """Answer from a table of two rows."""
        q = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("q", [""])[0]
        try:
            with sqlite3.connect(":memory:") as base:
                base.execute("CREATE TABLE gens (nom TEXT)")
                base.executemany("INSERT INTO gens VALUES (?)", [("un",), ("deux",)])
                corps = repr(base.execute(f"SELECT nom FROM gens WHERE nom = '{q}'").fetchall())  # noqa: S608  the hole
        except sqlite3.Error as erreur:
            corps = f"sqlite3.OperationalError: {erreur}"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(corps.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def session(adresse: str) -> tuple[str, str]:
    """Sign in as an ambassador of the demo; return her cookies as a header, and a token for forms."""
    from droits_ouverts.config.demo.types import DEMO_DOMAIN, DEMO_PASSWORD  # noqa: PLC0415  once the path is known

    pots = http.cookiejar.CookieJar()
    ouvre = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(pots)).open
    page = ouvre(f"{adresse}/compte/connexion/").read().decode()
    jeton = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]  # type: ignore[index]  # the form has one
    corps = urllib.parse.urlencode({"csrfmiddlewaretoken": jeton, "login": f"ambassadrice@{DEMO_DOMAIN}", "password": DEMO_PASSWORD}).encode()
    ouvre(urllib.request.Request(f"{adresse}/compte/connexion/", corps, {"Referer": f"{adresse}/compte/connexion/"}))  # noqa: S310  our own address
    reponse = ouvre(f"{adresse}/personnes/")
    page = reponse.read().decode()
    # The page that asks to sign in has a token as well: only her own page, at its own address, tells that she is in.
    if urllib.parse.urlsplit(reponse.geturl()).path != "/personnes/" or "data-connecte" not in page:
        message = f"not signed in: {reponse.geturl()}"
        raise RuntimeError(message)
    jeton = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)[1]  # type: ignore[index]  # her page has a form
    return "; ".join(f"{pot.name}={pot.value}" for pot in pots), jeton


def tried(commande: str, dossier: Path, *arguments: str) -> tuple[bool, str]:
    """Run sqlmap on one address; return whether it found an injection, and what it said. Raise `RuntimeError` where it concludes nothing."""
    options = ["--batch", "--level=2", "--risk=2", "--threads=1", "--disable-coloring", "--flush-session", "--ignore-code=*", f"--output-dir={dossier}"]
    dit = subprocess.run([commande, *options, *arguments], capture_output=True, text=True, check=False, timeout=3600).stdout
    if TROUVE.search(dit):
        return True, dit
    if not RIEN.search(dit):
        raise RuntimeError(dit[-1500:])
    return False, dit


def main() -> None:
    """Try each address, then the control; exit 1 where something is found, or where the control is not."""
    commande = os.environ.get("SQLMAP") or shutil.which("sqlmap")
    if not commande:
        print("sqlmap is not installed (pip install sqlmap, in an environment of its own; SQLMAP=its command): not tried", file=sys.stderr)
        sys.exit(1)
    from tests.journeys.service import served  # noqa: PLC0415  once the path is known

    dossier = Path(tempfile.mkdtemp(prefix="droits-ouverts-sqlmap-"))
    trouves, essayes = [], 0
    with served(dossier, compiled=False) as adresse:
        temoins, jeton = session(adresse)
        elle = [f"--cookie={temoins}", f"--referer={adresse}/personnes/"]
        formulaire = [f"--data=csrfmiddlewaretoken={jeton}&q=Amina&prenom=Amina&nom=Exemple", "-p", "q,prenom,nom"]
        cibles: dict[str, list[str]] = {
            "/droits/?q=rsa&famille=ressources&public=tous": [],
            "/annuaire/?q=colis&ou=Lyon&besoin=manger&langue=ar&droit=rsa&qualite=gratuit&n=20": [],
            "/annuaire/lieux/1*/": [],
            "/personnes/chercher/": formulaire,
            "/personnes/1*/": [],
            "/personnes/partagees/1*/accompagnement*/": [],
            "/bilan/reprendre/": [f"--data=csrfmiddlewaretoken={jeton}&code=ABCDEF", "-p", "code"],
            "/bilan/00000000-0000-4000-8000-000000000001*/historique/?a=1&b=2": [],
            "/compte/connexion/?next=/": [],
        }
        for chemin, arguments in cibles.items():
            perce, dit = tried(commande, dossier, f"--url={adresse}{chemin}", *elle, *arguments)
            essayes += int((re.findall(r"(\d+) HTTP\(s\) requests", dit) or ["1"])[-1])
            if perce:
                trouves.append(f"{chemin}\n{dit[-1500:]}")
            print(f"  {chemin}: {'FOUND' if perce else 'nothing'}", flush=True)
    controle = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Troue)
    threading.Thread(target=controle.serve_forever, daemon=True).start()
    vu, _ = tried(commande, dossier, f"--url=http://127.0.0.1:{controle.server_port}/?q=un")
    garantie("A4 sqlmap on served pages finds nothing (pages)", essais=len(cibles), violations=len(trouves), sabotages=(int(vu), 1))
    for trouve in trouves:
        print(trouve, file=sys.stderr)
    shutil.rmtree(dossier)
    sys.exit(bool(trouves) or not vu)


if __name__ == "__main__":
    main()
