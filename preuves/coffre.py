"""K2 to K5: what is sealed stays sealed, whatever is moved, altered, killed or restored. K1 is `preuves/canaris.py`.

K2 swaps of tokens and flips of bits; K3 nonces and the limit of messages; K4 a rotation of 100,000 keys, then one that is killed 30 times; K5 1,000 people
erased, an older backup restored, the register replayed. Each guarantee is then sabotaged, and the same check must see it.
"""

from __future__ import annotations

import dataclasses
import io
import os
import random
import secrets
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np
from _coffre import Resultat, ready, told

if TYPE_CHECKING:
    from droits_ouverts.coffre.envelope import Context
    from droits_ouverts.coffre.ports import Enveloppe
    from droits_ouverts.coffre.rotation import Ligne

ECHANGES, BITS = 10_000, 100_000
SCELLEMENTS = int(os.environ.get("PREUVES_SCELLEMENTS", "5000000"))
CLES, ARRETS, ROTATION_MAX = int(os.environ.get("PREUVES_CLES", "100000")), int(os.environ.get("PREUVES_ARRETS", "30")), 5.0
EFFACES = 1000
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STRUCTURE = 7
PAR_LOT = 50


def main() -> None:
    """Prove each guarantee, print the table; exit 1 on a violation or a sabotage that nothing saw."""
    dossier = Path(tempfile.mkdtemp(prefix="droits-ouverts-coffre-"))
    try:
        ready(f"sqlite:///{dossier / 'base.sqlite3'}", dossier)
        told(resultat for preuve in (small(), rotations(), erased(dossier)) for resultat in preuve)
    finally:
        shutil.rmtree(dossier, ignore_errors=True)


def small() -> Iterator[Resultat]:
    """K2 and K3."""
    yield swaps()
    yield flips()
    yield nonces()
    yield limit()


def rotations() -> Iterator[Resultat]:
    """K4."""
    yield rotation()
    yield killed()


# --- K2 ---


