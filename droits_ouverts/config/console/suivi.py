"""`droits-ouverts suivi`: the work of the night on the rights that are followed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from typing import Any

FAIT, INCOMPLET, REFUS = 0, 1, 2


def declare(commandes: Any, aide: Callable[[argparse.ArgumentParser], None], parser_class: type[argparse.ArgumentParser]) -> None:  # noqa: ANN401 - argparse's own action has no public type
    """Add the command `suivi` and its verb."""
    suivi = commandes.add_parser(
        "suivi",
        help="droits suivis : recalculer les échéances, les gains, ce qu'une loi ouvre",
        description="Le travail de chaque nuit sur les droits suivis.",
        add_help=False,
    )
    aide(suivi)
    verbes = suivi.add_subparsers(title="verbes", dest="verbe", metavar="VERBE", parser_class=parser_class, required=True)
    echeances = verbes.add_parser(
        "echeances",
        help="recalculer les échéances de chaque droit",
        description="Recalcule les échéances : un silence devient une décision, une campagne s'ouvre, le catalogue change. Ce qui est réglé à la main reste.",
        add_help=False,
    )
    aide(echeances)
    gains = verbes.add_parser(
        "gains",
        help="recalculer le gain net des droits décidés",
        description="Demande au moteur ce que chaque montant décidé apporte vraiment. Ce que le moteur ne peut pas calculer attend la nuit suivante.",
        add_help=False,
    )
    aide(gains)
    lois = verbes.add_parser(
        "lois",
        help="relire avec deux mois de loi les bilans de qui accepte d'être rappelé",
        description="Relit, pour qui a dit oui à un rappel, son dernier bilan terminé avec deux mois de loi. Sans mois : continue ce qui attend.",
        add_help=False,
    )
    aide(lois)
    lois.add_argument("--avant", metavar="AAAA-MM", default="", help="le mois de la loi d'avant, pour toutes les structures")
    lois.add_argument("--apres", metavar="AAAA-MM", default="", help="le mois de la loi d'après")


def run(options: argparse.Namespace) -> int:
    """Do the work of the night that is named; 0 done, 1 where some could not be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    import django  # noqa: PLC0415  Django only where it is asked for

    django.setup()
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.bilan.ports import moteur  # noqa: PLC0415  same reason
    from droits_ouverts.ecarts.tasks import run_waiting  # noqa: PLC0415  same reason
    from droits_ouverts.foundation.lignes.contexte import Service, as_service  # noqa: PLC0415  same reason
    from droits_ouverts.suivi.echeances import refresh_all  # noqa: PLC0415  same reason

    rates: list[str] = []
    with as_service(Service.COMMANDE):
        if options.verbe == "gains":
            faits, restent = run_waiting(moteur=moteur(), clock=timezone.now)
            print(f"{faits} gain(s) calculé(s), {restent} en attente.")
            return FAIT
        if options.verbe == "lois":
            return _laws(options)
        # The number and the kind of the error, nothing of the person.
        relus = refresh_all(timezone.now(), failed=lambda numero, error: rates.append(f"{numero} : {type(error).__name__}"))
    print(f"{relus} droit(s) suivi(s) relu(s).")
    if not rates:
        return FAIT
    print(f"{len(rates)} droit(s) suivi(s) non relu(s), leurs échéances sont celles d’avant :", *rates, sep="\n", file=sys.stderr)
    return INCOMPLET


def _laws(options: argparse.Namespace) -> int:
    """Ask for two months of law where they are given, then go on with all that waits. In the name of the service."""
    from django.utils import timezone  # noqa: PLC0415  settings must be there
    from django.utils.translation import gettext  # noqa: PLC0415  same reason

    from droits_ouverts.bilan.ports import moteur  # noqa: PLC0415  same reason
    from droits_ouverts.veille.errors import MoisRefusedError  # noqa: PLC0415  same reason
    from droits_ouverts.veille.tasks import ask_everywhere, run_waiting  # noqa: PLC0415  same reason

    if options.avant or options.apres:
        try:
            demandees = ask_everywhere(avant=options.avant, apres=options.apres, clock=timezone.now)
        except MoisRefusedError as refus:
            print(f"{gettext(refus.title)} : {gettext(refus.why)}", file=sys.stderr)
            return REFUS
        print(f"{len(demandees)} structure(s) concernée(s).")
    faites, restent = run_waiting(moteur=moteur(), clock=timezone.now)
    print(f"{faites} personne(s) relue(s), {restent} en attente.")
    return FAIT
