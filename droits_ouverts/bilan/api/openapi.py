"""The OpenAPI 3.1 document of our machine doors, from which the page of `/api/docs/` is drawn and the doors are tested.

OpenFisca's own document stays at `/api/spec`: it tells every variable of the law. This one tells what our doors take, answer and refuse.
Each status that a door may answer is declared here: a test asks the doors and fails on any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from droits_ouverts import __version__

if TYPE_CHECKING:
    from droits_ouverts.bilan.ports import Json

MOIS_D_EXEMPLE = "2026-11"


def document(serveur: str) -> Json:
    """Return the document, in the language of the request. `serveur`: address of the service, without its last slash."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Droits Ouverts : calculer des droits"),
            "version": __version__,
            "description": _(
                "Ces portes répondent comme l’API d’OpenFisca : une situation entre, chaque « null » est remplacé par sa réponse. Elles sont ouvertes à tous, "
                "sans compte ni clé. Rien de ce qui est envoyé n’est gardé. Les montants sont calculés avec OpenFisca, logiciel libre et collectif. "
                "C’est une estimation, jamais une décision."
            ),
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": f"{serveur}/api"}],
        "tags": [
            {"name": "calcul", "description": _("Calculer les droits d’un ménage.")},
            {"name": "descriptions", "description": _("Lire ce que le moteur connaît : variables, paramètres de la loi, entités.")},
        ],
        "paths": {
            "/calculate": {"post": _calcul("calculate", _("Calculer une situation"), _calculate_description(), "Situation")},
            "/trace": {"post": _calcul("trace", _("Expliquer un calcul"), _trace_description(), "Trace")},
            "/variables": {"get": _lecture("variables", _("Toutes les variables"), _("Le nom de chaque variable, sa description, son adresse."), "Liste")},
            "/variable/{name}": {"get": _un("variable", _("Une variable"), _("Sa définition, ses formules et leurs dates."), "salaire_net")},
            "/parameters": {"get": _lecture("parameters", _("Tous les paramètres de la loi"), _("Le nom de chaque paramètre, son adresse."), "Liste")},
            "/parameter/{name}": {
                "get": _un(
                    "parameter", _("Un paramètre de la loi"), _("Ses valeurs datées. Le nom s’écrit avec des points."), "marche_travail.salaire_minimum.smic"
                )
            },
            "/entities": {"get": _lecture("entities", _("Les entités"), _("Individu, famille, foyer fiscal, ménage, et la place de chacun."), "Objet")},
            "/spec": {"get": _lecture("spec", _("Le document d’OpenFisca"), _("Le document OpenAPI d’OpenFisca, avec toutes ses variables."), "Objet")},
        },
        "components": {"schemas": _schemas(), "responses": _reponses()},
    }


def _calculate_description() -> str:
    return _(
        "Envoyez une situation : individus, familles, foyers fiscaux, ménages. Là où vous écrivez null pour une variable et une période, la réponse revient à sa place. "
        "Le reste est rendu tel qu’il a été envoyé."
    )


def _trace_description() -> str:
    return _("La même demande que « calculate ». La réponse dit de quelles variables et de quels paramètres vient chaque résultat.")


def _calcul(nom: str, resume: str, description: str, schema: str) -> Json:
    return {
        "operationId": nom,
        "tags": ["calcul"],
        "summary": resume,
        "description": description,
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Situation"}, "example": exemple()}},
        },
        "responses": {"200": {**_json(_("La réponse."), schema), **_who(nom)}, **_refus("400", "404", "411", "413", "429", "503")},
    }


def _who(nom: str) -> Json:
    """Return the header that says who computed, for the one operation that has it."""
    if nom != "calculate":
        return {}
    description = _("Qui a calculé : un programme compilé, ou OpenFisca. La réponse est la même.")
    return {"headers": {"Moteur": {"description": description, "schema": {"type": "string", "enum": ["openfisca", "programme"]}}}}


