"""The lists of the ledger with 100,000 people in one structure: what each page takes, and how many queries it makes.

    python bench/suivi.py [--personnes 100000]

What others do on the machine counts in the clock, not in the processor's time. Whole pages, through the handlers, on the database of the settings. Those who are shown are real, sealed as in life; the crowd around them is rows.
"""

# ruff: noqa: PLC0415 - Django's settings first
from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))
FOIS, VRAIES, PAR_LOT = 40, 350, 2000
P95_MAX_MS, REQUETES_MAX = 300.0, 12 + 6
"""A page, and the line of its reading."""
PAGES = ("", "a-faire/", "a-faire/?page=13", "bloques/", "?qui=moi", "?etat=depose", "?droit=apa_domicile", "bloques/?droit=rsa")


def main() -> None:
    """Measure and print; exit 1 where a list is too slow or asks too much."""
    parser = argparse.ArgumentParser(description="The lists of the ledger.")
    parser.add_argument("--personnes", type=int, default=100_000)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "droits_ouverts.config.settings.test"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    if not measured(options.personnes):
        sys.exit(1)


def measured(combien: int) -> bool:
    """Fill the structure, read each list, print; tell whether all keep to their budget."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.factories.structures import MembreFactory

    membre = MembreFactory.create()
    _crowd(membre, combien)
    _real(membre)
    client = Client()
    client.force_login(membre.compte, backend="allauth.account.auth_backends.AuthenticationBackend")
    bien = True
    print(f"{combien:,} people, {connection.vendor}")
    for page in PAGES:
        adresse = f"/suivi/{page}"
        lignes = client.get(adresse).content.decode().count('class="carte"')
        with CaptureQueriesContext(connection) as requetes:
            assert client.get(adresse).status_code == 200
        # The log is emptied by the next request.
        nombre = len(requetes)
        durees, calculs = [], []
        for _ in range(FOIS):
            debut, calcul = time.perf_counter(), time.process_time()
            client.get(adresse)
            durees.append((time.perf_counter() - debut) * 1000)
            calculs.append((time.process_time() - calcul) * 1000)
        p95, calcul_p95 = statistics.quantiles(durees, n=20)[-1], statistics.quantiles(calculs, n=20)[-1]
        bien = bien and p95 < P95_MAX_MS and nombre <= REQUETES_MAX
        print(
            f"  {adresse:<28} p50 {statistics.median(durees):6.1f} ms   p95 {p95:6.1f} ms   processor p50 {statistics.median(calculs):5.1f}"
            f" p95 {calcul_p95:5.1f} ms   {lignes:3} rows   {nombre} queries"
        )
    return bien


def _crowd(membre: object, combien: int) -> None:
    """People and rights nobody shows: older, due later, and found in between by the database."""
    from droits_ouverts.personnes.models import Personne
    from droits_ouverts.suivi.models import DroitSuivi, Echeance, Mouvement

    now = datetime.now(tz=UTC)
    compte, structure_id = membre.compte, membre.structure_id  # type: ignore[attr-defined]  # a member
    etats, codes = ("depose", "choisi", "verse", "refuse", "renonce"), ("rsa", "aah", "ars")
    for debut in range(0, combien, PAR_LOT):
        rangs = range(debut, min(debut + PAR_LOT, combien))
        at = now - timedelta(days=30, seconds=combien)
        gens = Personne.objects.bulk_create(
            Personne(structure_id=structure_id, identite_scellee="x", accord_le=at.date(), accord_mode="oral", created_at=at) for _ in rangs
        )
        droits = [
            DroitSuivi(
                id=uuid.uuid4(),
                structure_id=structure_id,
                personne=elle,
                droit=codes[rang % 3],
                origine="main",
                etat=etats[rang % 5],
                etat_le=at.date(),
                rang=1,
                premier_par=compte,
                responsable=compte,
                created_at=at,
                updated_at=at + timedelta(seconds=rang),
            )
            for rang, elle in zip(rangs, gens, strict=True)
        ]
        DroitSuivi.objects.bulk_create(droits)
        Mouvement.objects.bulk_create(
            Mouvement(droit_suivi=un, rang=1, nature="pas", vers=un.etat, fait_le=un.etat_le, preuve="dit", auteur=compte, note_at=at) for un in droits
        )
        jour = now.date() + timedelta(days=25)
        Echeance.objects.bulk_create(
            Echeance(droit_suivi=un, structure_id=structure_id, cle="silences[0]", nature="silence", due_le=jour, a_faire_le=jour, calculee_at=at)
            for un in droits
        )


def _real(membre: object) -> None:
    """People who are shown: the last moved, the nearest due, the longest stuck."""
    from droits_ouverts.suivi.services_suite import ask_paper
    from tests.factories.partages import person_of
    from tests.factories.suivis import followed

    now = datetime.now(tz=UTC)
    for rang in range(VRAIES):
        elle = person_of(membre, f"Personne {rang}", now=now)  # type: ignore[arg-type]  # a member
        pas = ("choisi", "depose", "pieces_demandees") if rang % 2 else ("choisi", "depose")
        suivi = followed(membre, elle, *pas, droit="rsa", depuis=now.date() - timedelta(days=170), now=now)  # type: ignore[arg-type]  # same reason
        ask_paper(droit_suivi_id=suivi.pk, actor=membre.compte, nature="identite", avant_le=now.date(), now=now)  # type: ignore[attr-defined]  # same reason


if __name__ == "__main__":
    main()
