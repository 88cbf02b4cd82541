"""Closed lists of the computation of time limits. Values are ASCII, lower case, never renamed."""

from __future__ import annotations

from enum import StrEnum


class Decompte(StrEnum):
    """How a time limit ends.

    `CIVIL`: its last day counts until midnight; on a Saturday, a Sunday or a public holiday it goes on until the next working day (code de procédure
    civile, art. 641 and 642). `FRANC`: neither the first nor the last day counts, hence one day more, then the same carry-over (code de justice
    administrative, art. R. 421-1 as the Conseil d'État reads it, 19/09/2014, n° 362568). `BRUT`: no carry-over; an implied decision is born on a
    Sunday too, and what is due by a term of its own does not wait for Monday.
    """

    CIVIL = "civil"
    FRANC = "franc"
    BRUT = "brut"


class Feries(StrEnum):
    """Which public holidays count: those of code du travail L. 3133-1, or with the two of Alsace and Moselle (L. 3134-13)."""

    COMMUN = "commun"
    ALSACE_MOSELLE = "alsace_moselle"


class Eloignement(StrEnum):
    """Where the person lives, for the months that distance adds before a court of mainland France (CJA, art. R. 421-7; CPC, art. 643)."""

    AUCUN = "aucun"
    OUTRE_MER = "outre_mer"
    ETRANGER = "etranger"

    @property
    def mois(self) -> int:
        """How many months it adds."""
        return {Eloignement.AUCUN: 0, Eloignement.OUTRE_MER: 1, Eloignement.ETRANGER: 2}[self]


class Doute(StrEnum):
    """What is debated in a computation; the day to aim at (`prudence_le`) holds whatever the answer.

    `FIN_DE_MOIS`: a délai franc whose day of the month is missing; `REPORT`: whether a last day that is not worked is carried over; `JOUR_DE_PLUS`:
    whether the limit is franc, and it is then counted without the day more.
    """

    FIN_DE_MOIS = "fin_de_mois"
    REPORT = "report"
    JOUR_DE_PLUS = "jour_de_plus"


class GenreEtape(StrEnum):
    """One step of the reasoning."""

    RECOMMANDE_RETIRE = "recommande_retire"
    RECOMMANDE_NON_RETIRE = "recommande_non_retire"
    EN_LIGNE_LU = "en_ligne_lu"
    EN_LIGNE_NON_LU = "en_ligne_non_lu"
    PIECES = "pieces"
    DEPART = "depart"
    DISTANCE = "distance"
    DUREE = "duree"
    QUANTIEME = "quantieme"
    FRANC = "franc"
    REPORT = "report"
    NAISSANCE = "naissance"
    FIN = "fin"
    AVANT_FIN = "avant_fin"
    VISER = "viser"
    PRUDENCE_FIN_DE_MOIS = "prudence_fin_de_mois"
    PRUDENCE_REPORT = "prudence_report"
    PRUDENCE_JOUR_DE_PLUS = "prudence_jour_de_plus"
    PRUDENCE_FERME = "prudence_ferme"
    PRUDENCE_DEBUT_DE_MOIS = "prudence_debut_de_mois"
