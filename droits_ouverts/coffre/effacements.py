"""What erasing leaves: keys deleted, a line of the register, and the file of that register, replayed after an older backup was restored.

The file of erasures is lines of JSON: a head, a line a subject, then the count and the SHA-256 of all that is before. It names nobody: kind, number,
structure, moment. Keep it apart from the backups of the database, for it must be newer than the one that is restored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, Final

from django.db import connection, transaction

from droits_ouverts.coffre import trousseau
from droits_ouverts.coffre.champs import never_again
from droits_ouverts.coffre.enums import GenreSujet
from droits_ouverts.coffre.errors import ErasureFileError
from droits_ouverts.coffre.models import CleSujet, IndexAveugle, RegistreEffacement
from droits_ouverts.coffre.trousseau import Adresse
from droits_ouverts.journal.services import record

FORMAT: Final = "droits-ouverts-effacements/1"
PAR_LOT: Final = 500

Ligne = tuple[Adresse, datetime]


def write_down(lignes: Sequence[Ligne]) -> int:
    """Delete the keys and the index of these subjects and write them in the register; return how many keys there were. In a transaction.

    A subject already in the register keeps the moment of the first time.
    """
    detruites = 0
    for (structure, genre), ids in _by_kind(lignes).items():
        detruites += CleSujet.objects.of_subjects([structure], genre, ids).delete()[0]
        IndexAveugle.objects.of_subjects([structure], genre, ids).delete()
    RegistreEffacement.objects.bulk_create(
        [RegistreEffacement(structure_id=int(structure), genre=genre, sujet_id=sujet_id, at=at) for (structure, genre, sujet_id), at in lignes],
        ignore_conflicts=True,
    )
    trousseau.forget([adresse for adresse, _ in lignes])
    transaction.on_commit(_forget_on_disk)
    return detruites


def export_erasures(file: IO[str]) -> int:
    """Write the whole register in `file`; return how many subjects."""
    empreinte, nombre = hashlib.sha256(), 0
    lignes = RegistreEffacement.objects.order_by("pk").values_list("structure_id", "genre", "sujet_id", "at")
    for contenu in ({"format": FORMAT}, *({"structure": s, "genre": g, "id": i, "at": at.isoformat()} for s, g, i, at in lignes.iterator())):
        texte = json.dumps(contenu) + "\n"
        empreinte.update(texte.encode())
        file.write(texte)
        nombre += "id" in contenu
    file.write(json.dumps({"nombre": nombre, "sha256": empreinte.hexdigest()}) + "\n")
    return nombre


@transaction.atomic
def replay_erasures(file: IO[str]) -> int:
    """Erase again every subject of a file of erasures, whatever a restored backup brought back; return how many keys had come back.

    All or nothing, and as often as one likes. Numbers of rows that were given to erased subjects are never given again. One line of the journal.
    Raise `ErasureFileError` if the file is not whole: nothing is replayed.
    """
    lignes = _read(file)
    revenues = 0
    reste = iter(lignes)
    while lot := list(islice(reste, PAR_LOT)):
        revenues += write_down(lot)
    for genre, numero in _highest(lignes).items():
        never_again(genre, numero)
    record(actor=None, verb="rejouer_effacements", thing_kind="registre_effacement", thing_id=len(lignes), purpose="effacement", structure=None)
    return revenues


def _by_kind(lignes: Iterable[Ligne]) -> dict[tuple[str, str], list[str]]:
    par_genre: dict[tuple[str, str], list[str]] = {}
    for (structure, genre, sujet_id), _ in lignes:
        par_genre.setdefault((structure, genre), []).append(sujet_id)
    return par_genre


def _highest(lignes: Iterable[Ligne]) -> dict[str, int]:
    hauts: dict[str, int] = {}
    for (_, genre, sujet_id), _at in lignes:
        if sujet_id.isdecimal():
            hauts[genre] = max(hauts.get(genre, 0), int(sujet_id))
    return hauts


def _read(file: IO[str]) -> list[Ligne]:
    textes = file.readlines()
    try:
        fin = json.loads(textes[-1])
        whole = hashlib.sha256("".join(textes[:-1]).encode()).hexdigest() == fin["sha256"] and len(textes) == fin["nombre"] + 2
        if not whole or json.loads(textes[0]) != {"format": FORMAT}:
            raise ErasureFileError(detail="Le registre des effacements a été coupé ou modifié : sa dernière ligne ne correspond pas à ce qui précède.")
        return list(_lines(textes[1:-1]))
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise ErasureFileError(detail=f"Ce fichier n’est pas un registre des effacements ({type(error).__name__}).") from error


def _lines(textes: Iterable[str]) -> Iterator[Ligne]:
    for texte in textes:
        lu = json.loads(texte)
        yield (str(int(lu["structure"])), GenreSujet(lu["genre"]).value, str(lu["id"])), datetime.fromisoformat(lu["at"])


def _forget_on_disk() -> None:
    """On SQLite, write over what was deleted in the file of the last changes too; the database itself does by `secure_delete`."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            (attente,) = cursor.execute("PRAGMA busy_timeout").fetchone()
            # Somebody who reads for long does not hold this request back: the next change of the file will do.
            cursor.execute("PRAGMA busy_timeout=200")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(f"PRAGMA busy_timeout={int(attente)}")
