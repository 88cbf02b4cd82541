"""Who may read and write which row, written again from the rule and from nothing else: plain values, no SQL, none of the product's functions."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from tests.foundation.lignes import monde_orientation, monde_reperage, monde_suites
from tests.foundation.lignes.monde import ICI, Ligne, Monde

RENCONTRE = {"ambassadeur", "mediateur", "agent", "responsable"}
JAMAIS = {"elu", "technique"}
CONSERVEES = ("conservation_contact", "conservation_miseenreserve", "conservation_preavis", "conservation_fait")
DE_LA_PERSONNE = ("personnes_rectification", "personnes_demandeeffacement", "personnes_ouvertureurgente")
AGENDA = ("agenda_rendezvous", "agenda_action", "agenda_absence")
CARNET = "carnet_carnet"
REPERAGE = ("reperage_campagne", "reperage_tournee", "reperage_rencontre", "reperage_decompte", "reperage_lienrencontre")
DU_RENDEZ_VOUS = ("agenda_participant", "agenda_suiterendezvous")
DU_PAPIER = ("documents_morceau", "documents_lienpapier")
DU_DROIT = ("suivi_mouvement", "suivi_piece", "suivi_appel")
DU_COMPTE = ("agenda_fluxagenda", "agenda_resume")
DU_BILAN = ("bilan_estimation", "bilan_choix", "bilan_avis")


def seen_from(monde: Monde, compte: int | None, jour: date) -> Vue:
    """What an account sees on a day; None: nobody, who sees nothing."""
    return Vue(monde, compte, jour)


@dataclass(frozen=True)
class Vue:
    """What one reader sees of a world."""

    monde: Monde
    compte: int | None
    jour: date

    @cached_property
    def presents(self) -> list[Ligne]:
        actifs = {ligne["id"] for ligne in self.monde.rows("comptes_compte") if ligne["is_active"]}
        return [
            ligne
            for ligne in self.monde.rows("structures_membre")
            if ligne["compte_id"] == self.compte
            and self.compte in actifs
            and ligne["suspendu_le"] is None
            and ligne["depuis_le"] <= self.jour
            and (ligne["jusqu_au"] is None or ligne["jusqu_au"] >= self.jour)
        ]

    @cached_property
    def structures(self) -> set[int]:
        if any(ligne["role"] in JAMAIS for ligne in self.presents):
            return set()
        return {ligne["structure_id"] for ligne in self.presents if ligne["role"] in RENCONTRE}

    @cached_property
    def lieux(self) -> set[int]:
        return {ligne["structure_id"] for ligne in self.presents}

    @cached_property
    def gerees(self) -> set[int]:
        return {ligne["structure_id"] for ligne in self.presents if ligne["role"] == "responsable"}

    @cached_property
    def partagees(self) -> set[tuple[int, int]]:
        """Persons whom an agreement in force opens, each with the structure that gave it."""
        suites: dict[int, list[Ligne]] = {}
        for suite in self.monde.rows("personnes_suitepartage"):
            suites.setdefault(suite["partage_id"], []).append(suite)
        ouvertes = set()
        for partage in self.monde.rows("personnes_partage"):
            reste = set(partage["portees"].split())
            if partage["id"] in suites:
                reste &= set(max(suites[partage["id"]], key=lambda suite: suite["id"])["portees"].split())
            if partage["vers_structure_id"] in self.structures and partage["debut"] <= self.jour <= partage["fin"] and reste:
                ouvertes.add((partage["personne_id"], partage["de_structure_id"]))
        return ouvertes

    @cached_property
    def urgentes(self) -> list[Ligne]:
        """The emergencies that open a file to this very account now."""
        return [
            ligne
            for ligne in self.monde.rows("personnes_ouvertureurgente")
            if ligne["compte_id"] == self.compte and ligne["decision"] == "accordee" and ligne["jusqu_at"] > ICI and ligne["structure_id"] in self.structures
        ]

    @cached_property
    def secourues(self) -> set[int]:
        return {ligne["personne_id"] for ligne in self.urgentes}

    @cached_property
    def visibles(self) -> dict[str, set[Any]]:
        """The numbers of the rows that are seen, by table."""
        regles = _regles(self)
        return {
            table: set() if self.compte is None else {ligne[_cle(table)] for ligne in self.monde.rows(table) if voit(ligne)} for table, voit in regles.items()
        }


def _cle(table: str) -> str:
    return "chaine" if table == "journal_tete" else "id"


def _regles(vue: Vue) -> dict[str, Callable[[Ligne], bool]]:
    personnes = vue.monde.holders("personnes_personne")
    bilans = {ligne["id"]: ligne for ligne in vue.monde.rows("bilan_bilan")}
    partages = {ligne["id"]: ligne for ligne in vue.monde.rows("personnes_partage")}
    droits = vue.monde.holders("suivi_droitsuivi")
    papiers = vue.monde.holders("documents_document")

    def sienne(ligne: Ligne) -> bool:
        return ligne["structure_id"] in vue.structures

    def personne(numero: int | None, structure: int) -> bool:
        ouverte = structure in vue.structures or (numero, structure) in vue.partagees or numero in vue.secourues
        return numero in personnes and personnes[numero] == structure and ouverte

    def bilan(ligne: Ligne) -> bool:
        return sienne(ligne) or personne(ligne["personne_id"], ligne["structure_id"])

    rendez_vous = vue.monde.holders("agenda_rendezvous")

    def cle(ligne: Ligne) -> bool:
        if sienne(ligne):
            return True
        if ligne["genre"] == "personne":
            return personne(int(ligne["sujet_id"]), ligne["structure_id"])
        return ligne["genre"] == "bilan" and ligne["sujet_id"] in bilans and bilan(bilans[ligne["sujet_id"]])

    def partage(ligne: Ligne) -> bool:
        return ligne["de_structure_id"] in vue.structures or ligne["vers_structure_id"] in vue.structures

    def a_elle(ligne: Ligne) -> bool:
        return personnes[ligne["personne_id"]] in vue.structures

    def lecture(ligne: Ligne) -> bool:
        return ligne["compte_id"] == vue.compte or any(
            membre["compte_id"] == ligne["compte_id"] and membre["structure_id"] in vue.gerees for membre in vue.monde.rows("structures_membre")
        )

    return (
        monde_orientation.rules_of(vue)
        | monde_suites.rules_of(vue)
        | monde_reperage.rules_of(vue)
        | {
            "personnes_personne": lambda ligne: personne(ligne["id"], ligne["structure_id"]),
            "personnes_partage": partage,
            "personnes_suitepartage": lambda ligne: partage(partages[ligne["partage_id"]]),
            "personnes_lecturedujour": lecture,
            "personnes_rectification": a_elle,
            "personnes_demandeeffacement": a_elle,
            "personnes_ouvertureurgente": lambda ligne: ligne in vue.urgentes or a_elle(ligne),
            **dict.fromkeys((*CONSERVEES, *AGENDA, CARNET), sienne),
            **dict.fromkeys(DU_RENDEZ_VOUS, lambda ligne: rendez_vous[ligne["rendez_vous_id"]] in vue.structures),
            **dict.fromkeys(DU_COMPTE, lambda ligne: ligne["compte_id"] == vue.compte),
            "annuaire_motdepose": sienne,
            "conservation_demandepurge": lambda ligne: False,
            "bilan_bilan": bilan,
            **dict.fromkeys(DU_BILAN, lambda ligne: bilan(bilans[ligne["bilan_id"]])),
            "documents_document": sienne,
            **dict.fromkeys(DU_PAPIER, lambda ligne: papiers[ligne["document_id"]] in vue.structures),
            **dict.fromkeys(("suivi_droitsuivi", "suivi_echeance", "suivi_changement"), sienne),
            **dict.fromkeys(DU_DROIT, lambda ligne: droits[ligne["droit_suivi_id"]] in vue.structures),
            "coffre_clesujet": cle,
            "coffre_indexaveugle": sienne,
            "coffre_registreeffacement": sienne,
            "journal_ligne": lambda ligne: sienne(ligne) or (ligne["actor_id"] == vue.compte and ligne["verb"] != "demander_urgence"),
            "journal_tete": lambda ligne: False,
            "journal_repere": lambda ligne: False,
            "structures_membre": lambda ligne: ligne["compte_id"] == vue.compte or ligne["structure_id"] in vue.lieux,
            "structures_invitation": lambda ligne: ligne["structure_id"] in vue.gerees,
        }
    )


# --- writings ---


@dataclass(frozen=True)
class Ecriture:
    """A statement, and whether the rule lets it through."""

    sql: str
    valeurs: tuple[Any, ...]
    permise: bool
    table: str


DU_SERVICE = (
    *("journal_ligne", "structures_invitation", "conservation_contact", "conservation_miseenreserve", *AGENDA, "agenda_suiterendezvous"),
    *("agenda_resume", "suivi_droitsuivi", "suivi_changement", *DU_DROIT[:2]),
    *("documents_document", *DU_PAPIER, CARNET),
)
"""Rows that no account removes: the service does."""
MODIFIABLES = ("personnes_personne", "bilan_bilan", "coffre_clesujet", "coffre_indexaveugle", "structures_membre", "annuaire_motdepose")


def writing(alea: random.Random, vue: Vue) -> Ecriture:
    """Draw a writing: a row changed, removed, given to another structure, or added, by whoever reads."""
    return alea.choice((_changed, _removed, _moved, _added))(alea, vue)


def _writes(vue: Vue, table: str, ligne: Ligne) -> bool:
    if vue.compte is None or table in {"conservation_demandepurge", "reperage_decompte"}:
        return False
    personnes = vue.monde.holders("personnes_personne")
    if table in DE_QUI:
        # Who asks to open a file writes nothing there herself: the service does.
        parent, cle = DE_QUI[table]
        return vue.monde.holders(parent)[ligne[cle]] in vue.structures
    if table in {"personnes_lecturedujour", *DU_COMPTE}:
        return bool(ligne["compte_id"] == vue.compte)
    if table == "personnes_partage":
        return ligne["de_structure_id"] in vue.structures
    if table.startswith("structures_"):
        return ligne["structure_id"] in vue.gerees
    if table == "bilan_bilan" and ligne["personne_id"] is not None and personnes.get(ligne["personne_id"]) != ligne["structure_id"]:
        return False
    return ligne["structure_id"] in vue.structures


DE_QUI = {
    **dict.fromkeys(DU_DROIT, ("suivi_droitsuivi", "droit_suivi_id")),
    **dict.fromkeys(DU_PAPIER, ("documents_document", "document_id")),
    **dict.fromkeys(DU_BILAN, ("bilan_bilan", "bilan_id")),
    **dict.fromkeys(DU_RENDEZ_VOUS, ("agenda_rendezvous", "rendez_vous_id")),
    **dict.fromkeys(DE_LA_PERSONNE, ("personnes_personne", "personne_id")),
}
"""Rows that are written with another one: where it is, and what names it."""


def _changed(alea: random.Random, vue: Vue) -> Ecriture:
    table = alea.choice(
        (
            *MODIFIABLES,
            *DE_LA_PERSONNE[1:],
            *CONSERVEES[1:],
            "conservation_demandepurge",
            "bilan_estimation",
            "structures_invitation",
            "documents_document",
            DU_PAPIER[1],
            CARNET,
            *AGENDA,
            "agenda_resume",
            *REPERAGE,
        )
    )
    ligne = alea.choice(vue.monde.rows(table))
    colonne = {"bilan_estimation": "prise_at", "structures_membre": "profession", "bilan_bilan": "mois"}.get(table, "id")
    permise = _writes(vue, table, ligne) and ligne["id"] in vue.visibles[table]
    if table == "personnes_ouvertureurgente":
        # Only who manages the structure that holds the file answers.
        permise = permise and vue.monde.holders("personnes_personne")[ligne["personne_id"]] in vue.gerees
    return Ecriture(f'UPDATE "{table}" SET {colonne} = {colonne} WHERE id = %s', (ligne["id"],), permise, table)


def _removed(alea: random.Random, vue: Vue) -> Ecriture:
    autres = ("personnes_partage", "personnes_lecturedujour", "journal_ligne", "conservation_demandepurge", "structures_invitation", *DU_SERVICE[-8:])
    table = alea.choice((*MODIFIABLES, *DU_BILAN, *DE_LA_PERSONNE, *CONSERVEES[:3], *AGENDA, *DU_RENDEZ_VOUS, *DU_COMPTE, "suivi_appel", *REPERAGE, *autres))
    ligne = alea.choice(vue.monde.rows(table))
    # What may be removed is what may be written as it stands; a check-up under the number of another's person goes too.
    permise = table not in {*DU_SERVICE, *REPERAGE[:-1]} and _writes(vue, table, ligne) and ligne["id"] in vue.visibles[table]
    if table == "suivi_appel":
        # A call that was noted by mistake is taken back by whoever noted it.
        permise = permise and ligne["par_id"] == vue.compte
    return Ecriture(f'DELETE FROM "{table}" WHERE id = %s', (ligne["id"],), permise, table)


def _moved(alea: random.Random, vue: Vue) -> Ecriture:
    table = alea.choice(MODIFIABLES)
    ligne = alea.choice(vue.monde.rows(table))
    vers = alea.choice(vue.monde.rows("structures_structure"))["id"]
    permise = _writes(vue, table, ligne) and _writes(vue, table, ligne | {"structure_id": vers}) and ligne["id"] in vue.visibles[table]
    return Ecriture(f'UPDATE "{table}" SET structure_id = %s WHERE id = %s', (vers, ligne["id"]), permise, table)


def _added(alea: random.Random, vue: Vue) -> Ecriture:
    autres = (
        "personnes_partage",
        "personnes_lecturedujour",
        "coffre_registreeffacement",
        "journal_ligne",
        "structures_invitation",
        "conservation_demandepurge",
        "agenda_participant",
        *DU_COMPTE,
    )
    table = alea.choice((*MODIFIABLES, *DU_BILAN, *DE_LA_PERSONNE, *CONSERVEES, *AGENDA, *REPERAGE, *autres))
    neuve = dict(alea.choice(vue.monde.rows(table)))
    if "structure_id" in neuve and alea.random() < 0.5:
        neuve["structure_id"] = alea.choice(vue.monde.rows("structures_structure"))["id"]
    permise = table not in {"journal_ligne", "personnes_ouvertureurgente"} and _writes(vue, table, neuve)
    if table == "annuaire_motdepose":
        # Whoever holds the card of a place of life leaves a word there, without an account.
        permise = True
    if table == "personnes_partage":
        personnes = vue.monde.holders("personnes_personne")
        permise = permise and personnes[neuve["personne_id"]] == neuve["de_structure_id"]
    if table in {*AGENDA[:2], REPERAGE[-1]} and neuve["personne_id"] is not None:
        permise = permise and vue.monde.holders("personnes_personne")[neuve["personne_id"]] == neuve["structure_id"]
    colonnes = list(neuve)
    marques = ", ".join(["%s"] * len(colonnes))
    return Ecriture(f'INSERT INTO "{table}" ({", ".join(colonnes)}) VALUES ({marques})', tuple(neuve.values()), permise, table)
