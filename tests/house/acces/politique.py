"""The policy of access, read from three tables written by hand, and its own small interpreter: nothing of the product is imported here.

`acteurs.csv`: who asks. `relations.csv`: what the person is to whoever reads, by which agreement. `routes.csv`: what a route is about, its
door, its methods (none: every one is answered), and what else whoever may ask can get (`aussi`: a thing that has no such page yet).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ICI = Path(__file__).parent
OK, CONNEXION, INTERDIT, INTROUVABLE, METHODE, INDISPONIBLE = "ok", "connexion", "interdit", "introuvable", "methode", "indisponible"
TOUT = frozenset({"identite", "contact", "foyer", "ressources", "logement", "droits", "demarches", "orientation", "sante", "sejour", "violences", "notes"})
SOUS_SECRET = frozenset({"sante", "sejour", "violences", "notes"})
METHODES = ("GET", "HEAD", "POST", "POST+", "PUT", "PATCH", "DELETE", "OPTIONS")
"""`POST+` is a POST whose body is what the page expects; `POST` has none."""
DES_OBJETS = frozenset({"bilan", "personne", "partage", "retrait", "lecture", "decision", "urgence", "orientation", "recue", "agenda", "reprise"})
"""What is about one person: each is tried with every relation. `agenda`: an appointment or an action. `urgence`: nobody here was granted one, so that it opens to nobody; `recue`: what was sent to a
structure where nobody here works. An agreement to share opens no orientation."""


COORDONNENT = {
    "coordination": {"coordinateur"},
    "comptes_du_programme": {"coordinateur", "pilote"},
    "chiffres": {"responsable", "coordinateur", "pilote", "elu"},
}
"""Doors by role: cases that are blocked, and what blocks, counted."""


@dataclass(frozen=True, slots=True)
class Acteur:
    nom: str
    lieux: tuple[str, ...]
    roles: tuple[str, ...]
    profession: str
    rencontre: bool
    secret: bool
    connecte: bool
    gere: bool
    tient_catalogue: bool

    @property
    def structures(self) -> frozenset[str]:
        """Where she is a member today."""
        return frozenset(self.lieux)


@dataclass(frozen=True, slots=True)
class Relation:
    nom: str
    tient: str
    vers: str
    finalite: str
    portees: frozenset[str]
    ouvert: bool


@dataclass(frozen=True, slots=True)
class Chemin:
    nom: str
    objet: str
    porte: str
    methodes: frozenset[str]
    aussi: frozenset[str]


def _lignes(nom: str) -> list[dict[str, str]]:
    with (ICI / nom).open(encoding="utf-8", newline="") as fichier:
        return list(csv.DictReader(fichier))


def _oui(valeur: str) -> bool:
    if valeur not in {"oui", "non"}:
        raise ValueError(valeur)
    return valeur == "oui"


@cache
def acteurs() -> dict[str, Acteur]:
    """Who asks, by name."""
    return {
        x["acteur"]: Acteur(
            x["acteur"],
            tuple(x["structures"].split()),
            tuple(x["role"].split()),
            x["profession"],
            *(_oui(x[c]) for c in ("rencontre", "secret", "connecte", "gere", "tient_catalogue")),
        )
        for x in _lignes("acteurs.csv")
    }


@cache
def relations() -> dict[str, Relation]:
    """What a person is to the structures, by name."""
    return {
        x["relation"]: Relation(x["relation"], x["tient"], x["vers"], x["finalite"], frozenset(x["portees"].split()), _oui(x["ouvert"]))
        for x in _lignes("relations.csv")
    }


@cache
def chemins() -> dict[str, Chemin]:
    """The routes, by name."""
    return {
        x["route"]: Chemin(x["route"], x["objet"], x["porte"], frozenset(x["methodes"].split()), frozenset(x["aussi"].split())) for x in _lignes("routes.csv")
    }


def lisibles(acteur: Acteur, relation: Relation, finalite: str | None = "accompagnement") -> frozenset[str]:
    """What an actor reads of a person of another structure, for a purpose (None: whichever)."""
    if not acteur.rencontre or not relation.ouvert or relation.vers not in acteur.structures or relation.tient in acteur.structures:
        return frozenset()
    if finalite is not None and relation.finalite != finalite:
        return frozenset()
    return relation.portees if acteur.secret else relation.portees - SOUS_SECRET


def montrables(acteur: Acteur, chemin: Chemin, relation: Relation) -> dict[str, frozenset[str]]:
    """What a page may show to an actor: scopes of each person, by relation. What is not there must not be in its body."""
    if not acteur.rencontre:
        return {}
    vues = {autre.nom: TOUT for autre in relations().values() if autre.tient in acteur.structures}
    if chemin.objet == "lecture":
        vues |= {relation.nom: lisibles(acteur, relation)}
    if chemin.nom == "personnes:partagees":
        vues |= {autre.nom: lisibles(acteur, autre, None) & {"identite"} for autre in relations().values() if autre.tient not in acteur.structures}
    return vues


def attendus(acteur: Acteur, chemin: Chemin, methode: str, relation: Relation) -> frozenset[str]:
    """The answers that the policy allows for one cell; the relation of a route about nobody does not count."""
    if chemin.porte != "publique" and not acteur.connecte:
        return frozenset({CONNEXION})
    autrement = bool(chemin.methodes) and methode.rstrip("+").replace("HEAD", "GET") not in chemin.methodes
    if chemin.porte == "rencontre" and not acteur.rencontre:
        # That a page answers no such method is told to anybody: it says nothing of anybody.
        return frozenset({INTERDIT, METHODE} if autrement else {INTERDIT})
    if autrement:
        return frozenset({METHODE})
    permis = frozenset({OK}) | chemin.aussi | (frozenset() if chemin.methodes else {METHODE})
    refus = _refus(acteur, chemin, relation)
    return refus or permis


def _refus(acteur: Acteur, chemin: Chemin, relation: Relation) -> frozenset[str]:
    """What an actor gets who goes through the door and may not see the thing; nothing for who may."""
    tient, lit = relation.tient in acteur.structures, relation.vers in acteur.structures
    introuvable = {
        "bilan": not tient,
        "personne": not tient,
        "agenda": not tient,
        "absence": not tient,
        "partage": not tient,
        "retrait": not (tient or lit),
        "lecture": not lisibles(acteur, relation),
        "decision": not tient,
        "urgence": True,
        "orientation": not tient,
        "recue": True,
        "reprise": not tient,
        "tenue": not tient,
        "destinataire": not tient,
        "blocage": True,
    }
    if chemin.objet == "decision" and tient and not acteur.gere:
        return frozenset({INTERDIT})
    if chemin.porte in COORDONNENT:
        return (
            (frozenset({INTROUVABLE}) if introuvable.get(chemin.objet) else frozenset())
            if COORDONNENT[chemin.porte] & set(acteur.roles)
            else frozenset({INTERDIT, INTROUVABLE})
        )
    if chemin.porte == "catalogue":
        return frozenset() if acteur.tient_catalogue else frozenset({INTERDIT})
    if chemin.porte == "gestion":
        return frozenset({INTROUVABLE}) if not tient else frozenset() if acteur.gere else frozenset({INTERDIT, INTROUVABLE})
    return frozenset({INTROUVABLE}) if introuvable.get(chemin.objet) else frozenset()
