"""`droits-ouverts sauvegarde` and `droits-ouverts restauration`: the database of this installation, sealed, and back."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from droits_ouverts.config.sauvegarde.errors import SauvegardeError

if TYPE_CHECKING:
    import argparse

    from droits_ouverts.config.sauvegarde.cle import Cle
    from droits_ouverts.config.sauvegarde.manifeste import Manifeste
    from droits_ouverts.config.sauvegarde.services import Base

FAIT, REFUS = 0, 2
INSTALLATION = "installation"
EFFACEMENTS = "effacements.jsonl"
GARDER_MAX = 3650


def declare(commandes: Any, aide: Callable[[argparse.ArgumentParser], None], entier: Callable[[int, int], Callable[[str], int]]) -> None:  # noqa: ANN401 - argparse's own action has no public type
    """Add the commands `sauvegarde` and `restauration`."""
    sauve = commandes.add_parser(
        "sauvegarde",
        help="sauvegarder la base, service en marche",
        description="Écrit dans DOSSIER une sauvegarde scellée et vérifiée de la base, et le registre des effacements (docs/exploitation/sauvegardes.md).",
        add_help=False,
    )
    aide(sauve)
    sauve.add_argument("dossier", nargs="?", type=Path, metavar="DOSSIER", help="où garder les sauvegardes")
    sauve.add_argument("--nouvelle-cle", action="store_true", help="fabriquer la clé des sauvegardes, et rien d'autre")
    sauve.add_argument("--grappe", action="store_true", help="PostgreSQL : toute la grappe, pour revenir ensuite à n'importe quel instant")
    sauve.add_argument("--wal", type=Path, metavar="DEPOT", help="PostgreSQL : sceller les journaux qui attendent dans DEPOT, et rien d'autre")
    sauve.add_argument("--effacements", action="store_true", help="écrire le registre des effacements, et rien d'autre")
    sauve.add_argument("--garder", type=entier(1, GARDER_MAX), metavar="JOURS", help="supprimer ensuite les sauvegardes plus vieilles")
    _key(sauve)

    rend = commandes.add_parser(
        "restauration",
        help="vérifier ou restaurer une sauvegarde",
        description="Vérifie une sauvegarde en entier et, avec --vers, la restaure, rejoue les effacements, puis seulement la met en place.",
        add_help=False,
    )
    aide(rend)
    rend.add_argument("fichier", type=Path, metavar="FICHIER", help="fichier .sauvegarde")
    rend.add_argument(
        "--vers", metavar="CIBLE", help="« installation » (la base des réglages), une adresse sqlite:/// ou postgres://, ou un nouveau dossier avec --grappe"
    )
    rend.add_argument("--remplacer", action="store_true", help="si la base contient déjà des données : les garder à côté et prendre leur place")
    rend.add_argument(
        "--effacements", type=Path, metavar="FICHIER", help=f"registre des effacements à rejouer (par défaut : {EFFACEMENTS} à côté de la sauvegarde)"
    )
    rend.add_argument("--sans-effacements", action="store_true", help="restaurer sans registre : des personnes effacées reviendront")
    rend.add_argument("--grappe", action="store_true", help="PostgreSQL : restaurer une grappe dans un nouveau dossier")
    rend.add_argument("--jusqu-a", type=_instant, metavar="INSTANT", help="avec --grappe : s'arrêter à cet instant, par exemple 2026-11-27T03:00:00+01:00")
    rend.add_argument(
        "--journaux", type=Path, metavar="DOSSIER", help="avec --grappe : dossier des sauvegardes qui contient wal/ (par défaut : celui de FICHIER)"
    )
    _key(rend)


def run(options: argparse.Namespace) -> int:
    """Run one of the two; 0 done, 2 refused, with a sentence on standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "droits_ouverts.config.settings.dev")
    try:
        return _back_up(options) if options.commande == "sauvegarde" else _restore(options)
    except SauvegardeError as error:
        sys.stderr.write(f"droits-ouverts : {error}\n")
    except OSError as error:
        sys.stderr.write(
            f"droits-ouverts : {error.filename or 'un fichier'} : {error.strerror or type(error).__name__}. Vérifiez la place et les droits d'accès.\n"
        )
    return REFUS


