"""Tests in OpenFisca's format on compiled programmes. OpenFisca's own runner is the oracle of how a file is read; a programme made by hand stands for the compiler."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openfisca_france
import pytest
import yaml
from openfisca_core.tools.test_runner import YamlItem, build_test

from droits_ouverts.config.console.essais import report
from droits_ouverts.engine.compiler import essais
from droits_ouverts.engine.compiler.calculs import DepotCalculs
from droits_ouverts.engine.compiler.essais import Issue, Resultat
from droits_ouverts.engine.compiler.essais_lecture import FichierError
from droits_ouverts.engine.compiler.formes import LUES_SI_CONNUES, is_free
from droits_ouverts.engine.compiler.traced import RefusError
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.graph import INDIVIDU, Entree, Graph

if TYPE_CHECKING:
    from collections.abc import Sequence

GROUPES = {
    "familles": {"f": {"parents": ["a"], "enfants": ["b"]}},
    "foyers_fiscaux": {"f": {"declarants": ["a"], "personnes_a_charge": ["b"]}},
    "menages": {"m": {"personne_de_reference": "a", "enfants": ["b"]}},
}
PERSONNES = {"a": {"age": 40}, "b": {"age": {"2026-11": 17}}}

FORMES: dict[str, dict[str, Any]] = {
    "flat, one person": {"input": {"age": 18}, "output": {"majeur": True}},
    "flat, several persons": {"input": {"age": [17, 18]}, "output": {"majeur": [False, True]}},
    "flat and dated": {"input": {"age": {"2026-11": 18}}, "output": {"majeur": {"2026-11": True}}},
    "by plural, output by instance": {
        "input": {"individus": PERSONNES, **GROUPES},
        "output": {"individus": {"a": {"majeur": True}, "b": {"majeur": {"2026-11": False}}}},
    },
    "output by variable, a list": {"input": {"individus": PERSONNES, **GROUPES}, "output": {"majeur": [True, False]}},
    "short names of groups": {
        "input": {
            "individus": PERSONNES,
            "famille": {"parents": ["a"], "enfants": ["b"]},
            "foyer_fiscal": {"declarants": ["a"], "personnes_a_charge": ["b"]},
            "menage": {"personne_de_reference": ["a"], "enfants": ["b"]},
        },
        "output": {"individu": {"majeur": [True, False]}},
    },
    "groups left out": {"input": {"individus": PERSONNES}, "output": {"majeur": [True, False]}},
    "a number for a yes": {"input": {"age": 18}, "output": {"majeur": 1}},
    "an expression": {"input": {"age": "9 * 2"}, "output": {"majeur": "2 - 1"}},
    "margin of one variable": {"input": {"age": 17}, "output": {"majeur": 1}, "absolute_error_margin": {"default": 0, "majeur": 1}},
    "margin too small": {"input": {"age": 17}, "output": {"majeur": 1}, "absolute_error_margin": {"default": 1, "majeur": 0.5}},
    "relative margin": {"input": {"age": 17}, "output": {"majeur": 2}, "relative_error_margin": 1},
    "wrong": {"input": {"age": 17}, "output": {"majeur": True}},
    "wrong for one": {"input": {"individus": PERSONNES, **GROUPES}, "output": {"individus": {"b": {"majeur": True}}}},
}


class Runner(YamlItem):  # type: ignore[misc]  # OpenFisca is untyped
    """OpenFisca's own item, without pytest around it."""

    def __init__(self, contenu: dict[str, Any]) -> None:
        self.baseline_tax_benefit_system, self.test, self.options = system(), build_test(dict(contenu)), {}
        self.name, self.path = "", Path()

    __hash__ = object.__hash__


def oracle(contenu: dict[str, Any]) -> bool:
    item = object.__new__(Runner)
    Runner.__init__(item, contenu)
    try:
        YamlItem.runtest(item)
    except AssertionError:
        return False
    finally:
        # OpenFisca's runner copies the system, and the entities of the first are left to the copy.
        for entity in system().entities:
            entity.set_tax_benefit_system(system())
    return True


class Fabrique:
    """Compiles `majeur` from `age`, and nothing else; `seuil` is the law, 18 unless it is sabotaged."""

    def __init__(self, seuil: int = 18, refuse: str = "") -> None:
        self.seuil = seuil
        self.refuse = refuse
        self.formes: list[tuple[list[str], list[str]]] = []

    def __call__(self, entrees: Sequence[str], sorties: Sequence[str]) -> Programme:
        self.formes.append((list(entrees), list(sorties)))
        if any(self.refuse and name.startswith(self.refuse) for name in (*entrees, *sorties)):
            raise RefusError("une boucle", "la_variable")
        graph = Graph()
        for name in sorties:
            variable, _, mois = name.partition("@")
            if variable != "majeur":
                raise RefusError("elle n'est pas majeur", variable)
            age = graph.input(Entree(nom=f"age@{mois}", entity=INDIVIDU, dtype="int32", defaut=0))
            graph.sorties[name] = graph.add("greater_equal", (age, graph.const(self.seuil, "int32")), dtype="bool", entity=INDIVIDU)
        return Programme(genre="calcul", mois="2026-11", graph=graph, versions={}, refus={}, construction={})