def contexts(combien: int) -> list[Context]:
    """Return contexts that differ by structure, subject, row or field: four for each subject's key."""
    from droits_ouverts.coffre.envelope import Context, Sujet  # noqa: PLC0415  once Django is set up

    return [
        Context(structure=cle % 3, kind="x", id=rang // 2, field=f"f{rang % 2}", sujet=Sujet(("personne", "bilan")[cle // 3 % 2], cle))
        for rang, cle in ((rang, rang // 4) for rang in range(combien))
    ]


def refused(essai: Callable[[], object]) -> bool:
    """Tell whether opening is refused."""
    from droits_ouverts.coffre.errors import CoffreError  # noqa: PLC0415  once Django is set up

    try:
        essai()
    except CoffreError:
        return True
    return False


def swaps() -> Resultat:
    """Put tokens in one another's place: every one is refused."""
    from django.db import transaction  # noqa: PLC0415  once Django is set up

    from droits_ouverts.coffre import envelope, services  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.trousseau import kept_open  # noqa: PLC0415  once Django is set up

    alea = random.Random(2)  # noqa: S311  a draw, not a secret
    tous = contexts(300)

    def ouverts(fois: int) -> int:
        with kept_open(), transaction.atomic():
            tokens = [services.seal(b"x", context=context) for context in tous]
            paires = [alea.sample(range(len(tous)), 2) for _ in range(fois)]
            return sum(not refused(lambda a=a, b=b: services.open_sealed(tokens[a], context=tous[b])) for a, b in paires)

    violations = ouverts(ECHANGES)
    with mock.patch.object(envelope, "_subject_data", lambda context, _part: str(context.sujet).encode()):
        vu = ouverts(2000) > 0
    return "K2 enveloppes échangées entre structures, sujets, lignes et champs", ECHANGES, violations, vu


def flips() -> Resultat:
    """Flip one bit of a token or of a wrapped key: every one is refused."""
    from droits_ouverts.coffre import dossier, envelope  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.envelope import base64_bytes, base64_text  # noqa: PLC0415  once Django is set up

    alea, (context,) = random.Random(3), contexts(1)  # noqa: S311  a draw, not a secret
    secret = secrets.token_bytes(32)
    token = envelope.seal_for_subject(secret, b"une situation", context)
    fournisseur = dossier.from_settings()
    (enveloppe,) = fournisseur.wrap([(secret, b"sujet")])

    def flipped(text: str) -> str:
        raw = bytearray(base64_bytes(text))
        raw[alea.randrange(len(raw))] ^= 1 << alea.randrange(8)
        return base64_text(bytes(raw))

    def ouverts(fois: int) -> int:
        corps = token.removeprefix("do2.")
        libres = sum(not refused(lambda: envelope.open_for_subject(secret, f"do2.{flipped(corps)}", context)) for _ in range(fois - fois // 10))
        altere = [dataclasses.replace(enveloppe, texte=flipped(enveloppe.texte)) for _ in range(fois // 10)]
        return libres + sum(not refused(lambda une=une: fournisseur.unwrap([(une, b"sujet")])) for une in altere)

    violations = ouverts(BITS)
    with mock.patch.object(envelope, "_decrypt", lambda _secret, sealed, _associated: sealed):
        vu = ouverts(100) > 0
    return "K2 bits retournés dans une enveloppe ou une clé enveloppée", BITS, violations, vu


# --- K3 ---


def repeats(fois: int, hasard: Callable[[int], bytes]) -> int:
    """Seal as many messages with one key; return how many nonces came twice."""
    from droits_ouverts.coffre import envelope  # noqa: PLC0415  once Django is set up

    (context,), secret = contexts(1), bytes(32)
    nonces = bytearray()
    for _ in range(fois):
        nonces += envelope.base64_bytes(envelope.seal_for_subject(secret, b"", context, random=hasard)[4:])[: envelope.NONCE_BYTES]
    parts = np.frombuffer(bytes(nonces), dtype=np.dtype([("haut", "<u8"), ("bas", "<u4")]))
    triees = parts[np.lexsort((parts["bas"], parts["haut"]))]
    return int(np.count_nonzero(triees[1:] == triees[:-1]))


def nonces() -> Resultat:
    """Seal five million messages: no nonce comes twice."""
    vu = repeats(20_000, lambda size: secrets.token_bytes(3) + bytes(size - 3)) > 0
    return "K3 nonces d’une même clé", SCELLEMENTS, repeats(SCELLEMENTS, secrets.token_bytes), vu


def limit() -> Resultat:
    """A key that sealed as many messages as is safe seals no more; what it sealed still opens."""
    from droits_ouverts.coffre import services, trousseau  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.envelope import Sujet  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.models import CleSujet  # noqa: PLC0415  once Django is set up

    def violations() -> int:
        mauvaises = 0
        for rang, context in enumerate(contexts(100)):
            mien = dataclasses.replace(context, sujet=Sujet("personne", 900_000 + rang))
            token = services.seal(b"x", context=mien)
            CleSujet.objects.filter(sujet_id=str(900_000 + rang)).update(scelles=2**32 - 1)
            services.seal(b"x", context=mien)
            mauvaises += not refused(lambda mien=mien: services.seal(b"x", context=mien))
            mauvaises += services.open_sealed(token, context=mien) != b"x"
            CleSujet.objects.filter(sujet_id=str(900_000 + rang)).delete()
        return mauvaises

    mauvaises = violations()
    with mock.patch.object(trousseau, "MESSAGES_MAX", 2**40):
        vu = violations() > 0
    return "K3 limite de messages d’une clé (2^32)", 100, mauvaises, vu


# --- K4 ---


def fill(combien: int) -> None:
    """Make as many keys of persons at once, in place of those that were there."""
    from droits_ouverts.coffre import dossier  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.models import CleSujet  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.trousseau import bound_to  # noqa: PLC0415  once Django is set up

    CleSujet.objects.all().delete()
    adresses = [(str(STRUCTURE), "personne", str(rang)) for rang in range(combien)]
    enveloppes = dossier.from_settings().wrap([(rang.to_bytes(32, "big"), bound_to(une)) for rang, une in enumerate(adresses)])
    lignes = (
        CleSujet(structure_id=STRUCTURE, genre="personne", sujet_id=une[2], enveloppe=enveloppe.texte, cle_id=enveloppe.cle_id, created_at=NOW)
        for une, enveloppe in zip(adresses, enveloppes, strict=True)
    )
    CleSujet.objects.bulk_create(lignes, batch_size=2000)


def unreadable() -> int:
    """Return how many keys do not open, or open as another's."""
    from droits_ouverts.coffre import dossier  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.errors import CoffreError  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.models import CleSujet  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.ports import Enveloppe  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.trousseau import bound_to  # noqa: PLC0415  once Django is set up

    lignes = CleSujet.objects.order_by("pk").values_list("structure_id", "genre", "sujet_id", "enveloppe", "cle_id")
    toutes = [
        (Enveloppe(cle_id=cle, texte=texte), bound_to((str(s), g, i)), int(i.removeprefix("x"))) for s, g, i, texte, cle in lignes.iterator(chunk_size=5000)
    ]
    try:
        ouvertes = dossier.from_settings().unwrap([(enveloppe, lies) for enveloppe, lies, _ in toutes])
    except CoffreError:
        return CLES
    return CLES - sum(secret == rang.to_bytes(32, "big") for secret, (_, _, rang) in zip(ouvertes, toutes, strict=True))


def rotation() -> Resultat:
    """Wrap 100,000 keys again, in less than five seconds."""
    from droits_ouverts.coffre.rotation import rotate  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.services import keyring  # noqa: PLC0415  once Django is set up

    fill(CLES)
    keyring().add()
    debut, processeur = time.perf_counter(), time.process_time()
    list(rotate())
    duree, processeur = time.perf_counter() - debut, time.process_time() - processeur
    quoi = f"K4 rotation de {CLES:,} clés : {processeur:.2f} s de processeur (5 au plus), {duree:.2f} s à l’horloge"
    return quoi, CLES, unreadable() + (processeur > ROTATION_MAX), unreadable_if_lost()


def unreadable_if_lost() -> bool:
    """Tell whether one damaged row would be seen."""
    from droits_ouverts.coffre.models import CleSujet  # noqa: PLC0415  once Django is set up

    ligne = CleSujet.objects.order_by("pk").first()
    assert ligne is not None
    CleSujet.objects.filter(pk=ligne.pk).update(sujet_id="x1")
    vu = unreadable() > 0
    CleSujet.objects.filter(pk=ligne.pk).update(sujet_id=ligne.sujet_id)
    return vu


def killed() -> Resultat:
    """Kill the rotation anywhere, 30 times, and look at every key each time; then sabotage the order in which a row is written."""
    from droits_ouverts.coffre import rotation as module  # noqa: PLC0415  once Django is set up

    violations, au_milieu = kill_often(ARRETS)

    def half(lot: Sequence[Ligne], nouvelles: Sequence[Enveloppe]) -> None:
        from droits_ouverts.coffre.models import CleSujet  # noqa: PLC0415  once Django is set up

        CleSujet.objects.filter(pk__in=[pk for pk, _, _ in lot]).update(cle_id=nouvelles[0].cle_id)
        os.kill(os.getpid(), signal.SIGKILL)

    with mock.patch.object(module, "_write", half):
        vu = kill_often(3)[0] > 0
    fill(CLES)
    return f"K4 rotations tuées, {au_milieu} au milieu", ARRETS, violations, vu


def kill_often(fois: int) -> tuple[int, int]:
    """Run and kill; return the keys that were unreadable after each, and how many times it was killed before its end."""
    from django.db import connections  # noqa: PLC0415  once Django is set up

    from droits_ouverts.coffre.rotation import rotate, usages  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.services import keyring  # noqa: PLC0415  once Django is set up

    alea = random.Random(5)  # noqa: S311  a draw, not a secret
    violations = au_milieu = 0
    for _ in range(fois):
        active = keyring().active().id
        if set(usages()) == {active}:
            active = keyring().add().id
        connections.close_all()
        enfant = os.fork()
        if enfant == 0:
            list(rotate(par_lot=500))
            os._exit(0)
        time.sleep(alea.uniform(0.05, 1.5))
        os.kill(enfant, signal.SIGKILL)
        os.waitpid(enfant, 0)
        violations += unreadable()
        au_milieu += set(usages()) != {active}
    return violations, au_milieu


# --- K5 ---


def erased(dossier: Path) -> Iterator[Resultat]:
    """Erase 1,000 people of 2,000, restore what was saved before, replay the register; then destroy the key of then."""
    from django.db import connection, connections, transaction  # noqa: PLC0415  once Django is set up

    from droits_ouverts.coffre import index, services  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.envelope import Context, Sujet  # noqa: PLC0415  once Django is set up
    from droits_ouverts.coffre.models import CleSujet, IndexAveugle  # noqa: PLC0415  once Django is set up

    CleSujet.objects.all().delete()
    elles = [Context(structure=STRUCTURE, kind="x", id=rang, field="y", sujet=Sujet("personne", 10_000_000 + rang)) for rang in range(2 * EFFACES)]
    with transaction.atomic():
        tokens = [services.seal(f"{rang}".encode(), context=context) for rang, context in enumerate(elles)]
        for rang, context in enumerate(elles[:EFFACES]):
            index.set_index(context.sujet, structure=STRUCTURE, champ="identite", valeur=f"nom{rang}|1990-01-01")
    enveloppes = list(CleSujet.objects.filter(sujet_id__in=[str(c.sujet.id) for c in elles[:EFFACES]]).values_list("enveloppe", flat=True))
    base, sauvegarde = dossier / "base.sqlite3", dossier / "sauvegarde"

    def lisibles(rangs: range) -> int:
        return sum(not refused(lambda rang=rang: services.open_sealed(tokens[rang], context=elles[rang])) for rang in rangs)

    def restore() -> None:
        connections.close_all()
        for suffixe in ("", "-wal", "-shm"):
            Path(f"{base}{suffixe}").unlink(missing_ok=True)
        shutil.copyfile(sauvegarde, base)

    with sqlite3.connect(base) as source, sqlite3.connect(sauvegarde) as copie:
        source.backup(copie)
    for debut in range(0, EFFACES, PAR_LOT):
        siens = [context.sujet for context in elles[debut : debut + PAR_LOT]]
        services.destroy_keys(siens, structure=STRUCTURE, actor=None, purpose="effacement")
    violations = lisibles(range(EFFACES)) + EFFACES - lisibles(range(EFFACES, 2 * EFFACES))
    connection.close()
    contenu = b"".join(path.read_bytes() for path in dossier.glob("base.sqlite3*"))
    restes = sum(enveloppe.encode() in contenu for enveloppe in enveloppes)
    vu = sum(enveloppe.encode() in sauvegarde.read_bytes() for enveloppe in enveloppes) == EFFACES
    yield "K5 effacées, dans la base en service", EFFACES, violations, lisibles(range(EFFACES, 2 * EFFACES)) > 0
    yield "K5 clés effacées qui restent dans les octets de la base et de son WAL", EFFACES, restes, vu

    registre = io.StringIO()
    services.export_erasures(registre)
    restore()
    revenues = lisibles(range(EFFACES))
    services.replay_erasures(io.StringIO(registre.getvalue()))
    violations = lisibles(range(EFFACES)) + EFFACES - lisibles(range(EFFACES, 2 * EFFACES))
    violations += IndexAveugle.objects.filter(sujet_id__in=[str(c.sujet.id) for c in elles[:EFFACES]]).count()
    yield "K5 effacées, sauvegarde d’avant restaurée, registre rejoué", EFFACES, violations, revenues == EFFACES

    from droits_ouverts.coffre.rotation import rotate  # noqa: PLC0415  once Django is set up

    ancienne = services.keyring().active()
    services.keyring().add()
    list(rotate())
    gardees = EFFACES - lisibles(range(EFFACES, 2 * EFFACES))
    (services.keyring().folder / f"{ancienne.id}.cle").unlink()
    restore()
    yield "K5 clé d’alors détruite : la vieille sauvegarde n’ouvre plus rien", 2 * EFFACES, lisibles(range(2 * EFFACES)) + gardees, revenues == EFFACES


if __name__ == "__main__":
    main()
