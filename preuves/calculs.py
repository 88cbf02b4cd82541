"""Compiled calculations answer OpenFisca situations with the very bytes of OpenFisca's engine: shapes and requests drawn at random.

Each shape is a month, some of the variables below given and some asked; it is compiled as the service would, then sent requests of any composition, a few of them
faulty or out of bounds. Prints, for each shape, how many were answered by the programme and by OpenFisca, and how many differ. One difference fails the proof.
"""

from __future__ import annotations

import json
import math
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from _table import garantie

from droits_ouverts.engine.calculate import PROGRAMME, calculate, calculate_by
from droits_ouverts.engine.compiler.build import compile_calcul
from droits_ouverts.engine.compiler.calculs import DepotCalculs
from droits_ouverts.engine.compiler.formes import Forme
from droits_ouverts.engine.compiler.reponses import Reponses, compile_shape
from droits_ouverts.engine.interpreter import system
from droits_ouverts.engine.questionnaire import months

FORMES = 12
DEMANDES = 40
GRAINE = 11

INDIVIDU = ("salaire_net", "salaire_de_base", "chomage_net", "retraite_nette", "activite", "taux_incapacite", "enceinte", "statut_marital")
MENAGE = ("loyer", "depcom", "statut_occupation_logement", "coloc")
ASKED = {
    "individus": ("age", "majeur", "aah", "ass", "asi", "salaire_imposable"),
    "familles": ("rsa", "ppa", "af", "cf", "asf", "paje_base", "ars", "aide_logement", "aspa", "rsa_nb_enfants"),
    "menages": ("zone_apl",),
}


def value(alea: random.Random, variable: str) -> object:
    """Draw what a person may write for a variable, now and then what she should not."""
    if alea.random() < 0.01:
        return alea.choice([math.nan, math.inf, -50, 1e12, "mille"])
    match variable:
        case "activite":
            return alea.choice(["actif", "chomeur", "etudiant", "retraite", "inactif"])
        case "statut_marital":
            return alea.choice(["marie", "celibataire", "pacse", "veuf"])
        case "statut_occupation_logement":
            return alea.choice(["locataire_hlm", "locataire_vide", "proprietaire", "primo_accedant", "sans_domicile"])
        case "depcom":
            return alea.choice(["69259", "69123", "75056", "13055", "2A004", "97411", "00000"])
        case "enceinte" | "coloc":
            return alea.random() < 0.5
        case "taux_incapacite":
            return alea.choice([0, 0.5, 0.8])
    return alea.choice([0, 650.5, "200 + 1", round(alea.random() * 4000, 2)])


class Gabarit:
    """A shape to draw requests from."""

    def __init__(self, alea: random.Random) -> None:
        self.mois = f"{alea.randint(2023, 2026)}-{alea.randint(1, 12):02}"
        self.individu = alea.sample(INDIVIDU, alea.randint(1, 4))
        self.menage = alea.sample(MENAGE, alea.randint(0, len(MENAGE)))
        self.passe = alea.choice([1, 3, 12, "annee"])
        self.asked = {pluriel: alea.sample(noms, alea.randint(0 if pluriel != "familles" else 1, min(3, len(noms)))) for pluriel, noms in ASKED.items()}

    def periodes(self, variable: str) -> list[str]:
        """Return the months (or the year) for which a variable is given."""
        if variable not in {"salaire_net", "salaire_de_base", "chomage_net", "retraite_nette"}:
            return [self.mois]
        if self.passe == "annee":
            return [str(int(self.mois[:4]) - 1), self.mois]
        return months.between(months.shift(self.mois, -int(self.passe)), self.mois)

    def request(self, alea: random.Random) -> dict[str, Any]:
        """Draw a request of this shape."""
        noms = [f"p{rang}" for rang in range(alea.randint(1, 6))]
        body: dict[str, Any] = {"individus": {nom: {"date_naissance": {"ETERNITY": f"{alea.randint(1945, 2023)}-0{alea.randint(1, 9)}-15"}} for nom in noms}}
        conjoints = noms[1 : 1 + alea.randint(0, 1)]
        enfants = noms[1 + len(conjoints) :]
        body["familles"] = {"f": {"parents": [noms[0], *conjoints], "enfants": enfants}}
        body["foyers_fiscaux"] = {"f": {"declarants": [noms[0], *conjoints], "personnes_a_charge": enfants}}
        body["menages"] = {"f": {"personne_de_reference": [noms[0]], "conjoint": conjoints, "enfants": enfants}}
        for variable in self.individu:
            for nom in noms:
                if nom == noms[0] or alea.random() < 0.7:
                    body["individus"][nom][variable] = {quand: value(alea, variable) for quand in self.periodes(variable)}
        for variable in self.menage:
            body["menages"]["f"][variable] = {self.mois: value(alea, variable)}
        for pluriel, variables in self.asked.items():
            for variable in variables:
                if variable not in next(iter(body[pluriel].values())):
                    next(iter(body[pluriel].values()))[variable] = {self.mois: None}
        return body


def compiled(depot: DepotCalculs, forme: Forme) -> bool:
    """Compile as the service's workshop does: a failure is noted, and OpenFisca goes on answering."""
    try:
        return compile_shape(depot, forme, compile_calcul)
    except Exception as error:  # noqa: BLE001 - counted by the caller, whatever it is
        print(f"  {type(error).__name__}: {error}", file=sys.stderr)
        return False


def main() -> None:
    """Draw, compile, compare; exit 1 at the first shape with a difference, or where too few are compiled."""
    alea = random.Random(GRAINE)  # noqa: S311 - a draw of requests, not a secret
    total = compiles = par_programme = differents = 0
    with tempfile.TemporaryDirectory() as dossier:
        for rang in range(FORMES):
            gabarit, depot, vues = Gabarit(alea), DepotCalculs(Path(dossier) / str(rang)), list[Forme]()
            debut = time.monotonic()
            # Seen once, a shape is compiled, as the service does.
            while not vues:
                calculate_by(system(), gabarit.request(alea), Reponses(depot, apres=1, demande=vues.append))
            compile_ = compiled(depot, vues[0])
            compiles += compile_
            ici = 0
            for _ in range(DEMANDES):
                body = gabarit.request(alea)
                status, answer, who = calculate_by(system(), body, Reponses(depot))
                if json.dumps([status, answer]) != json.dumps(calculate(system(), body)):
                    differents += 1
                    print(json.dumps(body), file=sys.stderr)
                ici += who == PROGRAMME
            total += DEMANDES
            par_programme += ici
            etat = "compiled" if compile_ else f"refused: {depot.refusal(vues[0])}"
            print(f"  {gabarit.mois} {gabarit.asked}: {etat}; {ici} of {DEMANDES} by the programme, {time.monotonic() - debut:.0f} s", flush=True)
    print(f"{FORMES} shapes ({compiles} compiled): {par_programme} requests answered by a programme.")
    garantie("calculate answers byte for byte as OpenFisca", essais=total, violations=differents)
    if differents or compiles < FORMES * 0.8:
        sys.exit(1)


if __name__ == "__main__":
    main()
