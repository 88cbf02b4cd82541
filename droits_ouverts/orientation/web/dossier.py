"""A case for another tool (Administration+, a partner's own): one content, written as JSON, as a line of a table, or on paper. Nobody types it twice.

It says what she agreed to share, with her agreement, and what became of it. The words of services are about her and were not agreed to: they stay here.
The format is described in `docs/formats.md`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from droits_ouverts.foundation.tableur import write_csv
from droits_ouverts.orientation.enums import Champ, StatutEnvoi
from droits_ouverts.orientation.web.papier import printed, told_lines
from droits_ouverts.suivi.enums import NaturePiece
from droits_ouverts.ui.langues import SOURCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from droits_ouverts.foundation.tableur import Cellule
    from droits_ouverts.orientation.fiche import Fiche
    from droits_ouverts.orientation.models import Blocage, Envoi
    from droits_ouverts.orientation.selectors import PasLu

FORMAT = "droits-ouverts/orientation/1"
COLONNES = (
    "format",
    "numero",
    "exporte_le",
    "expediteur",
    "destinataire",
    "destinataire_nature",
    "envoyee_le",
    "pourquoi",
    "demande",
    "accord_le",
    "accord_mode",
    "accord_champs",
    *(champ.value for champ in Champ),
    "statut",
    "statut_le",
    "rendez_vous_le",
    "depot_le",
    "motif",
    "blocage",
    "blocage_etape",
    "pieces",
)


def as_dict(envoi: Envoi, fiche: Fiche, pas: Sequence[PasLu], *, now: datetime) -> dict[str, Any]:
    """Return a case and its answers as plain values, under names that another tool may read."""
    orientation, blocage = envoi.orientation, _blocked(envoi)
    return {
        "format": FORMAT,
        "numero": str(envoi.pk),
        "exporte_le": now.isoformat(timespec="seconds"),
        "expediteur": orientation.structure.nom,
        "destinataire": {"nom": envoi.destinataire.nom, "nature": envoi.destinataire.genre, "annuaire": envoi.destinataire.service_annuaire},
        "envoyee_le": envoi.envoyee_le.isoformat(),
        "pourquoi": orientation.pourquoi,
        "demande": orientation.demande,
        "accord": {"le": orientation.accord_le.isoformat(), "mode": orientation.accord_mode, "champs": orientation.champs},
        "fiche": {champ.value: valeur for champ in Champ if (valeur := getattr(fiche, champ.value))},
        "statut": envoi.statut,
        "statut_le": envoi.statut_le.isoformat(),
        "reponses": [
            {
                "statut": un.suite.statut,
                "le": un.suite.fait_le.isoformat(),
                "rendez_vous_le": un.suite.rdv_le.isoformat() if un.suite.rdv_le else None,
                "depot_le": un.suite.depot_le.isoformat() if un.suite.depot_le else None,
                "motif": un.suite.motif or None,
                "corrigee": un.corrige,
            }
            for un in pas
        ],
        "blocage": {"ce_qui_bloque": blocage.blocage, "etape": blocage.etape, "pieces": blocage.pieces, "statut": blocage.statut} if blocage else None,
    }


def as_json(dossier: dict[str, Any]) -> bytes:
    """Return a case as a JSON file."""
    return json.dumps(dossier, ensure_ascii=False, indent=2).encode()


def as_csv(dossier: dict[str, Any]) -> bytes:
    """Return a case as one line of a table: the last answer in force, whose columns never move."""
    dernier: dict[str, Any] = next((un for un in reversed(dossier["reponses"]) if not un["corrigee"]), {})
    blocage = dossier["blocage"] or {}
    valeurs: dict[str, Cellule] = {
        **{nom: dossier[nom] for nom in ("format", "numero", "exporte_le", "expediteur", "envoyee_le", "pourquoi", "demande", "statut", "statut_le")},
        "destinataire": dossier["destinataire"]["nom"],
        "destinataire_nature": dossier["destinataire"]["nature"],
        "accord_le": dossier["accord"]["le"],
        "accord_mode": dossier["accord"]["mode"],
        "accord_champs": ",".join(dossier["accord"]["champs"]),
        **{champ.value: dossier["fiche"].get(champ.value) for champ in Champ},
        **{nom: dernier.get(nom) for nom in ("rendez_vous_le", "depot_le", "motif")},
        "blocage": blocage.get("ce_qui_bloque"),
        "blocage_etape": blocage.get("etape"),
        "pieces": ",".join(blocage.get("pieces", [])),
    }
    return write_csv(COLONNES, [[valeurs[nom] for nom in COLONNES]])


def as_pdf(envoi: Envoi, fiche: Fiche, pas: Sequence[PasLu], *, now: datetime) -> bytes:
    """Return a case on paper, in French."""
    blocage = _blocked(envoi)
    with override(SOURCE):
        contexte = {
            "envoi": envoi,
            "orientation": envoi.orientation,
            "structure": envoi.orientation.structure,
            "lignes": told_lines(fiche),
            "pas": [un for un in pas if not un.corrige],
            "blocage": blocage,
            "pieces": [NaturePiece(piece).label for piece in blocage.pieces] if blocage else [],
            "champs": [Champ(champ).label for champ in envoi.orientation.champs],
            "statut": StatutEnvoi(envoi.statut).label,
            "now": now,
        }
        return printed("orientation/dossier.html", contexte)


def _blocked(envoi: Envoi) -> Blocage | None:
    return getattr(envoi, "blocage", None)