def _back_up(options: argparse.Namespace) -> int:
    from droits_ouverts.config.sauvegarde import services  # noqa: PLC0415 - the settings and PostgreSQL's client only where they are asked for
    from droits_ouverts.config.sauvegarde.cle import make_key, refuse_neighbours  # noqa: PLC0415 - same reason

    chemin = _key_path(options.cle)
    if options.nouvelle_cle:
        refuse_neighbours(chemin, sauvegardes=options.dossier, coffre=_coffre())
        cle = make_key(chemin)
        print(f"Clé {cle.id} fabriquée dans {chemin}. Copiez-la maintenant à part des sauvegardes : sans elle, aucune ne s'ouvre, pour personne.")
        return FAIT
    if options.dossier is None:
        raise SauvegardeError("il manque DOSSIER : où garder la sauvegarde. Par exemple : droits-ouverts sauvegarde /mnt/sauvegardes")
    now = datetime.now(UTC)
    if options.effacements:
        print(f"{_export_erasures(options.dossier)} effacements écrits dans {options.dossier / EFFACEMENTS}.")
        return FAIT
    cle = _key_of(chemin, options.dossier)
    if options.wal:
        nombre = services.seal_segments(options.wal, options.dossier, cle, now=now)
        if nombre:
            print(f"{nombre} journaux scellés dans {options.dossier / 'wal'}.")
        return FAIT
    debut = datetime.now(UTC)
    installation = services.Installation(base=_database(), versions=_versions())
    fichier, tete = services.back_up(installation, options.dossier, cle, now=now, grappe=options.grappe)
    effaces = _export_erasures(options.dossier)
    duree = (datetime.now(UTC) - debut).total_seconds()
    print(f"{fichier} : {fichier.stat().st_size / 1e6:.1f} Mo, {_counted(tete)}, relue en entier, {duree:.1f} s. Registre : {effaces} effacements.")
    if options.garder:
        retires = services.prune(options.dossier, jours=options.garder, now=now)
        print(f"{len(retires)} fichiers de plus de {options.garder} jours supprimés.")
    return FAIT


def _restore(options: argparse.Namespace) -> int:
    from droits_ouverts.config.sauvegarde import services  # noqa: PLC0415 - the settings and PostgreSQL's client only where they are asked for

    cle = _key_of(_key_path(options.cle), None)
    if options.vers is None:
        _describe(services.verified(options.fichier, cle))
        return FAIT
    registre = _register(options)
    if options.grappe:
        return _restore_cluster(options, cle, registre)
    url = _url_of(options.vers)
    vers = _parsed(url)
    with tempfile.TemporaryDirectory(prefix="droits-ouverts-") as dossier:
        registres = [*registre, *_erasures_of_target(url, vers, Path(dossier))]
        tete, ecartee = services.restore(
            options.fichier,
            cle,
            vers=vers,
            connues=_known_migrations(),
            remplacer=options.remplacer,
            apprets=lambda nom: _bring_up_to_date(_renamed(url, vers, nom), registres),
            now=datetime.now(UTC),
        )
    print(f"{vers['NAME']} est restaurée telle qu'au {tete.faite_le.astimezone():%d/%m/%Y %H:%M:%S} : {_counted(tete)}, comptes et empreintes vérifiés.")
    if ecartee:
        print(f"Ce qui était là est gardé sous le nom {ecartee} : des personnes effacées peuvent y être, supprimez-le dès qu'il ne sert plus.")
    print("Avant d'ouvrir : droits-ouverts manage check, puis ouvrez un bilan pour vérifier que les clés du coffre sont les bonnes.")
    return FAIT


def _restore_cluster(options: argparse.Namespace, cle: Cle, registre: list[Path]) -> int:
    from droits_ouverts.config.sauvegarde import services  # noqa: PLC0415 - the settings and PostgreSQL's client only where they are asked for

    tete, journaux = services.restore_cluster(options.fichier, cle, vers=Path(options.vers), journaux=options.journaux, jusqu_a=options.jusqu_a)
    rejouer = " ".join(str(chemin.resolve()) for chemin in registre)
    print(f"La grappe du {tete.faite_le.astimezone():%d/%m/%Y %H:%M:%S} est dans {options.vers}, ses journaux dans {journaux}, chaque fichier vérifié.")
    print(f"1. Donnez les deux dossiers au compte de PostgreSQL : chown -R postgres: {options.vers} {journaux}")
    print("2. Démarrez-la, service arrêté : elle rejoue ses journaux, s'arrête à l'instant demandé et s'ouvre.")
    print(f"3. Avant d'ouvrir le service : droits-ouverts manage apres_restauration {rejouer}".rstrip())
    return FAIT


# what the settings and the command line say


def _key(commande: argparse.ArgumentParser) -> None:
    commande.add_argument("--cle", type=Path, metavar="FICHIER", help="clé des sauvegardes (par défaut : SAUVEGARDE_CLE)")


def _instant(texte: str) -> datetime:
    import argparse  # noqa: PLC0415 - its error only

    try:
        instant = datetime.fromisoformat(texte)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        message = f"« {texte} » n'est pas un instant. Écrivez la date, l'heure et le décalage : 2026-11-27T03:00:00+01:00."
        raise argparse.ArgumentTypeError(message)
    return instant


def _key_path(donnee: Path | None) -> Path:
    from django.conf import settings  # noqa: PLC0415 - settings must be named first

    return donnee or Path(settings.SAUVEGARDE_CLE)


def _coffre() -> Path:
    from django.conf import settings  # noqa: PLC0415 - settings must be named first

    return Path(settings.COFFRE_CLES)


def _key_of(chemin: Path, dossier: Path | None) -> Cle:
    from droits_ouverts.config.sauvegarde.cle import read_key, refuse_neighbours  # noqa: PLC0415 - only where a key is used

    refuse_neighbours(chemin, sauvegardes=dossier, coffre=_coffre())
    return read_key(chemin)


