"""Random lives of the ledger: two professionals who move, correct, err and arrive late, persons who are erased; and counts kept apart, by another hand.

The model remembers lists of steps and nothing else. What it counts is compared with the rows (`rules.Position`, in columns) and with the moves.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.db import transaction
from django.db.models import Count, Q

from droits_ouverts.bilan.effacement import erase_rows
from droits_ouverts.conservation.models import Fait
from droits_ouverts.personnes.models import Personne
from droits_ouverts.structures.models import Membre
from droits_ouverts.suivi import rules, services
from droits_ouverts.suivi.errors import AlreadyFollowedError, MovedError, NothingToCorrectError, StepRefusedError
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.selectors import moves_of
from tests.factories.partages import person_of
from tests.factories.suivis import NOW, said

CODES = ("prime_activite", "rsa", "aah")
ETATS = tuple(rules.SUITES)
DEBUT = date(2026, 1, 5)
NOMS = ("ouvert", "verse", "maintenu", "perdu", "renonce", "ecarte")


@dataclass(slots=True)
class Vie:
    """One right as the model knows it: its steps in force, how many moves there were, and what the two professionals last saw."""

    id: uuid.UUID
    personne: int
    code: str
    pas: list[str] = field(default_factory=list)
    rang: int = 0
    vu: list[int] = field(default_factory=lambda: [0, 0])

    @property
    def etat(self) -> str | None:
        """Where it stands, None where nothing is in force."""
        return self.pas[-1] if self.pas else None


@dataclass(slots=True)
class Monde:
    """Persons, their rights, what was erased, and the gestures so far."""

    membres: tuple[Membre, Membre]
    hasard: Random
    personnes: list[Personne] = field(default_factory=list)
    vies: dict[uuid.UUID, Vie] = field(default_factory=dict)
    effaces: Counter[str] = field(default_factory=Counter)
    gestes: Counter[str] = field(default_factory=Counter)
    jour: int = 0

    def act(self) -> None:
        """Make one gesture, whatever comes of it."""
        nom = self.hasard.choices(("ouvrir", "bouger", "corriger", "regarder", "effacer"), weights=(3, 12, 5, 4, 1))[0]
        if self.vies or nom == "ouvrir":
            getattr(self, f"_{nom}")()
            self.gestes[nom] += 1

    def _regarder(self) -> None:
        for vie in self.vies.values():
            if self.hasard.random() < 0.5:
                vie.vu[self.hasard.randrange(2)] = vie.rang

    def _ouvrir(self) -> None:
        if not self.personnes or (len(self.personnes) < 3 and self.hasard.random() < 0.4):
            self.personnes.append(person_of(self.membres[0], f"P{len(self.personnes)}"))
        elle, code, vers = self.hasard.choice(self.personnes), self.hasard.choice(CODES), self.hasard.choice(ETATS)
        connue = next((vie for vie in self.vies.values() if (vie.personne, vie.code) == (elle.pk, code)), None)
        try:
            suivi = services.open_right(actor=self.membres[0].compte, personne_id=elle.pk, droit=code, saisie=said(vers, self._day()), now=NOW)
        except AlreadyFollowedError:
            assert connue is not None
            assert connue.pas
        except StepRefusedError:
            assert vers not in rules.DEBUTS
        else:
            assert vers in rules.DEBUTS
            vie = connue or self.vies.setdefault(suivi.pk, Vie(suivi.pk, elle.pk, code))
            vie.pas, vie.rang = [vers], vie.rang + 1

    def _bouger(self) -> None:
        qui, vie, vers = self.hasard.randrange(2), self.hasard.choice(list(self.vies.values())), self.hasard.choice(ETATS)
        if self.hasard.random() < 0.7:
            vers = self.hasard.choice(rules.next_states(vie.etat))
        try:
            services.move_right(droit_suivi_id=vie.id, actor=self.membres[qui].compte, rang_vu=vie.vu[qui], saisie=said(vers, self._day()), now=NOW)
        except MovedError:
            self._late(vie, qui)
        except StepRefusedError:
            assert vers not in rules.next_states(vie.etat)
        else:
            assert vie.vu[qui] == vie.rang
            vie.pas.append(vers)
            vie.rang += 1
            vie.vu[qui] = vie.rang

    def _corriger(self) -> None:
        qui, vie = self.hasard.randrange(2), self.hasard.choice(list(self.vies.values()))
        try:
            services.correct_last(droit_suivi_id=vie.id, actor=self.membres[qui].compte, rang_vu=vie.vu[qui], now=NOW)
        except MovedError:
            self._late(vie, qui)
        except NothingToCorrectError:
            assert not vie.pas
        else:
            assert vie.vu[qui] == vie.rang
            vie.pas.pop()
            vie.rang += 1
            vie.vu[qui] = vie.rang

    def _effacer(self) -> None:
        elle = self.personnes.pop(self.hasard.randrange(len(self.personnes)))
        for vie in [vie for vie in self.vies.values() if vie.personne == elle.pk]:
            self.effaces.update(facts(vie.pas))
            del self.vies[vie.id]
        with transaction.atomic():
            erase_rows(structure_id=elle.structure_id, bilan_ids=[], personne=elle, actor=None, purpose="test", now=NOW)

    def _late(self, vie: Vie, qui: int) -> None:
        """Who arrived late reads what the other noted, and goes on from there."""
        assert vie.vu[qui] != vie.rang
        vie.vu[qui] = vie.rang

    def _day(self) -> date:
        """Days go on, so that no step is refused for its day."""
        self.jour += 1
        return min(DEBUT + timedelta(days=self.jour // 4), NOW.date())

    # What is compared

    def counts_of_model(self) -> Counter[str]:
        """What the model counts, erased persons included."""
        comptes = Counter(self.effaces)
        for vie in self.vies.values():
            comptes.update(facts(vie.pas))
        return +comptes

    def counts_of_rows(self) -> Counter[str]:
        """What the columns of the rows say, in SQL, with the facts kept of erased persons."""
        ou = DroitSuivi.objects.of_structures([self.membres[0].structure_id]).real()
        lus = ou.aggregate(
            ouvert=Count("pk", filter=Q(ouvert_le__isnull=False)),
            verse=Count("pk", filter=Q(verse_le__isnull=False)),
            maintenu=Count("pk", filter=Q(maintenu_le__isnull=False)),
            **{etat: Count("pk", filter=Q(etat=etat)) for etat in ("perdu", "renonce", "ecarte")},
        )
        comptes = Counter(lus)
        for genre, etat, nombre in Fait.objects.filter(structure=self.membres[0].structure_id).values_list("genre", "etat", "nombre"):
            if (genre == "resultat" and etat in {"ouvert", "verse", "maintenu"}) or (genre == "suivi" and etat in {"perdu", "renonce", "ecarte"}):
                comptes[etat] += nombre
        return +comptes

    def counts_of_moves(self) -> Counter[str]:
        """What the moves say, by the rules, with the facts of the model for erased persons."""
        suivis = DroitSuivi.objects.of_structures([self.membres[0].structure_id]).prefetch_related("mouvements")
        lus = counted(rules.position(moves_of(sorted(suivi.mouvements.all(), key=lambda row: row.rang))) for suivi in suivis)
        noms = zip(NOMS, (lus.ouverts, lus.verses, lus.maintenus, lus.perdus, lus.renonces, lus.ecartes), strict=True)
        return +(Counter(dict(noms)) + self.effaces)

    def gaps(self) -> list[str]:
        """Where the three counts differ."""
        modele, lignes, moves = self.counts_of_model(), self.counts_of_rows(), self.counts_of_moves()
        return [
            f"{nom}: {modele[nom]} in the model, {lignes[nom]} in rows, {moves[nom]} in moves" for nom in NOMS if not modele[nom] == lignes[nom] == moves[nom]
        ]


def facts(pas: list[str]) -> Counter[str]:
    """What one path counts for, said otherwise than the rules do: by looking at pairs of states."""
    if not pas:
        return Counter()
    agit = {"depose", "pieces_demandees", "en_instruction", "recours", "accorde", "partiel", "refuse", "silence"}
    la = {"accorde", "partiel", "verse", "maintenu"}
    comptes: Counter[str] = Counter()
    for rang, (avant, apres) in enumerate(zip(["", *pas], pas, strict=False)):
        arrets = [place for place, un in enumerate(pas[:rang]) if un == "perdu"]
        trouve = apres == "verse" and agit.isdisjoint(pas[arrets[-1] if arrets else 0 : rang])
        if apres in la and avant not in la and not trouve:
            comptes["ouvert"] = 1
    comptes["verse"] = int("verse" in pas)
    comptes["maintenu"] = int("maintenu" in pas)
    for etat in ("perdu", "renonce", "ecarte"):
        comptes[etat] = int(pas[-1] == etat)
    return +comptes


def counted(positions: Iterable[rules.Position]) -> rules.Comptes:
    """Count rights by where they stand. What was opened by mistake counts nowhere."""
    vraies = [une for une in positions if une.etat != rules.ANNULE]
    return rules.Comptes(
        suivis=len(vraies),
        ouverts=sum(une.ouvert_le is not None for une in vraies),
        verses=sum(une.verse_le is not None for une in vraies),
        maintenus=sum(une.maintenu_le is not None for une in vraies),
        refuses=sum(une.etat == "refuse" for une in vraies),
        perdus=sum(une.etat == "perdu" for une in vraies),
        renonces=sum(une.etat == "renonce" for une in vraies),
        ecartes=sum(une.etat == "ecarte" for une in vraies),
    )


@contextmanager
def undone() -> Iterator[None]:
    """Take everything back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
