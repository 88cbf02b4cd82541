"""One cell of the matrix: a request of an actor about a person, what came back, what the policy wanted. Nothing that it writes stays."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import transaction

from tests.house.acces import politique
from tests.house.acces.politique import CONNEXION, INDISPONIBLE, INTERDIT, INTROUVABLE, METHODE, OK
from tests.house.monde import PUBLIQUES, adresse, nos_routes

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tests.house.acces.population import Population
    from tests.house.test_routes import Route

# An amount alone: the third group of a random UUID is "4" and three digits, one time in forty of the very shape.
MARQUE = re.compile(r"Zk\d\d[IFNM]x|(?<![\w-])(?:910|41)\d\d(?![\w-])")
ESPACES = str.maketrans("", "", "\u202f\u00a0\u2066\u2069\u2068")
SANS_OBJET = "nous"


@dataclass(frozen=True, slots=True)
class Cellule:
    route: str
    methode: str
    acteur: str
    relation: str


@dataclass(frozen=True, slots=True)
class Ecart:
    """A cell that did not answer as the policy says: what came, what was wanted, and the marks that had no business there."""

    cellule: Cellule
    venu: str
    voulu: str
    fuites: tuple[str, ...] = ()

    def __str__(self) -> str:
        ici = self.cellule
        return f"{ici.methode} {ici.route} by {ici.acteur} on {ici.relation}: {self.venu}, not {self.voulu}" + (f", shows {self.fuites}" if self.fuites else "")


def les_routes() -> dict[str, Route]:
    """Our routes, and those of the libraries that our addresses hold."""
    return {route.name: route for route in nos_routes(toutes=True)}


def non_declarees() -> set[str]:
    """Routes that the table does not name, and lines of the table whose route is gone."""
    return set(les_routes()) ^ set(politique.chemins())


def cellules() -> Iterator[Cellule]:
    """Every cell, route by route. What is about a structure is tried on ours and on the neighbours'; what is about nobody, once."""
    for chemin in politique.chemins().values():
        relations = list(politique.relations()) if chemin.objet in politique.DES_OBJETS else [SANS_OBJET, "jamais"] if chemin.objet else [SANS_OBJET]
        for methode in politique.METHODES:
            for acteur in politique.acteurs():
                for relation in relations:
                    yield Cellule(chemin.nom, methode, acteur, relation)


def tirees(graine: int, nombre: int) -> list[Cellule]:
    """Cells drawn at random, the methods that pages answer three times as often as the others."""
    de = random.Random(graine)  # noqa: S311  a draw that can be made again, not a secret
    toutes = [un for un in cellules() if un.methode in {"GET", "POST", "POST+"} or de.random() < 0.1]
    return de.sample(toutes, min(nombre, len(toutes)))


def essayer(monde: Population, routes: dict[str, Route], cellule: Cellule) -> Ecart | None:
    """Send the request of a cell, compare, and take back what it wrote. Return what is wrong, None where nothing is."""
    chemin, acteur = politique.chemins()[cellule.route], politique.acteurs()[cellule.acteur]
    relation = politique.relations()[cellule.relation]
    client = monde.sessions[acteur.nom]
    client.cookies.clear()
    for nom, morceau in monde.cookies[acteur.nom].items():
        client.cookies[nom] = morceau.value
    cache.clear()
    valeurs = PUBLIQUES | {"pk": 1} | monde.structures[relation.tient] | monde.fiches[relation.nom].valeurs
    methode = cellule.methode.rstrip("+")
    envoi = {"data": _corps(cellule.route)} if cellule.methode == "POST+" else {}
    with transaction.atomic():
        reponse = (
            client.generic(methode, adresse(routes[cellule.route], valeurs)) if not envoi else client.post(adresse(routes[cellule.route], valeurs), **envoi)
        )
        corps = _texte(reponse)
        transaction.set_rollback(True)
    venu = _issue(reponse)
    voulus = politique.attendus(acteur, chemin, cellule.methode, relation)
    permises = politique.montrables(acteur, chemin, relation)
    trouvees = ((marque, *monde.marques[marque]) for marque in set(MARQUE.findall(corps)) if marque in monde.marques)
    fuites = tuple(
        sorted(marque for marque, nom, portee in trouvees if nom not in permises or (permises[nom] != politique.TOUT and portee not in permises[nom]))
    )
    return Ecart(cellule, venu, " or ".join(sorted(voulus)), fuites) if venu not in voulus or fuites else None


def _issue(reponse: HttpResponse) -> str:
    if reponse.status_code == 503:
        return INDISPONIBLE
    if reponse.status_code >= 500:
        return f"failure {reponse.status_code}"
    if reponse.status_code in {302, 303} and "/compte/connexion/" in reponse["Location"]:
        return CONNEXION
    return {403: INTERDIT, 404: INTROUVABLE, 405: METHODE}.get(reponse.status_code, OK)


def _texte(reponse: HttpResponse) -> str:
    contenu = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content  # type: ignore[attr-defined]  # of a streamed answer
    entetes = " ".join(f"{nom}: {valeur}" for nom, valeur in reponse.headers.items())
    return f"{entetes} {contenu.decode('utf-8', 'replace')}".translate(ESPACES)


def _corps(route: str) -> dict[str, object]:
    """What a page of this route expects, as far as one body may please several."""
    return {
        "mode": "oral",
        "garder": ["identite"],
        "accord_mode": "oral",
        "explication": "on",
        "accord_le": date.today().isoformat(),  # noqa: DTZ011  a day typed in a form
        "personne": "nouvelle",
        "prenom": "Nouvelle",
        "langue": "fr",
        "decision": "voulu",
        "statut": "a_verifier",
        "raison": "Une raison assez longue.",
        "role": "responsable" if route.startswith("structures:") else "enfant",
        "profession": "autre",
        "email": "nouvelle@exemple.test",
        "nom": "Nouvelle",
        "date_naissance": "2015-01-01",
    }
