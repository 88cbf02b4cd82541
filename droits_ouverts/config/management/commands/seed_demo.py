"""The demo: `droits-ouverts manage seed_demo`. Real bodies stand as the founding act names them; every account is fictional.

Source: conseil municipal de Vénissieux, délibération n° 2023/23 of 18 December 2023 (programme 2024 to the end of 2026, three sites, and who takes part).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from droits_ouverts.comptes.models import Compte
from droits_ouverts.comptes.services import create_compte, replace_password
from droits_ouverts.structures.enums import Genre, Profession, Role
from droits_ouverts.structures.models import Membre, Structure
from droits_ouverts.structures.services import add_membre, create_structure
from droits_ouverts.territoires.models import Programme, Site
from droits_ouverts.territoires.services import add_site, open_programme

DEMO_PASSWORD = "porte-ouverte-2026"  # noqa: S105  public on purpose: fictional accounts, refused in production
DEMO_DOMAIN = "demo.droits-ouverts.fr"
PROGRAMME_CODE = "tznr-metropole-lyon"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDemo:
    """A site of the programme."""

    code: str
    nom: str
    commune_nom: str
    commune_insee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureDemo:
    """A body named by the founding act, and the sites where that act says it takes part."""

    code: str
    nom: str
    genre: Genre
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompteDemo:
    """A fictional account."""

    local: str
    nom: str
    structure: str
    role: Role
    profession: Profession

    @property
    def email(self) -> str:
        """Address of the account, in a domain of the demo."""
        return f"{self.local}@{DEMO_DOMAIN}"


MOULIN_A_VENT, MAS_DU_TAUREAU, LYON_7 = "moulin-a-vent", "mas-du-taureau", "lyon-7"
SITES = (
    SiteDemo(code=MOULIN_A_VENT, nom="Moulin à Vent", commune_nom="Vénissieux", commune_insee="69259"),
    SiteDemo(code=MAS_DU_TAUREAU, nom="Mas du Taureau", commune_nom="Vaulx-en-Velin", commune_insee="69256"),
    SiteDemo(code=LYON_7, nom="Lyon 7e", commune_nom="Lyon 7e arrondissement", commune_insee="69387"),
)
ALL_SITES = tuple(site.code for site in SITES)
STRUCTURES = (
    # "seule structure à n'intervenir exclusivement que sur le site de Vénissieux"
    StructureDemo(code="passerelle", nom="Passerelle", genre=Genre.ASSOCIATION, sites=(MOULIN_A_VENT,)),
    StructureDemo(code="pimms-lyon-metropole", nom="Pimms Médiation Lyon Métropole", genre=Genre.ASSOCIATION, sites=()),
    StructureDemo(code="le-107", nom="Le 107 (Centsept)", genre=Genre.ASSOCIATION, sites=()),
    StructureDemo(code="ccas-venissieux", nom="CCAS de Vénissieux", genre=Genre.CCAS, sites=(MOULIN_A_VENT,)),
    StructureDemo(code="ville-venissieux", nom="Ville de Vénissieux", genre=Genre.COMMUNE, sites=(MOULIN_A_VENT,)),
    StructureDemo(code="metropole-lyon", nom="Métropole de Lyon", genre=Genre.METROPOLE, sites=ALL_SITES),
)
COMPTES = (
    CompteDemo(local="ambassadrice", nom="Inès (démo)", structure="passerelle", role=Role.AMBASSADEUR, profession=Profession.ASSISTANT_SERVICE_SOCIAL),
    CompteDemo(local="mediateur", nom="Karim (démo)", structure="passerelle", role=Role.MEDIATEUR, profession=Profession.MEDIATEUR_SOCIAL),
    CompteDemo(local="responsable", nom="Odile (démo)", structure="passerelle", role=Role.RESPONSABLE, profession=Profession.TRAVAILLEUR_SOCIAL),
    CompteDemo(local="accueil", nom="Sofia (démo)", structure="ccas-venissieux", role=Role.AGENT, profession=Profession.INSTRUCTEUR_AIDE_SOCIALE),
    CompteDemo(local="coordinateur", nom="Yann (démo)", structure="le-107", role=Role.COORDINATEUR, profession=Profession.AUTRE),
    CompteDemo(local="pilote", nom="Claire (démo)", structure="metropole-lyon", role=Role.PILOTE, profession=Profession.AUTRE),
)


class Command(BaseCommand):
    """Make the demo, or complete it: what is already there is kept."""

    help = "Prépare la démonstration : programme, sites, structures et comptes fictifs. Refusée en production."

    def handle(self, *args: object, **options: object) -> None:
        """Seed, then say which accounts may be used. Raise `CommandError` where the demo is not allowed."""
        if not settings.DEMO_PERMISE:
            raise CommandError("La démonstration est refusée ici : ses comptes ont un mot de passe public. Elle n’existe que sur une machine personnelle.")
        seed(on=timezone.localdate())
        self.stdout.write(f"Démonstration prête : {len(STRUCTURES)} structures, {len(SITES)} sites, {len(COMPTES)} comptes fictifs.")


@transaction.atomic
def seed(*, on: date) -> None:
    """Make what is missing of the demo, through the verbs of each room. Once complete, reads only."""
    programme = Programme.objects.filter(code=PROGRAMME_CODE).first() or open_programme(
        code=PROGRAMME_CODE,
        nom="Territoire Zéro Non-Recours, Métropole de Lyon",
        debut_le=date(2024, 1, 1),
        fin_le=date(2026, 12, 31),
        actor=None,
    )
    site_ids = {site.code: _site(programme, site).pk for site in SITES}
    structures = {structure.code: _structure(structure, [site_ids[code] for code in structure.sites]) for structure in STRUCTURES}
    for compte in COMPTES:
        _compte(compte, structures[compte.structure], on)


def _site(programme: Programme, site: SiteDemo) -> Site:
    return Site.objects.filter(code=site.code).first() or add_site(
        programme_id=programme.pk, code=site.code, nom=site.nom, commune_nom=site.commune_nom, commune_insee=site.commune_insee, actor=None
    )


def _structure(structure: StructureDemo, site_ids: list[int]) -> Structure:
    return Structure.objects.filter(code=structure.code).first() or create_structure(
        code=structure.code, nom=structure.nom, genre=structure.genre, site_ids=site_ids, actor=None
    )


def _compte(demo: CompteDemo, structure: Structure, on: date) -> None:
    compte = Compte.objects.filter(email=demo.email).first()
    if compte is None:
        compte = create_compte(email=demo.email, nom=demo.nom, password=DEMO_PASSWORD, actor=None)
    elif not compte.check_password(DEMO_PASSWORD):
        replace_password(compte_id=compte.pk, password=DEMO_PASSWORD, actor=None)
    if not Membre.objects.present(on).filter(compte=compte, structure=structure).exists():
        add_membre(
            structure_id=structure.pk, compte_id=compte.pk, role=demo.role, profession=demo.profession, depuis_le=min(on, date(2026, 1, 5)), actor=None, on=on
        )
