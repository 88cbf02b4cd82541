"""`droits-ouverts conservation`: the policy, what it would erase, a purge that one asks and another approves, and the work of the night."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.conservation.purge import Rapport

FAIT, ATTEND, REFUS = 0, 1, 2
VERBES = {
    "politique": ("afficher la politique de conservation", "Affiche les durées, ce qui les déclenche, leurs sources, et les tables."),
    "essai": ("dire ce qui serait effacé", "Compte ce qui vient à terme, par structure et par table. N'efface rien, ne nomme personne."),
    "demander": ("demander un effacement", "Écrit le rapport du jour et donne son empreinte, qu'une seconde personne approuve. N'efface rien."),
    "approuver": ("approuver un rapport", "La seconde personne approuve le rapport de cette empreinte. Un rapport qui a changé se redemande."),
    "purger": ("effacer ce qui est approuvé", "Efface les dossiers du rapport approuvé. Arrêté, il reprend où il en était."),
    "nuit": (
        "le travail de chaque nuit",
        "Annonce les échéances, efface ce qui ne demande pas deux personnes, et le reste si c'est approuvé pour chaque nuit.",
    ),
    "arreter": ("arrêter l'effacement de chaque nuit", "Retire l'approbation de chaque nuit : plus rien ne s'efface sans un nouveau rapport approuvé."),
}


class IdentiteRefuseeError(RuntimeError):
    """Whoever types is not known by this address and password."""


def declare(commandes: Any, aide: Callable[[argparse.ArgumentParser], None], parser_class: type[argparse.ArgumentParser]) -> None:  # noqa: ANN401 - argparse's own action has no public type
    """Add the command `conservation` and its verbs."""
    conservation = commandes.add_parser(
        "conservation",
        help="durées de conservation : politique, essai, effacement à deux",
        description="Applique la politique de conservation : annonce ce qui vient à terme, et l'efface quand deux personnes l'ont voulu.",
        add_help=False,
    )
    aide(conservation)
    verbes = conservation.add_subparsers(title="verbes", dest="verbe", metavar="VERBE", parser_class=parser_class, required=True)
    for nom, (court, long) in VERBES.items():
        verbe = verbes.add_parser(nom, help=court, description=long, add_help=False)
        aide(verbe)
        if nom == "approuver":
            verbe.add_argument("empreinte", help="empreinte affichée par « demander »")
        if nom in {"demander", "approuver", "arreter"}:
            verbe.add_argument("--par", required=True, metavar="ADRESSE", help="adresse du compte qui agit ; son mot de passe est demandé")
        if nom == "demander":
            verbe.add_argument("--chaque-nuit", action="store_true", help="demander aussi que la politique s'applique chaque nuit, un an au plus")
        if nom == "essai":
            verbe.add_argument("--jour", type=_day, metavar="AAAA-MM-JJ", help="un autre jour qu'aujourd'hui")


def run(options: argparse.Namespace) -> int:
    """Run one verb; 0 done, 1 where files wait for an approval, 2 refused, with a sentence on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    import django  # noqa: PLC0415  Django only where it is asked for

    django.setup()
    from droits_ouverts.conservation.errors import PurgeRefusedError  # noqa: PLC0415  same reason
    from droits_ouverts.foundation.lignes.contexte import Service, as_service  # noqa: PLC0415  same reason

    verbes: dict[str, Callable[[argparse.Namespace], int]] = {
        "politique": _policy,
        "essai": _trial,
        "demander": _ask,
        "approuver": _approve,
        "purger": _purge,
        "nuit": _night,
        "arreter": _stop,
    }
    try:
        with as_service(Service.COMMANDE):
            return verbes[options.verbe](options)
    except (IdentiteRefuseeError, PurgeRefusedError) as error:
        sys.stderr.write(f"droits-ouverts : {error}\n")
    return REFUS


def _policy(_options: argparse.Namespace) -> int:
    from droits_ouverts.foundation.conservation import politique  # noqa: PLC0415  one verb at a time

    lue = politique()
    for une in lue.regles.values():
        duree = "sans terme" if une.duree is None else str(une.duree)
        bornes = [f"{une.au_plus} au plus"] if une.au_plus else []
        bornes += [f"préavis {une.preavis}"] if une.preavis else []
        bornes += ["réserve possible"] if une.reserve else []
        bornes += ["à deux"] if une.seconde_personne else []
        print(f"{une.nom} : {', '.join([f'{duree} depuis {une.declencheur}', *bornes])} ; {une.action}. [{une.degre}, vérifié le {une.verifie_le}]")
        print(f"  {une.source}")
        print(f"  {', '.join(sorted(table for table, regles in lue.tables.items() if une.nom in regles))}")
    print(f"Empreinte de la politique : {lue.empreinte}")
    return FAIT


