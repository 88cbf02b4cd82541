"""`droits-ouverts orientation`: the night of reminders, and the box of mails."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from droits_ouverts.orientation.services_courriels import Tournee

FAIT, ATTEND = 0, 1
VERBES = {
    "relances": (
        "le travail de chaque nuit",
        "Relance les services qui n'ont pas répondu, clôt ce qui est resté sans réponse, puis envoie les courriels qui attendent. Deux fois la même nuit : rien de plus.",
    ),
    "courriels": ("envoyer les courriels qui attendent", "Envoie ce qui attend dans la boîte. À lancer toutes les cinq minutes ; rien ne part deux fois."),
}


def declare(commandes: Any, aide: Callable[[argparse.ArgumentParser], None], parser_class: type[argparse.ArgumentParser]) -> None:  # noqa: ANN401 - argparse's own action has no public type
    """Add the command `orientation` and its verbs."""
    orientation = commandes.add_parser(
        "orientation",
        help="orientations : relances de la nuit, courriels",
        description="Relance les services, clôt ce qui est resté sans réponse, et envoie les courriels qui attendent.",
        add_help=False,
    )
    aide(orientation)
    verbes = orientation.add_subparsers(title="verbes", dest="verbe", metavar="VERBE", parser_class=parser_class, required=True)
    for nom, (court, long) in VERBES.items():
        aide(verbes.add_parser(nom, help=court, description=long, add_help=False))


def run(options: argparse.Namespace) -> int:
    """Run one verb; 0 done, 1 where the mail server does not answer: what waits stays in the box."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    import django  # noqa: PLC0415  Django only where it is asked for

    django.setup()
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.foundation.lignes.contexte import Service, as_service  # noqa: PLC0415  same reason
    from droits_ouverts.orientation.relances import run_night  # noqa: PLC0415  models need settings
    from droits_ouverts.orientation.services_courriels import send_due  # noqa: PLC0415  same reason

    with as_service(Service.COMMANDE):
        if options.verbe == "relances":
            nuit = run_night(now=timezone.now())
            print(f"{nuit.relances} relance(s) donnée(s), {nuit.closes} orientation(s) close(s).")
        return _told(send_due(now=timezone.now()))


def _told(tournee: Tournee) -> int:
    if tournee.injoignable:
        sys.stderr.write("droits-ouverts : le serveur de courriel ne répond pas. Rien n'est perdu : ce qui attend partira au prochain passage.\n")
        return ATTEND
    print(f"{tournee.partis} courriel(s) parti(s), {tournee.reportes} remis à plus tard, {tournee.refuses} refusé(s), {tournee.incertains} incertain(s).")
    return FAIT
