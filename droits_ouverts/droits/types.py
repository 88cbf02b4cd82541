"""What the catalogue says of a right. Frozen; no Django, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from droits_ouverts.droits.enums import (
    Canal,
    Depart,
    Effet,
    Famille,
    Grade,
    Juridiction,
    Methode,
    Mode,
    Prealable,
    Public,
    Rappel,
    Sens,
    Unite,
    Voie,
)
from droits_ouverts.foundation.durees import Duree


@dataclass(frozen=True, slots=True, kw_only=True)
class Enonce:
    """A statement and how it is known.

    `texte` is the French sentence for the screen; None says that nobody here knows, and the grade is then `a_verifier`.
    `source` is an https address or a named text; `source_le` the date of that source ("2026", "2026-04" or "2026-04-01").
    `verifie_le` is the day somebody of the house read it again.
    """

    texte: str | None
    source: str | None
    source_le: str | None
    grade: Grade
    verifie_le: date
    article: str | None = None
    note: str | None = None

    @property
    def is_to_check(self) -> bool:
        """Whether the screen must say that this is to be checked."""
        return self.grade is Grade.A_VERIFIER


@dataclass(frozen=True, slots=True, kw_only=True)
class Lieu(Enonce):
    """Where and how one asks; `texte` names the place."""

    canal: Canal
    url: str | None = None
    telephone: str | None = None
    courriel: str | None = None
    adresse: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Montant(Enonce):
    """A figure of the law, never an estimate; `texte` says what it is. `valeur` is None where it is not known."""

    valeur: float | None
    unite: Unite
    depuis: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delai(Enonce):
    """How long a decision takes: `legal` as the law bounds it, `usuel` as it is seen."""

    legal: Duree | None
    usuel: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence(Enonce):
    """What silence means for one request (`objet`). `sens` None: not known; treat it as a refusal, so that no delay is lost."""

    objet: str
    sens: Sens | None
    apres: Duree | None
    depuis: Depart | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recours(Enonce):
    """How one contests one kind of decision (`contre`).

    `delai` is the time to take the first step (`voie`) with `aupres_de`; `reponse` the time after which its silence is a
    refusal; `juridiction_delai` the time to go to court after that. None: not known, or without limit as `texte` says.
    """

    contre: str
    prealable: Prealable | None
    voie: Voie | None
    delai: Duree | None
    aupres_de: str | None
    reponse: Duree | None
    juridiction: Juridiction | None
    juridiction_delai: Duree | None
    suspensif: Effet | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renouvellement(Enonce):
    """How the right is kept. The request is made between `ouvre_avant` and `ferme_avant` its end."""

    mode: Mode | None
    tous_les: Duree | None
    duree_max: Duree | None
    ouvre_avant: Duree | None
    ferme_avant: Duree | None
    declencheurs: tuple[str, ...]
    a_faire_avant: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retroactivite(Enonce):
    """Whether months before the claim can be paid, `jusqu_a` how far back."""

    mode: Rappel | None
    jusqu_a: Duree | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incompatibilite(Enonce):
    """What does not go with the right; `droits` are the codes of the catalogue it concerns."""

    droits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piege(Enonce):
    """A trap. `professionnel` is True where only the professional is to read it."""

    professionnel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche(Enonce):
    """The official page."""

    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calcul(Enonce):
    """How the house estimates the right; `texte` says what the estimate does not see."""

    par: Methode


@dataclass(frozen=True, slots=True, kw_only=True)
class Droit:
    """One right of the catalogue. `sans_regle` is the reason why the engine has no rule for it, None where it has one."""

    code: str
    libelle: str
    famille: Famille
    publics: tuple[Public, ...]
    verifie_le: date
    sans_regle: str | None
    public: Enonce
    decide_par: Enonce
    verse_par: Enonce
    ou_demander: tuple[Lieu, ...]
    documents: tuple[Enonce, ...]
    conditions: tuple[Enonce, ...]
    montants: tuple[Montant, ...]
    delai: Delai
    silences: tuple[Silence, ...]
    recours: tuple[Recours, ...]
    renouvellement: Renouvellement
    retroactivite: Retroactivite
    incompatibilites: tuple[Incompatibilite, ...]
    pieges: tuple[Piege, ...]
    fiche_officielle: Fiche
    calcul: Calcul

    @property
    def enonces(self) -> tuple[Enonce, ...]:
        """Every statement of the right, in the order of the file."""
        return (
            self.public,
            self.decide_par,
            self.verse_par,
            *self.ou_demander,
            *self.documents,
            *self.conditions,
            *self.montants,
            self.delai,
            *self.silences,
            *self.recours,
            self.renouvellement,
            self.retroactivite,
            *self.incompatibilites,
            *self.pieges,
            self.fiche_officielle,
            self.calcul,
        )
