"""OpenFisca situations answered by compiled programmes: the bytes are those of OpenFisca's engine, whatever is asked and whoever answers."""

from __future__ import annotations

import json
import math
import random
import sys
from typing import TYPE_CHECKING, Any

import pytest

from droits_ouverts.engine.calculate import OPENFISCA, PROGRAMME, calculate, calculate_by
from droits_ouverts.engine.compiler import reponses as module
from droits_ouverts.engine.compiler.build import compile_calcul
from droits_ouverts.engine.compiler.calculs import DepotCalculs
from droits_ouverts.engine.compiler.formes import Forme, NonCouvertError
from droits_ouverts.engine.compiler.reponses import Atelier, Reponses, compile_shape
from droits_ouverts.engine.compiler.traced import RefusError
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.graph import INDIVIDU, Entree, Graph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOIS = "2026-11"
ENTREES = ("date_naissance@ETERNITY", "salaire_net@2026-09", "salaire_net@2026-10", "loyer@2026-11", "depcom@2026-11", "statut_occupation_logement@2026-11")
SORTIES = ("age@2026-11", "majeur@2026-11", "af@2026-11", "af_nbenf@2026-11", "zone_apl@2026-11", "salaire_imposable@2026-10")
ENTIERE = Forme(frozenset(ENTREES), frozenset(SORTIES))
DEMANDES = 36


def drawn(alea: random.Random) -> dict[str, Any]:
    """Draw a request: any composition, any part of the shape, now and then a fault."""
    noms = [f"p{rang}" if alea.random() < 0.8 else f"é/{rang}" for rang in range(alea.randint(1, 6))]
    personnes: dict[str, Any] = {nom: {} for nom in noms}
    for personne in personnes.values():
        personne["date_naissance"] = {"ETERNITY": f"{alea.randint(1940, 2026)}-{alea.randint(1, 10):02}-{alea.randint(1, 28):02}"}
        for mois in ("2026-09", "2026-10"):
            personne.setdefault("salaire_net", {})[mois] = _amount(alea)
        for question in ("age", "majeur"):
            if alea.random() < 0.5:
                personne[question] = {MOIS: None}
        if alea.random() < 0.3:
            personne["salaire_imposable"] = {"2026-10": None}
    body: dict[str, Any] = {"individus": personnes}
    premier, autres = noms[0], noms[1:]
    conjoint = autres[:1] if alea.random() < 0.5 else []
    enfants = autres[len(conjoint) :]
    body["familles"] = {"f": {"parents": [premier, *conjoint], "enfants": enfants, "af": {MOIS: None}, "af_nbenf": {MOIS: None}}}
    body["foyers_fiscaux"] = {"ff": {"declarants": [premier, *conjoint], "personnes_a_charge": enfants}}
    body["menages"] = {
        "m": {
            "personne_de_reference": [premier],
            "conjoint": conjoint,
            "enfants": enfants,
            "loyer": {MOIS: alea.choice([0, 420.5, "3 * 100", 1e9])},
            "depcom": {MOIS: alea.choice(["69259", "69123", "75056", "99999", ""])},
            "statut_occupation_logement": {MOIS: alea.choice(["locataire_hlm", "proprietaire", "loge_gratuitement"])},
            "zone_apl": {MOIS: None},
        }
    }
    if alea.random() < 0.2:
        body["axes"] = [[{"count": 3, "min": 0, "max": 3000, "name": "salaire_net", "period": "2026-10", "index": 0}]]
        body["individus"][f"{premier}0"] = {}
    if alea.random() < 0.25:
        _spoil(body, alea)
    return body


def _amount(alea: random.Random) -> object:
    if alea.random() < 0.05:
        return alea.choice([math.nan, math.inf, -12.5, 1e30, "1 + 1", True])
    return round(alea.random() * 3000, 2)


