"""Changing the key-encryption key while the service runs: each subject's key is wrapped again, by batches, each batch a transaction.

Nothing that was sealed is touched or opened. Killed anywhere, it is begun again where it was: what is wrapped by the new key is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from droits_ouverts.coffre.errors import CoffreError, KeyFileError, KeyServiceError, MissingKeyError
from droits_ouverts.coffre.models import CleSujet
from droits_ouverts.coffre.ports import Enveloppe, FournisseurCle
from droits_ouverts.coffre.trousseau import bound_to, provider

PAR_LOT = 2000

Ligne = tuple[int, Enveloppe, bytes]
"""Number of the row, the wrapped key, what it is bound to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Avancement:
    """How far a rotation is: keys wrapped again, keys left, numbers of the rows that do not open."""

    faites: int
    restent: int
    illisibles: tuple[int, ...] = ()


def rotate(*, par_lot: int = PAR_LOT) -> Iterator[Avancement]:
    """Wrap every subject's key under the newest key-encryption key; tell after each batch how far it is.

    A row that does not open is left as it is and told. Raise `MissingKeyError`, `KeyFileError`, `KeyServiceError`.
    """
    fournisseur = provider()
    active = fournisseur.active_id()
    restent = CleSujet.objects.exclude(cle_id=active).count()
    faites, dernier = 0, 0
    illisibles: tuple[int, ...] = ()
    while lot := _batch(active, dernier, par_lot):
        dernier = lot[-1][0]
        mauvaises = _rewrap(fournisseur, lot)
        illisibles += mauvaises
        faites += len(lot) - len(mauvaises)
        restent -= len(lot)
        yield Avancement(faites=faites, restent=max(restent, 0), illisibles=illisibles)


def usages() -> dict[str, int]:
    """Return how many subjects' keys each key-encryption key wraps. One query."""
    nombres: dict[str, int] = {}
    for cle_id in CleSujet.objects.values_list("cle_id", flat=True).iterator():
        nombres[cle_id] = nombres.get(cle_id, 0) + 1
    return nombres


def _batch(active: str, after: int, par_lot: int) -> list[Ligne]:
    champs = ("pk", "cle_id", "enveloppe", "structure_id", "genre", "sujet_id")
    lignes = CleSujet.objects.filter(pk__gt=after).exclude(cle_id=active).order_by("pk").values_list(*champs)[:par_lot]
    return [
        (pk, Enveloppe(cle_id=cle_id, texte=texte), bound_to((str(structure), genre, sujet_id))) for pk, cle_id, texte, structure, genre, sujet_id in lignes
    ]


def _rewrap(fournisseur: FournisseurCle, lot: Sequence[Ligne]) -> tuple[int, ...]:
    """Wrap a batch again; return the numbers of the rows that do not open."""
    try:
        _write(lot, _wrapped_again(fournisseur, lot))
    except (KeyServiceError, KeyFileError, MissingKeyError):
        raise
    except CoffreError:
        if len(lot) == 1:
            return (lot[0][0],)
        milieu = len(lot) // 2
        return _rewrap(fournisseur, lot[:milieu]) + _rewrap(fournisseur, lot[milieu:])
    return ()


def _wrapped_again(fournisseur: FournisseurCle, lot: Sequence[Ligne]) -> list[Enveloppe]:
    secrets = fournisseur.unwrap([(enveloppe, lies) for _, enveloppe, lies in lot])
    return fournisseur.wrap([(secret, lies) for secret, (_, _, lies) in zip(secrets, lot, strict=True)])


@transaction.atomic
def _write(lot: Sequence[Ligne], nouvelles: Sequence[Enveloppe]) -> None:
    """Replace the wrapped keys that nobody replaced or destroyed meanwhile."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "UPDATE coffre_clesujet AS c SET enveloppe = n.enveloppe, cle_id = n.cle_id "
                "FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS n(id, ancienne, enveloppe, cle_id) "
                "WHERE c.id = n.id AND c.enveloppe = n.ancienne",
                [
                    [pk for pk, _, _ in lot],
                    [enveloppe.texte for _, enveloppe, _ in lot],
                    [nouvelle.texte for nouvelle in nouvelles],
                    [nouvelle.cle_id for nouvelle in nouvelles],
                ],
            )
        else:
            cursor.executemany(
                "UPDATE coffre_clesujet SET enveloppe = %s, cle_id = %s WHERE id = %s AND enveloppe = %s",
                [(nouvelle.texte, nouvelle.cle_id, pk, ancienne.texte) for (pk, ancienne, _), nouvelle in zip(lot, nouvelles, strict=True)],
            )
