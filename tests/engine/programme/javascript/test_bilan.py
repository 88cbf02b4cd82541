from __future__ import annotations

import copy
import re
from functools import cache
from typing import Any

import pytest

from droits_ouverts.engine import communes
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.graph import MENAGE, Entree, Graph
from droits_ouverts.engine.programme.javascript.catalogue import catalogue, communes_by_departement
from droits_ouverts.engine.programme.javascript.emission import emit
from droits_ouverts.engine.programme.javascript.nombres import EmissionError
from droits_ouverts.engine.results import Estimation, Statut
from droits_ouverts.engine.situation import SituationError
from droits_ouverts.engine.situation_questionnaire import read
from tests.engine.programme.javascript.lois import MOIS, Loi, household, law, module_of, ranks
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


@cache
def expected(graine: int, dits: float, rang: int) -> list[dict[str, Any]]:
    """Return what the server says of a household of a seed."""
    return told(law(graine).estimate(read(household(graine * 100 + rang, dits=dits), MOIS)))


def check(noeud: Noeud, graine: int, dits: float, foyers: int = 3, module: bytes | None = None) -> None:
    documents = [household(graine * 100 + rang, dits=dits) for rang in range(foyers)]
    bilans = noeud.ask(module=noeud.write(module or module_of(graine)), foyers=documents)["bilans"]
    for rang, bilan in enumerate(bilans):
        assert [droit for droit in bilan["droits"] if droit["code"] != "refuse"] == expected(graine, dits, rang)


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

    def test_a_module_that_was_warmed_answers_the_same(self, noeud: Noeud) -> None:
        check(noeud, 3, 0.97, 2, module_of(3) + b"chauffer();")

    def test_nothing_said(self, noeud: Noeud) -> None:
        check(noeud, 50, 0.0, foyers=1)

    def test_a_right_that_is_not_compiled_is_never_a_no(self, noeud: Noeud) -> None:
        bilan = noeud.ask(module=noeud.write(module_of(1)), foyers=[household(1, dits=1.0)])["bilans"][0]

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
        chemin = noeud.write(module_of(1))
        foyer = household(3, dits=0.3)

        peu, tout = (noeud.ask(module=chemin, foyers=[foyer], options=options)["bilans"][0]["completions"] for options in ({"copies": 50}, {}))

        assert peu < tout


MOI = [{"id": "a", "role": "demandeur", "faits": {"date_naissance": "1992-03-14"}}]

SABOTAGES: dict[str, tuple[str, str, int, float]] = {
    "another generator of chance": ("y ^= y >>> 11;", "y ^= y >>> 12;", 2, 0.5),
    "gates that are always open": ("if (rangs[k] >= 0 && (!this.cells[k].conditionnelle || this._isOpen(k, retenus)))", "if (rangs[k] >= 0)", 0, 0.5),
    "a couple never shares a tax household": (
        'const ensemble = statut === undefined || statut === "marie" || statut === "pacse";',
        "const ensemble = false;",
        3,
        0.9,
    ),
    "unknown is no": ("reponse.eligible = tous ? true : un ? null : false;", "reponse.eligible = tous;", 0, 0.9),
    "the year of an income that was not said": ("if (foyer.reponses.get(mensuel)?.connu) return given;", "return given;", 0, 0.5),
    "rights received before, always": ('if (passee && nom.startsWith("avant.")', 'if (false && nom.startsWith("avant.")', 0, 0.97),
    "the first member's conditions": ("if (note > plus) [plus, choisi[i]] = [note, j];", "", 0, 0.97),
    "another month of income": ("const dit = connu?.[Number(recul) + 4] ?? null;", "const dit = connu?.[4] ?? null;", 2, 0.97),
    "months that are not said are nothing": ("if (dit !== null || k < 0) return () => dit ?? 0;", "if (connu || k < 0) return () => dit ?? 0;", 0, 0.97),
    "those outside the family count": ('p.role === "autre" ? [] : [rang]', "[rang]", 0, 0.97),
    "rights are not refined": ("const ajoutees = entier ? [] :", "const ajoutees = true ? [] :", 7, 0.5),
    "draws are not put together": ("ajoutees.push(...plan.combined(justes(), premieres));", "", 11, 0.5),
}
"""What is replaced, by what, and the law and the share of facts said by which it is seen."""


