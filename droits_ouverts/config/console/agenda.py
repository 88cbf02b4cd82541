"""`droits-ouverts agenda`: the quiet mail of counts."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

FAIT, ATTEND = 0, 1


def declare(commandes: Any, aide: Callable[[argparse.ArgumentParser], None], parser_class: type[argparse.ArgumentParser]) -> None:  # noqa: ANN401 - argparse's own action has no public type
    """Add the command `agenda` and its verb."""
    agenda = commandes.add_parser("agenda", help="agenda : le résumé par courriel", description="Envoie à chacun son résumé par courriel.", add_help=False)
    aide(agenda)
    verbes = agenda.add_subparsers(title="verbes", dest="verbe", metavar="VERBE", parser_class=parser_class, required=True)
    resume = verbes.add_parser(
        "resume",
        help="envoyer les résumés du jour",
        description="Envoie à chacun, comme il l'a choisi, combien de choses à faire et combien en retard. À lancer plusieurs fois le matin : rien ne part deux fois.",
        add_help=False,
    )
    aide(resume)


def run(options: argparse.Namespace) -> int:
    """Send what is due today; 0 done, 1 where the mail server does not answer: the next run counts anew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    import django  # noqa: PLC0415  Django only where it is asked for

    django.setup()
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.agenda.services_resume import send_summaries  # noqa: PLC0415  models need settings
    from droits_ouverts.foundation.lignes.contexte import Service, as_service  # noqa: PLC0415  same reason

    with as_service(Service.COMMANDE):
        envois = send_summaries(now=timezone.now())
    if envois.injoignable:
        sys.stderr.write("droits-ouverts : le serveur de courriel ne répond pas. Rien n'est perdu : le prochain passage comptera de nouveau.\n")
        return ATTEND
    print(f"{envois.partis} résumé(s) parti(s), {envois.reportes} remis à plus tard, {envois.refuses} refusé(s), {envois.incertains} incertain(s).")
    return FAIT
