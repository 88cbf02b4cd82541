"""Rows of followed rights and orientations for the world of row security, and who sees them: written again from the rule, in plain values."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.foundation.lignes.monde import AT, JOUR, canary

if TYPE_CHECKING:
    import random

    from tests.foundation.lignes.monde import Ligne, Monde
    from tests.foundation.lignes.oracle import Vue

D_UN_ENVOI = ("orientation_suiteenvoi", "orientation_lienreponse", "orientation_relance")
DE_L_ORIENTATION = ("orientation_passagederelais", "orientation_pause", "orientation_retraitaccord")


def follow(monde: Monde, alea: random.Random, personne: Ligne) -> None:
    """A right that is followed for her, with its move, paper, clock and call, and a change of her life."""
    structure, auteur, le = personne["structure_id"], alea.choice(monde.rows("comptes_compte"))["id"], JOUR
    marque, qui = canary(structure), {"personne_id": personne["id"], "structure_id": structure}
    droit = monde.add(
        "suivi_droitsuivi",
        **qui,
        droit="rsa",
        origine="main",
        etat="depose",
        etat_le=le,
        rang=1,
        montants_scelles=marque,
        premier_par_id=auteur,
        responsable_id=auteur,
        created_at=AT,
        updated_at=AT,
    )
    droit["id"] = str(uuid.UUID(int=alea.getrandbits(128), version=4))
    sien = {"droit_suivi_id": droit["id"]}
    dit = {"motif_pro": "", "motif_personne": "", "motif_decision": "", "sens_silence": "", "montants_scelles": marque, "mots_scelles": marque}
    monde.add("suivi_mouvement", **sien, **dit, rang=1, nature="pas", avant="", vers="depose", fait_le=le, preuve="dit", auteur_id=auteur, note_at=AT)
    monde.add("suivi_piece", **sien, nature="identite", precision_scellee=marque, demandee_le=le, par_id=auteur, note_at=AT)
    monde.add(
        "suivi_echeance",
        **sien,
        structure_id=structure,
        cle="silences[0]",
        nature="silence",
        due_le=le,
        a_faire_le=le,
        raison_scellee=marque,
        calculee_at=AT,
    )
    monde.add("suivi_appel", **sien, mois=1, fait_le=le, resultat="injoignable", par_id=auteur, note_at=AT)
    monde.add("suivi_changement", **qui, nature="emploi", le=le, par_id=auteur, note_at=AT)


def orient(monde: Monde, alea: random.Random, tenues: list[int]) -> None:
    """Send some persons to one or two services, of which a structure of the programme may be one."""
    comptes = [ligne["id"] for ligne in monde.rows("comptes_compte")]
    services = {structure: _service(monde, structure, alea.choice(comptes)) for structure in tenues}
    for structure in tenues:
        monde.add(
            "orientation_referent", structure_id=structure, genre="caf", organisme="CAF", nom="N", email="n@exemple.test", par_id=comptes[0], created_at=AT
        )
    for personne in monde.rows("personnes_personne"):
        if alea.random() < 0.6:
            _person(monde, alea, personne, services, tenues, alea.choice(comptes))


def _service(monde: Monde, structure: int, par: int) -> int:
    ligne = monde.add("orientation_destinataire", structure_id=structure, nom=canary(structure), genre="caf", par_id=par, created_at=AT)
    return int(ligne["id"])


def _numbered(alea: random.Random, ligne: Ligne) -> Ligne:
    ligne["id"] = str(uuid.UUID(int=alea.getrandbits(128), version=4))
    return ligne


def _person(monde: Monde, alea: random.Random, personne: Ligne, services: dict[int, int], tenues: list[int], par: int) -> None:
    structure = personne["structure_id"]
    ici: dict[str, Any] = {"structure_id": structure, "personne_id": personne["id"]}
    droit = _numbered(
        alea,
        monde.add(
            "suivi_droitsuivi",
            **ici,
            droit="prime_activite",
            origine="main",
            etat="choisi",
            etat_le=JOUR,
            rang=1,
            montants_scelles=canary(structure),
            premier_par_id=par,
            responsable_id=par,
            created_at=AT,
            updated_at=AT,
        ),
    )
    orientation = _numbered(
        alea,
        monde.add(
            "orientation_orientation",
            **ici,
            droit_suivi_id=droit["id"],
            pourquoi="decide",
            demande="instruire",
            champs="[]",
            fiche_scellee=canary(structure),
            accord_mode="oral",
            accord_le=JOUR,
            par_id=par,
            created_at=AT,
        ),
    )
    monde.add(
        "orientation_passagederelais",
        orientation_id=orientation["id"],
        destinataire_id=services[structure],
        nature="appel",
        prevu_le=JOUR,
        issue="",
        par_id=par,
        note_at=AT,
    )
    monde.add("orientation_pause", orientation_id=orientation["id"], motif="elle_demande", du=JOUR, au=JOUR, par_id=par)
    monde.add("orientation_retraitaccord", orientation_id=orientation["id"], le=JOUR, mode="oral", par_id=par, note_at=AT)
    vers = alea.choice((None, *(une for une in tenues if une != structure)))
    envoi = _numbered(
        alea,
        monde.add(
            "orientation_envoi",
            orientation_id=orientation["id"],
            structure_id=structure,
            vers_structure_id=vers,
            destinataire_id=services[structure],
            statut="envoyee",
            statut_le=JOUR,
            rang=1,
            envoyee_le=JOUR,
            horloge_le=JOUR,
            horloge_rang=1,
            lecture_fermee=alea.random() < 0.4,
        ),
    )
    _hangs_on(monde, envoi, structure, par)
    if alea.random() < 0.4:
        coordination = alea.choice(tenues)
        _numbered(
            alea,
            monde.add(
                "orientation_blocage",
                structure_id=structure,
                vers_structure_id=coordination,
                envoi_id=envoi["id"],
                droit="rsa",
                genre="caf",
                etape="etude",
                blocage="sans_reponse",
                pieces="[]",
                accord_mode="oral",
                accord_le=JOUR,
                statut="a_traiter",
                statut_le=JOUR,
                par_id=par,
                created_at=AT,
            ),
        )


def _hangs_on(monde: Monde, envoi: Ligne, structure: int, par: int) -> None:
    sur = {"envoi_id": envoi["id"]}
    monde.add(
        "orientation_suiteenvoi",
        **sur,
        rang=1,
        nature="pas",
        statut="envoyee",
        fait_le=JOUR,
        motif="",
        mots_scelles="",
        voie="expediteur",
        auteur_id=par,
        note_at=AT,
    )
    monde.add("orientation_lienreponse", **sur, empreinte=f"{envoi['id']}", cree_at=AT, expire_at=AT + timedelta(days=8))
    monde.add("orientation_relance", **sur, horloge_rang=1, palier=10, le=JOUR)
    courriel = monde.add(
        "orientation_courriel", **sur, structure_id=structure, nature="envoi", cle=f"{envoi['id']}:envoi", statut="a_envoyer", cree_at=AT, pas_avant=AT
    )
    courriel["id"] = envoi["id"]


def rules_of(vue: Vue) -> dict[str, Callable[[Ligne], bool]]:
    """Who sees a row: the structure that holds it, the one that was sent somebody, the coordination a case was handed to."""
    envois = {ligne["id"]: ligne for ligne in vue.monde.rows("orientation_envoi")}
    orientations = {ligne["id"]: ligne for ligne in vue.monde.rows("orientation_orientation")}

    def sienne(ligne: Ligne) -> bool:
        return ligne["structure_id"] in vue.structures

    def envoi(ligne: Ligne) -> bool:
        return sienne(ligne) or ligne["vers_structure_id"] in vue.structures

    def lu(ligne: Ligne) -> bool:
        return sienne(ligne) or (ligne["vers_structure_id"] in vue.structures and not ligne["lecture_fermee"])

    def orientation(ligne: Ligne) -> bool:
        return sienne(ligne) or any(une["orientation_id"] == ligne["id"] and lu(une) for une in envois.values())

    return {
        "orientation_destinataire": sienne,
        "orientation_orientation": orientation,
        "orientation_envoi": envoi,
        **dict.fromkeys(D_UN_ENVOI, lambda ligne: lu(envois[ligne["envoi_id"]])),
        **dict.fromkeys(DE_L_ORIENTATION, lambda ligne: sienne(orientations[ligne["orientation_id"]])),
        "orientation_courriel": sienne,
        "orientation_referent": lambda ligne: ligne["structure_id"] in vue.lieux,
        "orientation_blocage": lambda ligne: sienne(ligne) or ligne["vers_structure_id"] in vue.lieux,
    }
