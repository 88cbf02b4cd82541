"""R6: guessing passwords against the real hasher and a database on disk.

`ESSAIS` wrong passwords against one account from ever-changing addresses (10 must be looked at), its holder signs in meanwhile from her device;
then `PAIRES` pairs of wrong passwords, an account that exists beside an address that nobody has: same bytes, and a median gap under 5 ms
of processor time.
`PREUVES_ESSAIS` and `PREUVES_PAIRES` make it longer (NUIT: 10000 and 400).
"""

from __future__ import annotations

import os
import random
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from _table import garantie

if TYPE_CHECKING:
    from django.test import Client

NUIT = bool(os.environ.get("NUIT"))
ESSAIS = int(os.environ.get("PREUVES_ESSAIS", "10000" if NUIT else "2000"))
PAIRES = int(os.environ.get("PREUVES_PAIRES", "400" if NUIT else "100"))
ECART_MAX_MS = 5.0
CONNEXION = "/compte/connexion/"
PASSWORD = "une phrase de douze mots"  # noqa: S105  an account of this proof only


def main() -> None:
    """Guess, measure, print a table; exit 1 on a violation."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    os.environ["DATABASE_URL"] = f"sqlite:///{Path(tempfile.mkdtemp()) / 'comptes.sqlite3'}"
    import django  # noqa: PLC0415  after the settings are named
    from django.conf import settings  # noqa: PLC0415  once Django is set up

    settings.PASSWORD_HASHERS = ["droits_ouverts.comptes.hashers.Argon2idHasher"]
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  once Django is set up

    call_command("migrate", verbosity=0)
    guilty = [*force(), *compare()]
    for sentence in guilty:
        print(sentence, file=sys.stderr)
    sys.exit(1 if guilty else 0)


def force() -> list[str]:
    """Guess at one account from many addresses, its holder coming and going; return what went wrong."""
    from django.test import Client  # noqa: PLC0415  once Django is set up

    from droits_ouverts.comptes.services import create_compte  # noqa: PLC0415  once Django is set up

    create_compte(email="ines@exemple.test", nom="Inès", password=PASSWORD, actor=None)
    hers = Client()
    post(hers, "ines@exemple.test", PASSWORD, "192.0.2.1")
    looked_at = shut_out = 0
    start = time.monotonic()
    for rank in range(ESSAIS):
        answer = post(Client(), "ines@exemple.test", f"faux {rank}", f"10.{rank % 250}.{rank // 250 % 250}.7")
        looked_at += "Trop d" not in answer
        if rank % (ESSAIS // 10) == 0:
            hers.post("/compte/deconnexion/")
            shut_out += post(hers, "ines@exemple.test", PASSWORD, "192.0.2.1") != "dedans"
    hours = int((time.monotonic() - start) // 3600) + 1
    print(f"R6 guesses       {ESSAIS:>6} sent, {looked_at} looked at (10 an hour at most), holder shut out {shut_out} times of 10")
    garantie("R6 guesses: ten an hour are looked at, the holder comes in", essais=ESSAIS, violations=max(0, looked_at - 10 * hours) + shut_out)
    return ["more than ten guesses an hour were looked at"] * (looked_at > 10 * hours) + ["the holder was shut out"] * bool(shut_out)


def compare() -> list[str]:
    """Send paired wrong passwords; return what tells an account from none."""
    from django.test import Client  # noqa: PLC0415  once Django is set up

    from droits_ouverts.comptes.services import create_compte  # noqa: PLC0415  once Django is set up

    times: dict[bool, list[float]] = {True: [], False: []}
    other = 0
    # One hash serves all the accounts: what is compared is the wrong guess, which costs the same.
    for rank in range(PAIRES // 5 + 1):
        create_compte(email=f"connu{rank:04}@exemple.test", nom="Inès", password=PASSWORD, actor=None)
    for rank in range(PAIRES):
        pages = []
        for known in random.sample((True, False), 2):
            login = f"{'connu' if known else 'autre'}{rank // 5:04}@exemple.test"
            client = Client()
            start = time.process_time()
            body = post(client, login, "mot faux mais long", f"10.9.{rank // 250}.{rank % 250}")
            times[known].append((time.process_time() - start) * 1000)
            pages.append(re.sub(r'value="\w{64}"', "", body.replace(login, "")))
        other += pages[0] != pages[1]
    medians = {known: statistics.median(values) for known, values in times.items()}
    # Time of the processor, within each pair: what else this machine does must not hide a difference, nor make one.
    gap = abs(statistics.median(a - b for a, b in zip(times[True], times[False], strict=True)))
    print(
        f"R6 who is known  {PAIRES:>6} pairs: known {medians[True]:.1f} ms of processor, unknown {medians[False]:.1f} ms, median gap {gap:.2f} ms; {other} pages differ"
    )
    garantie("R6 a known account and an unknown one: same page, same time", essais=PAIRES, violations=other + (gap >= ECART_MAX_MS))
    return ["time tells who has an account"] * (gap >= ECART_MAX_MS) + ["a page tells who has an account"] * bool(other)


def post(client: Client, login: str, password: str, address: str) -> str:
    """Send the form; return the page, or "dedans" where it opens."""
    answer = client.post(CONNEXION, {"login": login, "password": password}, REMOTE_ADDR=address)
    return "dedans" if answer.status_code == 302 else answer.content.decode()


if __name__ == "__main__":
    main()
