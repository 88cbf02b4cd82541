"""Orientations at length: links guessed, visited by scanners and used again; four months of reminders lived day by day for one recipient after another.

`PREUVES_ORIENTATION=2000` lives that many recipients instead of a hundred thousand. Exits 1 on a violation.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path

from _table import garantie

RACINE = Path(__file__).resolve().parent.parent
PROCESSUS, DESTINATAIRES, LIENS, VISITES = 2, 100_000, 20_000, 400
REPONSES = ("recue", "rendez_vous", "a_l_etude", "faite", "impossible")
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
        "is_worked": lambda _jour: True,
        "counted_days": lambda depuis, on, _arrets: (on - depuis).days,
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

    connection.creation.create_test_db(verbosity=0, serialize=False)
    from tests.orientation import assauts  # noqa: PLC0415  settings first

    comptes, fautes = {}, []
    for nom, essai in (("devines", assauts.guess), ("visites", assauts.visit), ("codes", assauts.try_codes), ("reemplois", assauts.use_again)):
        combien, trouvees = essai(*([LIENS] if nom == "devines" else [VISITES] if nom == "visites" else []))
        comptes[nom] = combien
        fautes += trouvees
    return comptes, fautes


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
