"""From a record of a directory to a place or a service: data·inclusion (schemas v1 and v0) and a plain CSV. Pure.

Schemas read: `data-inclusion-schema` 1.0.10 (v1) and 0.22.0 (v0), of gip-inclusion. Where both name a thing differently, either is read.
Names of persons are never taken, nor kept in the raw record.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from droits_ouverts.annuaire import horaires
from droits_ouverts.annuaire.cellules import Lu, RejeteError, courriel, day, full_id, items, langues, link, position, slugs, text, told
from droits_ouverts.annuaire.enums import Motif, Savoir
from droits_ouverts.annuaire.rules import key
from droits_ouverts.annuaire.sans_nom import cleaned
from droits_ouverts.foundation.textes import plain

LISTES: Final = frozenset(
    [
        "thematiques",
        "droits",
        "langues",
        "reseaux_porteurs",
        "labels_nationaux",
        "publics",
        "profils",
        "modes_accueil",
        "modes_mobilisation",
        "modes_orientation_beneficiaire",
        "frais",
        "types",
        "zone_eligibilite",
    ]
)
NOMS: Final[dict[str, str]] = {
    "identifiant": "id", "ref": "id", "nom_du_lieu": "nom", "structure": "nom", "lieu": "nom", "organisme": "nom", "nom_structure": "nom",
    "nom_du_service": "service", "nom_service": "service", "rue": "adresse", "adresse_postale": "adresse", "cp": "code_postal", "ville": "commune",
    "insee": "code_insee", "lat": "latitude", "lon": "longitude", "lng": "longitude", "long": "longitude", "tel": "telephone", "mail": "courriel",
    "email": "courriel", "e_mail": "courriel", "site": "site_web", "url": "site_web", "horaire": "horaires", "horaires_d_ouverture": "horaires",
    "besoins": "thematiques", "langue": "langues", "gratuite": "gratuit", "sans_rendez_vous": "sans_rdv", "pmr": "accessible", "accessibilite_pmr": "accessible",
}  # fmt: skip
"""Other headers of a plain CSV, brought to ours."""
CONNUES: Final = frozenset(
    [
        "id",
        "source",
        "nom",
        "siret",
        "rna",
        "commune",
        "code_postal",
        "code_insee",
        "adresse",
        "complement_adresse",
        "longitude",
        "latitude",
        "typologie",
        "telephone",
        "courriel",
        "site_web",
        "presentation_resume",
        "presentation_detail",
        "description",
        "date_maj",
        "antenne",
        "lien_source",
        "horaires_ouverture",
        "horaires_accueil",
        "horaires",
        "accessibilite",
        "accessibilite_lieu",
        "labels_nationaux",
        "labels_autres",
        "thematiques",
        "reseaux_porteurs",
        "structure_id",
        "types",
        "type",
        "prise_rdv",
        "frais",
        "frais_autres",
        "frais_precisions",
        "profils",
        "profils_precisions",
        "publics",
        "publics_precisions",
        "pre_requis",
        "conditions_acces",
        "cumulable",
        "justificatifs",
        "formulaire_en_ligne",
        "recurrence",
        "date_creation",
        "date_suspension",
        "contact_public",
        "contact_nom_prenom",
        "modes_accueil",
        "zone_diffusion_type",
        "zone_diffusion_code",
        "zone_diffusion_nom",
        "zone_eligibilite",
        "page_web",
        "modes_orientation_beneficiaire",
        "modes_orientation_beneficiaire_autres",
        "modes_orientation_accompagnateur",
        "modes_orientation_accompagnateur_autres",
        "lien_mobilisation",
        "modes_mobilisation",
        "mobilisable_par",
        "mobilisation_precisions",
        "volume_horaire_hebdomadaire",
        "nombre_semaines",
        "service",
        "droits",
        "langues",
        "gratuit",
        "sans_rdv",
        "accessible",
        "score_qualite",
        "structure",
        "_di_surrogate_id",
        "_di_structure_surrogate_id",
    ]
)
"""Names of columns that are read, or left on purpose; any other is told, and kept in the raw record only."""
_IMPERSONNELLES: Final = (CONNUES | frozenset(NOMS)) - {"contact_nom_prenom"}


def nameless(brut: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record without whoever it names: what may be kept of it."""
    return cleaned(brut, _IMPERSONNELLES)[0]


