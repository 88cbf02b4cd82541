"""A report always equals the sum of its encounters and its taps, whatever is noted, undone, counted down, sent twice or forgotten by the night; and its intervals."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta
from math import comb

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from droits_ouverts.reperage import oubli, rules
from droits_ouverts.reperage.enums import Axe, Comparaison, Langue, Nature, Suite, Tranche
from droits_ouverts.reperage.errors import ReperageRefusedError
from droits_ouverts.reperage.rules_comptes import CHAMPS, Chiffres, Effort, Vue, counted
from droits_ouverts.reperage.rules_portee import PETIT, hidden, wilson
from droits_ouverts.reperage.selectors_comptes import counts_of
from droits_ouverts.reperage.services_rencontres import take_back
from droits_ouverts.structures.models import Membre
from tests.factories.reperages import NOW, met, place, tapped, under_way
from tests.factories.structures import MembreFactory

RUES = st.sampled_from([None, 0, 1])
HEURES = st.integers(13, 16)
GESTES = st.lists(
    st.one_of(
        st.tuples(st.just("note"), RUES, HEURES, st.sampled_from(Suite.values), st.sampled_from(["", *Langue.values]), st.sampled_from(["", *Tranche.values])),
        st.tuples(st.just("defait"), st.integers(0, 20)),
        st.tuples(st.just("renvoie"), st.integers(0, 20)),
        st.tuples(st.just("compte"), RUES, HEURES, st.sampled_from(Nature.values), st.integers(1, 5)),
        st.tuples(st.just("decompte"), RUES, st.sampled_from(Nature.values), st.integers(1, 5)),
        st.tuples(st.just("oublie")),
    ),
    max_size=14,
)


class Cahier:
    """What somebody would have written down by hand: the model of a report."""

    def __init__(self, membre: Membre) -> None:
        self.membre, self.tournee = membre, under_way(membre)
        self.rues = [place(membre, nom).pk for nom in ("Rue A", "Rue B")]
        self.notees: list[dict[str, object]] = []
        self.efforts: Counter[tuple[uuid.UUID | None, str]] = Counter()

    def rue(self, rang: int | None) -> uuid.UUID | None:
        return None if rang is None else self.rues[rang]

    def play(self, geste: tuple[object, ...]) -> None:
        getattr(self, str(geste[0]))(*geste[1:])

    def note(self, rue: int | None, heure: int, suite: str, langue: str, age: str) -> None:
        dite = {"id": uuid.uuid4(), "endroit": self.rue(rue), "heure": heure, "suite": suite, "langue": langue, "age": age}
        met(self.membre, self.tournee, **dite)
        self.notees.append(dite | {"compte": True, "oubliee": False})

    def defait(self, rang: int) -> None:
        restent = [une for une in self.notees if not une["oubliee"]]
        if restent:
            une = restent[rang % len(restent)]
            take_back(actor=self.membre.compte, rencontre_id=une["id"], now=NOW)  # type: ignore[arg-type]  # its number
            une["compte"] = False

    def renvoie(self, rang: int) -> None:
        restent = [une for une in self.notees if not une["oubliee"]]
        if restent:
            une = restent[rang % len(restent)]
            met(self.membre, self.tournee, **{nom: une[nom] for nom in ("id", "endroit", "heure", "suite", "langue", "age")})

    def compte(self, rue: int | None, heure: int, nature: str, nombre: int) -> None:
        tapped(self.membre, self.tournee, nombre, endroit=self.rue(rue), heure=heure, nature=nature)
        self.efforts[self.rue(rue), nature] += nombre

    def decompte(self, rue: int | None, nature: str, nombre: int) -> None:
        try:
            tapped(self.membre, self.tournee, -nombre, endroit=self.rue(rue), nature=nature)
        except ReperageRefusedError:
            return
        self.efforts[self.rue(rue), nature] -= nombre

    def oublie(self) -> None:
        oubli.fold_encounters(NOW + timedelta(days=120), dry_run=False)
        for une in self.notees:
            une["oubliee"] = True

    def faults(self) -> list[str]:
        """Where the report says otherwise than the notebook."""
        lu = counts_of([self.membre.structure_id], [self.tournee.pk])
        vues = [une for une in self.notees if une["compte"]]
        attendus = {
            "total": (lu.rencontres, len(vues)),
            "suites": (lu.by(Axe.SUITE), dict(Counter(str(une["suite"]) for une in vues))),
            "langues": (lu.by(Axe.LANGUE), dict(Counter(str(une["langue"]) for une in vues))),
            "heures": (lu.by(Axe.HEURE), dict(Counter(str(une["heure"]) for une in vues))),
            "refus": (sum(lu.by(Axe.RAISON).values()), sum(une["suite"] == Suite.BILAN_REFUSE for une in vues)),
            "endroits": (sum(une.rencontres for une in lu.reach_by_place()), len(vues)),
            "essais par endroit": (
                {une.cle: une.tentatives for une in lu.reach_by_place() if une.tentatives},
                {str(rue or ""): nombre for (rue, nature), nombre in self.efforts.items() if nature == Nature.TENTATIVE and nombre},
            ),
            "efforts": ([lu.effort(nature) for nature in Nature], [sum(n for (_, une), n in self.efforts.items() if une == nature) for nature in Nature]),
        }
        faux = [nom for nom, (dit, du) in attendus.items() if dit != du]
        faux += [f"{axe} does not add up" for axe in CHAMPS if sum(lu.by(axe).values()) != lu.rencontres]
        return faux + ["an hour under nothing" for cle, nombre in lu.efforts.items() if nombre < 0 and cle]


@pytest.mark.django_db
class TestReport:
    @given(gestes=GESTES)
    @profile(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
    def test_always_equals_the_sum_of_encounters_and_taps(self, gestes: list[tuple[object, ...]]) -> None:
        cahier = Cahier(MembreFactory.create())
        for geste in gestes:
            cahier.play(geste)

            assert cahier.faults() == []

    @pytest.mark.parametrize(
        ("cible", "faux"),
        [
            ("droits_ouverts.reperage.models.ReperageQuerySet.counted", lambda lignes: lignes),
            ("droits_ouverts.reperage.oubli._cells", lambda rencontres: {}),
            ("droits_ouverts.reperage.services_rencontres._where_counted", lambda tournee, comptee: comptee),
        ],
        ids=["what was undone counts", "erased without being counted", "taken off elsewhere"],
    )
    def test_sabotage_is_seen(self, monkeypatch: pytest.MonkeyPatch, cible: str, faux: object) -> None:
        monkeypatch.setattr(cible, faux)
        cahier = Cahier(MembreFactory.create())
        vues: list[str] = []
        suite = [("note", 0, 14, "document", "ar", ""), ("note", 1, 15, "conversation", "", "plus_65"), ("defait", 0), ("compte", 0, 13, "tentative", 1)]

        for geste in (*suite, ("decompte", 0, "tentative", 1), ("oublie",)):
            cahier.play(geste)
            vues += cahier.faults()

        assert vues != []


class TestSums:
    @given(
        st.lists(
            st.builds(
                Vue,
                endroit=st.none(),
                suite=st.sampled_from(Suite.values),
                forme=st.just("stand"),
                heure=HEURES,
                langue=st.sampled_from(["", "ar"]),
                revue=st.booleans(),
                nombre=st.integers(1, 9),
            )
        )
    )
    def test_each_axis_adds_up_to_the_whole(self, vues: list[Vue]) -> None:
        lu = counted(vues, (), ())

        assert all(sum(lu.by(axe).values()) == lu.rencontres == sum(vue.nombre for vue in vues) for axe in CHAMPS)

    def test_more_met_than_tried_has_no_rate(self) -> None:
        vue = Vue(endroit=None, suite="document", forme="stand", heure=14, nombre=3)
        effort = Effort(endroit=None, forme="stand", heure=14, nature="tentative", nombre=2)

        assert counted([vue], (), [effort]).portee.intervalle is None
        assert counted([vue], (), ()).portee.intervalle is None
        assert Chiffres().rencontres == 0


class TestWilson:
    def test_the_figures_of_the_first_year(self) -> None:
        """90 check-ups of 400 people met: 22.5 %, by hand (centre 0.22762, half-width 0.04078)."""
        lu = wilson(90, 400)

        assert lu is not None
        assert (round(lu.taux, 4), round(lu.bas, 4), round(lu.haut, 4)) == (0.225, 0.1868, 0.2684)

    @given(st.integers(1, 400).flatmap(lambda sur: st.tuples(st.integers(0, sur), st.just(sur))))
    def test_holds_its_rate_and_stays_a_proportion(self, cas: tuple[int, int]) -> None:
        lu, envers = wilson(*cas), wilson(cas[1] - cas[0], cas[1])

        assert lu is not None
        assert envers is not None
        assert 0 <= lu.bas <= lu.taux + 1e-12
        assert lu.taux - 1e-12 <= lu.haut <= 1
        assert abs(lu.bas - (1 - envers.haut)) < 1e-9

    def test_covers_nearly_what_it_says(self) -> None:
        """With 30 tries, the mean coverage over rates is 95 % within one point; the usual interval falls two points short."""
        taux = [rang / 200 for rang in range(10, 191)]
        couvre = [sum(comb(30, k) * p**k * (1 - p) ** (30 - k) for k in range(31) if (lu := wilson(k, 30)) and lu.bas <= p <= lu.haut) for p in taux]

        assert abs(sum(couvre) / len(couvre) - 0.95) < 0.01


class TestSmallCounts:
    @given(st.lists(st.integers(0, 30), max_size=8))
    def test_none_is_said_nor_found_by_subtraction(self, nombres: list[int]) -> None:
        cachees = hidden(nombres)
        caches = [nombre for nombre, cachee in zip(nombres, cachees, strict=True) if cachee]
        dits = [nombre for nombre, cachee in zip(nombres, cachees, strict=True) if not cachee]

        assert all(nombre == 0 or nombre >= PETIT for nombre in dits)
        # One alone, or several that add up to few, are left so only where nothing else may be hidden.
        assert not caches or (len(caches) >= 2 and sum(caches) >= PETIT) or not any(dits)

    def test_one_that_is_alone_takes_the_next_smallest_with_it(self) -> None:
        assert hidden([20, 3, 7]) == [False, True, True]
        assert hidden([20, 2, 2, 9]) == [False, True, True, True]
        assert hidden([20, 4, 2, 9]) == [False, True, True, False]


class TestComparison:
    @given(st.uuids(version=4), st.sets(st.uuids(version=4), max_size=20), st.integers(1, 12))
    def test_groups_are_equal_to_one_place_near_and_whoever_draws_finds_them(self, graine: uuid.UUID, endroits: set[uuid.UUID], groupes: int) -> None:
        tires = rules.drawn(graine, sorted(endroits), groupes)
        combien = [list(tires.values()).count(groupe) for groupe in range(groupes)]

        assert tires == rules.drawn(graine, sorted(endroits, reverse=True), groupes)
        assert max(combien) - min(combien) <= 1

    def test_one_week_out_of_two(self) -> None:
        du = NOW.date()
        ouvertes = [
            [
                rules.is_open(comparaison=Comparaison.SEMAINES, bloc=bloc, du=du, a_partir_du=du + timedelta(days=7 * bloc), on=du + timedelta(days=jour))
                for bloc in (0, 1)
            ]
            for jour in range(28)
        ]

        assert all(sum(jour) == 1 for jour in ouvertes)
        assert [jour[0] for jour in ouvertes[::7]] == [True, False, True, False]
