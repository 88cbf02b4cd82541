from __future__ import annotations

import copy
import random
from typing import Any

import pytest

from droits_ouverts.engine import communes, interpreter
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.programme import variantes
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.graph import MENAGE, Entree, Graph
from droits_ouverts.engine.programme.javascript.catalogue import catalogue, communes_by_departement
from droits_ouverts.engine.programme.javascript.emission import emit
from droits_ouverts.engine.programme.javascript.nombres import EmissionError
from droits_ouverts.engine.results import Estimation, Statut
from droits_ouverts.engine.situation import SituationError
from droits_ouverts.engine.situation_questionnaire import read
from tests.engine.programme.javascript.lois import MOIS, Loi, household
from tests.engine.programme.javascript.noeud import JavaScriptError, Noeud
from tests.engine.programme.javascript.test_parite import read_numbers

REPONSES = {Statut.ELIGIBLE: True, Statut.NON_ELIGIBLE: False, Statut.INDETERMINE: None}


def told(estimation: Estimation) -> list[dict[str, Any]]:
    """Return what the module says, from the server's estimate."""
    suite = []
    for droit in sorted(estimation.droits, key=lambda d: d.code):
        bornes = droit.montant_mensuel or droit.montant_unique
        suite.append(
            {
                "code": droit.code,
                "eligible": REPONSES[droit.statut],
                "min": None if bornes is None else bornes.min,
                "max": None if bornes is None else bornes.max,
                "montant": bornes.min if bornes is not None and bornes.min == bornes.max else None,
                "versement": droit.versement,
                "conditions": [{"variable": m.variable, "reussie": m.reussie} for m in droit.motifs],
                "manquants": [{"fait": m.fait, "entite": m.entite, "refuse": m.refuse} for m in droit.manquants],
                "deja_recu": droit.deja_recu,
            }
        )
    return suite


def check(noeud: Noeud, graine: int, dits: float, foyers: int = 3, module: bytes | None = None) -> None:
    loi = Loi(graine)
    documents = [household(graine * 100 + rang, dits=dits) for rang in range(foyers)]
    bilans = noeud.ask(module=noeud.write(loi.module() if module is None else module), foyers=documents)["bilans"]
    for document, bilan in zip(documents, bilans, strict=True):
        attendus = told(loi.estimate(read(document, MOIS)))
        assert [droit for droit in bilan["droits"] if droit["code"] != "refuse"] == attendus


class TestSameAnswers:
    @pytest.mark.parametrize("graine", range(8))
    def test_everything_said(self, noeud: Noeud, graine: int) -> None:
        check(noeud, graine, 1.0, foyers=8)

    @pytest.mark.parametrize("graine", range(8))
    def test_a_few_facts_unknown(self, noeud: Noeud, graine: int) -> None:
        check(noeud, graine, 0.95, foyers=4)

    @pytest.mark.parametrize("graine", range(6))
    def test_many_facts_unknown(self, noeud: Noeud, graine: int) -> None:
        check(noeud, graine, 0.5, foyers=2)

    def test_nothing_said(self, noeud: Noeud) -> None:
        check(noeud, 50, 0.0, foyers=1)

    def test_a_right_that_is_not_compiled_is_never_a_no(self, noeud: Noeud) -> None:
        bilan = noeud.ask(module=noeud.write(Loi(1).module()), foyers=[household(1, dits=1.0)])["bilans"][0]

        assert next(d for d in bilan["droits"] if d["code"] == "refuse")["eligible"] is None
        assert (bilan["mois"], bilan["versions"], bilan["completions"]) == (MOIS, {"regles": "essai"}, bilan["completions"])

    def test_an_amount_that_is_not_a_number_is_never_a_no(self, noeud: Noeud) -> None:
        loi = Loi(2)
        rank = loi.graph.sorties["rsa_montant"]
        loi.graph.sorties["rsa_montant"] = loi.graph.add("divide", (rank, loi.graph.const(0.0, "float32")), dtype="float32", entity="famille")

        bilan = noeud.ask(module=noeud.write(loi.module()), foyers=[household(1, dits=1.0)])["bilans"][0]

        rsa = next(d for d in bilan["droits"] if d["code"] == "rsa")
        assert (rsa["eligible"], rsa["min"], rsa["erreur"]) == (None, None, "le calcul n'a pas abouti")

    def test_fewer_completions_on_a_slow_machine(self, noeud: Noeud) -> None:
        chemin = noeud.write(Loi(1).module())
        foyer = household(3, dits=0.3)

        peu, tout = (noeud.ask(module=chemin, foyers=[foyer], options=options)["bilans"][0]["completions"] for options in ({"copies": 50}, {}))

        assert peu < tout


