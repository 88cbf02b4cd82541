"""Bad input: a sentence that names the place, the value and the mend; exit code 2; never a trace, never a "no"."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.config.console import EXEMPLES, Resultat, run

AWA: dict[str, Any] = json.loads((EXEMPLES / "awa.json").read_text(encoding="utf-8"))
OPENFISCA: dict[str, Any] = json.loads((EXEMPLES / "awa.openfisca.json").read_text(encoding="utf-8"))


def refused(result: Resultat, *words: str) -> None:
    assert result.code == 2, result.erreur
    assert result.sortie == b""
    assert "Traceback" not in result.erreur
    for word in words:
        assert word in result.erreur, result.erreur


def changed(document: dict[str, Any], *path: Any, value: Any) -> bytes:
    edited = copy.deepcopy(document)
    place = edited
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return json.dumps(edited).encode()


class TestTheBytes:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", ["vide"]),
            (b"  \n\t ", ["vide"]),
            (b"\xef\xbb\xbf", ["vide"]),
            (b"bonjour", ["JSON", "ligne 1", "bonjour"]),
            (b'{"personnes": [}', ["JSON", "colonne 16"]),
            (b'{"personnes": []', ["JSON", "accolade"]),
            (b'{"a": 1,}', ["JSON", "virgule de trop"]),
            (b'{"a": 1} {"b": 2}', ["JSON", "après la fin"]),
            (b"{'a': 1}", ["JSON", "guillemets doubles"]),
            (b'{"a": "\xe9"}', ["UTF-8", "0xE9", "ligne 1"]),
            (b"\xff\xfe{\x00}\x00", ["UTF-8", "0xFF"]),
            (b"[" * 100_000, ["trop de niveaux"]),
            (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, ["trop de niveaux"]),
            (b'{"a":' * 20 + b"1" + b"}" * 20, ["trop de niveaux", "a.a.a"]),
            (b'{"a": ' + b"9" * 5000 + b"}", ["trop de chiffres"]),
            (b"[]", ["une liste", "objet"]),
            (b'[{"individus": {}}]', ["une liste"]),
            (b"null", ["null"]),
            (b"true", ["oui/non"]),
            (b'"awa"', ["un texte"]),
            (b"12", ["un nombre"]),
        ],
        ids=range(21),
    )
    def test_that_are_no_object(self, content: bytes, words: list[str]) -> None:
        refused(run("bilan", "-", entree=content), *words if "a.a.a" in words else ("fichier", *words))

    def test_of_50_megabytes(self, tmp_path: Path) -> None:
        path = tmp_path / "gros.json"
        with path.open("wb") as file:
            file.truncate(50 * 1024 * 1024)

        refused(run("bilan", str(path)), "2 Mo", "un fichier par ménage")

    @pytest.mark.parametrize("constant", [b"NaN", b"Infinity", b"-Infinity"])
    def test_with_a_number_that_json_does_not_have(self, constant: bytes) -> None:
        content = json.dumps(AWA).encode().replace(b'"loyer": 420', b'"loyer": ' + constant)

        refused(run("bilan", "-", entree=content), "menage.loyer", constant.decode(), "null si vous ne savez pas")

    def test_with_a_number_beyond_numbers(self) -> None:
        content = json.dumps(AWA).encode().replace(b'"loyer": 420', b'"loyer": 1e999')

        refused(run("bilan", "-", entree=content), "menage.loyer", "trop grand")

    def test_with_a_key_written_twice(self) -> None:
        content = json.dumps(AWA).encode().replace(b'"loyer": 420', b'"loyer": 420, "loyer": 500')

        refused(run("bilan", "-", entree=content), "menage.loyer", "deux fois")

    def test_with_a_person_written_twice(self) -> None:
        content = b'{"individus": {"a": {"date_naissance": "1990-01-01"}, "a": {}}}'

        refused(run("bilan", "-", entree=content), "individus/a", "deux fois")

    def test_with_a_character_that_cannot_be_written(self) -> None:
        content = json.dumps(AWA).encode().replace(b'"awa"', b'"\\ud800"')

        refused(run("bilan", "-", entree=content), "personnes[0].id", "Retapez")

    def test_all_told_at_once(self) -> None:
        content = b'{"menage": {"loyer": NaN, "charges_locatives": Infinity}}'

        refused(run("bilan", "-", entree=content), "2 problèmes", "menage.loyer", "menage.charges_locatives")


class TestTheQuestionnaire:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"{}", ["personnes", "individus"]),
            (b'{"bonjour": 1}', ["individus"]),
            (changed(AWA, "format", value="droits-ouverts/questionnaire/9"), ["format", "droits-ouverts/questionnaire/1"]),
            (changed(AWA, "personnes", value=[]), ["personnes", "personne"]),
            (changed(AWA, "personnes", value={}), ["personnes"]),
            (changed(AWA, "personnes", value=None), ["personnes"]),
            (changed(AWA, "personnes", 0, value="awa"), ["personnes[0]"]),
            (changed(AWA, "personnes", 0, "role", value="enfant"), ["personnes", "demandeur"]),
            (changed(AWA, "personnes", 0, "role", value="reine"), ["personnes[0].role", "reine", "conjoint"]),
            (changed(AWA, "personnes", 1, "role", value="demandeur"), ["demandeur", "awa, moussa"]),
            (changed(AWA, "personnes", 1, "id", value="awa"), ["personnes[1].id", "awa"]),
            (changed(AWA, "personnes", 1, "id", value=""), ["personnes[1].id"]),
            (changed(AWA, "personnes", 1, "faits", value={}), ["personnes[1].faits.date_naissance", "manque"]),
            (changed(AWA, "personnes", 0, "faits", "date_naissance", value="2999-01-01"), ["date_naissance", "2999-01-01", "après le mois"]),
            (changed(AWA, "personnes", 0, "faits", "date_naissance", value="1492-01-01"), ["date_naissance", "1492", "1900"]),
            (changed(AWA, "personnes", 0, "faits", "date_naissance", value="14/03/1992"), ["date_naissance", "14/03/1992", "1992-03-14"]),
            (changed(AWA, "personnes", 0, "faits", "date_naissance", value=1992), ["date_naissance", "1992"]),
            (changed(AWA, "personnes", 0, "faits", "salair_net", value=3), ["salair_net", "salaire_net"]),
            (changed(AWA, "personnes", 0, "faits", "loyer", value=3), ["loyer", "menage"]),
            (changed(AWA, "personnes", 0, "faits", "salaire_net", value="mille"), ["salaire_net", "mille", "650.5"]),
            (changed(AWA, "personnes", 0, "faits", "salaire_net", value=[900]), ["salaire_net", "900"]),
            (changed(AWA, "personnes", 0, "faits", "salaire_net", value={"2026-13": 900}), ["salaire_net", "2026-13"]),
            (changed(AWA, "personnes", 0, "faits", "activite", value="astronaute"), ["activite", "astronaute", "chomeur"]),
            (changed(AWA, "personnes", 0, "faits", "enceinte", value="oui"), ["enceinte", "oui", "true"]),
            (changed(AWA, "menage", "loyer", value=-500), ["menage.loyer", "-500", "minimum"]),
            (changed(AWA, "menage", "loyer", value=1e9), ["menage.loyer", "maximum"]),
            (changed(AWA, "menage", "loyer", value=True), ["menage.loyer", "True"]),
            (changed(AWA, "menage", "commune", value="99999"), ["menage.commune", "99999", "Insee"]),
            (changed(AWA, "menage", "commune", value="Vénissieux"), ["menage.commune", "69259"]),
            (changed(AWA, "menage", "commune", value=69259), ["menage.commune", "69259"]),
            (changed(AWA, "menage", value=[]), ["menage"]),
            (changed(AWA, "famille", value={"droits_recus": ["rsaa"]}), ["droits_recus", "rsaa", "rsa"]),
            (changed(AWA, "famille", value={"droits_recus": [{}]}), ["droits_recus"]),
            (changed(AWA, "menages", value={}), ["menages", "menage"]),
            (changed(AWA, "mois", value="2026-13"), ["mois", "2026-13"]),
            (changed(AWA, "mois", value=202611), ["mois", "202611"]),
            (changed(AWA, "mois", value=[]), ["mois"]),
        ],
        ids=range(37),
    )
    def test_that_cannot_be_a_household(self, content: bytes, words: list[str]) -> None:
        refused(run("bilan", "-", entree=content), *words)

    def test_with_40_children(self) -> None:
        children = [{"id": f"e{rang}", "role": "enfant", "faits": {"date_naissance": "2019-05-02"}} for rang in range(40)]

        refused(run("bilan", "-", entree=changed(AWA, "personnes", value=[AWA["personnes"][0], *children])), "personnes", "41", "maximum")


class TestTheOpenFiscaSituation:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (changed(OPENFISCA, "individus", value={}), ["individus", "personne"]),
            (changed(OPENFISCA, "individus", value=[]), ["individus"]),
            (changed(OPENFISCA, "individus", "awa", value=[]), ["individus/awa"]),
            (changed(OPENFISCA, "chiens", value={}), ["chiens"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_nett", value={"2026-11": 1}), ["salaire_nett", "salaire_net"]),
            (changed(OPENFISCA, "individus", "awa", "loyer", value={"2026-11": 1}), ["individus/awa/loyer", "menages"]),
            (changed(OPENFISCA, "menages", "menage", "loyer", value={"2026-11": -500}), ["menages/menage/loyer", "-500"]),
            (changed(OPENFISCA, "menages", "menage", "loyer", value={"2026-11": "cher"}), ["loyer", "cher"]),
            (changed(OPENFISCA, "menages", "menage", "depcom", value={"2026-11": "99999"}), ["depcom", "99999"]),
            (changed(OPENFISCA, "individus", "awa", "date_naissance", value={"ETERNITY": "2999-01-01"}), ["date_naissance", "2999-01-01"]),
            (changed(OPENFISCA, "individus", "awa", "date_naissance", value={"ETERNITY": "hier"}), ["date_naissance", "hier"]),
            (changed(OPENFISCA, "individus", "awa", "date_naissance", value={}), ["date_naissance"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_net", value={"2026-13": 1}), ["salaire_net", "2026-13"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_net", value={"1850-01": 1}), ["salaire_net", "1850"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_net", value={"9999-99": 1}), ["salaire_net", "9999-99"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_net", value={"": 1}), ["salaire_net"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_net", value={"2026-11": [1]}), ["salaire_net"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_net", value={"2026-11": {}}), ["salaire_net"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_net", value={"2026-11": -900}), ["salaire_net", "-900"]),
            (changed(OPENFISCA, "individus", "awa", "activite", value={"2026-11": "astronaute"}), ["activite", "astronaute"]),
            (changed(OPENFISCA, "individus", "awa", "enceinte", value={"2026-11": "oui"}), ["enceinte", "oui"]),
            (changed(OPENFISCA, "familles", "famille", "parents", value=["awa", "fantome"]), ["familles/famille/parents", "fantome"]),
            (changed(OPENFISCA, "familles", "famille", "parents", value=[["awa"]]), ["familles/famille/parents"]),
            (changed(OPENFISCA, "familles", "famille", "parents", value=3), ["familles/famille/parents"]),
            (changed(OPENFISCA, "familles", "famille", "parents", value=["awa", "moussa", "fatou"]), ["parents", "3"]),
            (changed(OPENFISCA, "familles", "famille", "conjoints", value=["awa"]), ["conjoints"]),
            (changed(OPENFISCA, "familles", "autre", value={"parents": ["awa"]}), ["familles/autre", "awa"]),
            (changed(OPENFISCA, "familles", "autre", value={}), ["familles/autre"]),
            (changed(OPENFISCA, "familles", "autre", value=None), ["familles/autre"]),
            (changed(OPENFISCA, "familles", value=[]), ["familles"]),
            (changed(OPENFISCA, "menages", "autre", value={"personne_de_reference": ["moussa"]}), ["menages/autre", "moussa"]),
            (changed(OPENFISCA, "axes", value=[]), ["axes"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_net", value={"ETERNITY": 900}), ["salaire_net", "ETERNITY"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_net", value={"day:2026-01-01": 30}), ["salaire_net", "day:2026-01-01"]),
            (changed(OPENFISCA, "individus", "awa", "salaire_net", value={"2026-W05": 30}), ["salaire_net", "2026-W05"]),
        ],
        ids=range(35),
    )
    def test_that_cannot_be_a_household(self, content: bytes, words: list[str]) -> None:
        refused(run("bilan", "-", entree=content), *words)

    def test_with_someone_in_two_couples(self) -> None:
        individus = {nom: {"date_naissance": {"ETERNITY": "1990-01-01"}} for nom in ("awa", "paul", "jean")}
        familles = {"une": {"parents": ["awa", "paul"]}, "deux": {"parents": ["awa", "jean"]}}

        refused(run("bilan", "-", entree=json.dumps({"individus": individus, "familles": familles}).encode()), "familles/deux/parents", "awa")

    def test_with_40_children(self) -> None:
        individus = {f"e{rang}": {"date_naissance": {"ETERNITY": "2019-05-02"}} for rang in range(40)}

        refused(run("bilan", "-", entree=changed(OPENFISCA, "individus", value=individus)), "individus", "40", "maximum")


class TestTheCommandLine:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            ([], ["COMMANDE"]),
            (["bilan"], ["FICHIER"]),
            (["bilann"], ["bilann"]),
            (["bilan", "-", "--mois"], ["--mois"]),
            (["bilan", "-", "--mois", "2026-13"], ["2026-13", "01 à 12"]),
            (["bilan", "-", "--mois", "1850-01"], ["1850", "2020"]),
            (["bilan", "-", "--mois", "9999-99"], ["9999-99"]),
            (["bilan", "-", "--mois", "novembre"], ["novembre", "2026-11"]),
            (["bilan", "-", "--mois", ""], ["--mois"]),
            (["bilan", "-", "--format", "docx"], ["docx", "texte, json, pdf"]),
            (["bilan", "-", "--langue", "klingon"], ["klingon", "fr, en, ar"]),
            (["bilan", "-", "--couleur"], ["--couleur"]),
            (["bilan", "-", "deux"], ["deux"]),
            (["bilan", "/nulle/part.json"], ["/nulle/part.json", "n'existe pas"]),
            (["bilan", "/"], ["dossier"]),
            (["bilan", "nul\0octet"], ["ne peut pas être lu"]),
            (["calculate", "fichier.json"], ["fichier.json"]),
        ],
        ids=range(17),
    )
    def test_that_asks_for_what_is_not(self, arguments: list[str], words: list[str]) -> None:
        refused(run(*arguments), *words)


class TestCalculate:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", ["JSON"]),
            (b"bonjour", ["JSON"]),
            (b"[" * 100_000, ["niveaux"]),
            (b"\xff", ["JSON"]),
            (b"[]", ["400"]),
            (b"{}", ["400", "individus"]),
            (b'{"individus": {"a": {"lune": {"2026-11": 1}}}}', ["404", "individus/a/lune"]),
            (b'{"individus": {"a": {"age": {"2026": null}}}}', ["400", "individus/a/age/2026"]),
        ],
        ids=range(8),
    )
    def test_refuses_what_openfisca_refuses(self, content: bytes, words: list[str]) -> None:
        refused(run("calculate", entree=content), *words)

    def test_takes_what_openfisca_takes(self) -> None:
        content = b'{"individus": {"a": {"age": {"2026-11": null}}}, "menages": {"m": {"personne_de_reference": ["a"], "loyer": {"2026-11": -500}, "loyer": {"2026-11": NaN}}}}'

        assert run("calculate", entree=content).code == 0
