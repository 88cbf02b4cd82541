"""A journal as long as a test wants, written as `services.record` writes it but many lines at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from droits_ouverts.journal import chaine
from droits_ouverts.journal.models import Ligne, Tete

DEBUT = datetime(2026, 1, 5, 8, 0, 0, 123456, tzinfo=UTC)
VERBES = ("lire_bilan", "enregistrer_reponses", "lire_fiche", "demander_estimation")


def write_lines(combien: int, *, structures: int = 3, seed: int = 1, every: timedelta = timedelta(minutes=7), debut: datetime = DEBUT) -> None:
    """Add lines to the chains of `structures` structures and of none, one after the other in time."""
    tetes = {tete.chaine: (tete.rang, tete.empreinte) for tete in Tete.objects.all()}
    connues = set(tetes)
    lot: list[Ligne] = []
    for ligne in _lines(combien, structures, random.Random(seed), tetes, every, debut):  # noqa: S311  a draw of lines, not a secret
        lot.append(ligne)
        # A head that is there goes forward one line at a time: its trigger asks for it.
        Tete.objects.filter(pk__in=connues & {chaine.chain_of(ligne.structure_id)}).update(rang=ligne.rang, empreinte=ligne.empreinte)
        if len(lot) == 2000:
            Ligne.objects.bulk_create(lot)
            lot = []
    Ligne.objects.bulk_create(lot)
    Tete.objects.bulk_create([Tete(chaine=numero, rang=rang, empreinte=empreinte) for numero, (rang, empreinte) in tetes.items() if numero not in connues])


def _lines(combien: int, structures: int, alea: random.Random, tetes: dict[int, tuple[int, str]], every: timedelta, debut: datetime) -> Iterator[Ligne]:
    for numero in range(combien):
        structure = alea.randint(0, structures) or None
        refus = alea.random() < 0.05
        contenu = chaine.Contenu(
            at=debut + numero * every,
            actor_id=alea.choice((None, 4, 5, 6)),
            verb=alea.choice(VERBES),
            thing_kind="bilan",
            thing_id=str(alea.randint(1, 500)),
            purpose="bilan_des_droits",
            structure_id=structure,
            issue="refuse" if refus else "fait",
            motif="introuvable" if refus else "",
            partage_id=alea.choice((None, None, 8)),
        )
        rang, avant = tetes.get(chaine.chain_of(structure), (0, chaine.ORIGINE))
        empreinte = chaine.link(avant, chaine.canonical(rang + 1, contenu))
        tetes[chaine.chain_of(structure)] = rang + 1, empreinte
        yield Ligne(
            at=contenu.at,
            actor_id=contenu.actor_id,
            verb=contenu.verb,
            thing_kind=contenu.thing_kind,
            thing_id=contenu.thing_id,
            purpose=contenu.purpose,
            structure_id=structure,
            issue=contenu.issue,
            motif=contenu.motif,
            partage_id=contenu.partage_id,
            rang=rang + 1,
            empreinte=empreinte,
        )
