"""A made-up law whose outputs bear the names of true rights, and populations for it, small enough to be worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from droits_ouverts.engine import communes
from droits_ouverts.engine.formules.registre import REGLES
from droits_ouverts.engine.programme import versions
from droits_ouverts.engine.programme.fichier import Programme
from droits_ouverts.engine.programme.graph import FAMILLE, FOYER_FISCAL, INDIVIDU, MENAGE, Entree, Graph

MOIS = "2026-11"


def entrees() -> dict[str, Entree]:
    codes = {"": 0, **{code: rang for rang, code in enumerate(communes.codes(), start=1)}}
    toutes = [
        Entree(nom="salaire_net@0", entity=INDIVIDU, dtype="float64", defaut=0.0, minimum=0.0, maximum=20000.0),
        Entree(nom="salaire_annuel_n1", entity=INDIVIDU, dtype="float64", defaut=0.0, minimum=0.0),
        Entree(nom="date_naissance", entity=INDIVIDU, dtype="datetime64[D]", defaut="1970-01-01"),
        Entree(nom="enceinte", entity=INDIVIDU, dtype="bool", defaut=False),
        Entree(nom="activite", entity=INDIVIDU, dtype="uint8", defaut=5, minimum=0, maximum=5),
        Entree(nom="loyer", entity=MENAGE, dtype="float64", defaut=-1.0, minimum=-1.0),
        Entree(nom="commune", entity=MENAGE, dtype="int32", defaut=0, minimum=0, maximum=len(codes) - 1, categories=codes),
        Entree(nom="revenu_fiscal_reference", entity=FOYER_FISCAL, dtype="float64", defaut=-1.0, minimum=-1.0),
    ]
    return {entree.nom: entree for entree in toutes}


def graphe(*, rsa: float = 600.0) -> Graph:
    """Return the law.

    rsa: `rsa` euros less the family's earnings, if that is more than nothing. lep: a person whose tax household declared 20,000 at most. logement_social:
    a rent above 500, somewhere. rsj: 400 euros to each person who earns nothing. cej: 500 to each who is pregnant.
    """
    g = Graph()
    lues = {nom: g.input(entree) for nom, entree in entrees().items()}
    gagne = g.add("group_sum", (lues["salaire_net@0"],), (FAMILLE, None), dtype="float64", entity=FAMILLE)
    zero = g.const(0.0, "float64")
    reste = g.add("subtract", (g.const(rsa, "float64"), gagne), dtype="float64", entity=FAMILLE)
    ouvert = g.add("greater", (reste, zero), dtype="bool", entity=FAMILLE)
    montant = g.add("where", (ouvert, reste, zero), dtype="float64", entity=FAMILLE)
    modeste = g.add("less_equal", (lues["revenu_fiscal_reference"], g.const(20000.0, "float64")), dtype="bool", entity=FOYER_FISCAL)
    lep = g.add("project", (modeste,), (FOYER_FISCAL,), dtype="bool", entity=INDIVIDU)
    cher = g.add("greater", (lues["loyer"], g.const(500.0, "float64")), dtype="bool", entity=MENAGE)
    situe = g.add("greater", (lues["commune"], g.const(0, "int32")), dtype="bool", entity=MENAGE)
    logement = g.add("logical_and", (cher, situe), dtype="bool", entity=MENAGE)
    de_menage = g.add("project", (logement,), (MENAGE,), dtype="bool", entity=INDIVIDU)
    du_logement = g.add("group_any", (de_menage,), (FAMILLE, False), dtype="bool", entity=FAMILLE)
    sans = g.add("equal", (lues["salaire_net@0"], zero), dtype="bool", entity=INDIVIDU)
    rsj = g.add("where", (sans, g.const(400.0, "float64"), zero), dtype="float64", entity=INDIVIDU)
    cej = g.add("where", (lues["enceinte"], g.const(500.0, "float64"), zero), dtype="float64", entity=INDIVIDU)
    rangs = {"rsa": (ouvert, montant), "lep": (lep, None), "logement_social": (du_logement, None), "rsj_metropole_lyon": (sans, rsj)}
    rangs["cej_allocation"] = (lues["enceinte"], cej)
    for code, (eligible, combien) in rangs.items():
        regle = REGLES[code]
        g.sorties[regle.eligibilite] = eligible
        for variable in (regle.montant, regle.montant_min, regle.montant_max):
            if variable:
                assert combien is not None
                g.sorties[variable] = combien
    g.check()
    return g


def programme(*, rsa: float = 600.0) -> Programme:
    return Programme(genre="bilan", mois=MOIS, graph=graphe(rsa=rsa), versions=versions.current(), refus={}, construction={})


def colonnes(foyers: int = 40) -> dict[str, Any]:
    """Return the columns of households of 1 to 3 persons: lone, couple, lone with a child; what is said varies with the rank."""
    menage, role = [], []
    for rang in range(foyers):
        for qui in (("demandeur",), ("demandeur", "conjoint"), ("enfant", "demandeur", "autre"))[rang % 3]:
            menage.append(rang * 7 + 3)
            role.append(qui)
    n = len(menage)
    lignes = np.arange(n)
    demandeur = np.array(role) == "demandeur"

    def said(valeurs: Any, dites: Any) -> list[Any]:
        return [v if dit else None for v, dit in zip(np.asarray(valeurs).tolist(), dites, strict=True)]

    return {
        "menage": menage,
        "role": role,
        "date_naissance": np.datetime64("1990-01-01") + 100 * (lignes % 90),
        "statut_marital": said(np.array(["marie", "celibataire"])[lignes % 2], demandeur & (lignes % 5 > 0)),
        "enceinte": said(lignes % 4 == 0, lignes % 3 > 0),
        "activite": said(np.array(["actif", "retraite"])[lignes % 2], lignes % 3 > 0),
        **{f"salaire_net@{recul}": said(150.0 * (lignes % 6), lignes % 7 > 0) for recul in range(-4, 1)},
        "salaire_annuel_n1": said(1000.0 * lignes, lignes % 2 > 0),
        "loyer": said(90.0 * (lignes % 11), demandeur & (lignes % 6 > 0)),
        "commune": said(np.array(["69259", "75056"])[lignes % 2], demandeur),
        "revenu_fiscal_reference": said(4000.0 * (lignes % 9), demandeur),
    }


def table(foyers: int = 40, **autres: Any) -> pa.Table:
    return pa.table({**colonnes(foyers), **autres})


def write(chemin: Path, foyers: int = 40, *, lignes: int = 10, **autres: Any) -> Path:
    """Write a population whose row groups cut households in two."""
    pq.write_table(table(foyers, **autres), chemin, row_group_size=lignes)
    return chemin
