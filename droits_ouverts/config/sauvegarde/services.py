"""The two verbs: back up, restore."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from droits_ouverts.config.sauvegarde import manifeste, physique, postgres, sqlite
from droits_ouverts.config.sauvegarde.chiffre import Scelleur, opened
from droits_ouverts.config.sauvegarde.cle import Cle
from droits_ouverts.config.sauvegarde.errors import SauvegardeError
from droits_ouverts.config.sauvegarde.manifeste import Genre, Manifeste

SUFFIXE = ".sauvegarde"
NOM = re.compile(r"droits-ouverts(-grappe)?-(\d{8}T\d{6}Z)\.sauvegarde")
HORODATAGE = "%Y%m%dT%H%M%SZ"
LU = 1024 * 1024

Base = Mapping[str, Any]
"""An entry of Django's `DATABASES`."""
Apprets = Callable[[str], None]
"""Given the name (or path) of a restored database, brings it up to date before anybody opens it: migrations, erasures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What of this installation goes with its data."""

    base: Base
    versions: Mapping[str, str]


def back_up(installation: Installation, dossier: Path, cle: Cle, *, now: datetime, grappe: bool = False) -> tuple[Path, Manifeste]:
    """Write a sealed backup in `dossier` and return it with its manifest, while the service goes on.

    Written under another name, read again whole, then renamed: what ends in `.sauvegarde` is sound. `grappe`: the whole cluster, for a
    restore to any later instant. Raise `SauvegardeError`.
    """
    moteur = engine_of(installation.base)
    if grappe and moteur is not Genre.POSTGRESQL:
        raise SauvegardeError("--grappe est pour PostgreSQL. La base de cette installation est SQLite : sans --grappe, elle est sauvegardée en entier.")
    nom = f"droits-ouverts{'-grappe' if grappe else ''}-{now.astimezone(UTC).strftime(HORODATAGE)}{SUFFIXE}"
    _folder(dossier)
    if (dossier / nom).exists():
        raise SauvegardeError(f"{dossier / nom} existe déjà. Recommencez dans une seconde.")
    with _sealed(dossier / nom, cle) as sortie:
        if grappe:
            tete = Manifeste(genre=Genre.POSTGRESQL_PHYSIQUE, faite_le=now, versions=installation.versions)
            sortie.write(tete.to_bytes())
            postgres.basebackup(installation.base, sortie)
        elif moteur is Genre.POSTGRESQL:
            tete = _dump(installation, sortie, now)
        else:
            tete = _copy(installation, sortie, now, dossier / nom)
    return dossier / nom, tete


def seal_segments(depot: Path, dossier: Path, cle: Cle, *, now: datetime) -> int:
    """Seal the segments of WAL that wait in `depot` into `dossier/wal`, then remove them from the depot. Return how many."""
    attendent = physique.waiting(depot)
    _folder(dossier / "wal")
    for segment in attendent:
        with _sealed(dossier / "wal" / f"{segment.name}{SUFFIXE}", cle) as sortie, segment.open("rb") as lu:
            sortie.write(Manifeste(genre=Genre.WAL, faite_le=now, versions={}, nom=segment.name).to_bytes())
            shutil.copyfileobj(lu, sortie, LU)
        segment.unlink()
    return len(attendent)


def prune(dossier: Path, *, jours: int, now: datetime) -> list[Path]:
    """Remove our backups older than `jours`, and segments older than the oldest cluster kept. The newest of each kind always stays."""
    retires: list[Path] = []
    limite = now - timedelta(days=jours)
    for grappe in (False, True):
        faites = sorted((quand, chemin) for chemin, quand, est_grappe in _dated(dossier) if est_grappe is grappe)
        retires += [chemin for quand, chemin in faites[:-1] if quand < limite]
    for chemin in retires:
        chemin.unlink()
    gardees = [quand for _, quand, est_grappe in _dated(dossier) if est_grappe]
    if gardees and (dossier / "wal").is_dir():
        vieux = [
            chemin
            for chemin in (dossier / "wal").glob(f"*{SUFFIXE}")
            if datetime.fromtimestamp(chemin.stat().st_mtime, UTC) < min(gardees) - timedelta(hours=1)
        ]
        for chemin in vieux:
            chemin.unlink()
        retires += vieux
    return retires


def verified(fichier: Path, cle: Cle) -> Manifeste:
    """Open the whole file and return its manifest: no block is missing or altered. Raise `SauvegardeError`."""
    with _read(fichier, cle) as (tete, blocs):
        for _ in blocs:
            pass
        return tete