def _spoil(body: dict[str, Any], alea: random.Random) -> None:
    personne = next(iter(body["individus"].values()))
    match alea.randint(0, 6):
        case 0:
            personne["lune"] = {MOIS: None}
        case 1:
            personne["age"] = {"2026": None}
        case 2:
            body["familles"]["f"]["enfants"] = ["fantome"]
        case 3:
            personne["salaire_net"] = {"2026-10": "mille"}
        case 4:
            personne["salaire_net"] = {"2026": 12000}
        case 5:
            body["familles"]["g"] = {}
        case _:
            personne["activite"] = {MOIS: None}


def text(answer: tuple[int, object]) -> str:
    return json.dumps(answer[:2], sort_keys=False)


@pytest.fixture(scope="module")
def depot(tmp_path_factory: pytest.TempPathFactory) -> DepotCalculs:
    depot = DepotCalculs(tmp_path_factory.mktemp("calculs"))
    assert compile_shape(depot, ENTIERE, compile_calcul)
    return depot


def differences(programmes: Reponses, graine: int, nombre: int = DEMANDES) -> Iterator[tuple[bool, str, int]]:
    """Yield, for each request drawn: whether both ways gave the same bytes, who answered, the status."""
    alea = random.Random(graine)  # noqa: S311 - a draw of requests, not a secret
    for _ in range(nombre):
        body = drawn(alea)
        avant = json.dumps(body)
        status, answer, who = calculate_by(system(), body, programmes)
        assert json.dumps(body) == avant
        yield text((status, answer)) == text(calculate(system(), body)), who, status


class TestSameBytes:
    def test_over_random_requests(self, depot: DepotCalculs) -> None:
        obtenus = list(differences(Reponses(depot), 7))

        assert all(same for same, _, _ in obtenus)
        par = [(who, status) for _, who, status in obtenus]
        assert par.count((PROGRAMME, 200)) >= DEMANDES // 4
        assert (OPENFISCA, 200) in par
        assert sum(status != 200 for _, status in par) >= 3
        assert all(who == OPENFISCA for who, status in par if status != 200)

    def test_a_wrong_programme_would_be_seen(self, tmp_path: Path) -> None:
        def wrong(entrees: object, sorties: object) -> Programme:
            programme = compile_calcul(ENTREES, SORTIES)
            graph = programme.graph
            graph.sorties["af_nbenf@2026-11"] = graph.add(
                "add",
                (graph.sorties["af_nbenf@2026-11"], graph.const(1, graph.nodes[graph.sorties["af_nbenf@2026-11"]].dtype)),
                dtype=graph.nodes[graph.sorties["af_nbenf@2026-11"]].dtype,
                entity="famille",
            )
            return programme

        depot = DepotCalculs(tmp_path)
        compile_shape(depot, ENTIERE, wrong)

        assert not all(same for same, _, _ in differences(Reponses(depot), 7, 12))


