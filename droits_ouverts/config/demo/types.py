"""The shape of the demo: bodies, accounts, and families told in a few facts each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix, StatutAvis
from droits_ouverts.droits.urgences import Besoin
from droits_ouverts.engine.questionnaire.types import Role as Place
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.structures.enums import Genre, Profession, Role

DEMO_PASSWORD = "porte-ouverte-2026"  # noqa: S105  public on purpose: fictional accounts, refused in production
DEMO_DOMAIN = "demo.droits-ouverts.fr"
DEMO_CODE = "DEM0NSTRAT"
"""The code of the anonymous check-up, public as the password is: elsewhere a code is drawn by chance and told once."""
REFUS: dict[str, object] = {"refus": True}
"""The answer of somebody who prefers not to say; None is the one of somebody who does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDemo:
    """A site of the programme."""

    code: str
    nom: str
    commune_nom: str
    commune_insee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureDemo:
    """A body named by the founding act with the sites where that act says it takes part, or a fictional one, marked so."""

    code: str
    nom: str
    genre: Genre
    sites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompteDemo:
    """A fictional account. With several structures, it has the same role in each."""

    local: str
    nom: str
    structures: tuple[str, ...]
    role: Role
    profession: Profession

    @property
    def email(self) -> str:
        """Address of the account, in a domain of the demo."""
        return f"{self.local}@{DEMO_DOMAIN}"


class Branche(StrEnum):
    """The kinds of situations that the cast must meet; `tests/config/test_demo_familles.py` holds it to each."""

    MERE_SEULE = "mere_seule"
    COUPLE_AVEC_ENFANTS = "couple_avec_enfants"
    GROSSESSE = "grossesse"
    JEUNE_SANS_RESSOURCES = "jeune_sans_ressources"
    ETUDES = "etudes"
    RETRAITE_MODESTE = "retraite_modeste"
    PERTE_D_AUTONOMIE = "perte_d_autonomie"
    HANDICAP_ADULTE = "handicap_adulte"
    HANDICAP_ENFANT = "handicap_enfant"
    INDEPENDANT = "independant"
    CHOMAGE_FINISSANT = "chomage_finissant"
    TRAVAIL_A_PETIT_REVENU = "travail_a_petit_revenu"
    SANS_DOMICILE = "sans_domicile"
    HEBERGE = "heberge"
    HORS_UE_MOINS_DE_CINQ_ANS = "hors_ue_moins_de_cinq_ans"
    HORS_UE_PLUS_DE_CINQ_ANS = "hors_ue_plus_de_cinq_ans"
    TITRE_EN_ATTENTE = "titre_en_attente"
    CITOYEN_UE = "citoyen_ue"
    PARENT_SEPARE = "parent_separe"
    VEUVAGE = "veuvage"
    PROPRIETAIRE_ENDETTE = "proprietaire_endette"
    REPONSES_INCONNUES = "reponses_inconnues"
    REPONSES_REFUSEES = "reponses_refusees"
    BESOIN_URGENT = "besoin_urgent"
    PERSONNE_CONNUE = "personne_connue"
    ANONYME = "anonyme"
    FORME_COURTE = "forme_courte"
    FICHE_REMISE = "fiche_remise"
    DROIT_VOULU = "droit_voulu"
    DROIT_ECARTE = "droit_ecarte"
    AVIS_CONTRAIRE = "avis_contraire"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonneDemo:
    """Somebody of a household, `ans` years and `mois` months old on the day of the check-up; `faits` are her answers."""

    ans: int
    mois: int = 0
    place: Place = Place.ENFANT
    prenom: str = ""
    faits: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ParMois:
    """An amount by month, counted from the month of the check-up: {-1: 1200} is the month before."""

    montants: dict[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoixDemo:
    """What a person chose for one right."""

    droit: str
    decision: DecisionChoix
    motif: MotifChoix | None = None
    mots: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AvisDemo:
    """What a professional thinks of one right, beside the estimate."""

    droit: str
    statut: StatutAvis
    raison: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilleDemo:
    """A fictional household, met `jours` days before the installation by one account for one structure.

    `faits` are the answers about the household as a whole. A question that nothing here speaks of is answered by no, zero or
    "I don't know" (see `repondre.DEFAUTS`). `urgences` are needs answered by yes; `accord`, how the person agreed that her name be kept.
    `jusqu_a` stops the check-up after so many subjects: it is still going on.
    """

    compte: str
    structure: str
    jours: int
    personnes: tuple[PersonneDemo, ...]
    branches: frozenset[Branche]
    faits: dict[str, object] = field(default_factory=dict)
    jusqu_a: int | None = None
    anonyme: bool = False
    courte: bool = False
    remise: bool = False
    urgences: tuple[Besoin, ...] = ()
    accord: ModeAccord | None = None
    choix: tuple[ChoixDemo, ...] = ()
    avis: tuple[AvisDemo, ...] = ()

    @property
    def demandeur(self) -> PersonneDemo:
        """The person whom the check-up is about."""
        return self.personnes[0]

    @property
    def nom(self) -> str:
        """Name by which the seed finds it again: nothing for an anonymous one, one of those at most by account."""
        return self.demandeur.prenom