def restore(fichier: Path, cle: Cle, *, vers: Base, connues: Iterable[str], remplacer: bool, apprets: Apprets, now: datetime) -> tuple[Manifeste, str]:
    """Restore a database whole, verified and brought up to date before it has its name; return the manifest and the name of what it replaced.

    `connues`: the migrations of this code. Raise `SauvegardeError`, with the target as it was.
    """
    tete = verified(fichier, cle)
    if tete.genre not in {Genre.SQLITE, Genre.POSTGRESQL}:
        raise SauvegardeError("cette sauvegarde est une grappe PostgreSQL ou un de ses journaux : --vers est alors un nouveau dossier, avec --grappe.")
    if tete.genre is not engine_of(vers):
        raise SauvegardeError(f"cette sauvegarde est celle d'une base {tete.genre}, et --vers n'en est pas une.")
    inconnues = sorted(set(tete.migrations) - set(connues))
    if inconnues:
        raise SauvegardeError(f"cette sauvegarde vient d'une version plus récente que celle-ci ({inconnues[0]}). Mettez d'abord le logiciel à jour.")
    ecarte = f"avant-{now.astimezone(UTC).strftime(HORODATAGE)}"
    if tete.genre is Genre.SQLITE:
        return tete, _restore_sqlite(fichier, cle, vers, remplacer, apprets, ecarte)
    return tete, _restore_postgres(fichier, cle, vers, remplacer, apprets, ecarte)


def restore_cluster(fichier: Path, cle: Cle, *, vers: Path, journaux: Path | None, jusqu_a: datetime | None) -> tuple[Manifeste, Path]:
    """Write a cluster into the new folder `vers`, ready to start and to reach `jusqu_a`; return its manifest and the folder of its segments.

    `journaux`: the folder of backups, whose `wal` has the sealed segments. Raise `SauvegardeError`.
    """
    tete = verified(fichier, cle)
    if tete.genre is not Genre.POSTGRESQL_PHYSIQUE:
        raise SauvegardeError("cette sauvegarde n'est pas une grappe : sans --grappe, elle se restaure dans une base.")
    if jusqu_a is not None and jusqu_a < tete.faite_le:
        raise SauvegardeError(f"cette sauvegarde a été faite après l'instant demandé ({tete.faite_le:%Y-%m-%d %H:%M:%S %z}). Prenez la précédente.")
    if vers.exists() and (not vers.is_dir() or any(vers.iterdir())):
        raise SauvegardeError(f"{vers} n'est pas vide. Donnez un nouveau dossier : une grappe ne se restaure jamais par-dessus une autre.")
    clair = vers.with_name(f"{vers.name}-wal")
    if vers.exists():
        vers.rmdir()
    try:
        with _read(fichier, cle) as (_, blocs):
            physique.unpack(blocs, vers)
        _open_segments((journaux or fichier.parent) / "wal", clair, physique.first_segment(vers), cle)
    except BaseException:
        shutil.rmtree(vers, ignore_errors=True)
        shutil.rmtree(clair, ignore_errors=True)
        raise
    physique.prepare(vers, journaux=clair, jusqu_a=jusqu_a)
    return tete, clair


def engine_of(base: Base) -> Genre:
    """Return the engine of a database. Raise `SauvegardeError` for one that we don't know, or in memory."""
    if "postgresql" in str(base["ENGINE"]):
        return Genre.POSTGRESQL
    if "sqlite" not in str(base["ENGINE"]) or "memory" in str(base["NAME"]):
        raise SauvegardeError("cette base ne se sauvegarde pas ainsi : il faut un fichier SQLite ou une base PostgreSQL.")
    return Genre.SQLITE


def _copy(installation: Installation, sortie: Scelleur, now: datetime, cible: Path) -> Manifeste:
    source = Path(installation.base["NAME"])
    # Beside the database: the same disk and the same rights as the rows that it copies.
    with sqlite.aside(source) as copie:
        sqlite.copy(source, copie)
        etat = sqlite.state(copie)
        if shutil.disk_usage(cible.parent).free < copie.stat().st_size + LU:
            raise SauvegardeError(f"il n'y a pas assez de place dans {cible.parent} : il faut {copie.stat().st_size // LU + 1} Mio.")
        tete = Manifeste(genre=Genre.SQLITE, faite_le=now, versions=installation.versions, etat=etat, migrations=sqlite.migrations(copie))
        sortie.write(tete.to_bytes())
        with copie.open("rb") as lu:
            shutil.copyfileobj(lu, sortie, LU)
    return tete


def _dump(installation: Installation, sortie: Scelleur, now: datetime) -> Manifeste:
    with postgres.snapshot(installation.base) as (connexion, instant):
        tete = Manifeste(
            genre=Genre.POSTGRESQL,
            faite_le=now,
            versions=installation.versions,
            etat=postgres.state(connexion),
            migrations=postgres.migrations(connexion),
            roles=postgres.roles(connexion),
        )
        sortie.write(tete.to_bytes())
        postgres.dump(installation.base, instant, sortie)
    return tete


