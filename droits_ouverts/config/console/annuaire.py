"""`droits-ouverts annuaire importer`: a file, or the pages of data·inclusion, into the directory; a dry run first where it is asked."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from droits_ouverts.annuaire.lecture import Ligne
    from droits_ouverts.annuaire.models import Import

FAIT, INTERROMPU, REFUS = 0, 1, 2
BLOC = 1024 * 1024


def declare(commandes: Any, aide: Callable[[argparse.ArgumentParser], None], parser_class: type[argparse.ArgumentParser]) -> None:  # noqa: ANN401 - argparse's own action has no public type
    """Add the command `annuaire` and its verb."""
    annuaire = commandes.add_parser(
        "annuaire",
        help="importer un annuaire de lieux et de services",
        description="Tient l'annuaire : un miroir de data·inclusion (v1 et v0) et de vos fichiers CSV.",
        add_help=False,
    )
    aide(annuaire)
    verbes = annuaire.add_subparsers(title="verbes", dest="verbe", metavar="VERBE", parser_class=parser_class, required=True)
    importer = verbes.add_parser(
        "importer",
        help="lire un fichier, ou l'API de data·inclusion",
        description="Lit JSON, lignes de JSON ou CSV (UTF-8). Coupé, l'import du même fichier reprend où il en était. Rien n'est effacé : ce qui n'y est "
        "plus est marqué absent.",
        add_help=False,
    )
    aide(importer)
    importer.add_argument("fichier", metavar="FICHIER", help="fichier à lire, ou api pour l'API de data·inclusion (jeton dans DATA_INCLUSION_JETON)")
    importer.add_argument("--source", required=True, metavar="NOM", help="nom court de la source, toujours le même pour les mêmes données")
    importer.add_argument("--essai", action="store_true", help="dire ce qui changerait, sans rien changer")
    importer.add_argument("--partiel", action="store_true", help="le fichier n'est pas la liste entière : ne rien marquer absent")
    importer.add_argument("--accepter-absences", action="store_true", help="marquer absent même si c'est plus de 30 %% de la source")
    importer.add_argument("--departement", nargs="+", default=[], metavar="CODE", help="avec api : seulement ces départements")

    annuler = verbes.add_parser(
        "annuler",
        help="annuler le dernier import d'une source",
        description="Remet l'annuaire comme il était avant l'import. Ce qui a été corrigé ou vérifié ici depuis reste.",
        add_help=False,
    )
    aide(annuler)
    annuler.add_argument("numero", metavar="NUMERO", type=int, help="numéro de l'import, dit à la fin de l'import")


def run(options: argparse.Namespace) -> int:
    """Import, or undo; 0 done, 1 interrupted, 2 refused, with a sentence on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    import django  # noqa: PLC0415  Django only where it is asked for

    django.setup()
    from droits_ouverts.annuaire.errors import ImportRefusedError  # noqa: PLC0415  same reason
    from droits_ouverts.foundation.lignes.contexte import Service, as_service  # noqa: PLC0415  same reason

    if options.verbe == "annuler":
        with as_service(Service.COMMANDE):
            return _undo(options.numero)
    if not options.source.replace("-", "").replace("_", "").isalnum() or not options.source.isascii() or len(options.source) > 64:
        return _refuse("--source : des lettres sans accent, des chiffres et des tirets seulement.")
    try:
        with as_service(Service.COMMANDE):
            return _api(options) if options.fichier == "api" else _file(options)
    except ImportRefusedError as error:
        return _refuse(error.why)


def _file(options: argparse.Namespace) -> int:
    from droits_ouverts.annuaire.lecture import rows  # noqa: PLC0415  models need settings

    chemin = Path(options.fichier)
    try:
        with chemin.open("rb") as flux:
            empreinte = hashlib.sha256()
            while bloc := flux.read(BLOC):
                empreinte.update(bloc)
            flux.seek(0)
            return _import(options, rows(flux, chemin.name), chemin.name, empreinte.hexdigest(), chemin.stat().st_size)
    except OSError as error:
        return _refuse(f"« {options.fichier} » ne peut pas être lu ({type(error).__name__}). Vérifiez son nom.")


def _undo(numero: int) -> int:
    from django.utils import timezone  # noqa: PLC0415  models need settings

    from droits_ouverts.annuaire.errors import UndoRefusedError  # noqa: PLC0415  same reason
    from droits_ouverts.annuaire.services_annulation import undo_import  # noqa: PLC0415  same reason
    from droits_ouverts.foundation.errors import NotVisibleError  # noqa: PLC0415  same reason

    try:
        passage = undo_import(actor=None, import_id=numero, now=timezone.now())
    except NotVisibleError:
        return _refuse(f"il n'y a pas d'import {numero}.")
    except UndoRefusedError as error:
        return _refuse(f"{error.title}. {error.why}")
    print(f"Import {numero} annulé : l’annuaire est comme avant.")
    if gardees := passage.comptes.get("gardees"):
        print(f"  {gardees:>8} fiches nouvelles gardées, marquées absentes : quelqu'un d'ici en a dit quelque chose")
    return FAIT