SABOTAGES = {
    "another generator of chance": ("y ^= y >>> 11;", "y ^= y >>> 12;"),
    "gates that are always open": ("if (rangs[k] >= 0 && (!this.cells[k].conditionnelle || this._isOpen(k, retenus)))", "if (rangs[k] >= 0)"),
    "a couple never shares a tax household": ('const ensemble = statut === undefined || statut === "marie" || statut === "pacse";', "const ensemble = false;"),
    "unknown is no": ("reponse.eligible = tous ? true : un ? null : false;", "reponse.eligible = tous;"),
    "the year of an income that was not said": ("if (foyer.reponses.get(mensuel)?.connu) return given;", "return given;"),
    "rights received before, always": ('if (passee && nom.startsWith("avant.")', 'if (false && nom.startsWith("avant.")'),
    "the first member's conditions": ("if (note > plus) [plus, choisi[i]] = [note, j];", ""),
    "another month of income": ("const dit = connu?.[Number(recul) + 4] ?? null;", "const dit = connu?.[4] ?? null;"),
    "those outside the family count": ('p.role === "autre" ? [] : [rang]', "[rang]"),
}


class TestSabotages:
    @pytest.mark.parametrize("nom", SABOTAGES)
    def test_a_sabotage_is_seen(self, noeud: Noeud, nom: str) -> None:
        juste, faux = SABOTAGES[nom]

        def seen(graine: int, dits: float) -> bool:
            texte = Loi(graine).module().decode()
            assert juste in texte, "this sabotage changes nothing"
            try:
                check(noeud, graine, dits, 2, texte.replace(juste, faux).encode())
            except AssertionError:
                return True
            return False

        assert any(seen(graine, dits) for graine in range(24) for dits in (0.97, 0.7))


class TestReading:
    module: str | None = None

    def refused(self, noeud: Noeud, document: object) -> str:
        chemin = noeud.write(Loi(1).module())
        with pytest.raises(JavaScriptError, match="FoyerError") as info:
            noeud.ask(module=chemin, foyers=[document])
        return str(info.value)

    @pytest.mark.parametrize(
        ("chemin", "valeur", "phrase"),
        [
            ("personnes", [], "personnes : il n'y a personne"),
            ("personnes.0.role", "voisin", r"personnes\[0\].role : choisissez"),
            ("personnes.0.faits.date_naissance", "1992-02-30", "écrivez l'année"),
            ("personnes.0.faits.date_naissance", "2026-12-01", "après le mois du bilan"),
            ("personnes.0.faits.date_naissance", None, "la date de naissance est nécessaire"),
            ("personnes.0.faits.date_naissance", {"refus": True}, "la date de naissance est nécessaire"),
            ("personnes.0.faits.salaire_net", -1, "le minimum est 0"),
            ("personnes.0.faits.salaire_net", "900", "n'est pas un nombre"),
            ("personnes.0.faits.salaire_net", {"2026-01": 3}, "le mois 2026-01 n'est pas demandé"),
            ("personnes.0.faits.annees_titre_sejour", 2.5, "nombre entier"),
            ("personnes.0.faits.enceinte", 1, "true"),
            ("personnes.0.faits.activite", "artiste", "choisissez parmi : actif"),
            ("personnes.0.faits.loyer", 1, "se déclare ailleurs"),
            ("personnes.0.faits.toString", 1, "ce fait n'existe pas"),
            ("menage.commune", "69999", "code Insee"),
            ("menage.droits_recus", ["rsa"], "ce fait n'existe pas"),
            ("famille.droits_recus", ["rsb"], "liste de codes"),
            ("mois", "2026-10", "calcule le mois 2026-11"),
            ("autre", 1, "cette partie n'existe pas"),
        ],
    )
    def test_what_is_refused_is_refused_by_the_server_too(self, noeud: Noeud, chemin: str, valeur: object, phrase: str) -> None:
        document: Any = copy.deepcopy({"personnes": [{"id": "a", "role": "demandeur", "faits": {"date_naissance": "1992-03-14"}}], "menage": {}, "famille": {}})
        *debut, dernier = chemin.split(".")
        cible = document
        for pas in debut:
            cible = cible[int(pas) if pas.isdigit() else pas]
        cible[dernier] = valeur

        assert pytest.importorskip("re").search(phrase, self.refused(noeud, document))
        if chemin != "mois":
            with pytest.raises(SituationError):
                read(document, MOIS)

    def test_all_problems_at_once(self, noeud: Noeud) -> None:
        document = {"personnes": [{"id": "a", "role": "demandeur", "faits": {"date_naissance": "x", "enceinte": 3}}], "menage": {"commune": "Lyon"}}

        assert self.refused(noeud, document).count("\n") == 3