def read(brut: Mapping[str, Any]) -> list[Lu]:
    """Return what a record holds, less whoever it names: a place, a service, or a service and the place that it names whole. Raise `RejeteError`."""
    propre, retirees = cleaned(brut, _IMPERSONNELLES)
    trouves = _things(propre)
    trouves[0].reserves += retirees
    return trouves


def _things(brut: Mapping[str, Any]) -> list[Lu]:
    if isinstance(imbrique := brut.get("structure"), dict) and imbrique.get("id"):
        seul = {cle: valeur for cle, valeur in brut.items() if cle != "structure"}
        lieu = _place(imbrique)
        lieu.repete = True
        return [lieu, _service({"structure_id": imbrique["id"], **seul})]
    if brut.get("structure_id"):
        return [_service(brut)]
    if _is_plain(brut):
        return _plain(brut)
    return [_place(brut)]


def unknown_columns(brut: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of columns that are not read."""
    return _unknown(tuple(brut))


@lru_cache(maxsize=512)
def _unknown(noms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(cle for cle in noms if key(cle) not in CONNUES and NOMS.get(key(cle), "") not in CONNUES)


def _is_plain(brut: Mapping[str, Any]) -> bool:
    return not ("source" in brut and "id" in brut and "date_maj" in brut)


_EN_ORDRE: Final = json.JSONEncoder(sort_keys=True, default=str)


# A place, a service


def _place(brut: Mapping[str, Any]) -> Lu:
    """A structure of data·inclusion: v1 (`description`, `horaires_accueil`, `reseaux_porteurs`) or v0 (`presentation_*`, `horaires_ouverture`, `labels_nationaux`)."""
    lu = _common(brut, "lieu")
    champs = lu.champs
    siret = re.sub(r"\s", "", text(brut, "siret", 40))
    champs["siret"] = siret if re.fullmatch(r"\d{14}", siret) else ""
    champs["producteur"] = text(brut, "source", 100)
    champs["reseaux"] = slugs(brut, "reseaux_porteurs", "labels_nationaux") + ([typo] if (typo := plain(text(brut, "typologie", 60))) else [])
    champs["acceslibre"] = link(brut, lu, "accessibilite_lieu", "accessibilite")
    champs["site_web"] = link(brut, lu, "site_web")
    return lu


def _service(brut: Mapping[str, Any]) -> Lu:
    """A service of data·inclusion: v1 (`frais` a word, `publics`, `modes_mobilisation`) or v0 (`frais` a list, `profils`, `modes_orientation_*`)."""
    lu = _common(brut, "service")
    lu.lieu = full_id(brut, str(brut["structure_id"]))
    champs = lu.champs
    frais = set(slugs(brut, "frais"))
    # v0 has finer words: free under conditions, or with a membership, is not known to be free for her.
    champs["gratuit"] = told(brut, "gratuit") or (
        Savoir.OUI if frais == {"gratuit"} else Savoir.NON if frais and frais <= {"payant", "adhesion"} else Savoir.INCONNU
    )
    champs["frais"] = text(brut, "frais_precisions", 300) or text(brut, "frais_autres", 300)
    modes = set(slugs(brut, "modes_mobilisation", "modes_orientation_beneficiaire"))
    venir = Savoir.OUI if "se-presenter" in modes else Savoir.NON if modes == {"prendre-rdv"} else Savoir.INCONNU
    champs["sans_rdv"] = told(brut, "sans_rdv") or venir
    champs["publics"] = slugs(brut, "publics", "profils")
    champs["conditions"] = text(brut, "conditions_acces", 10_000) or ", ".join(items(brut, "pre_requis") + items(brut, "justificatifs"))[:10_000]
    champs["lien"] = link(brut, lu, "lien_mobilisation", "prise_rdv", "formulaire_en_ligne")
    champs["site_web"] = link(brut, lu, "page_web", "lien_source")
    champs["a_distance"] = slugs(brut, "modes_accueil") == ["a-distance"]
    champs["zones"] = items(brut, "zone_eligibilite") or items(brut, "zone_diffusion_code")
    return lu


def _plain(brut: Mapping[str, Any]) -> list[Lu]:
    """A row of a plain CSV: a place, and the service that it offers where the row says one or how it is offered."""
    propre: dict[str, Any] = {}
    for cle, valeur in brut.items():
        nom = key(str(cle))
        propre.setdefault(NOMS.get(nom, nom), valeur)
    propre["source"] = text(propre, "source", 100) or "csv"
    if not text(propre, "nom", 300):
        raise RejeteError(Motif.SANS_NOM, "nom")
    if not text(propre, "id", 200):
        # The same row of tomorrow's file must be known again.
        cle = "|".join(plain(text(propre, nom, 300)) for nom in ("nom", "adresse", "code_postal", "commune"))
        propre["id"] = hashlib.sha256(cle.encode()).hexdigest()[:20]
    lieu = _place(propre)
    lieu.brut = dict(brut)
    nom = text(propre, "service", 300)
    if not nom and not any(propre.get(cle) for cle in ("gratuit", "frais", "sans_rdv", "thematiques", "droits")):
        return [lieu]
    service = _service(
        propre | {"structure_id": propre["id"], "nom": nom or propre["nom"], "id": f"{propre['id']}:{hashlib.sha256(plain(nom).encode()).hexdigest()[:8]}"}
    )
    service.brut, service.lieu, service.reserves = lieu.brut, lieu.identifiant, []
    lieu.repete = True
    return [lieu, service]


def _common(brut: Mapping[str, Any], genre: str) -> Lu:
    if not text(brut, "id", 200):
        raise RejeteError(Motif.SANS_IDENTIFIANT, "id")
    nom = text(brut, "nom", 300)
    if not nom:
        raise RejeteError(Motif.SANS_NOM, "nom")
    garde = dict(brut)
    lu = Lu(genre=genre, identifiant=full_id(brut, str(brut["id"])), champs={}, brut=garde, empreinte="")
    resume, detail = text(brut, "presentation_resume", 10_000), text(brut, "presentation_detail", 10_000)
    ouverture = text(brut, "horaires_accueil", 300) or text(brut, "horaires_ouverture", 300) or text(brut, "horaires", 300)
    if ouverture and horaires.read(ouverture) is None:
        lu.reserves.append(("horaires", Motif.HORAIRES))
    cp, insee = text(brut, "code_postal", 12), text(brut, "code_insee", 12).upper()
    lu.champs |= {
        "nom": nom,
        "presentation": text(brut, "description", 10_000) or detail or resume,
        "telephone": text(brut, "telephone", 60),
        "courriel": courriel(brut, lu),
        "horaires": ouverture,
        "commune": text(brut, "commune", 120),
        "code_postal": cp if re.fullmatch(r"\d{5}", cp) else "",
        "code_insee": insee if re.fullmatch(r"(?:\d\d|2[AB])\d{3}", insee) else "",
        "adresse": " ".join(part for part in (text(brut, "adresse", 300), text(brut, "complement_adresse", 300)) if part)[:300],
        "thematiques": slugs(brut, "thematiques"),
        "droits": slugs(brut, "droits"),
        "langues": langues(brut),
        "accessible": told(brut, "accessible") or Savoir.INCONNU,
        "maj_le": day(brut, lu),
    }
    lu.champs["latitude"], lu.champs["longitude"] = position(brut, lu)
    lu.empreinte = hashlib.md5(_EN_ORDRE.encode(garde).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    return lu
