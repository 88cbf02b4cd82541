"""What a clock of a right is, and the facts it runs on. Frozen; no Django, no clock of the machine."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

from droits_ouverts.delais.enums import Decompte, Doute, Eloignement, Feries
from droits_ouverts.delais.types import DernierJour
from droits_ouverts.droits.enums import Depart, Effet, Grade, Juridiction, Sens, Voie
from droits_ouverts.droits.types import Enonce
from droits_ouverts.foundation.durees import Duree


class GenreHorloge(StrEnum):
    """What runs."""

    DELAI_TRAITEMENT = "delai_traitement"
    SILENCE = "silence"
    RECOURS_PREALABLE = "recours_prealable"
    SILENCE_RECOURS = "silence_recours"
    RECOURS_JURIDICTIONNEL = "recours_juridictionnel"
    RENOUVELLEMENT = "renouvellement"
    DECLARATION = "declaration"
    PIECES = "pieces"
    EXECUTION = "execution"
    CONTACT = "contact"
    FIN_DE_DROIT = "fin_de_droit"
    CAMPAGNE = "campagne"
    SUIVI_VERSEMENT = "suivi_versement"


class Statut(StrEnum):
    """Where the followed right stands, as far as clocks need to know. `CLOS`: given up, ended, or nobody follows it: no clock runs."""

    A_DEMANDER = "a_demander"
    DEMANDE = "demande"
    DECIDE = "decide"
    OUVERT = "ouvert"
    CLOS = "clos"


class Decision(StrEnum):
    """What was decided. `PARTIELLE`: granted for less; `TROP_PERCU`: money is asked back. An accord is not contested here."""

    ACCORD = "accord"
    REFUS = "refus"
    PARTIELLE = "partielle"
    TROP_PERCU = "trop_percu"


class EtatHorloge(StrEnum):
    """`COURT`: it has its day. `SUSPENDUE`: papers were asked and are awaited. `SANS_DATE`: a fact is missing (`manque`). `SANS_DELAI`: no text gives one."""

    COURT = "court"
    SUSPENDUE = "suspendue"
    SANS_DATE = "sans_date"
    SANS_DELAI = "sans_delai"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaitsDuDroit:
    """What is known of one right of one person. A date that is None is not known, or has not come.

    `deposee_le`: the request left; `recue_le`: the office acknowledged it; `transmise_le`: another office sent it to the right one; `complet_le`: nothing
    was missing any more; `decision_notifiee_le`: the decision reached her; `voies_indiquees`: it says how and when to contest it; `recours_*`: her first
    step of appeal and the answer to it; `juge_saisi_le`: she went to court; `fin_demandee_le`, `fin_reglee_le`: the end of the last period for which
    somebody said that the renewal was asked for, or the end settled: the next period has its own; `sans_fin`: granted without a term; `renouvellement_automatique`: renewed without asking; `verse_le`: first
    payment; `dernier_contact_le`: she last showed herself. `demande` is the place, in `droit.silences`, of what she asked for; `recours` the places, in
    `droit.recours`, of what was decided (None: found from the decision).
    """

    statut: Statut
    deposee_le: date | None = None
    recue_le: date | None = None
    transmise_le: date | None = None
    pieces_demandees_le: date | None = None
    complet_le: date | None = None
    decision: Decision | None = None
    decision_le: date | None = None
    decision_notifiee_le: date | None = None
    voies_indiquees: bool | None = None
    recours_depose_le: date | None = None
    recours_recu_le: date | None = None
    recours_decision_notifiee_le: date | None = None
    juge_saisi_le: date | None = None
    ouvert_le: date | None = None
    fin_le: date | None = None
    fin_demandee_le: date | None = None
    fin_reglee_le: date | None = None
    sans_fin: bool = False
    renouvellement_automatique: bool | None = None
    derniere_declaration_le: date | None = None
    dernier_contact_le: date | None = None
    verse_le: date | None = None
    demande: int = 0
    recours: tuple[int, ...] | None = None
    eloignement: Eloignement = Eloignement.AUCUN
    feries: Feries = Feries.COMMUN


_SUITES = (
    ("deposee_le", "recue_le"),
    ("deposee_le", "transmise_le"),
    ("deposee_le", "pieces_demandees_le"),
    ("deposee_le", "complet_le"),
    ("recue_le", "transmise_le"),
    ("recue_le", "pieces_demandees_le"),
    ("recue_le", "complet_le"),
    ("pieces_demandees_le", "complet_le"),
    ("deposee_le", "decision_le"),
    ("decision_le", "decision_notifiee_le"),
    ("decision_le", "recours_depose_le"),
    ("recours_depose_le", "recours_recu_le"),
    ("recours_depose_le", "recours_decision_notifiee_le"),
    ("ouvert_le", "fin_le"),
)


def disorders(faits: FaitsDuDroit) -> tuple[tuple[str, str], ...]:
    """Return the pairs of facts whose second is dated before the first: a typing mistake that whoever keeps the right is to be asked about."""
    connus = {field.name: getattr(faits, field.name) for field in fields(faits)}
    return tuple((avant, apres) for avant, apres in _SUITES if connus[avant] is not None and connus[apres] is not None and connus[apres] < connus[avant])


@dataclass(frozen=True, slots=True, kw_only=True)
class RegleHorloge:
    """A clock that a right has, before any fact: what the catalogue says of it, and how it is counted.

    `cle` is its name, stable while the catalogue keeps its order ("silences[0]", "recours[1].juge"). `duree` None: no text gives one. `supposee`: the
    catalogue does not say it, the prudent reading is taken. `enonce` None: a choice of the house (calls after a payment), not a law.
    `viser`: how long before the end one should act. `recours`: the place of the appeal
    that opens at its end.
    """

    cle: str
    genre: GenreHorloge
    objet: str | None
    duree: Duree | None
    decompte: Decompte
    enonce: Enonce | None
    depart: Depart | None = None
    sens: Sens | None = None
    recours: int | None = None
    supposee: bool = False
    doutes: frozenset[Doute] = frozenset()
    voie: Voie | None = None
    aupres_de: str | None = None
    juridiction: Juridiction | None = None
    suspensif: Effet | None = None
    ouvre_avant: Duree | None = None
    viser: Duree | None = None

    @property
    def grade(self) -> Grade | None:
        """How sure the clock is: its statement's grade, to be checked where it is supposed, None for a choice of the house."""
        if self.enonce is None:
            return None
        return Grade.A_VERIFIER if self.supposee else self.enonce.grade

    @property
    def article(self) -> str | None:
        """The article that the catalogue cites."""
        return None if self.enonce is None else self.enonce.article


