"""Orientations at length: links guessed, visited by scanners and used again; four months of reminders lived day by day for one recipient after another.

`PREUVES_ORIENTATION=2000` lives that many recipients instead of a hundred thousand. Exits 1 on a violation.
"""

from __future__ import annotations

import os
import random
import secrets
import sys
import time
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
PROCESSUS, DESTINATAIRES, LIENS, VISITES = 2, 100_000, 20_000, 400
REPONSES = ("recue", "rendez_vous", "a_l_etude", "faite", "impossible")
NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
DITES = 20


def _clock(graine: int, nombre: int) -> list[str]:
    """Live recipients one by one beside the walk of the tests; return what went wrong."""
    sys.path.insert(0, str(RACINE))
    from tests.orientation.horloge import Essai, fautes, vecu  # noqa: PLC0415  the path first

    hasard, trouvees = random.Random(graine), []  # noqa: S311  a seeded draw, not a secret
    for _rang in range(nombre):
        essai = Essai(
            debut=date(2025, 6, 2) + timedelta(days=hasard.randrange(700)),
            reponses={hasard.randrange(120): hasard.choice(REPONSES) for _n in range(hasard.choice((0, 0, 1, 2, 4)))},
            rdv=hasard.randint(1, 40),
            pauses=[(hasard.randrange(110), hasard.randint(1, 30)) for _n in range(hasard.choice((0, 0, 1, 3)))],
            pannes=frozenset(hasard.sample(range(120), hasard.choice((0, 0, 5, 60)))),
        )
        trouvees += [f"{essai}: {faute}" for faute in fautes(essai, vecu(essai))]
    return trouvees


def _sabotages() -> tuple[int, int]:
    """Plant each fault in the rule of the clock; return how many were seen, of how many."""
    sys.path.insert(0, str(RACINE))
    from droits_ouverts.orientation import rules  # noqa: PLC0415  the path first

    plants = {
        "ECART": 0,
        "is_worked": lambda jour: True,
        "counted_days": lambda depuis, on, arrets: (on - depuis).days,
        "PALIERS": {"envoyee": (10,), "recue": (10,), "rendez_vous": (10,), "a_l_etude": (45,)},
        "FIN": {"envoyee": 22, "recue": 22, "rendez_vous": 22, "a_l_etude": 46},
    }
    vus = 0
    for nom, faux in plants.items():
        vrai = getattr(rules, nom)
        setattr(rules, nom, faux)
        vus += bool(_clock(7, 400))
        setattr(rules, nom, vrai)
    return vus, len(plants)


