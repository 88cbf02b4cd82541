"""Outreach in the world of rows: campaigns, places, rounds, encounters, taps, kept counts, links. Drawn from what the world already holds, without a new drawing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.foundation.lignes.monde import AT, JOUR, Ligne, Monde, canary

if TYPE_CHECKING:
    from tests.foundation.lignes.oracle import Vue

TENUES = tuple(f"reperage_{nom}" for nom in ("campagne", "endroit", "exposition", "rencontre", "decompte", "lienrencontre"))


def go_out(monde: Monde) -> None:
    """Two rounds of each structure: one watched over by whoever works there, one by somebody of another structure, by mistake; what hangs on each."""
    membres = monde.rows("structures_membre")
    personnes = monde.holders("personnes_personne")
    for rang, structure in enumerate(ligne["id"] for ligne in monde.rows("structures_structure")):
        marque, auteur = canary(structure), membres[rang]["compte_id"]
        ici = {"structure_id": structure}
        cree = {"cree_par_id": auteur, "cree_at": AT}
        campagne = _numbered(
            monde.add(
                "reperage_campagne",
                **ici,
                nom=marque,
                public="jeunes",
                forme="stand",
                secteur="",
                du=JOUR,
                au=JOUR,
                comparaison="aucune",
                blocs=1,
                pas_jours=0,
                **cree,
            ),
            rang,
        )
        endroit = _numbered(monde.add("reperage_endroit", **ici, genre="rue", nom=marque, iris="", qpv="", **cree), rang)
        monde.add("reperage_endroitprevu", campagne_id=campagne, endroit_id=endroit, bloc=0, a_partir_du=JOUR, forme="stand")
        dedans = next((membre["compte_id"] for membre in membres if membre["structure_id"] == structure), auteur)
        dehors = next((membre["compte_id"] for membre in membres if membre["structure_id"] != structure), auteur)
        siennes = [numero for numero, tenue in personnes.items() if tenue == structure]
        for place, prevenir in enumerate((dedans, dehors)):
            moments = {"debut_prevu_at": AT, "fin_prevue_at": AT + timedelta(hours=2)}
            tournee = _numbered(
                monde.add("reperage_tournee", **ici, forme="stand", partenaire=marque, **moments, prevenir_id=prevenir, mots_scelles=marque, rang=0, **cree),
                10 * rang + place,
            )
            monde.add("reperage_equipier", tournee_id=tournee, compte_id=auteur)
            ou = {**ici, "tournee_id": tournee, "endroit_id": endroit}
            dits = {"forme": "stand", "le": JOUR, "heure": 9, "par_id": auteur}
            vides = dict.fromkeys(("age", "langue", "situation", "objet", "raison"), "")
            rencontre = _numbered(monde.add("reperage_rencontre", **ou, **dits, **vides, suite="document", revue=False, annulee=False), 10 * rang + place)
            _numbered(monde.add("reperage_exposition", **ou, **dits, nature="tentative", nombre=1), 10 * rang + place)
            monde.add("reperage_decompte", **ou, axe="total", valeur="", nombre=1)
            if place < len(siennes):
                monde.add(
                    "reperage_lienrencontre", **ici, rencontre_id=rencontre, personne_id=siennes[place], accord_mode="oral", accord_le=JOUR, par_id=auteur
                )


def rules_of(vue: Vue) -> dict[str, Callable[[Ligne], bool]]:
    """Who sees these rows: the structure that holds them; of a round and its team, also whom it asked to tell, while she works there."""
    campagnes = vue.monde.holders("reperage_campagne")
    tournees = {ligne["id"]: ligne for ligne in vue.monde.rows("reperage_tournee")}

    def sienne(ligne: Ligne) -> bool:
        return ligne["structure_id"] in vue.structures

    def tournee(ligne: Ligne) -> bool:
        return sienne(ligne) or (ligne["prevenir_id"] == vue.compte and ligne["structure_id"] in vue.lieux)

    return {
        **dict.fromkeys(TENUES, sienne),
        "reperage_tournee": tournee,
        "reperage_equipier": lambda ligne: tournee(tournees[ligne["tournee_id"]]),
        "reperage_endroitprevu": lambda ligne: campagnes[ligne["campagne_id"]] in vue.structures,
    }


def _numbered(ligne: Ligne, rang: int) -> str:
    ligne["id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{len(ligne)}/{sorted(ligne)}/{rang}/{ligne['structure_id']}"))
    return str(ligne["id"])
