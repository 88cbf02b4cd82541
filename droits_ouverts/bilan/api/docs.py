"""The page that documents the machine doors: drawn on the server from the OpenAPI document, with nothing of a third party."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from droits_ouverts.bilan.api.openapi import document

if TYPE_CHECKING:
    from django.http import HttpRequest

    from droits_ouverts.bilan.ports import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Porte:
    """One door, as the page tells it. `reponses`: (status, sentence)."""

    nom: str
    methode: str
    adresse: str
    resume: str
    description: str
    parametres: tuple[tuple[str, str, str], ...]
    reponses: tuple[tuple[str, str], ...]
    corps: str
    commande: str


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document of our doors, in the language of the request."""
    contenu = json.dumps(document(_server(request)), ensure_ascii=False, indent=1)
    return HttpResponse(contenu, content_type="application/json", headers={"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"})


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Tell developers what the doors take, answer and refuse."""
    lu = document(_server(request))
    groupes = [(tag["name"], tag["description"], doors(lu, tag["name"])) for tag in cast("list[dict[str, str]]", lu["tags"])]
    return render(request, "bilan/api_docs.html", {"info": lu["info"], "groupes": groupes})


def doors(lu: Json, tag: str) -> list[Porte]:
    """Return the doors of one group of the document, in its order."""
    serveur = cast("Any", lu)["servers"][0]["url"]
    composants = cast("Any", lu)["components"]["responses"]
    return [
        Porte(
            nom=operation["operationId"],
            methode=methode.upper(),
            adresse=f"/api{chemin}",
            resume=operation["summary"],
            description=operation["description"],
            parametres=tuple((p["name"], p["description"], p["example"]) for p in operation.get("parameters", [])),
            reponses=tuple((statut, _told(reponse, composants)) for statut, reponse in operation["responses"].items()),
            corps=_body(operation),
            commande=_command(methode, f"{serveur}{chemin}", operation),
        )
        for chemin, operations in cast("Any", lu)["paths"].items()
        for methode, operation in operations.items()
        if tag in operation["tags"]
    ]


def _told(reponse: dict[str, str], composants: dict[str, dict[str, str]]) -> str:
    reference = reponse.get("$ref")
    return composants[reference.rsplit("/", 1)[1]]["description"] if reference else reponse["description"]


def _body(operation: Any) -> str:  # noqa: ANN401 - a part of a JSON document
    corps = operation.get("requestBody")
    return json.dumps(corps["content"]["application/json"]["example"], ensure_ascii=False, indent=2) if corps else ""


def _command(methode: str, adresse: str, operation: Any) -> str:  # noqa: ANN401 - a part of a JSON document
    for parametre in operation.get("parameters", []):
        adresse = adresse.replace(f"{{{parametre['name']}}}", parametre["example"])
    if methode == "post":
        return f"curl -X POST {adresse} -H 'Content-Type: application/json' --data @situation.json"
    return f"curl {adresse}"


def _server(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