def _links() -> tuple[dict[str, int], list[str]]:
    """Guess, visit and use again, on a database of this process; return how many of each, and what went wrong."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    sys.path.insert(0, str(RACINE))
    import django  # noqa: PLC0415  settings first

    django.setup()
    from django.db import connection  # noqa: PLC0415  settings first
    from django.test import Client  # noqa: PLC0415  same reason
    from django.urls import reverse  # noqa: PLC0415  same reason

    connection.creation.create_test_db(verbosity=0, serialize=False)
    from droits_ouverts.foundation import limites  # noqa: PLC0415  settings first
    from droits_ouverts.orientation import liens, services_liens  # noqa: PLC0415  same reason
    from droits_ouverts.orientation.errors import LinkDeadError  # noqa: PLC0415  same reason
    from droits_ouverts.orientation.gestes import Reponse  # noqa: PLC0415  same reason
    from droits_ouverts.orientation.models import LienReponse  # noqa: PLC0415  same reason
    from droits_ouverts.orientation.services_reponse import answer_by_link  # noqa: PLC0415  same reason
    from droits_ouverts.structures.enums import Role  # noqa: PLC0415  same reason
    from tests.factories.orientations import a_service, oriented  # noqa: PLC0415  same reason
    from tests.factories.partages import person_of  # noqa: PLC0415  same reason
    from tests.factories.structures import MembreFactory  # noqa: PLC0415  same reason

    membre, now = MembreFactory.create(role=Role.AMBASSADEUR), datetime.now(UTC)
    envoi = oriented(membre, a_service(membre, now=now), personne=person_of(membre, "Zqsafi", now=now), now=now).envois.get()
    jeton = services_liens.new_link(envoi, now=now)[1]
    fautes: list[str] = []

    def opens(essai: str) -> bool:
        try:
            services_liens.open_link(essai, now=now)
        except LinkDeadError:
            return False
        return True

    # Made up at random, and one sign away from the true one.
    proches = [jeton[:rang] + signe + jeton[rang + 1 :] for rang in range(len(jeton)) for signe in "aZ09-_" if jeton[rang] != signe]
    # The last sign of 32 bytes in base 64 carries four bits: some neighbours of it would spell the same bytes, were it not for the text being compared.
    for essai in (*proches, *(secrets.token_urlsafe(liens.OCTETS) for _n in range(LIENS))):
        if opens(essai):
            fautes.append("un lien deviné s’ouvre")
    avant = list(LienReponse.objects.values())
    for _n in range(VISITES):
        limites.forget_all()
        robot = Client()
        pages = [robot.get(reverse("reponse:ouvrir", args=[jeton]), follow=True), robot.head(reverse("reponse:code")), robot.get(reverse("reponse:fiche"))]
        if any("Zqsafi" in page.content.decode() for page in pages):
            fautes.append("une visite montre la fiche")
    if list(LienReponse.objects.values()) != avant or envoi.suites.count() != 1:
        fautes.append("une visite change quelque chose")
    codes = 0
    for rang in range(40):
        lien = services_liens.new_link(envoi, now=now + timedelta(days=rang))[1]
        for _n in range(8):
            codes += 1
            try:
                faux = f"{secrets.randbelow(10**6):06d}"
                if faux != liens.desk_code(envoi.destinataire_id, 1) and services_liens.check_code(lien, faux, now=now + timedelta(days=rang)):
                    fautes.append("un code faux ouvre")
            except LinkDeadError:
                continue
    reemplois = 0
    for rang in range(60):
        autre = oriented(membre, a_service(membre, f"S{rang}", now=now), personne=person_of(membre, f"P{rang}", now=now), now=now).envois.get()
        lien = services_liens.new_link(autre, now=now)[1]
        preuve = services_liens.check_code(lien, liens.desk_code(autre.destinataire_id, 1), now=now)
        for n in range(4):
            try:
                answer_by_link(jeton=lien, preuve=preuve, dit=Reponse(statut=("recue", "a_l_etude", "faite", "faite")[n], fait_le=now.date()), now=now)
            except LinkDeadError:
                reemplois += 1
        if autre.suites.count() != 2:
            fautes.append("un lien a servi deux fois")
    return {"devines": LIENS + len(proches), "visites": VISITES, "codes": codes, "reemplois": reemplois}, fautes


def main() -> None:
    """Live, guess, print; exit 1 where something went wrong."""
    nombre = int(os.environ.get("PREUVES_ORIENTATION", str(DESTINATAIRES)))
    debut = time.monotonic()
    with get_context("spawn").Pool(PROCESSUS) as pool:
        trouvees = [faute for part in pool.starmap(_clock, [(20261127 + rang, nombre // PROCESSUS) for rang in range(PROCESSUS)]) for faute in part]
        comptes, liens = pool.apply(_links)
    vus, plants = _sabotages()
    garantie("O1 120 days of one recipient: no reminder twice, none lost, none in a pause", essais=nombre, violations=len(trouvees), sabotages=(vus, plants))
    garantie("O2 links guessed, codes guessed, visits of scanners, links used again: nothing opens", essais=sum(comptes.values()), violations=len(liens))
    print(f"{comptes}, {time.monotonic() - debut:.0f} s in {PROCESSUS} processes.")
    for faute in [*trouvees, *liens][:DITES]:
        print(faute, file=sys.stderr)
    if trouvees or liens or vus < plants:
        sys.exit(1)


if __name__ == "__main__":
    main()