class TestCoverage:
    BODY: dict[str, Any] = {"individus": {"a": {"age": {MOIS: 18}, "majeur": {MOIS: None}}}}

    def programmes(self, dossier: Path, *entrees: str) -> Reponses:
        """Reponses that know one programme: majeur from age, whatever else it says to take. It is wrong on purpose: 18 is not enough."""
        depot = DepotCalculs(dossier)
        graph = Graph()
        age = graph.input(Entree(nom=f"age@{MOIS}", entity=INDIVIDU, dtype="int32", defaut=0))
        graph.sorties[f"majeur@{MOIS}"] = graph.add("greater", (age, graph.const(18, "int32")), dtype="bool", entity=INDIVIDU)
        programme = Programme(genre="calcul", mois=MOIS, graph=graph, versions={}, refus={}, construction={})
        depot.keep(Forme(frozenset({f"age@{MOIS}", *entrees}), frozenset({f"majeur@{MOIS}"})), programme)
        return Reponses(depot)

    def who(self, programmes: Reponses, body: object) -> str:
        return calculate_by(system(), body, programmes)[2]

    def test_what_is_free_may_be_missing_and_what_is_not_may_not(self, tmp_path: Path) -> None:
        assert self.who(self.programmes(tmp_path / "1"), self.BODY) == PROGRAMME
        assert self.who(self.programmes(tmp_path / "2", f"loyer@{MOIS}"), self.BODY) == PROGRAMME
        assert self.who(self.programmes(tmp_path / "3", f"salaire_net@{MOIS}"), self.BODY) == OPENFISCA
        assert self.who(self.programmes(tmp_path / "4", "date_naissance@ETERNITY"), self.BODY) == OPENFISCA

    @pytest.mark.parametrize(
        "body",
        [
            {"individus": {"a": {"age": {MOIS: 18, "2026-10": 18}, "majeur": {MOIS: None}}}},
            {"individus": {"a": {"age": {MOIS: 18}, "majeur": {MOIS: None, "2026-10": None}}}},
            {"individus": {"a": {"age": {MOIS: 18}, "majeur": {MOIS: None}, "statut_marital": {MOIS: None}}}},
            {"individus": {"a": {"age": {MOIS: 18}}}},
            {"individus": {"a": {"age": {MOIS: 18}, "majeur": {MOIS: None}}}, "familles": {"f": {"parents": ["a"]}, "g": {}}},
        ],
        ids=["another month given", "another month asked", "another variable asked", "no question", "an empty group"],
    )
    def test_anything_else_is_openfiscas(self, tmp_path: Path, body: dict[str, Any]) -> None:
        assert self.who(self.programmes(tmp_path), body) == OPENFISCA

    def test_any_composition_is_covered(self, tmp_path: Path) -> None:
        body = {"individus": {nom: {"age": {MOIS: age}, "majeur": {MOIS: None}} for nom, age in {"a": 40, "b": 12, "c": 19}.items()}}

        _, answer, who = calculate_by(system(), body, self.programmes(tmp_path))

        assert who == PROGRAMME
        assert text((200, answer)) == text(calculate(system(), body))


class TestCompiledOnceOften:
    BODY = TestCoverage.BODY

    def test_asked_once_after_so_many_requests(self, tmp_path: Path) -> None:
        demandes: list[Forme] = []
        programmes = Reponses(DepotCalculs(tmp_path), apres=3, demande=demandes.append)

        for _ in range(6):
            calculate_by(system(), self.BODY, programmes)

        assert demandes == [Forme(frozenset({f"age@{MOIS}"}), frozenset({f"majeur@{MOIS}"}))]

    def test_never_where_it_is_off_or_known_to_be_refused(self, tmp_path: Path) -> None:
        demandes: list[Forme] = []
        depot = DepotCalculs(tmp_path)
        depot.keep_refusal(Forme(frozenset({f"age@{MOIS}"}), frozenset({f"majeur@{MOIS}"})), NonCouvertError("une boucle", "age"))

        for programmes in (Reponses(DepotCalculs(tmp_path / "vide"), apres=0, demande=demandes.append), Reponses(depot, apres=1, demande=demandes.append)):
            calculate_by(system(), self.BODY, programmes)

        assert not demandes

    def test_counts_are_bounded(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "VUES_MAX", 2)
        programmes = Reponses(DepotCalculs(tmp_path), apres=9, demande=lambda _forme: None)

        for annee in range(2010, 2020):
            calculate_by(system(), {"individus": {"a": {"age": {f"{annee}-01": 18}, "majeur": {f"{annee}-01": None}}}}, programmes)

        assert len(programmes._vues) == 2

    def test_a_refusal_and_a_failure_are_noted(self, tmp_path: Path) -> None:
        depot = DepotCalculs(tmp_path)
        refusee, fautive = Forme(frozenset(), frozenset({"rsa@2026-11"})), Forme(frozenset(), frozenset({"af@2026-11"}))

        def refuse(_entrees: object, _sorties: object) -> Programme:
            raise RefusError("une boucle", "rsa_x")

        def fail(_entrees: object, _sorties: object) -> Programme:
            raise ZeroDivisionError("Awa")

        assert not compile_shape(depot, refusee, refuse)
        with pytest.raises(ZeroDivisionError):
            compile_shape(depot, fautive, fail)

        autre = DepotCalculs(tmp_path)
        assert str(autre.refusal(refusee)) == "rsa_x : une boucle"
        assert "Awa" not in str(autre.refusal(fautive))

    def test_the_workshop_runs_one_at_a_time_and_hands_names_only(self, tmp_path: Path) -> None:
        journal = tmp_path / "journal"
        atelier = Atelier(tmp_path)
        atelier._command = [sys.executable, "-c", f"import sys; open({str(journal)!r}, 'a').write(sys.stdin.read() + '\\n')"]

        for mois in ("2026-01", "2026-02"):
            atelier(Forme(frozenset({f"age@{mois}"}), frozenset({f"majeur@{mois}"})))
        atelier.wait()

        lignes = [json.loads(ligne) for ligne in journal.read_text().splitlines()]
        assert lignes == [[["age@2026-01"], ["majeur@2026-01"]], [["age@2026-02"], ["majeur@2026-02"]]]