def _api(options: argparse.Namespace) -> int:
    from django.conf import settings  # noqa: PLC0415  settings are named by then
    from django.utils import timezone  # noqa: PLC0415  same reason

    from droits_ouverts.annuaire.ports import rows_of  # noqa: PLC0415  same reason
    from droits_ouverts.connectors.data_inclusion.client import Client  # noqa: PLC0415  same reason

    if not settings.DATA_INCLUSION_JETON:
        return _refuse("il manque DATA_INCLUSION_JETON : demandez un jeton à data·inclusion, ou importez un fichier.")
    try:
        client = Client(jeton=settings.DATA_INCLUSION_JETON, base=settings.DATA_INCLUSION_URL, codes=tuple(options.departement))
    except ValueError:
        return _refuse("DATA_INCLUSION_URL doit commencer par https://.")
    # The pages of a day are one list: stopped, it goes on that day, and begins again the next.
    empreinte = hashlib.sha256(f"{settings.DATA_INCLUSION_URL} {sorted(options.departement)} {timezone.localdate()}".encode()).hexdigest()
    return _import(options, rows_of(client), "api", empreinte, 0)


def _import(options: argparse.Namespace, lignes: Iterable[Ligne], nom: str, empreinte: str, octets: int) -> int:
    from django.utils import timezone  # noqa: PLC0415  models need settings

    from droits_ouverts.annuaire.enums import StatutImport  # noqa: PLC0415  same reason
    from droits_ouverts.annuaire.errors import RAISONS  # noqa: PLC0415  same reason
    from droits_ouverts.annuaire.services_import import run_import, start_import  # noqa: PLC0415  same reason

    passage = start_import(
        source=options.source,
        nom_source="",
        fichier=nom,
        empreinte=empreinte,
        octets=octets,
        actor=None,
        now=timezone.now(),
        essai=options.essai,
        complet=not options.partiel,
    )
    if passage.curseur:
        print(f"Reprise à la ligne {passage.curseur + 1}.")
    run_import(passage, lignes, progress=_progress, absences=options.accepter_absences)
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    _tell(passage)
    if passage.statut == StatutImport.INTERROMPU:
        sys.stderr.write(f"droits-ouverts : l'import s'est arrêté. {RAISONS.get(passage.raison, passage.raison)} Ce qui a été lu est gardé.\n")
        return INTERROMPU
    return FAIT


def _progress(passage: Import) -> None:
    if sys.stderr.isatty():
        part = f" ({100 * passage.octets_lus // passage.octets} %)" if passage.octets else ""
        sys.stderr.write(f"\r{passage.curseur} lignes lues{part}\033[K")
        sys.stderr.flush()


def _tell(passage: Import) -> None:
    mots = {
        "lues": "lignes lues",
        "nouveaux": "nouveaux",
        "modifies": "modifiés",
        "inchanges": "inchangés",
        "absents": "qui n'y sont plus",
        "revenus": "revenus",
        "ecartees": "lignes écartées",
        "plus_anciennes": "plus anciennes que la fiche d'ici, qui est gardée",
        "conserves": "corrigées ici et changées par la source : la correction reste",
        "absents_recents": "plus récentes que ce fichier, et donc pas marquées absentes",
        "repris": "reprises ensuite",
        "reserves": "informations laissées de côté",
        "absents_retenus": "qui n'y sont plus et n'ont PAS été marqués absents (trop : --accepter-absences)",
    }
    print(f"{'Essai, rien n’a changé' if passage.essai else 'Import'} {passage.pk}, source {passage.source.code} :")
    for cle, mot in mots.items():
        if passage.comptes.get(cle):
            print(f"  {passage.comptes[cle]:>8} {mot}")
    for fiche in passage.difference.get("modifies", [])[:10]:
        champs = " ; ".join(f"{champ} : {avant or '–'} -> {apres or '–'}" for champ, avant, apres in fiche["champs"])
        print(f"  ~ {fiche['nom']} : {champs}")
    motifs: dict[tuple[str, str], int] = {}
    for motif, gravite in passage.quarantaine.values_list("motif", "gravite"):
        motifs[motif, gravite] = motifs.get((motif, gravite), 0) + 1
    for (motif, gravite), nombre in sorted(motifs.items()):
        print(f"  ! {nombre} x {motif} ({gravite})")


def _refuse(phrase: str) -> int:
    sys.stderr.write(f"droits-ouverts : {phrase}\n")
    return REFUS
