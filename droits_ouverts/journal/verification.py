"""Read the whole journal again, line after line, and say what does not hold. Nothing is written, and no line is kept in memory.

Lines are read in the order in which the database numbered them, so that each chain is met in its own order. The SQL below reads the columns as they are:
what is hashed is what is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from droits_ouverts.journal import chaine
from droits_ouverts.journal.models import Repere, Tete
from droits_ouverts.journal.signature import mark_is_signed

CONSTATS_MAX = 200
"""Faults told at most: one broken chain would tell as many as it has lines."""
PAR_LOT = 5_000
# The database writes each line as `chaine.canonical` does, which costs half as much as reading its columns one by one.
# On SQLite the moment is text already, without its microseconds where there are none, and a text may stand in a column of numbers: quoted, it reads
# otherwise than the number.
AT = {"sqlite": "CASE WHEN length(at) = 19 THEN at || '.000000' ELSE at END", "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"}
NOMBRE = {"sqlite": "quote({})", "postgresql": "coalesce({}::text, 'NULL')"}
# `printf` writes the whole line at once (Django reads `%%` as `%`); PostgreSQL joins by `||`, where no part is ever absent.


def _canonical_sql(vendor: str) -> str:
    rang, actor, structure, partage = (NOMBRE[vendor].format(nom) for nom in ("rang", "actor_id", "structure_id", "partage_id"))
    parties = (rang, AT[vendor], actor, "verb", "thing_kind", "thing_id", "purpose", structure, "issue", "motif", partage)
    if vendor == "sqlite":
        return f"printf('{'|'.join(['%%s'] * len(parties))}', {', '.join(parties)})"
    return " || '|' || ".join(parties)


class Faute(Enum):
    """What does not hold; the value is its sentence."""

    MODIFIEE = "la ligne {rang} (n° {numero}) a été modifiée, ou ce qui la relie à la précédente : son empreinte n’est plus la sienne."
    MANQUE = "une ou plusieurs lignes manquent avant la ligne {rang} (n° {numero}) : la ligne {attendu} était attendue."
    DEPLACEE = "la ligne {rang} (n° {numero}) n’est pas à sa place : la ligne {attendu} était attendue. Elle a été ajoutée ou déplacée."
    COUPEE = "les dernières lignes manquent : le journal s’arrête à la ligne {rang}, et la tête de la chaîne dit {attendu}."
    EN_TROP = "des lignes suivent la tête de la chaîne : le journal va jusqu’à la ligne {rang}, et la tête dit {attendu}."
    SANS_TETE = "cette chaîne a des lignes et n’a pas de tête : la tête a été retirée, ou les lignes ont été ajoutées."
    TETE = "la tête de la chaîne ne porte pas l’empreinte de la ligne {rang}."
    REECRITE = "la ligne {rang} n’est plus celle que dit {source} : la chaîne a été réécrite."
    PERDUE = "{source} connaît la ligne {rang}, et le journal s’arrête à la ligne {attendu} : des lignes ont été retirées."
    REPERE = "le repère de purge à la ligne {rang} n’est pas signé par ce service : ce n’est pas lui qui a retiré des lignes."


@dataclass(frozen=True, slots=True, kw_only=True)
class Constat:
    """One fault: in which chain, at which line."""

    faute: Faute
    chaine: int
    rang: int = 0
    numero: int = 0
    attendu: int = 0
    source: str = ""

    @property
    def phrase(self) -> str:
        """The fault as a person reads it."""
        ou = f"Structure {self.chaine}" if self.chaine != chaine.SANS_STRUCTURE else "Lignes sans structure"
        return f"{ou} : " + self.faute.value.format(rang=self.rang, numero=self.numero, attendu=self.attendu, source=self.source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ancre:
    """What somebody else knows of a chain: the hash of the line at a place; `source` is where that is written."""

    chaine: int
    rang: int
    empreinte: str
    source: str = ""


@dataclass(slots=True, kw_only=True)
class Bilan:
    """What a verification read and found. `non_verifiables` are the anchors of lines that a purge has removed since."""

    lignes: int = 0
    chaines: int = 0
    constats: list[Constat] = field(default_factory=list)
    non_verifiables: list[Ancre] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return not self.constats

    def note(self, constat: Constat) -> None:
        """Keep a fault, as far as there is room."""
        if len(self.constats) < CONSTATS_MAX:
            self.constats.append(constat)


def verify(ancres: Sequence[Ancre] = (), *, seulement: int | None = None) -> Bilan:
    """Read every chain (or `seulement` one of them) and hold it to its hashes, its head, its mark of purge, and to what others know of it.

    Lines that are written meanwhile are read or not: neither is a fault.
    """
    bilan = Bilan()
    # A cursor on the server lives in a transaction; SQLite reads one state of the database by itself, and a transaction would make writers wait.
    with transaction.atomic() if connection.vendor == "postgresql" else nullcontext():
        debut = _heads(seulement)
        attentes: dict[tuple[int, int], list[Ancre]] = defaultdict(list)
        for ancre in (*ancres, *debut.values()):
            attentes[ancre.chaine, ancre.rang].append(ancre)
        vues = _starts(bilan, seulement)
        departs = {numero: vue[0] for numero, vue in vues.items()}
        _follow(_rows(seulement), vues, attentes, bilan)
        _end(bilan, vues, debut, _heads(seulement))
    _unmet(bilan, vues, departs, attentes)
    bilan.chaines = len(vues)
    return bilan


def _follow(lignes: Iterable[tuple[Any, ...]], vues: dict[int, list[Any]], attentes: dict[tuple[int, int], list[Ancre]], bilan: Bilan) -> None:
    """Follow every chain: the loop that reads millions of lines."""
    combien = 0
    for rang, structure, canonique, empreinte, numero in lignes:
        combien += 1
        cle = 0 if structure is None else structure
        vue = vues.get(cle)
        if vue is None:
            vue = vues[cle] = [0, chaine.ORIGINE]
        attendu = vue[0] + 1
        if rang != attendu:
            faute = Faute.MANQUE if isinstance(rang, int) and rang > attendu else Faute.DEPLACEE
            bilan.note(Constat(faute=faute, chaine=cle, rang=rang, numero=numero, attendu=attendu))
        elif sha256(f"{vue[1]}\n{canonique}".encode()).hexdigest() != empreinte:
            bilan.note(Constat(faute=Faute.MODIFIEE, chaine=cle, rang=rang, numero=numero))
        if (cle, rang) in attentes:
            _meet(bilan, attentes.pop((cle, rang)), empreinte)
        # Whatever was found, what follows is held to what is written here: one fault is told once.
        vue[0], vue[1] = (rang if isinstance(rang, int) else attendu), empreinte
    bilan.lignes = combien


def _meet(bilan: Bilan, ancres: list[Ancre], empreinte: str) -> None:
    for ancre in ancres:
        if ancre.empreinte != empreinte:
            faute = Faute.REECRITE if ancre.source else Faute.TETE
            bilan.note(Constat(faute=faute, chaine=ancre.chaine, rang=ancre.rang, source=ancre.source))


def _rows(seulement: int | None) -> Iterator[tuple[Any, ...]]:
    """Yield the lines as they are stored, by the number that the database gave them."""
    ou, valeurs = "", []
    if seulement is not None:
        ou = " WHERE structure_id IS NULL" if seulement == chaine.SANS_STRUCTURE else " WHERE structure_id = %s"
        valeurs = [] if seulement == chaine.SANS_STRUCTURE else [seulement]
    colonnes = f"rang, structure_id, {_canonical_sql(connection.vendor)}, empreinte, id"
    with connection.chunked_cursor() as curseur:
        curseur.execute(f"SELECT {colonnes} FROM journal_ligne{ou} ORDER BY id", valeurs)  # noqa: S608  names of columns, all ours
        while lot := curseur.fetchmany(PAR_LOT):
            yield from lot


def _heads(seulement: int | None) -> dict[int, Ancre]:
    tetes = Tete.objects.all() if seulement is None else Tete.objects.filter(pk=seulement)
    return {tete.chaine: Ancre(chaine=tete.chaine, rang=tete.rang, empreinte=tete.empreinte) for tete in tetes}


def _starts(bilan: Bilan, seulement: int | None) -> dict[int, list[Any]]:
    """Return where each purged chain begins: after its last mark, once its signature is checked."""
    reperes = Repere.objects.order_by("rang") if seulement is None else Repere.objects.filter(chaine=seulement).order_by("rang")
    departs: dict[int, list[Any]] = {}
    for repere in reperes:
        if not mark_is_signed(repere):
            bilan.note(Constat(faute=Faute.REPERE, chaine=repere.chaine, rang=repere.rang))
        departs[repere.chaine] = [repere.rang, repere.empreinte]
    return departs


def _end(bilan: Bilan, vues: dict[int, list[Any]], debut: dict[int, Ancre], fin: dict[int, Ancre]) -> None:
    """Hold the end of each chain to its head, as it was before and after the reading."""
    for numero, (rang, empreinte) in vues.items():
        tete, avant = fin.get(numero), debut.get(numero)
        if tete is None:
            bilan.note(Constat(faute=Faute.SANS_TETE, chaine=numero))
        elif rang > tete.rang:
            bilan.note(Constat(faute=Faute.EN_TROP, chaine=numero, rang=rang, attendu=tete.rang))
        elif avant is None and rang == tete.rang and empreinte != tete.empreinte:
            bilan.note(Constat(faute=Faute.TETE, chaine=numero, rang=rang))
    for numero, avant in debut.items():
        rang, empreinte = vues.get(numero, (0, chaine.ORIGINE))
        if rang < avant.rang:
            bilan.note(Constat(faute=Faute.COUPEE, chaine=numero, rang=rang, attendu=avant.rang))


def _unmet(bilan: Bilan, vues: dict[int, list[Any]], departs: dict[int, int], attentes: dict[tuple[int, int], list[Ancre]]) -> None:
    """Settle the anchors whose line was not met: purged since, or gone."""
    reperes = {(repere.chaine, repere.rang): repere.empreinte for repere in Repere.objects.all()} if attentes else {}
    for (numero, rang), ancres in attentes.items():
        connue = chaine.ORIGINE if rang == 0 else reperes.get((numero, rang))
        if connue is not None:
            _meet(bilan, ancres, connue)
        elif rang <= departs.get(numero, 0):
            bilan.non_verifiables += [ancre for ancre in ancres if ancre.source]
        else:
            derniere = vues[numero][0] if numero in vues else 0
            for ancre in ancres:
                if ancre.source:
                    bilan.note(Constat(faute=Faute.PERDUE, chaine=numero, rang=rang, attendu=derniere, source=ancre.source))