def essai(**contenu: Any) -> dict[str, Any]:
    return {"name": "un essai", "period": "2026-11", **contenu}


def written(dossier: Path, *contenus: dict[str, Any], nom: str = "tests.yaml") -> Path:
    fichier = dossier / nom
    fichier.write_text(yaml.safe_dump(list(contenus), allow_unicode=True), encoding="utf-8")
    return fichier


def run(fichier: Path, fabrique: Fabrique | None = None, **options: Any) -> list[Resultat]:
    depot = options.pop("depot", None) or DepotCalculs(fichier.parent / "programmes", signature="essai")
    return essais.run([fichier], system=system(), depot=depot, fabrique=fabrique or Fabrique(), **options)


class TestSameAsOpenFisca:
    @pytest.mark.parametrize("contenu", FORMES.values(), ids=FORMES)
    def test_a_form_of_the_format_ends_as_in_openfiscas_runner(self, tmp_path: Path, contenu: dict[str, Any]) -> None:
        fichier = written(tmp_path, essai(**contenu))

        [resultat] = run(fichier, against=True)

        attendu = oracle(essai(**contenu))
        assert resultat.issue is (Issue.REUSSI if attendu else Issue.ECHEC)
        assert resultat.reference in (None, attendu)


class TestItIsTheProgrammeThatIsJudged:
    def test_a_sabotaged_programme_fails_and_openfisca_does_not(self, tmp_path: Path) -> None:
        fichier = written(tmp_path, essai(input={"age": 19}, output={"majeur": True}))

        [resultat] = run(fichier, Fabrique(seuil=21), against=True)

        assert (resultat.issue, resultat.variable, resultat.reference) == (Issue.ECHEC, "majeur", True)
        assert "majeur@2026-11" in resultat.raison

    def test_a_test_that_openfisca_fails_too_says_so(self, tmp_path: Path) -> None:
        fichier = written(tmp_path, essai(input={"age": 17}, output={"majeur": True}))

        [resultat] = run(fichier, against=True)

        assert (resultat.issue, resultat.reference) == (Issue.ECHEC, False)
        assert "OpenFisca y échoue aussi" in report([resultat])


class TestNotCovered:
    @pytest.mark.parametrize(
        ("contenu", "raison"),
        [
            ({"input": {"age": 18}, "output": {"majeur": True}, "reforms": ["x.y"]}, "réforme"),
            ({"input": {"age": 18}, "output": {"majeur": True}, "extensions": ["x"]}, "extension"),
            ({"input": {"age": 18}, "output": {"majeur": True}, "parameters": {"a.b": 1}}, "paramètres"),
            ({"input": {"age": 18}, "output": {"majeur": True}, "max_spiral_loops": 4}, "4 tours"),
            ({"input": {"age": 18}, "output": {"lune": True}}, "lune : cette variable n'existe pas"),
            ({"input": {"age": 18, "lune": 18}, "output": {"majeur": True}}, "OpenFisca ne peut pas lire"),
            ({"input": {"age": 18}, "output": {"majeur": {"2026": True}}}, "période"),
            ({"input": {"age": 18}, "output": {"nb_parents": 1}}, "nb_parents : elle n'est pas majeur"),
            ({"input": {"lune": 18}, "output": {"majeur": True}}, "mélange"),
            ({"input": {"age": 18}}, "output manque"),
            ({"input": {"individus": PERSONNES, "familles": {"f": {"parents": ["a", "b"]}, "g": {}}}, "output": {"majeur": True}}, "personne"),
        ],
    )
    def test_says_why(self, tmp_path: Path, contenu: dict[str, Any], raison: str) -> None:
        [resultat] = run(written(tmp_path, essai(**contenu)))

        assert resultat.issue is Issue.NON_COUVERT
        assert raison in f"{resultat.variable} : {resultat.raison}"
        assert raison in report([resultat])

    def test_one_that_cannot_be_compiled_leaves_its_neighbours(self, tmp_path: Path) -> None:
        bons = [essai(input={"age": 18, "salaire_de_base": 100 + rang}, output={"majeur": True}) for rang in range(4)]
        mauvais = essai(input={"age": 18, "loyer": 3}, output={"majeur": True})
        fabrique = Fabrique(refuse="loyer")
        fichier = written(tmp_path, *bons[:2], mauvais, *bons[2:])

        resultats = run(fichier, fabrique)

        assert [resultat.issue for resultat in resultats] == [Issue.REUSSI, Issue.REUSSI, Issue.NON_COUVERT, Issue.REUSSI, Issue.REUSSI]
        assert (resultats[2].variable, resultats[2].raison) == ("la_variable", "une boucle")


