"""Records of a made-up territory, in the words of data·inclusion (v1 and v0), and a directory filled with them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from droits_ouverts.annuaire.lecture import rows
from droits_ouverts.annuaire.models import Import
from droits_ouverts.annuaire.services_import import run_import, start_import

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
VENISSIEUX = (45.6975, 4.8866)


def structure(numero: int | str = 1, **autres: Any) -> dict[str, Any]:
    """A structure, schema v1."""
    return {
        "source": "dora",
        "id": f"dora--{numero}",
        "nom": f"Maison des droits {numero}",
        "date_maj": "2026-10-01",
        "description": "Un lieu pour faire valoir ses droits.",
        "siret": "13003013300016",
        "commune": "Vénissieux",
        "code_postal": "69200",
        "code_insee": "69259",
        "adresse": "5 rue de la Paix",
        "latitude": VENISSIEUX[0],
        "longitude": VENISSIEUX[1],
        "telephone": "+33472000000",
        "courriel": "accueil@exemple.test",
        "horaires_accueil": "Mo-Fr 08:30-12:00,13:30-17:00",
        "reseaux_porteurs": ["ccas-cias"],
    } | autres


def service(numero: int | str = 1, lieu: int | str = 1, **autres: Any) -> dict[str, Any]:
    """A service, schema v1."""
    return {
        "source": "dora",
        "structure_id": f"dora--{lieu}",
        "id": f"dora--s{numero}",
        "nom": "Aide aux démarches",
        "description": "Un rendez-vous pour remplir un dossier.",
        "date_maj": "2026-10-02",
        "thematiques": ["difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"],
        "frais": "gratuit",
        "modes_mobilisation": ["se-presenter", "telephoner"],
        "publics": ["tous-publics"],
    } | autres


def octets(enregistrements: Iterable[dict[str, Any]]) -> bytes:
    """A file of JSON lines."""
    return "".join(json.dumps(un, ensure_ascii=False) + "\n" for un in enregistrements).encode()


def imported(contenu: bytes | Iterable[dict[str, Any]], *, nom: str = "annuaire.jsonl", source: str = "essai", **options: Any) -> Import:
    """Import a file, whole, at `NOW`."""
    brut = contenu if isinstance(contenu, bytes) else octets(contenu)
    ouverture = {cle: options.pop(cle) for cle in ("essai", "complet", "actor", "empreinte") if cle in options}
    passage = start_import(
        **{"source": source, "nom_source": source, "fichier": nom, "empreinte": str(hash(brut)), "octets": len(brut), "actor": None, "now": NOW} | ouverture
    )
    return run_import(passage, rows(io.BytesIO(brut), nom), clock=lambda: NOW, **options)