def _lecture(nom: str, resume: str, description: str, schema: str) -> Json:
    return {
        "operationId": nom,
        "tags": ["descriptions"],
        "summary": resume,
        "description": description,
        "responses": {"200": _json(_("La réponse."), schema), **_refus("429", "503")},
    }


def _un(nom: str, resume: str, description: str, exemple_de_nom: str) -> Json:
    return {
        "operationId": nom,
        "tags": ["descriptions"],
        "summary": resume,
        "description": description,
        "parameters": [
            {
                "name": "name",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "minLength": 1},
                "example": exemple_de_nom,
                "description": _("Le nom."),
            }
        ],
        "responses": {"200": _json(_("La réponse."), "Objet"), **_refus("404", "429", "503")},
    }


def _json(description: str, schema: str) -> Json:
    return {"description": description, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}}


def _refus(*statuts: str) -> Json:
    return {statut: {"$ref": f"#/components/responses/{statut}"} for statut in statuts}


def _reponses() -> Json:
    phrases = {
        "400": _("La demande ne peut pas être lue ou calculée. La réponse dit où, quoi, et comment corriger."),
        "404": _("Ce nom n’existe pas."),
        "411": _("La longueur de la demande manque (Content-Length)."),
        "413": _("La demande est trop longue, ou porte sur trop de personnes."),
        "429": _("Trop de demandes en peu de temps. L’en-tête Retry-After dit combien de secondes attendre."),
        "503": _("Le moteur démarre, ou il est occupé. L’en-tête Retry-After dit combien de secondes attendre."),
    }
    attente = {"Retry-After": {"description": _("Secondes à attendre."), "schema": {"type": "string", "pattern": "^[0-9]+$"}}}
    return {
        statut: {
            "description": phrase,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Erreur"}}},
            **({"headers": attente} if statut in ("429", "503") else {}),
        }
        for statut, phrase in phrases.items()
    }


def _schemas() -> Json:
    entite = {"type": "object", "additionalProperties": {"type": "object"}}
    return {
        "Situation": {
            "type": "object",
            "description": _("Des entités, leurs instances, leurs membres, et pour chaque variable une valeur par période ; null pose la question."),
            "properties": {
                "individus": {**entite, "description": _("Une personne par nom.")},
                "familles": {**entite, "description": _("Parents et enfants.")},
                "foyers_fiscaux": {**entite, "description": _("Déclarants et personnes à charge.")},
                "menages": {**entite, "description": _("Personne de référence, conjoint, enfants, autres.")},
            },
            "required": ["individus"],
        },
        "Trace": {
            "type": "object",
            "properties": {
                "trace": {"type": "object"},
                "entitiesDescription": {"type": "object"},
                "requestedCalculations": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["trace", "entitiesDescription", "requestedCalculations"],
        },
        "Liste": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "properties": {"description": {"type": ["string", "null"]}, "href": {"type": "string"}},
                "required": ["description", "href"],
            },
        },
        "Objet": {"type": "object"},
        "Erreur": {"type": "object", "description": _("Une phrase sous « error », ou une phrase à l’endroit de la faute.")},
    }


def exemple() -> Json:
    """A lone mother at work with one child, in Vénissieux: what is asked for is her prime d'activité of the month."""
    return {
        "individus": {
            "mere": {"date_naissance": {"ETERNITY": "1992-03-14"}, "salaire_net": {f"2026-{mois:02}": 900 for mois in range(7, 12)}},
            "enfant": {"date_naissance": {"ETERNITY": "2019-05-02"}},
        },
        "familles": {"famille": {"parents": ["mere"], "enfants": ["enfant"], "ppa": {MOIS_D_EXEMPLE: None}}},
        "foyers_fiscaux": {"foyer": {"declarants": ["mere"], "personnes_a_charge": ["enfant"]}},
        "menages": {"menage": {"personne_de_reference": ["mere"], "enfants": ["enfant"], "depcom": {MOIS_D_EXEMPLE: "69259"}}},
    }
