"""The OpenFisca situation format: its groups, its roles, and how a `Situation` is written in it.

Refusals have no place in the format: they are written as null.
"""

from __future__ import annotations

from droits_ouverts.engine.interpreter import to_openfisca_value
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.engine.questionnaire.types import Entite, Fait, Genre, Periode
from droits_ouverts.engine.situation import Etat, Groupe, Reponse, Situation

PLURIELS = {"individus": Entite.INDIVIDU, "familles": Entite.FAMILLE, "foyers_fiscaux": Entite.FOYER_FISCAL, "menages": Entite.MENAGE}
NOMS_PLURIELS = {entite: pluriel for pluriel, entite in PLURIELS.items()}
ROLES: dict[Entite, dict[str, tuple[str, ...]]] = {
    Entite.FAMILLE: {"parents": ("demandeur", "conjoint"), "enfants": ("enfant",)},
    Entite.FOYER_FISCAL: {"declarants": ("declarant_principal", "conjoint"), "personnes_a_charge": ("personne_a_charge",)},
    Entite.MENAGE: {
        "personne_de_reference": ("personne_de_reference",),
        "conjoint": ("conjoint",),
        "enfants": ("enfant",),
        "autres": ("autre",),
    },
}
"""OpenFisca's role keys in a file, and the role that the first, second ... person listed takes (the last one repeats, save for couples)."""
ROLES_UNIQUES = ("parents", "declarants", "personne_de_reference", "conjoint")


def write(situation: Situation) -> dict[str, object]:
    """Return the OpenFisca situation: known facts as values for the month, unknown and refused ones as null, supposed ones left out."""
    document: dict[str, dict[str, dict[str, object]]] = {pluriel: {} for pluriel in PLURIELS}
    for personne in situation.personnes:
        document["individus"][personne.id] = {}
    for entite, groupes in situation.groupes.items():
        for groupe in groupes:
            document[NOMS_PLURIELS[entite]][groupe.id] = _roles_of(entite, groupe)
    for (nom, ident), reponse in situation.reponses.items():
        fait = FAITS[nom]
        if fait.variable and fait.periode not in (Periode.ANNEE_N1, Periode.ANNEE_N2) and reponse.etat is not Etat.SUPPOSE:
            document[NOMS_PLURIELS[fait.entite]][ident][fait.variable] = _written(situation, fait, ident, reponse)
    for (entite, ident, variable), par_periode in situation.autres.items():
        document[NOMS_PLURIELS[entite]][ident][variable] = dict(par_periode)
    return document  # type: ignore[return-value]  # the same mapping, read as JSON


def _written(situation: Situation, fait: Fait, ident: str, reponse: Reponse) -> dict[str, object]:
    if fait.periode is Periode.MOIS_PASSES:
        fenetre = dict(reponse.valeur) if isinstance(reponse.valeur, tuple) else dict.fromkeys(months.window(situation.mois))
        return {**situation.historique.get((fait.nom, ident), {}), **fenetre}
    quand = "ETERNITY" if fait.periode is Periode.ETERNITE else situation.mois
    valeur = None if reponse.valeur is None else to_openfisca_value(fait, reponse.valeur)
    if fait.genre is Genre.COMMUNE:
        valeur = reponse.valeur
    return {quand: valeur.isoformat() if hasattr(valeur, "isoformat") else valeur}


def _roles_of(entite: Entite, groupe: Groupe) -> dict[str, object]:
    return {
        role: [personne for personne, r in groupe.membres if r in suite] for role, suite in ROLES[entite].items() if any(r in suite for _, r in groupe.membres)
    }
