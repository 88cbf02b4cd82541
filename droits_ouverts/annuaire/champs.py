"""What pages call the fields of a sheet."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

NOMS: Final = {
    "nom": _("nom"),
    "presentation": _("présentation"),
    "telephone": _("téléphone"),
    "courriel": _("adresse électronique"),
    "site_web": _("site"),
    "horaires": _("horaires"),
    "commune": _("commune"),
    "code_postal": _("code postal"),
    "code_insee": _("code Insee"),
    "adresse": _("adresse"),
    "latitude": _("latitude"),
    "longitude": _("longitude"),
    "thematiques": _("thématiques"),
    "droits": _("droits traités"),
    "langues": _("langues parlées"),
    "accessible": _("accessible en fauteuil"),
    "maj_le": _("mise à jour par la source"),
    "siret": _("SIRET"),
    "producteur": _("producteur"),
    "reseaux": _("réseaux"),
    "acceslibre": _("page Acceslibre"),
    "gratuit": _("gratuit"),
    "frais": _("frais"),
    "sans_rdv": _("sans rendez-vous"),
    "publics": _("publics"),
    "conditions": _("conditions d’accès"),
    "lien": _("lien pour demander le service"),
    "a_distance": _("à distance"),
    "zones": _("zones desservies"),
    "id": _("identifiant"),
    "structure_id": _("lieu du service"),
    "date_maj": _("mise à jour par la source"),
    "contact_nom_prenom": _("personne à contacter"),
}
"""Columns of ours, and those of a source that an import speaks of; any other is shown as the file writes it."""


def field_name(champ: str) -> str:
    """Return the name of a field in words."""
    return str(NOMS.get(champ, champ))