class TestSabotages:
    @pytest.mark.parametrize("nom", SABOTAGES)
    def test_a_sabotage_is_seen(self, noeud: Noeud, nom: str) -> None:
        juste, faux, graine, dits = SABOTAGES[nom]
        texte = module_of(graine).decode()
        assert juste in texte, "this sabotage changes nothing"
        check(noeud, graine, dits, 2)

        with pytest.raises(AssertionError):
            check(noeud, graine, dits, 2, texte.replace(juste, faux).encode())

    def test_a_tenant_by_a_rent(self, noeud: Noeud) -> None:
        # The home of a family that pays a rent is not tried as an owner's.
        graine = next(graine for graine in range(99) if "statut_occupation_logement" in law(graine).graph.entrees)
        texte = module_of(graine).decode()
        document = household(1, dits=1.0)
        document["menage"] |= {"loyer": 420.0, "statut_occupation_logement": None}

        juste, faux = (
            noeud.ask(module=noeud.write(module.encode()), foyers=[document])["bilans"][0]
            for module in (texte, texte.replace("return LOCATAIRES;", "return fait.plausibles;"))
        )

        assert [droit for droit in juste["droits"] if droit["code"] != "refuse"] == told(law(graine).estimate(read(document, MOIS)))
        assert juste["completions"] < faux["completions"]


class TestReading:
    def refused(self, noeud: Noeud, document: object) -> str:
        chemin = noeud.write(module_of(1))
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
        document: Any = copy.deepcopy({"personnes": MOI, "menage": {}, "famille": {}})
        *debut, dernier = chemin.split(".")
        cible = document
        for pas in debut:
            cible = cible[int(pas) if pas.isdigit() else pas]
        cible[dernier] = valeur

        assert re.search(phrase, self.refused(noeud, document))
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

    def test_a_household_lives_in_its_own_commune(self, noeud: Noeud) -> None:
        choisies = ["01001", "2A004", "69381", "13055", *communes.codes()[9::6000], communes.codes()[-1]]
        rangs = ranks()
        for code in choisies[:4]:
            graph = Graph()
            entree = Entree(nom="commune", entity=MENAGE, dtype="int32", defaut=0, categories=rangs, minimum=0, maximum=len(rangs) - 1)
            ici = graph.add("equal", (graph.input(entree), graph.const(rangs[code], "int32")), dtype="bool", entity=MENAGE)
            graph.sorties = {"lep_eligibilite": ici, **{c.variable: ici for c in REGLES["lep"].conditions}}
            programme = Programme(genre="bilan", mois=MOIS, graph=graph, versions={}, refus={}, construction={})
            documents = [{"personnes": MOI, "menage": {"commune": autre}} for autre in choisies]

            bilans = noeud.ask(module=noeud.write(emit(programme)), foyers=documents)["bilans"]

            lep = [next(d["eligible"] for d in bilan["droits"] if d["code"] == "lep") for bilan in bilans]
            assert lep == [autre == code for autre in choisies]

    def test_another_list_of_communes_is_refused(self) -> None:
        graph = Graph()
        graph.sorties["s"] = graph.input(Entree(nom="commune", entity=MENAGE, dtype="int32", categories={"": 0, "01001": 1}))

        with pytest.raises(EmissionError, match="autre liste de communes"):
            catalogue(Programme(genre="bilan", mois=MOIS, graph=graph, versions={}, refus={}, construction={}))

    def test_a_calculation_is_refused(self) -> None:
        with pytest.raises(EmissionError, match="seul un programme de bilan"):
            emit(Programme(genre="calcul", mois=MOIS, graph=Graph(), versions={}, refus={}, construction={}))


def runs(nombres: list[int]) -> list[int]:
    suite, debut = [], 0
    for saut, longueur in zip(nombres[::2], nombres[1::2], strict=True):
        debut += saut
        suite += range(debut, debut + longueur)
        debut += longueur
    return suite