class TestSharing:
    def test_tests_of_one_shape_are_compiled_once_and_a_second_run_compiles_nothing(self, tmp_path: Path) -> None:
        fichier = written(tmp_path, *(essai(input={"age": age}, output={"majeur": age >= 18}) for age in range(10, 30)))
        premier, second = Fabrique(), Fabrique(refuse="majeur")

        assert {resultat.issue for resultat in run(fichier, premier)} == {Issue.REUSSI}
        assert {resultat.issue for resultat in run(fichier, second)} == {Issue.REUSSI}

        assert (len(premier.formes), len(second.formes)) == (1, 0)

    def test_refusals_are_not_tried_again(self, tmp_path: Path) -> None:
        fichier = written(tmp_path, essai(input={"age": 18}, output={"nb_parents": 1}))
        second = Fabrique()

        run(fichier)
        [resultat] = run(fichier, second)

        assert not second.formes
        assert (resultat.issue, resultat.variable) == (Issue.NON_COUVERT, "nb_parents")

    def test_what_has_a_formula_is_never_given_to_a_test_that_did_not_give_it(self, tmp_path: Path) -> None:
        fichier = written(
            tmp_path,
            essai(input={"age": 18, "loyer": 400}, output={"majeur": True}),
            essai(input={"age": 18}, output={"majeur": True}),
            essai(input={"age": 18, "salaire_net": 400}, output={"majeur": True}),
            essai(input={"age": 18, "date_naissance": "2000-01-01"}, output={"majeur": True}),
        )
        fabrique = Fabrique()

        run(fichier, fabrique)

        assert sorted(len(entrees) for entrees, _ in fabrique.formes) == [2, 2, 2]

    def test_another_compiler_or_other_rules_compile_again(self, tmp_path: Path) -> None:
        fichier = written(tmp_path, essai(input={"age": 18}, output={"majeur": True}))
        seconde = Fabrique()

        run(fichier, depot=DepotCalculs(tmp_path / "p", signature="hier"))
        run(fichier, seconde, depot=DepotCalculs(tmp_path / "p", signature="aujourd'hui"))

        assert len(seconde.formes) == 1


class TestFree:
    def test_no_other_variable_is_read_by_whether_it_was_given(self) -> None:
        source = Path(openfisca_france.__file__).parent / "model"
        lues: set[str] = set()
        for fichier in source.rglob("*.py"):
            texte = fichier.read_text(encoding="utf-8")
            if "get_known_periods" not in texte:
                continue
            lues |= {
                node.args[0].value
                for node in ast.walk(ast.parse(texte))
                if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get_holder" and isinstance(node.args[0], ast.Constant)
            }

        a_formule = {nom for nom in lues if not is_free(system(), f"{nom}@2026-11")}
        sans_defaut_lu = {nom for nom in lues - a_formule if not nom.startswith(("fin_dernier", "motif_fin_dernier", "are_"))}
        assert lues >= LUES_SI_CONNUES
        assert not sans_defaut_lu


class TestBadFiles:
    @pytest.mark.parametrize(
        ("contenu", "phrase"),
        [
            ("- name: [", "n'est pas du YAML"),
            ("bonjour", "ce n'est pas un essai"),
            ("- bonjour", "ce n'est pas un essai"),
            ("- {input: {}, ouput: {}}", "« ouput » n'existe pas"),
            ("- {input: !!python/object:os.system {}}", "n'est pas du YAML"),
        ],
    )
    def test_are_refused_with_the_place_and_the_mend(self, tmp_path: Path, contenu: str, phrase: str) -> None:
        fichier = tmp_path / "faux.yaml"
        fichier.write_text(contenu, encoding="utf-8")

        with pytest.raises(FichierError, match=phrase) as refus:
            run(fichier)
        assert "faux.yaml" in str(refus.value)

    def test_bytes_that_are_no_text(self, tmp_path: Path) -> None:
        fichier = tmp_path / "faux.yaml"
        fichier.write_bytes(b"\xff\xfe\x00")

        with pytest.raises(FichierError, match="UTF-8"):
            run(fichier)

    def test_nothing_there(self, tmp_path: Path) -> None:
        with pytest.raises(FichierError, match="n'existe pas"):
            run(tmp_path / "absent.yaml")
        with pytest.raises(FichierError, match=r"aucun fichier \.yaml"):
            run(tmp_path)
