"""From a record of a directory to a place or a service: data·inclusion (schemas v1 and v0) and a plain CSV. Pure.

Schemas read: `data-inclusion-schema` 1.0.10 (v1) and 0.22.0 (v0), of gip-inclusion. Where both name a thing differently, either is read.
Names of persons are never taken, nor kept in the raw record.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from droits_ouverts.annuaire import horaires
from droits_ouverts.annuaire.enums import Motif, Savoir
from droits_ouverts.annuaire.rules import plain

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
_PERSONNE: Final = ("contact_nom_prenom", "contact_nom", "contact_prenom", "nom_contact", "contact_prenom_nom")
_GENERIQUE: Final = frozenset(
    [
        "accueil",
        "adil",
        "agence",
        "aide",
        "association",
        "bureau",
        "caf",
        "ccas",
        "centre",
        "cidff",
        "cms",
        "contact",
        "cpam",
        "directeur",
        "direction",
        "emploi",
        "espace",
        "formation",
        "france",
        "mairie",
        "maison",
        "mdms",
        "mission",
        "orientation",
        "point",
        "polyvalent",
        "accompagnement",
        "antenne",
        "secretariat",
        "service",
        "services",
        "social",
        "sociale",
        "solidarite",
        "info",
        "infos",
        "local",
        "locale",
        "metropole",
        "numerique",
        "rdv",
        "inscription",
        "plateforme",
        "logement",
        "siege",
        "territoire",
        "ville",
    ]
)
_NOMINATIF = re.compile(r"^([a-z]{2,})[._-]([a-z]{2,})$")
_COURRIEL = re.compile(r"[^@\s,;<>\"']{1,64}@[^@\s,;<>\"']{1,120}\.[a-zA-Z]{2,24}")
_CADRES: Final = ((41.2, 51.2, -5.3, 9.7), (15.8, 16.6, -61.9, -60.9), (14.3, 14.95, -61.3, -60.7), (2.0, 5.9, -54.7, -51.5), (-21.5, -20.8, 55.1, 55.9),
                  (-13.1, -12.5, 44.9, 45.4), (46.6, 47.2, -56.5, -56.0), (17.8, 18.2, -63.2, -62.7), (-23.0, -19.0, 163.0, 169.0), (-28.0, -7.0, -155.0, -134.0))  # fmt: skip
"""South, north, west, east of mainland France and of what is French beyond the seas: a point elsewhere is a mistake."""
SLUG = re.compile(r"[a-z0-9]+(?:[-_]{1,2}[a-z0-9]+)*")


@dataclass(slots=True)
class Lu:
    """What was read of a record: columns by name, the place that it belongs to (of a service), and what was left out of it.

    `repete`: a place that is told again with each of its services, which is no mistake.
    """

    genre: str
    identifiant: str
    champs: dict[str, Any]
    brut: dict[str, Any]
    empreinte: str
    lieu: str = ""
    repete: bool = False
    reserves: list[tuple[str, Motif]] = field(default_factory=list)


class RejeteError(Exception):
    """A record that cannot be kept."""

    def __init__(self, motif: Motif, champ: str = "") -> None:
        self.motif, self.champ = motif, champ
        super().__init__(motif)


def read(brut: Mapping[str, Any]) -> list[Lu]:
    """Return what a record holds: a place, a service, or a service and the place that it names whole. Raise `RejeteError`."""
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
    return frozenset(cle for cle in noms if _key(cle) not in CONNUES and NOMS.get(_key(cle), "") not in CONNUES)


def _is_plain(brut: Mapping[str, Any]) -> bool:
    return not ("source" in brut and "id" in brut and "date_maj" in brut)


@lru_cache(maxsize=4096)
def _key(nom: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", plain(nom)).strip("_") if not nom.startswith("_di_") else nom


# A place, a service


def _place(brut: Mapping[str, Any]) -> Lu:
    """A structure of data·inclusion: v1 (`description`, `horaires_accueil`, `reseaux_porteurs`) or v0 (`presentation_*`, `horaires_ouverture`, `labels_nationaux`)."""
    lu = _common(brut, "lieu")
    champs = lu.champs
    siret = re.sub(r"\s", "", _text(brut, "siret", 40))
    champs["siret"] = siret if re.fullmatch(r"\d{14}", siret) else ""
    champs["producteur"] = _text(brut, "source", 100)
    champs["reseaux"] = _slugs(brut, "reseaux_porteurs", "labels_nationaux") + ([typo] if (typo := plain(_text(brut, "typologie", 60))) else [])
    champs["acceslibre"] = _link(brut, lu, "accessibilite_lieu", "accessibilite")
    champs["site_web"] = _link(brut, lu, "site_web")
    return lu


def _service(brut: Mapping[str, Any]) -> Lu:
    """A service of data·inclusion: v1 (`frais` a word, `publics`, `modes_mobilisation`) or v0 (`frais` a list, `profils`, `modes_orientation_*`)."""
    lu = _common(brut, "service")
    lu.lieu = _full_id(brut, str(brut["structure_id"]))
    champs = lu.champs
    frais = set(_slugs(brut, "frais"))
    # v0 has finer words: free under conditions, or with a membership, is not known to be free for her.
    champs["gratuit"] = _told(brut, "gratuit") or (
        Savoir.OUI if frais == {"gratuit"} else Savoir.NON if frais and frais <= {"payant", "adhesion"} else Savoir.INCONNU
    )
    champs["frais"] = _text(brut, "frais_precisions", 300) or _text(brut, "frais_autres", 300)
    modes = set(_slugs(brut, "modes_mobilisation", "modes_orientation_beneficiaire"))
    venir = Savoir.OUI if "se-presenter" in modes else Savoir.NON if modes == {"prendre-rdv"} else Savoir.INCONNU
    champs["sans_rdv"] = _told(brut, "sans_rdv") or venir
    champs["publics"] = _slugs(brut, "publics", "profils")
    champs["conditions"] = _text(brut, "conditions_acces", 10_000) or ", ".join(_list(brut, "pre_requis") + _list(brut, "justificatifs"))[:10_000]
    champs["lien"] = _link(brut, lu, "lien_mobilisation", "prise_rdv", "formulaire_en_ligne")
    champs["site_web"] = _link(brut, lu, "page_web", "lien_source")
    champs["a_distance"] = _slugs(brut, "modes_accueil") == ["a-distance"]
    champs["zones"] = _list(brut, "zone_eligibilite") or _list(brut, "zone_diffusion_code")
    return lu


def _plain(brut: Mapping[str, Any]) -> list[Lu]:
    """A row of a plain CSV: a place, and the service that it offers where the row says one or how it is offered."""
    propre: dict[str, Any] = {}
    for cle, valeur in brut.items():
        nom = _key(str(cle))
        propre.setdefault(NOMS.get(nom, nom), valeur)
    propre["source"] = _text(propre, "source", 100) or "csv"
    if not _text(propre, "nom", 300):
        raise RejeteError(Motif.SANS_NOM, "nom")
    if not _text(propre, "id", 200):
        # The same row of tomorrow's file must be known again.
        cle = "|".join(plain(_text(propre, nom, 300)) for nom in ("nom", "adresse", "code_postal", "commune"))
        propre["id"] = hashlib.sha256(cle.encode()).hexdigest()[:20]
    lieu = _place(propre)
    lieu.brut = dict(brut)
    for nom in _PERSONNE:
        lieu.brut.pop(nom, None)
    lieu.champs["langues"] = _slugs(propre, "langues")
    lieu.champs["accessible"] = _told(propre, "accessible") or Savoir.INCONNU
    nom = _text(propre, "service", 300)
    if not nom and not any(propre.get(cle) for cle in ("gratuit", "frais", "sans_rdv", "thematiques", "droits")):
        return [lieu]
    service = _service(
        propre | {"structure_id": propre["id"], "nom": nom or propre["nom"], "id": f"{propre['id']}:{hashlib.sha256(plain(nom).encode()).hexdigest()[:8]}"}
    )
    service.brut, service.lieu, service.reserves = lieu.brut, lieu.identifiant, []
    lieu.repete = True
    return [lieu, service]


def _common(brut: Mapping[str, Any], genre: str) -> Lu:
    if not _text(brut, "id", 200):
        raise RejeteError(Motif.SANS_IDENTIFIANT, "id")
    nom = _text(brut, "nom", 300)
    if not nom:
        raise RejeteError(Motif.SANS_NOM, "nom")
    garde = {cle: valeur for cle, valeur in brut.items() if cle not in _PERSONNE}
    lu = Lu(genre=genre, identifiant=_full_id(brut, str(brut["id"])), champs={}, brut=garde, empreinte="")
    if any(brut.get(cle) for cle in _PERSONNE):
        lu.reserves.append(("contact_nom_prenom", Motif.CONTACT_NOMINATIF))
    resume, detail = _text(brut, "presentation_resume", 10_000), _text(brut, "presentation_detail", 10_000)
    ouverture = _text(brut, "horaires_accueil", 300) or _text(brut, "horaires_ouverture", 300) or _text(brut, "horaires", 300)
    if ouverture and horaires.read(ouverture) is None:
        lu.reserves.append(("horaires", Motif.HORAIRES))
    cp, insee = _text(brut, "code_postal", 12), _text(brut, "code_insee", 12).upper()
    lu.champs |= {
        "nom": nom,
        "presentation": _text(brut, "description", 10_000) or detail or resume,
        "telephone": _text(brut, "telephone", 60),
        "courriel": _courriel(brut, lu),
        "horaires": ouverture,
        "commune": _text(brut, "commune", 120),
        "code_postal": cp if re.fullmatch(r"\d{5}", cp) else "",
        "code_insee": insee if re.fullmatch(r"(?:\d\d|2[AB])\d{3}", insee) else "",
        "adresse": " ".join(part for part in (_text(brut, "adresse", 300), _text(brut, "complement_adresse", 300)) if part)[:300],
        "thematiques": _slugs(brut, "thematiques"),
        "droits": _slugs(brut, "droits"),
        "langues": _slugs(brut, "langues"),
        "accessible": _told(brut, "accessible") or Savoir.INCONNU,
        "maj_le": _day(brut, lu),
    }
    lu.champs["latitude"], lu.champs["longitude"] = _position(brut, lu)
    lu.empreinte = hashlib.md5(json.dumps(garde, sort_keys=True, default=str).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    return lu


# Cells


def _full_id(brut: Mapping[str, Any], identifiant: str) -> str:
    """`producer--number`, as v1 writes it: a directory that passes from v0 to v1 keeps its rows."""
    source = _text(brut, "source", 100)
    propre = " ".join(identifiant.split())[:200]
    return propre if not source or propre.startswith(f"{source}--") else f"{source}--{propre}"[:200]


def _text(brut: Mapping[str, Any], nom: str, longueur: int) -> str:
    valeur = brut.get(nom)
    if valeur is None or isinstance(valeur, (dict, list, bool)):
        return ""
    texte = str(valeur)
    return ("\n".join(" ".join(ligne.split()) for ligne in texte.splitlines()).strip() if longueur > 1000 else " ".join(texte.split()))[:longueur]


def _list(brut: Mapping[str, Any], nom: str) -> list[str]:
    valeur = brut.get(nom)
    if isinstance(valeur, str):
        texte = valeur.strip()
        if texte.startswith("["):
            try:
                valeur = json.loads(texte)
            except (ValueError, RecursionError):
                valeur = re.split(r"[|;,]", texte.strip("[]").replace('"', "").replace("'", ""))
        else:
            valeur = re.split(r"[|;,]", texte.strip("{}"))
    if not isinstance(valeur, list):
        return []
    return list(dict.fromkeys(" ".join(str(un).split())[:120] for un in valeur[:200] if isinstance(un, (str, int)) and str(un).strip()))


def _slugs(brut: Mapping[str, Any], *noms: str) -> list[str]:
    """Return the codes of the first of these columns that has some, in lower case; what is no code is left."""
    for nom in noms:
        if brut.get(nom) and (trouves := [code for un in _list(brut, nom) if (code := _slug(un))]):
            return trouves
    return []


@lru_cache(maxsize=4096)
def _slug(texte: str) -> str:
    code = re.sub(r"\s+", "-", plain(texte)).replace("’", "").replace("'", "")
    return code if SLUG.fullmatch(code) else ""


def _told(brut: Mapping[str, Any], nom: str) -> Savoir | None:
    """Return what a cell that answers yes or no says, None where it says neither."""
    valeur = brut.get(nom)
    mot = plain(str(valeur)).strip() if valeur is not None else ""
    return Savoir.OUI if mot in {"oui", "o", "vrai", "true", "1", "yes", "x"} else Savoir.NON if mot in {"non", "n", "faux", "false", "0", "no"} else None


def safe_link(texte: str) -> str:
    """Return an address of the web, nothing for any other (`javascript:`, a name, a user's password)."""
    adresse = texte.strip()
    if adresse and "://" not in adresse and re.match(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/|$)", adresse):
        adresse = f"https://{adresse}"
    try:
        parts = urlsplit(adresse)
    except ValueError:
        return ""
    bonne = parts.scheme in {"http", "https"} and parts.hostname and "@" not in parts.netloc and not re.search(r"[\s\"'<>\\]", adresse)
    return adresse if bonne and len(adresse) <= 1000 else ""


def _link(brut: Mapping[str, Any], lu: Lu, *noms: str) -> str:
    for nom in noms:
        if texte := _text(brut, nom, 1000):
            if adresse := safe_link(texte):
                return adresse
            lu.reserves.append((nom, Motif.ADRESSE_WEB))
    return ""


def names_somebody(courriel: str, noms: Iterable[str]) -> bool:
    """Tell whether an address seems to be somebody's: `awa.diallo@`, and not `accueil.venissieux@` nor the name of the place."""
    local = plain(courriel.partition("@")[0])
    deux = _NOMINATIF.match(local)
    if not deux:
        return False
    siens = _GENERIQUE | {mot for nom in noms for mot in re.findall(r"[a-z]+", plain(nom))}
    return not siens & set(deux.groups())


def _courriel(brut: Mapping[str, Any], lu: Lu) -> str:
    texte = _text(brut, "courriel", 200)
    if not texte:
        return ""
    nominatif = brut.get("contact_public") is False or names_somebody(texte, (_text(brut, "nom", 300), _text(brut, "commune", 120)))
    if nominatif or not _COURRIEL.fullmatch(texte):
        lu.brut.pop("courriel", None)
        lu.reserves.append(("courriel", Motif.CONTACT_NOMINATIF if nominatif else Motif.ADRESSE_WEB))
        return ""
    return texte


def _number(brut: Mapping[str, Any], nom: str) -> float | None:
    valeur = brut.get(nom)
    if valeur is None or isinstance(valeur, bool) or valeur == "":
        return None
    try:
        return float(str(valeur).replace(",", "."))
    except ValueError:
        return float("nan")


def _position(brut: Mapping[str, Any], lu: Lu) -> tuple[float | None, float | None]:
    lat, lon = _number(brut, "latitude"), _number(brut, "longitude")
    if lat is None and lon is None:
        return None, None
    if lat is not None and lon is not None:
        if in_france(lat, lon):
            return lat, lon
        if in_france(lon, lat):
            lu.reserves.append(("latitude", Motif.POSITION_INVERSEE))
            return None, None
    lu.reserves.append(("latitude", Motif.POSITION))
    return None, None


def in_france(lat: float, lon: float) -> bool:
    """Tell whether a point may be in France; not-a-number is nowhere."""
    return any(sud <= lat <= nord and ouest <= lon <= est for sud, nord, ouest, est in _CADRES)


def _day(brut: Mapping[str, Any], lu: Lu) -> date | None:
    texte = _text(brut, "date_maj", 40)
    if not texte:
        return None
    try:
        jour = date.fromisoformat(texte[:10])
    except ValueError:
        jour = None
    if jour is None or jour.year < 2000:
        lu.reserves.append(("date_maj", Motif.DATE))
        return None
    return jour
