"""Whoever can write in the database, and took its triggers away: every way to tamper with lines, each drawn at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.utils import IntegrityError

from droits_ouverts.journal import chaine, triggers
from droits_ouverts.journal.models import Ligne, Tete

COLONNES: dict[str, tuple[object, ...]] = {
    "at": ("2020-01-01 00:00:00", "2026-02-03 04:05:06.000007"),
    "actor_id": (None, 4, 5, 6, 99),
    "verb": ("lire_bilan", "enregistrer_reponses", "autre", "lire_bilan|bilan"),
    "thing_kind": ("bilan", "personne", ""),
    "thing_id": ("1", "77", "501"),
    "purpose": ("bilan_des_droits", "accompagnement"),
    "structure_id": (None, 1, 2, 3, 42),
    "motif": ("introuvable", "interdit"),
    "partage_id": (None, 8, 9),
    "rang": (1, 2, 3, 10_000),
    "empreinte": ("0" * 64, "f" * 64),
}


@contextmanager
def without_triggers() -> Iterator[None]:
    """Open the tables, as somebody who holds the database can, and close them after."""
    with connection.schema_editor() as editor:
        triggers.remove(editor)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            triggers.install(editor)


def sql(statement: str, *values: object) -> int:
    """Run a statement; return how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def edit(alea: random.Random) -> bool:
    """Change one column of one line."""
    numero = alea.choice(_numbers())
    colonne = alea.choice(list(COLONNES))
    avant = Ligne.objects.filter(pk=numero).values_list(colonne, flat=True).get()
    valeur = alea.choice([v for v in COLONNES[colonne] if v != avant])
    ecrit = "motif = %s, issue = 'refuse'" if colonne == "motif" else f"{colonne} = %s"
    try:
        with transaction.atomic():
            return sql(f"UPDATE journal_ligne SET {ecrit} WHERE id = %s", valeur, numero) == 1  # noqa: S608  a name of the list above
    except IntegrityError:
        # Two lines at one place: the constraints of the table are a wall of their own.
        return False


def delete(alea: random.Random) -> bool:
    """Remove some lines, anywhere."""
    numeros = _numbers()
    partis = alea.sample(numeros, alea.randint(1, 3))
    return all(sql("DELETE FROM journal_ligne WHERE id = %s", numero) for numero in partis)


def truncate(alea: random.Random) -> bool:
    """Remove the last lines of a chain; its head stays, or goes back as well as its triggers allow: not at all."""
    structure = alea.choice(_structures())
    numeros = list(Ligne.objects.filter(structure_id=structure).order_by("-id").values_list("id", flat=True)[: alea.randint(1, 20)])
    return all(sql("DELETE FROM journal_ligne WHERE id = %s", numero) for numero in numeros)


def insert(alea: random.Random) -> bool:
    """Add a line: after the last one with its right hash, or under a number of its own anywhere."""
    structure = alea.choice(_structures())
    tete = Tete.objects.get(pk=chaine.chain_of(structure))
    rang = alea.choice((tete.rang + 1, tete.rang + 2, tete.rang + 500))
    modele = Ligne.objects.filter(structure_id=structure).order_by("-id")[0]
    contenu = chaine.Contenu(
        at=modele.at,
        actor_id=modele.actor_id,
        verb=modele.verb,
        thing_kind=modele.thing_kind,
        thing_id=modele.thing_id,
        purpose=modele.purpose,
        structure_id=structure,
        issue=modele.issue,
        motif=modele.motif,
        partage_id=modele.partage_id,
    )
    modele.pk, modele.rang, modele.empreinte = None, rang, chaine.link(tete.empreinte, chaine.canonical(rang, contenu))
    Ligne.objects.bulk_create([modele])
    return True


def swap(alea: random.Random) -> bool:
    """Exchange what two lines say, or the numbers under which they stand."""
    un, autre = alea.sample(_numbers(), 2)
    if alea.random() < 0.5:
        structures = dict(Ligne.objects.filter(pk__in=(un, autre)).values_list("pk", "structure_id"))
        if structures[un] != structures[autre]:
            # Lines of two chains may stand in any order: that says nothing else.
            return False
        for depuis, vers in ((un, 0), (autre, un), (0, autre)):
            sql("UPDATE journal_ligne SET id = %s WHERE id = %s", vers, depuis)
        return True
    champs = ("at", "actor_id", "verb", "thing_kind", "thing_id", "purpose", "issue", "motif", "partage_id")
    dits = {ligne["id"]: [ligne[champ] for champ in champs] for ligne in Ligne.objects.filter(pk__in=(un, autre)).values("id", *champs)}
    if dits[un] == dits[autre]:
        return False
    ecrit = ", ".join(f"{champ} = %s" for champ in champs)
    for vers, depuis in ((un, autre), (autre, un)):
        sql(f"UPDATE journal_ligne SET {ecrit} WHERE id = %s", *dits[depuis], vers)  # noqa: S608  names of the list above
    return True


def rewrite(structure: int | None, depuis: int, alea: random.Random) -> None:
    """Change a line and compute the whole chain again from there, its head included: nothing in the database tells any more."""
    tete = Tete.objects.get(pk=chaine.chain_of(structure))
    lignes = list(Ligne.objects.filter(structure_id=structure, rang__gte=depuis).order_by("rang"))
    avant = Ligne.objects.filter(structure_id=structure, rang=depuis - 1).values_list("empreinte", flat=True).first() or chaine.ORIGINE
    lignes[0].actor_id = (lignes[0].actor_id or 0) + alea.randint(1, 50)
    for ligne in lignes:
        contenu = chaine.Contenu(
            at=ligne.at,
            actor_id=ligne.actor_id,
            verb=ligne.verb,
            thing_kind=ligne.thing_kind,
            thing_id=ligne.thing_id,
            purpose=ligne.purpose,
            structure_id=structure,
            issue=ligne.issue,
            motif=ligne.motif,
            partage_id=ligne.partage_id,
        )
        avant = chaine.link(avant, chaine.canonical(ligne.rang, contenu))
        sql("UPDATE journal_ligne SET actor_id = %s, empreinte = %s WHERE id = %s", ligne.actor_id, avant, ligne.pk)
    sql("UPDATE journal_tete SET empreinte = %s WHERE chaine = %s", avant, tete.pk)


GESTES: dict[str, Callable[[random.Random], bool]] = {"edit": edit, "delete": delete, "truncate": truncate, "insert": insert, "swap": swap}


@contextmanager
def undone() -> Iterator[None]:
    """Take back, at the end of the block, all that it wrote."""
    with transaction.atomic():
        point = transaction.savepoint()
        yield
        transaction.savepoint_rollback(point)


def _numbers() -> list[int]:
    return list(Ligne.objects.values_list("id", flat=True))


def _structures() -> list[int | None]:
    return list(Ligne.objects.order_by().values_list("structure_id", flat=True).distinct())