def _trial(options: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.conservation import nuit, purge  # noqa: PLC0415  models need settings

    on = options.jour or timezone.localdate()
    _tell(purge.report(on))
    print(f"Effacement de chaque nuit : {'approuvé' if purge.is_nightly_approved(on) else 'non approuvé'}.")
    if options.jour is None:
        print("Sans seconde personne, cette nuit :")
        _tell_rows(nuit.sweep(timezone.now(), dry_run=True))
    return FAIT


def _ask(options: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.conservation import purge  # noqa: PLC0415  models need settings

    actor, on = _proven(options.par), timezone.localdate()
    demande = purge.ask(actor=actor, on=on, now=timezone.now(), chaque_nuit=options.chaque_nuit)
    _tell(purge.report(on))
    print(f"Demande écrite. Une autre personne l'approuve : droits-ouverts conservation approuver {demande.empreinte} --par ADRESSE")
    return FAIT


def _approve(options: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.conservation import purge  # noqa: PLC0415  models need settings

    demande = purge.approve(actor=_proven(options.par), empreinte=options.empreinte, on=timezone.localdate(), now=timezone.now())
    suite = "La nuit l'applique." if demande.chaque_nuit else "Effacez : droits-ouverts conservation purger"
    print(f"Rapport du {demande.le.isoformat()} approuvé : {len(demande.sujets)} dossier(s). {suite}")
    return FAIT


def _purge(_options: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.conservation import purge  # noqa: PLC0415  models need settings

    print(f"{purge.run_approved(timezone.now())} dossier(s) effacé(s). Copiez le registre des effacements : docs/exploitation/sauvegardes.md.")
    return FAIT


def _night(_options: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.conservation import nuit, purge  # noqa: PLC0415  models need settings
    from droits_ouverts.conservation.courriels import tell_managers  # noqa: PLC0415  same reason
    from droits_ouverts.conservation.errors import PurgeRefusedError  # noqa: PLC0415  same reason
    from droits_ouverts.conservation.services import give_notices  # noqa: PLC0415  same reason
    from droits_ouverts.structures.models import Structure  # noqa: PLC0415  same reason

    now, on = timezone.now(), timezone.localdate()
    annonces = partis = 0
    for structure_id in Structure.objects.order_by("pk").values_list("pk", flat=True):
        nouvelles = give_notices(structure_id, on=on)
        annonces += nouvelles
        partis += tell_managers(structure_id, nouvelles, on=on)
    print(f"{annonces} échéance(s) annoncée(s), {partis} courriel(s) parti(s).")
    _tell_rows(nuit.sweep(now, dry_run=False))
    try:
        print(f"{purge.run_night(now)} dossier(s) effacé(s) à leur terme.")
    except PurgeRefusedError as error:
        if purge.report(on).sujets:
            sys.stderr.write(f"droits-ouverts : {error}\n")
            return ATTEND
        print("Aucun dossier ne vient à terme.")
    return FAIT


def _stop(options: argparse.Namespace) -> int:
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.conservation import purge  # noqa: PLC0415  models need settings

    print(f"{purge.stop_nights(actor=_proven(options.par), now=timezone.now())} approbation(s) de chaque nuit retirée(s).")
    return FAIT


def _tell(rapport: Rapport) -> None:
    from droits_ouverts.structures.models import Structure  # noqa: PLC0415  models need settings

    print(f"Au {rapport.le.isoformat()} : {len(rapport.sujets)} dossier(s) à effacer sur {rapport.tenus} tenus, {rapport.reserves} en réserve.")
    if rapport.en_retard:
        print(f"{rapport.en_retard} dossier(s) ont dépassé leur terme et attendent : préavis donné trop tard, ou nuits manquées.")
    codes = dict(Structure.objects.values_list("pk", "code"))
    for structure_id, tables in rapport.lignes.items():
        print(f"{codes.get(structure_id, 'comptes fermés')} :")
        _tell_rows(tables)
    if rapport.depasse:
        print("C'est plus qu'une nuit n'en efface seule : ce rapport doit être approuvé pour lui-même.")
    print(f"Empreinte du rapport : {rapport.empreinte}")


def _tell_rows(tables: dict[str, int]) -> None:
    for table, nombre in tables.items():
        if nombre:
            print(f"  {table} : {nombre}")


def _proven(adresse: str) -> Compte:
    """Return the account whose password is typed. Raise `IdentiteRefuseeError`, the same for every cause."""
    from droits_ouverts.comptes.models import Compte  # noqa: PLC0415  models need settings

    mot = getpass.getpass(f"Mot de passe de {adresse} : ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    compte = Compte.objects.active().filter(email=adresse.strip().lower()).first()
    if compte is None or not compte.check_password(mot):
        raise IdentiteRefuseeError("Cette adresse et ce mot de passe n'ouvrent aucun compte. Rien n'a été fait.")
    return compte


def _day(valeur: str) -> date:
    try:
        return date.fromisoformat(valeur)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {valeur} » n'est pas un jour. Écrivez-le AAAA-MM-JJ.") from None
