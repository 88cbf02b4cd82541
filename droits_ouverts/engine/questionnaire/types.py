"""What a fact is: its question, its type, its plausible values, when it is asked, the OpenFisca variable it feeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Entite(StrEnum):
    """The four entities of OpenFisca-France, by their key."""

    INDIVIDU = "individu"
    FAMILLE = "famille"
    FOYER_FISCAL = "foyer_fiscal"
    MENAGE = "menage"


class Genre(StrEnum):
    """The type of an answer. Amounts are euros; `NOMBRE` is a whole number."""

    OUI_NON = "oui_non"
    CHOIX = "choix"
    MONTANT = "montant"
    NOMBRE = "nombre"
    DATE = "date"
    COMMUNE = "commune"


class Periode(StrEnum):
    """How long an answer holds.

    `ETERNITE`: never changes (a birth date). `MOIS`: the state in the month of the check-up, taken to hold before and after.
    `MOIS_PASSES`: one amount for each month of the window M-4 .. M (see `months.window`). `ANNEE_N1`, `ANNEE_N2`: a calendar
    year, one or two years before the check-up's.
    """

    ETERNITE = "eternite"
    MOIS = "mois"
    MOIS_PASSES = "mois_passes"
    ANNEE_N1 = "annee_n1"
    ANNEE_N2 = "annee_n2"


class Sujet(StrEnum):
    """The subjects of the check-up, one per screen, in the order in which they are asked."""

    FOYER = "foyer"
    LOGEMENT = "logement"
    ACTIVITE = "activite"
    RESSOURCES = "ressources"
    IMPOTS = "impots"
    SEJOUR = "sejour"
    ETUDES = "etudes"
    SANTE = "sante"
    EPARGNE = "epargne"
    SITUATION = "situation"
    DROITS_RECUS = "droits_recus"


class SiAbsent(StrEnum):
    """What leaving a fact out of an OpenFisca situation file means (our own files and screens: always unknown).

    `INCONNU`: unknown. `DEFAUT`: OpenFisca's own default is supposed for a yes and told as a hypothesis, but a right that only
    such a default closes is `indetermine`, never `non_eligible`.
    """

    INCONNU = "inconnu"
    DEFAUT = "defaut"


class Role(StrEnum):
    """The place of a person in the household. The check-up is about the demandeur and her family."""

    DEMANDEUR = "demandeur"
    CONJOINT = "conjoint"
    ENFANT = "enfant"
    AUTRE = "autre"


@dataclass(frozen=True, slots=True)
class RoleParmi:
    """True where the person holds one of these roles."""

    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class AgeEntre:
    """True where the person's age in whole years, in the month of the check-up, is within both bounds included."""

    minimum: int
    maximum: int


@dataclass(frozen=True, slots=True)
class Vaut:
    """True where another fact of the same entity holds one of these values.

    A fact of another entity is read through the person's own group (her household, her family); for a group,
    a fact of a person is true where it holds for any adult of the demandeur's family.
    """

    fait: str
    valeurs: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class EnCouple:
    """True where the demandeur lives with a partner (a person of role conjoint is in the household)."""


@dataclass(frozen=True, slots=True)
class Et:
    """Every condition holds."""

    conditions: tuple[Quand, ...]


@dataclass(frozen=True, slots=True)
class Ou:
    """At least one condition holds."""

    conditions: tuple[Quand, ...]


@dataclass(frozen=True, slots=True)
class Non:
    """The condition does not hold."""

    condition: Quand


Quand = RoleParmi | AgeEntre | Vaut | EnCouple | Et | Ou | Non

ADULTE = RoleParmi((Role.DEMANDEUR, Role.CONJOINT))
"""The demandeur and her partner: those of whom most questions are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choix:
    """One possible answer of a closed list: stored value (ASCII, never renamed), label, value given to OpenFisca."""

    valeur: str
    libelle: str
    openfisca: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Plausible:
    """The values that an unknown answer may take, ordered; amounts in euros for the fact's period.

    `source` says where the range comes from (a law's threshold, a published distribution with its date), or is frank that
    it is a choice of ours, beginning with "Choix".
    """

    valeurs: tuple[object, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fait:
    """One fact of the schema.

    `variable` is the OpenFisca variable fed (None: the fact only steers the questionnaire or the months before).
    `minimum`/`maximum` are the bounds of a believable answer: outside is a clear error, never an estimate.
    `question` speaks to the person (vous); `question_tiers` of another person, with `{prenom}`; None where it is the same.
    `quand` None: always asked. `source_question` says why it is asked, in one line shown on screen.
    """

    nom: str
    entite: Entite
    genre: Genre
    periode: Periode
    sujet: Sujet
    question: str
    pourquoi: str
    plausibles: Plausible
    variable: str | None = None
    question_tiers: str | None = None
    libelle: str = ""
    choix: tuple[Choix, ...] = field(default=())
    quand: Quand | None = None
    si_absent: SiAbsent = SiAbsent.INCONNU
    minimum: float | None = None
    maximum: float | None = None
    unite: str = ""