def _restore_sqlite(fichier: Path, cle: Cle, vers: Base, remplacer: bool, apprets: Apprets, ecarte: str) -> str:
    cible = Path(vers["NAME"])
    occupee = sqlite.is_filled(cible)
    if occupee and not remplacer:
        raise SauvegardeError(_taken(str(cible)))
    cible.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with sqlite.aside(cible) as neuve:
        with _read(fichier, cle) as (tete, blocs), os.fdopen(os.open(neuve, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sortie:
            for bloc in blocs:
                sortie.write(bloc)
            sortie.flush()
            os.fsync(sortie.fileno())
        _compare(tete, sqlite.state(neuve))
        apprets(str(neuve))
        ancienne = cible.with_name(f"{cible.name}.{ecarte}") if occupee else None
        sqlite.put_in_place(neuve, cible, ecartee=ancienne)
    return str(ancienne or "")


def _restore_postgres(fichier: Path, cle: Cle, vers: Base, remplacer: bool, apprets: Apprets, ecarte: str) -> str:
    nom = str(vers["NAME"])
    with postgres.connect(vers) as connexion, _read(fichier, cle) as (tete, _):
        occupee = postgres.is_filled(connexion)
        manquants = postgres.missing_roles(connexion, tete.roles)
    if occupee and not remplacer:
        raise SauvegardeError(_taken(nom))
    if manquants:
        ordre = " ".join(f'CREATE ROLE "{role}";' for role in manquants)
        raise SauvegardeError(f"des comptes que la sauvegarde nomme manquent dans PostgreSQL. Créez-les d'abord : {ordre}")
    if not occupee:
        try:
            _load(fichier, cle, vers, apprets)
        except BaseException:
            postgres.empty(vers)
            raise
        return ""
    cote = postgres.create_beside(vers, f"{nom}_restauration")
    ancienne = f"{nom}_{ecarte.replace('-', '_').lower()}"
    try:
        _load(fichier, cle, cote, apprets)
        postgres.swap(vers, neuve=cote["NAME"], ecartee=ancienne)
    except BaseException:
        postgres.drop(cote)
        raise
    return ancienne


def _load(fichier: Path, cle: Cle, base: Base, apprets: Apprets) -> None:
    with _read(fichier, cle) as (tete, blocs):
        postgres.load(base, blocs)
    with postgres.connect(base) as connexion:
        _compare(tete, postgres.state(connexion))
    apprets(str(base["NAME"]))


def _compare(tete: Manifeste, restauree: manifeste.Etat) -> None:
    ecarts = tete.etat.differences(restauree) if tete.etat else ["la sauvegarde ne dit pas ce qu'elle contient"]
    if ecarts:
        raise SauvegardeError(f"la base restaurée n'est pas celle qui a été sauvegardée : {' ; '.join(ecarts[:5])}. Rien n'a été mis en service.")


def _taken(cible: str) -> str:
    return (
        f"{cible} contient déjà des données. Restaurez ailleurs, ou ajoutez --remplacer : "
        "ce qui est là sera gardé à côté, sous un autre nom, et la base restaurée prendra sa place."
    )


def _open_segments(scelles: Path, clair: Path, depart: str, cle: Cle) -> None:
    clair.mkdir(mode=0o700, parents=True)
    for scelle in sorted(scelles.glob(f"*{SUFFIXE}")):
        segment = scelle.name.removesuffix(SUFFIXE)
        if not physique.is_needed(segment, depart):
            continue
        with _read(scelle, cle) as (tete, blocs), (clair / segment).open("wb") as sortie:
            if tete.genre is not Genre.WAL or tete.nom != segment:
                raise SauvegardeError(f"{scelle} ne contient pas le journal que dit son nom. Reprenez la copie d'origine.")
            for bloc in blocs:
                sortie.write(bloc)


@contextmanager
def _read(fichier: Path, cle: Cle) -> Iterator[tuple[Manifeste, Iterator[bytes]]]:
    try:
        with fichier.open("rb") as entree:
            yield manifeste.read(opened(entree, cle))
    except FileNotFoundError:
        raise SauvegardeError(f"{fichier} n'existe pas.") from None
    except IsADirectoryError:
        raise SauvegardeError(f"{fichier} est un dossier. Donnez un fichier {SUFFIXE}.") from None


@contextmanager
def _sealed(cible: Path, cle: Cle) -> Iterator[Scelleur]:
    """Write beside, read again, rename. Nothing is left under either name where something failed."""
    with sqlite.aside(cible) as cote:
        with os.fdopen(os.open(cote, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as fichier:
            scelleur = Scelleur(fichier, cle)
            yield scelleur
            scelleur.close()
            fichier.flush()
            os.fsync(fichier.fileno())
        verified(cote, cle)
        cote.replace(cible)
        sqlite.sync_folder(cible.parent)


def _folder(dossier: Path) -> None:
    if dossier.exists() and not dossier.is_dir():
        raise SauvegardeError(f"{dossier} n'est pas un dossier. Donnez celui où garder les sauvegardes.")
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)


def _dated(dossier: Path) -> list[tuple[Path, datetime, bool]]:
    return [
        (chemin, datetime.strptime(trouve[2], HORODATAGE).replace(tzinfo=UTC), bool(trouve[1]))
        for chemin in dossier.iterdir()
        if (trouve := NOM.fullmatch(chemin.name))
    ]