class TestCatalogue:
    def test_communes_are_found_by_their_rank(self) -> None:
        codes = communes.codes()
        lus = [f"{departement}{rang:03d}" for departement, texte in communes_by_departement(codes) for rang in runs(read_numbers(texte))]

        assert tuple(lus) == codes

    def test_a_sample_of_communes_in_the_module(self, noeud: Noeud) -> None:
        graph = Graph()
        entree = next(e for e in Loi(1).graph.entrees.values() if e.dtype == "bool")
        assert entree
        rangs = {"": 0, **{code: rang for rang, code in enumerate(communes.codes(), start=1)}}
        lu = graph.input(Entree(nom="commune", entity=MENAGE, dtype="int32", defaut=0, categories=rangs, minimum=0, maximum=len(rangs) - 1))
        choisies = random.Random(1).sample(sorted(rangs)[1:], 12)  # noqa: S311 - a draw of communes, not a secret
        for code in choisies:
            graph.sorties[f"x{code}"] = graph.add("equal", (lu, graph.const(rangs[code], "int32")), dtype="bool", entity=MENAGE)
        programme = Programme(genre="bilan", mois=MOIS, graph=graph, versions={}, refus={}, construction={})

        bilan = noeud.ask(module=noeud.write(emit(programme)), foyers=[household(1, dits=1.0)])["bilans"][0]

        assert [d["code"] for d in bilan["droits"]] == sorted(REGLES)

    def test_another_list_of_communes_is_refused(self) -> None:
        graph = Graph()
        graph.sorties["s"] = graph.input(Entree(nom="commune", entity=MENAGE, dtype="int32", categories={"": 0, "01001": 1}))

        with pytest.raises(EmissionError, match="autre liste de communes"):
            catalogue(Programme(genre="bilan", mois=MOIS, graph=graph, versions={}, refus={}, construction={}))

    def test_a_calculation_is_refused(self) -> None:
        with pytest.raises(EmissionError, match="seul un programme de bilan"):
            emit(Programme(genre="calcul", mois=MOIS, graph=Graph(), versions={}, refus={}, construction={}))

    def test_rights_on_received_resources_are_the_interpreters(self) -> None:
        assert variantes.SUR_RESSOURCES_PERCUES == interpreter.SUR_RESSOURCES_PERCUES


def runs(nombres: list[int]) -> list[int]:
    suite, debut = [], 0
    for saut, longueur in zip(nombres[::2], nombres[1::2], strict=True):
        debut += saut
        suite += range(debut, debut + longueur)
        debut += longueur
    return suite