@dataclass(frozen=True, slots=True, kw_only=True)
class Horloge:
    """A clock that runs for one right of one person.

    `calcul` has the last day, the day to aim at and the reasoning; None where `etat` is not `COURT`. `ouvre_le`: one cannot act before. `certaine` is
    False as soon as one thing is supposed, debated, or less than read in its source. `raisonnable_le`: the last resort before an administrative court
    where the decision says nothing of appeals (CJA, art. R. 421-5). `tardive`: the step was taken after the last day. `perte_par_mois` is in euros,
    computed by the caller; None is not known, which is not zero.
    """

    droit: str
    regle: RegleHorloge
    etat: EtatHorloge
    calcul: DernierJour | None = None
    ouvre_le: date | None = None
    certaine: bool = False
    manque: tuple[str, ...] = ()
    raisonnable_le: date | None = None
    tardive: bool = False
    perte_par_mois: Decimal | None = None

    @property
    def cle(self) -> str:
        """The name of the clock within its right."""
        return self.regle.cle

    @property
    def genre(self) -> GenreHorloge:
        """What runs."""
        return self.regle.genre

    @property
    def depart_le(self) -> date | None:
        """The day from which it is counted."""
        return None if self.calcul is None else self.calcul.depart

    @property
    def due_le(self) -> date | None:
        """The last day."""
        return None if self.calcul is None else self.calcul.le

    @property
    def prudence_le(self) -> date | None:
        """The day to aim at, never after the last one."""
        return None if self.calcul is None else self.calcul.prudence_le