class TestDepot:
    def kept(self, depot: DepotCalculs, mois: str) -> Forme:
        forme = Forme(frozenset({f"age@{mois}"}), frozenset({f"majeur@{mois}"}))
        graph = Graph()
        age = graph.input(Entree(nom=f"age@{mois}", entity=INDIVIDU, dtype="int32", defaut=0))
        graph.sorties[f"majeur@{mois}"] = graph.add("greater", (age, graph.const(18, "int32")), dtype="bool", entity=INDIVIDU)
        depot.keep(forme, Programme(genre="calcul", mois=mois, graph=graph, versions={}, refus={}, construction={}))
        return forme

    def test_is_bounded(self, tmp_path: Path) -> None:
        depot = DepotCalculs(tmp_path, maximum=3)

        formes = [self.kept(depot, f"2026-{mois:02}") for mois in range(1, 7)]

        assert len(list(tmp_path.glob("*.programme"))) == len(list(tmp_path.glob("*.json"))) == 3
        assert [depot.find(system(), forme) is not None for forme in formes].count(True) == 3
        assert depot.find(system(), formes[-1]) is not None

    def test_another_process_finds_what_was_kept(self, tmp_path: Path) -> None:
        lecteur = DepotCalculs(tmp_path)
        forme = Forme(frozenset({"age@2026-01"}), frozenset({"majeur@2026-01"}))
        assert lecteur.find(system(), forme) is None

        self.kept(DepotCalculs(tmp_path), "2026-01")

        assert lecteur.find(system(), forme) is not None

    @pytest.mark.parametrize("contenu", [b"", b"n'importe quoi", None], ids=["empty", "garbage", "gone"])
    def test_a_damaged_programme_is_as_if_it_had_never_been(self, tmp_path: Path, contenu: bytes | None) -> None:
        forme = self.kept(DepotCalculs(tmp_path), "2026-01")
        [fichier] = tmp_path.glob("*.programme")
        if contenu is None:
            fichier.unlink()
        else:
            fichier.write_bytes(contenu)

        depot = DepotCalculs(tmp_path)

        assert depot.find(system(), forme) is None
        assert depot.find(system(), forme) is None
        assert not list(tmp_path.iterdir())

    def test_a_damaged_description_is_left_alone(self, tmp_path: Path) -> None:
        forme = self.kept(DepotCalculs(tmp_path), "2026-01")
        (tmp_path / "autre.json").write_text("{", encoding="utf-8")

        assert DepotCalculs(tmp_path).find(system(), forme) is not None