def _database() -> Base:
    from django.conf import settings  # noqa: PLC0415 - settings must be named first

    base: Base = settings.DATABASES["default"]
    return base


def _url_of(cible: str) -> str:
    if cible != INSTALLATION:
        if "://" not in cible:
            raise SauvegardeError(
                f"« {cible} » n'est pas une base. Donnez « {INSTALLATION} », sqlite:////chemin/db.sqlite3 ou postgres://..., ou ajoutez --grappe."
            )
        return cible
    base = _database()
    return f"sqlite:///{base['NAME']}" if "sqlite" in base["ENGINE"] else os.environ["DATABASE_URL"]


def _parsed(url: str) -> Base:
    import environ  # noqa: PLC0415 - only where an address is given

    lue: Base = environ.Env.db_url_config(url)
    return lue


def _renamed(url: str, base: Base, nom: str) -> str:
    """Return the address of the database `nom` beside that of `url`."""
    if "sqlite" in base["ENGINE"]:
        return f"sqlite:///{Path(nom).resolve()}"
    # By hand: `urlunsplit` drops the slashes of postgres:////folder/of/the/socket/name.
    adresse, question, options = url.partition("?")
    return f"{adresse.rpartition('/')[0]}/{nom}{question}{options}"


def _versions() -> dict[str, str]:
    return {nom: version(nom) for nom in ("droits-ouverts", "django", "openfisca-france")}


def _known_migrations() -> list[str]:
    import django  # noqa: PLC0415 - the rooms only where their migrations are read

    django.setup()
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - needs the rooms

    return [f"{app}.{nom}" for app, nom in MigrationLoader(None).disk_migrations]


# erasures


def _register(options: argparse.Namespace) -> list[Path]:
    if options.sans_effacements:
        return []
    chemin: Path = options.effacements or options.fichier.parent / EFFACEMENTS
    if not chemin.is_file():
        raise SauvegardeError(
            f"le registre des effacements n'est pas dans {chemin}. Sans lui, des personnes effacées depuis la sauvegarde reviendraient : "
            "donnez-le par --effacements, ou dites --sans-effacements s'il n'y en a jamais eu."
        )
    return [chemin]


def _export_erasures(dossier: Path) -> int:
    import django  # noqa: PLC0415 - the rooms only where one is read

    django.setup()
    from droits_ouverts.coffre.services import export_erasures  # noqa: PLC0415 - needs the rooms
    from droits_ouverts.config.sauvegarde.sqlite import aside  # noqa: PLC0415 - same reason

    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    with aside(dossier / EFFACEMENTS) as cote:
        with os.fdopen(os.open(cote, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as sortie:
            nombre = export_erasures(sortie)
            sortie.flush()
            os.fsync(sortie.fileno())
        cote.replace(dossier / EFFACEMENTS)
    return nombre


def _erasures_of_target(url: str, vers: Base, dossier: Path) -> list[Path]:
    """What the database that will be replaced knows of erasures, if it still answers: newer than any file."""
    if "sqlite" in vers["ENGINE"] and not Path(vers["NAME"]).is_file():
        return []
    fait = _manage(url, "exporter_effacements", str(dossier / EFFACEMENTS))
    if fait.returncode:
        print("La base à remplacer ne dit pas ses effacements (vide ou abîmée) : seul le registre donné est rejoué.")
        return []
    return [dossier / EFFACEMENTS]


def _bring_up_to_date(url: str, registres: list[Path]) -> None:
    fait = _manage(url, "apres_restauration", *(str(chemin) for chemin in registres))
    if fait.returncode:
        derniere = fait.stderr.strip().rpartition("\n")[2]
        raise SauvegardeError(f"la base restaurée n'a pas pu être préparée, rien n'a été mis en service : {derniere}")
    print(fait.stdout.strip())


def _manage(url: str, *commande: str) -> subprocess.CompletedProcess[str]:
    """Run one of Django's commands on another database than this process's, in a process of its own."""
    env = os.environ | {"DATABASE_URL": url}
    return subprocess.run([sys.executable, "-m", "droits_ouverts.config.cli", "manage", *commande], env=env, capture_output=True, text=True, check=False)  # noqa: S603  our own command


# what is printed


def _counted(tete: Manifeste) -> str:
    if tete.etat is None:
        return "une grappe PostgreSQL"
    lignes = sum(table.lignes for table in tete.etat.tables.values())
    return f"{len(tete.etat.tables)} tables, {lignes} lignes"


def _describe(tete: Manifeste) -> None:
    print(f"Sauvegarde saine : {tete.genre}, faite le {tete.faite_le.astimezone():%d/%m/%Y %H:%M:%S}, {_counted(tete)}.")
    print("Versions : " + ", ".join(f"{nom} {numero}" for nom, numero in sorted(tete.versions.items())))
    for nom, table in sorted(tete.etat.tables.items()) if tete.etat else ():
        print(f"  {nom:<40} {table.lignes:>9} lignes  {table.sha256[:16]}")
