"""The postal address of whom a letter is for, as the directory has it: proposed, chosen by the professional, never invented nor taken by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from droits_ouverts.annuaire.models import Lieu
from droits_ouverts.annuaire.recherche import matching_places
from droits_ouverts.annuaire.rules import words
from droits_ouverts.courriers.organismes import INCONNU
from droits_ouverts.courriers.rules import VIDE

PROPOSEES = 5
DEBUT = "Adresse : "


@dataclass(frozen=True, slots=True, kw_only=True)
class Adresse:
    """A place of the directory whose name holds that of the body: its lines as a letter writes them, and when its source last saw it."""

    id: int
    lignes: tuple[str, ...]
    maj_le: date | None


def known_addresses(organisme: str) -> list[Adresse]:
    """Return the addresses that the directory has for a body, the last updated first; none where it knows no such body. Five queries at most."""
    voulus = set(words(organisme))
    if organisme == INCONNU.nom or not voulus:
        return []
    lieux = Lieu.objects.present().filter(pk__in=matching_places(organisme)).exclude(adresse="").exclude(commune="").order_by("-maj_le", "pk")
    nommes = [lieu for lieu in lieux if voulus <= set(words(lieu.nom))]
    return [
        Adresse(id=lieu.pk, lignes=(lieu.nom, lieu.adresse, f"{lieu.code_postal} {lieu.commune}".strip()), maj_le=lieu.maj_le) for lieu in nommes[:PROPOSEES]
    ]


def with_address(destinataire: str, adresse: Adresse) -> str:
    """Return whom a letter is for with that address in the place of the dotted lines, or of the address of before; what else was typed stays. Pure."""
    gardees = [ligne for ligne in destinataire.splitlines() if ligne.strip() and not ligne.startswith(DEBUT) and VIDE not in ligne]
    siennes = [ligne for ligne in adresse.lignes if ligne not in gardees]
    return "\n".join([*gardees, *siennes])
