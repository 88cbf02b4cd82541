"""A reference for agreements to share, written apart from the rule, and the machine that plays both side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from droits_ouverts.foundation.errors import DomainError
from droits_ouverts.personnes.access import visible_scopes
from droits_ouverts.personnes.enums import Finalite, ModeAccord, Portee
from droits_ouverts.personnes.services_partage import narrow, share, undo, withdraw
from droits_ouverts.structures.enums import Profession
from tests.factories.partages import NOW, an_agreement, person_of
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from droits_ouverts.personnes.models import Personne
    from droits_ouverts.structures.models import Membre

SEULES = ("sante", "sejour", "violences")
CODES = tuple(Portee.values)


@dataclass(slots=True)
class Reference:
    """One agreement as plain words: what it opens is the last of its `restes`."""

    numero: int
    finalite: str
    debut: date
    fin: date
    restes: list[set[str]] = field(default_factory=list)
    dernier: tuple[str, datetime, bool] | None = None

    def ouvre(self, finalite: str, jour: date) -> set[str]:
        return set(self.restes[-1]) if self.finalite == finalite and self.debut <= jour <= self.fin else set()

    def vit(self, jour: date) -> bool:
        return bool(self.restes[-1]) and jour <= self.fin


def acceptable(codes: set[str], debut: date, fin: date, jour: date) -> bool:
    """What the rule should take, said again: not empty, a sensitive scope alone, begins from today to a year on, runs a year at most."""
    seules = codes & set(SEULES)
    an = date(jour.year + 1, jour.month, min(jour.day, 28) if jour.month == 2 else jour.day)
    plus_tard = date(debut.year + 1, debut.month, min(debut.day, 28) if debut.month == 2 else debut.day)
    return bool(codes) and (not seules or len(codes) == 1) and jour <= debut <= an and debut <= fin <= plus_tard


@dataclass(frozen=True, slots=True)
class Decor:
    """Who shares, and who reads: one whom the law binds to secrecy, one whom it does not."""

    membre: Membre
    lecteur: Membre
    mediateur: Membre


def decor() -> Decor:
    """Two structures and three members."""
    lecteur = MembreFactory.create(profession=Profession.ASSISTANT_SERVICE_SOCIAL)
    mediateur = MembreFactory.create(structure=lecteur.structure, profession=Profession.MEDIATEUR_SOCIAL)
    return Decor(MembreFactory.create(), lecteur, mediateur)


class PartageMachine(RuleBasedStateMachine):
    """Draws what persons say, days that pass and mistakes, and asks after each act what may be read. `gens` is there before."""

    gens: ClassVar[Decor]

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    @initialize()
    def begin(self) -> None:
        self.membre, self.lecteur, self.mediateur = self.gens.membre, self.gens.lecteur, self.gens.mediateur
        self.personne: Personne = person_of(self.membre)
        self.now = NOW
        self.accords: list[Reference] = []
        self.tour = 0

    @property
    def jour(self) -> date:
        return self.now.date()

    @rule(codes=st.sets(st.sampled_from(CODES), max_size=4), finalite=st.sampled_from(Finalite.values), dans=st.integers(-1, 12), duree=st.integers(-1, 370))
    def agree(self, codes: set[str], finalite: str, dans: int, duree: int) -> None:
        debut = self.jour + timedelta(days=dans)
        fin = debut + timedelta(days=duree)
        accord = an_agreement(self.lecteur.structure_id, {Portee(code) for code in codes}, finalite=Finalite(finalite), debut=debut, fin=fin)
        try:
            with transaction.atomic():
                partage = share(actor=self.membre.compte, personne_id=self.personne.pk, accord=accord, now=self.now)
        except DomainError:
            assert not acceptable(codes, debut, fin, self.jour)
        else:
            assert acceptable(codes, debut, fin, self.jour)
            self.accords.append(Reference(partage.pk, finalite, debut, fin, [set(codes)]))

    @precondition(lambda self: self.accords)
    @rule(lequel=st.integers(0, 9), codes=st.sets(st.sampled_from(CODES), max_size=3))
    def less(self, lequel: int, codes: set[str]) -> None:
        accord = self.accords[lequel % len(self.accords)]
        reste = accord.restes[-1]
        garder = codes & reste or codes
        permis = accord.vit(self.jour) and bool(garder) and garder < reste
        self._act(
            permis, lambda: narrow(actor=self.membre.compte, partage_id=accord.numero, garder={Portee(c) for c in garder}, mode=ModeAccord.ORAL, now=self.now)
        )
        if permis:
            accord.restes.append(set(garder))
            accord.dernier = ("membre", self.now, False)

    @precondition(lambda self: self.accords)
    @rule(lequel=st.integers(0, 9), qui=st.sampled_from(["membre", "lecteur"]))
    def no_more(self, lequel: int, qui: str) -> None:
        accord = self.accords[lequel % len(self.accords)]
        permis = accord.vit(self.jour)
        self._act(permis, lambda: withdraw(actor=getattr(self, qui).compte, partage_id=accord.numero, mode=ModeAccord.ORAL, now=self.now))
        if permis:
            accord.restes.append(set())
            accord.dernier = (qui, self.now, False)

    @precondition(lambda self: self.accords)
    @rule(lequel=st.integers(0, 9), qui=st.sampled_from(["membre", "lecteur"]))
    def oops(self, lequel: int, qui: str) -> None:
        accord = self.accords[lequel % len(self.accords)]
        dernier = accord.dernier
        permis = dernier is not None and not dernier[2] and dernier[0] == qui and self.now - dernier[1] <= timedelta(minutes=1)
        self._act(permis, lambda: undo(actor=getattr(self, qui).compte, partage_id=accord.numero, now=self.now))
        if permis:
            accord.restes.append(set(accord.restes[-2]))
            accord.dernier = (qui, self.now, True)

    @rule(secondes=st.sampled_from([1, 30, 61, 3600]), jours=st.sampled_from([0, 0, 0, 1, 10, 200]))
    def time_passes(self, secondes: int, jours: int) -> None:
        self.now += timedelta(days=jours, seconds=secondes)

    @invariant()
    def what_may_be_read_is_what_she_agreed_to(self) -> None:
        self.tour += 1
        finalite = Finalite(self.accords[self.tour % len(self.accords)].finalite) if self.accords else Finalite.ACCOMPAGNEMENT
        ouvert: set[str] = set()
        for accord in self.accords:
            ouvert |= accord.ouvre(finalite.value, self.jour)
        lues = visible_scopes(self.lecteur.compte, self.personne, finalite, self.jour)
        assert {portee.value for portee in lues} == ouvert
        lues = visible_scopes(self.mediateur.compte, self.personne, finalite, self.jour)
        assert {portee.value for portee in lues} == ouvert - {*SEULES, "notes"}

    def _act(self, permis: bool, geste: object) -> None:
        try:
            with transaction.atomic():
                geste()  # type: ignore[operator]  # a verb, its arguments bound
        except DomainError:
            assert not permis
        else:
            assert permis

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
