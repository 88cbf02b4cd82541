"""`droits-ouverts journal`: verify the chains of the journal, sign where they stand, purge what is too old."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from droits_ouverts.journal.verification import Bilan

FAIT, FAUTE, REFUS = 0, 1, 2
DITS_MAX = 20
"""Faults told one by one."""


def declare(commandes: Any, aide: Callable[[argparse.ArgumentParser], None], parser_class: type[argparse.ArgumentParser]) -> None:  # noqa: ANN401 - argparse's own action has no public type
    """Add the command `journal` and its three verbs."""
    journal = commandes.add_parser(
        "journal",
        help="vérifier le journal, signer ses têtes, le purger",
        description="Vérifie que rien n'a été changé, retiré ou ajouté dans le journal ; signe où il en est ; retire ce qui est trop ancien.",
        add_help=False,
    )
    aide(journal)
    verbes = journal.add_subparsers(title="verbes", dest="verbe", metavar="VERBE", parser_class=parser_class, required=True)

    verify = verbes.add_parser(
        "verify",
        help="vérifier toutes les chaînes",
        description="Relit tout le journal. Code de retour 1 si quelque chose ne tient pas : la phrase dit quelle structure et quelle ligne.",
        add_help=False,
    )
    aide(verify)
    verify.add_argument(
        "--head", nargs="+", type=Path, default=[], metavar="FICHIER", help="têtes signées, gardées par des partenaires, que le journal doit confirmer"
    )

    head = verbes.add_parser(
        "head",
        help="écrire les têtes signées du jour",
        description="Écrit où en est chaque chaîne, signé. À envoyer chaque jour aux partenaires, qui le gardent (docs/exploitation/journal.md).",
        add_help=False,
    )
    aide(head)
    head.add_argument("--sortie", type=Path, metavar="CHEMIN", help="écrire dans ce fichier plutôt que sur la sortie standard")

    purge = verbes.add_parser(
        "purge",
        help="retirer les lignes trop anciennes",
        description="Retire les lignes d'avant une date et laisse un repère signé : le reste se vérifie toujours. Sans --pour-de-vrai, dit seulement combien.",
        add_help=False,
    )
    aide(purge)
    purge.add_argument("--before", type=_day, metavar="AAAA-MM-JJ", help="retirer les lignes d'avant ce jour (par défaut : ce que dit JOURNAL_GARDE_MOIS)")
    purge.add_argument("--pour-de-vrai", action="store_true", help="retirer, au lieu de compter")


def run(options: argparse.Namespace) -> int:
    """Run one verb; 0 done, 1 where the journal does not hold, 2 refused, with a sentence on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    import django  # noqa: PLC0415  Django only where it is asked for

    django.setup()
    from droits_ouverts.journal.errors import HeadFileError, PurgeRefusedError, SigningKeyError  # noqa: PLC0415  same reason

    try:
        match options.verbe:
            case "verify":
                return _verify(options.head)
            case "head":
                return _head(options.sortie)
            case _:
                return _purge(options.before, for_good=options.pour_de_vrai)
    except (HeadFileError, PurgeRefusedError, SigningKeyError) as error:
        sys.stderr.write(f"droits-ouverts : {error}\n")
    except OSError as error:
        sys.stderr.write(
            f"droits-ouverts : {error.filename or 'un fichier'} : {error.strerror or type(error).__name__}. Vérifiez son nom et les droits d'accès.\n"
        )
    return REFUS


def _verify(fichiers: list[Path]) -> int:
    from droits_ouverts.journal import tetes  # noqa: PLC0415  models need settings
    from droits_ouverts.journal.verification import verify  # noqa: PLC0415  same reason

    signees = [tetes.read(fichier.read_bytes(), source=str(fichier)) for fichier in fichiers]
    debut = time.monotonic()
    bilan = verify([ancre for signee in signees for ancre in signee.ancres])
    duree = max(time.monotonic() - debut, 1e-6)
    _say_purged(bilan)
    if bilan.intact:
        tenues = f", {len(fichiers)} fichier(s) de têtes confirmé(s)" if fichiers else ""
        print(f"Le journal tient : {bilan.lignes} lignes, {bilan.chaines} chaînes{tenues}, {duree:.1f} s ({bilan.lignes / duree:.0f} lignes par seconde).")
        return FAIT
    print(f"Le journal ne tient pas : {len(bilan.constats)} constat(s) sur {bilan.lignes} lignes et {bilan.chaines} chaînes.")
    for constat in bilan.constats[:DITS_MAX]:
        print(f"  {constat.phrase}")
    if len(bilan.constats) > DITS_MAX:
        print(f"  … et {len(bilan.constats) - DITS_MAX} autres.")
    print("Ne purgez rien, gardez une copie de la base et du dossier des clés, et prévenez la personne chargée de la protection des données.")
    return FAUTE


def _say_purged(bilan: Bilan) -> None:
    for source in sorted({ancre.source for ancre in bilan.non_verifiables}):
        combien = sum(ancre.source == source for ancre in bilan.non_verifiables)
        print(f"{source} : {combien} tête(s) plus ancienne(s) que la dernière purge ; elles ne peuvent plus être confirmées.")


def _head(sortie: Path | None) -> int:
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.journal import signature, tetes  # noqa: PLC0415  models need settings

    if not signature.key_file().exists():
        sys.stderr.write(f"droits-ouverts : une clé de signature est fabriquée : {signature.key_file()}. Sauvegardez-la avec les autres clés.\n")
    texte = tetes.compose(now=timezone.now())
    if sortie is None:
        sys.stdout.write(texte)
    else:
        sortie.write_text(texte, encoding="utf-8")
    return FAIT


def _purge(before: date | None, *, for_good: bool) -> int:
    from django.utils import timezone  # noqa: PLC0415  settings must be there

    from droits_ouverts.journal.purge import kept_since, purge  # noqa: PLC0415  models need settings

    now = timezone.now()
    jour = before or kept_since(timezone.localtime(now).date())
    combien = purge(before=jour, now=now, dry_run=not for_good)
    fait = "retirées" if for_good else "à retirer (relancez avec --pour-de-vrai)"
    print(f"Lignes d'avant le {jour.isoformat()} {fait} : {sum(combien.values())}, dans {len(combien)} chaîne(s).")
    return FAIT


def _day(valeur: str) -> date:
    try:
        return date.fromisoformat(valeur)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {valeur} » n'est pas un jour. Écrivez-le AAAA-MM-JJ.") from None
