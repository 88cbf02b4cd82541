"""What comes after a decision, and what comes in by a spreadsheet: letters, net gains, imports. Drawn from what the world already holds, without a new drawing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.foundation.lignes.monde import AT, JOUR, Ligne, Monde, canary

if TYPE_CHECKING:
    from tests.foundation.lignes.oracle import Vue


VEILLE = ("veille_accordrappel", "veille_comparaisonlois", "veille_relecture", "veille_droitnouveau")


def go_on(monde: Monde) -> None:
    """A letter and a net gain of each second right; of each structure, two files of one person and an import, with its lines and its mapping."""
    auteur = monde.rows("comptes_compte")[0]["id"]
    for rang, droit in enumerate(monde.rows("suivi_droitsuivi")[::2]):
        sien = {"droit_suivi_id": droit["id"], "structure_id": droit["structure_id"]}
        marque = canary(droit["structure_id"])
        lettre = monde.add(
            "courriers_courrier", **sien, nature="rappel", texte_scelle=marque, ecrit_par_id=auteur, rang=1, par_id=auteur, created_at=AT, updated_at=AT
        )
        lettre["id"] = _numero("courrier", rang)
        monde.add("ecarts_gaindecide", **sien, mouvement_rang=1, etat="fait", gain_scelle=marque, versions="{}", demande_at=AT, calcule_at=AT)
    personnes = monde.holders("personnes_personne")
    _law_changes(monde, personnes, auteur)
    for rang, structure in enumerate(ligne["id"] for ligne in monde.rows("structures_structure")):
        ici = {"structure_id": structure, "par_id": auteur}
        monde.add("reprise_correspondance", **ici, colonnes="{}", droits="{}", etats="{}", sorties="[]", at=AT)
        marque = canary(structure)
        reprise = monde.add(
            "reprise_reprise", **ici, statut="essai", tableau_scelle=marque, essai_scelle=marque, reglages="{}", lignes=2, faites=0, created_at=AT
        )
        reprise["id"] = _numero("reprise", rang)
        siennes = [numero for numero, tenue in personnes.items() if tenue == structure]
        if len(siennes) > 1:
            monde.add("personnes_rapprochement", structure_id=structure, gardee_id=siennes[0], jointe_id=siennes[1], par_id=auteur, fait_at=AT)
        for place, personne in enumerate(siennes[:2]):
            monde.add(
                "reprise_lignereprise",
                reprise_id=reprise["id"],
                rang=place,
                personne_id=personne,
                creee=True,
                rang_avant=0,
                rang_apres=0,
                refus=canary(structure),
            )


def _law_changes(monde: Monde, personnes: dict[int, int], auteur: int) -> None:
    """What each second person answered, and what two months of law say of her."""
    comparaisons: dict[int, str] = {}
    for rang, (personne, structure) in enumerate(list(personnes.items())[::2]):
        sienne = {"structure_id": structure, "personne_id": personne}
        monde.add(
            "veille_accordrappel", **sienne, reponse="oui", a_sa_demande=False, mode="oral", langue="fr", le=JOUR, jusqu_au=JOUR, par_id=auteur, note_at=AT
        )
        if structure not in comparaisons:
            une = monde.add("veille_comparaisonlois", structure_id=structure, avant="2026-10", apres="2026-11", versions="{}", demande_at=AT)
            une["id"] = comparaisons[structure] = _numero("comparaison", rang)
        relecture = monde.add(
            "veille_relecture",
            **sienne,
            comparaison_id=comparaisons[structure],
            etat="faite",
            raison="",
            resultat_scelle=canary(structure),
            versions="{}",
            calcule_at=AT,
        )
        monde.add("veille_droitnouveau", **sienne, relecture_id=relecture["id"], droit="rsa", nature="nouveau", suite="")


def rules_of(vue: Vue) -> dict[str, Callable[[Ligne], bool]]:
    """Who sees these rows: who works in the structure that holds them, and meets people there."""
    reprises = vue.monde.holders("reprise_reprise")

    def sienne(ligne: Ligne) -> bool:
        return ligne["structure_id"] in vue.structures

    return {
        **dict.fromkeys(("courriers_courrier", "ecarts_gaindecide", "reprise_correspondance", "reprise_reprise", "personnes_rapprochement", *VEILLE), sienne),
        "reprise_lignereprise": lambda ligne: reprises[ligne["reprise_id"]] in vue.structures,
    }


def _numero(genre: str, rang: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{genre}/{rang}/{JOUR}"))
