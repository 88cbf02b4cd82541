"""What was sealed before subjects had keys is handed over to them: the wrapping of each envelope changes, its content stays letter for letter.

So that rows which never change (an estimate, a choice, an opinion) can take part, and nothing is read on the way. By batches, each a
transaction; killed anywhere, it is begun again with what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from droits_ouverts.coffre import envelope, trousseau
from droits_ouverts.coffre.champs import ChampScelle, declared
from droits_ouverts.coffre.errors import CoffreError, ErasedError, KeyFileError, KeyServiceError, MissingKeyError
from droits_ouverts.coffre.keys import Keyring
from droits_ouverts.coffre.trousseau import address

PAR_LOT = 200
ANCIEN = f"{envelope.TOKEN_VERSION}.k"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remise:
    """What was handed over in a column: envelopes, those of erased subjects, rows that do not open."""

    champ: str
    remises: int
    effacees: int = 0
    illisibles: tuple[str, ...] = ()


def left() -> dict[str, int]:
    """Return how many envelopes of each declared column are still under a key of the folder. One query a column."""
    return {champ.nom: _olds(champ).count() for champ in declared()}


def hand_over_all(keys: Keyring, *, par_lot: int = PAR_LOT) -> Iterator[Remise]:
    """Hand over every old envelope to the key of its subject; tell after each batch. Raise `MissingKeyError`, `KeyServiceError`."""
    for champ in declared():
        dernier: object = None
        while lot := _batch(champ, dernier, par_lot):
            dernier = lot[-1].pk
            yield _hand_over(keys, champ, lot)


def _olds(champ: ChampScelle) -> models.QuerySet[Any]:
    return champ.rows().filter(**{f"{champ.colonne}__startswith": ANCIEN})


def _batch(champ: ChampScelle, after: object, par_lot: int) -> list[Any]:
    lignes = _olds(champ)
    return list((lignes if after is None else lignes.filter(pk__gt=after))[:par_lot])


@transaction.atomic
def _hand_over(keys: Keyring, champ: ChampScelle, lot: list[Any]) -> Remise:
    remises, effacees, illisibles = 0, 0, []
    with trousseau.kept_open():
        for ligne in lot:
            try:
                remises += _one(keys, champ, ligne)
            except ErasedError:
                effacees += 1
            except (KeyServiceError, KeyFileError, MissingKeyError):
                raise
            except CoffreError:
                illisibles.append(str(ligne.pk))
    return Remise(champ=champ.nom, remises=remises, effacees=effacees, illisibles=tuple(illisibles))


def _one(keys: Keyring, champ: ChampScelle, ligne: Any) -> int:  # noqa: ANN401  a row of any room
    token, context = getattr(ligne, champ.colonne), champ.contexte(ligne)
    if context.sujet is None:
        return 0
    cle = trousseau.sealing(address(context.structure, context.sujet))
    remis = envelope.hand_over(keys.get(envelope.key_id_of(token)), cle.secret, token, context)
    # The plain manager: a room's own refuses to rewrite rows that never change, and the database lets this very change pass.
    rows = type(ligne)._base_manager.filter(pk=ligne.pk, **{champ.colonne: token})  # noqa: SLF001  Django's own name for it
    return int(rows.update(**{champ.colonne: remis}))
