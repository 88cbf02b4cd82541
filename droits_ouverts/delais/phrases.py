"""The reasoning in words, in the language in force. One sentence a step."""

from __future__ import annotations

from datetime import date

from droits_ouverts.delais.enums import GenreEtape
from droits_ouverts.delais.feries import holiday_name
from droits_ouverts.delais.types import DernierJour, Etape
from droits_ouverts.foundation.langue import current, month_name
from droits_ouverts.foundation.langue import gettext as _
from droits_ouverts.foundation.traduction import FRANCAIS


def _weekdays() -> tuple[str, ...]:
    return (_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche"))


def day_in_words(jour: date) -> str:
    """Write a day in full: "lundi 16 novembre 2026", "Monday 16 November 2026"."""
    numero = "1er" if jour.day == 1 and current() == FRANCAIS else str(jour.day)
    return f"{_weekdays()[jour.weekday()]} {numero} {month_name(f'{jour:%Y-%m}')}"


def sentence(etape: Etape) -> str:
    """Say one step of a computation."""
    return _models()[etape.genre].format(
        le=day_in_words(etape.le),
        avant=day_in_words(etape.avant or etape.le),
        duree=etape.duree or "",
        ferme=_why_shut(etape),
    )


def reasoning(calcul: DernierJour) -> tuple[str, ...]:
    """Say the whole computation, a sentence a step, in order."""
    return tuple(sentence(etape) for etape in calcul.etapes)


def _why_shut(etape: Etape) -> str:
    """The name of the public holiday, in brackets; nothing for a Saturday or a Sunday, which the day already says."""
    jour = etape.avant or etape.le
    nom = holiday_name(jour, etape.feries)
    return "" if nom is None else f" ({_(nom)})"


def _models() -> dict[GenreEtape, str]:
    return {
        GenreEtape.RECOMMANDE_RETIRE: _("Lettre recommandée présentée le {avant} et retirée dans les 15\u00a0jours\u00a0: on part du retrait, le {le}."),
        GenreEtape.RECOMMANDE_NON_RETIRE: _("Lettre recommandée non retirée dans les 15\u00a0jours\u00a0: on part de sa première présentation, le {le}."),
        GenreEtape.EN_LIGNE_LU: _("Décision mise en ligne le {avant} et lue dans les 15\u00a0jours\u00a0: on part de la lecture, le {le}."),
        GenreEtape.EN_LIGNE_NON_LU: _("Décision en ligne non lue dans les 15\u00a0jours\u00a0: on part du jour où elle a été mise en ligne, le {le}."),
        GenreEtape.PIECES: _("Pièces demandées le {avant} et reçues le {le}\u00a0: ce temps ne compte pas, on ajoute {duree}."),
        GenreEtape.DEPART: _("Le délai part du {le}\u00a0; ce jour ne compte pas."),
        GenreEtape.DISTANCE: _("La personne habite loin du tribunal\u00a0: {duree} de plus."),
        GenreEtape.DUREE: _("{duree} après le {avant}\u00a0: le {le}."),
        GenreEtape.QUANTIEME: _("{duree} après le {avant}\u00a0: ce mois n’a pas ce jour, on prend son dernier jour, le {le}."),
        GenreEtape.FRANC: _("Le dernier jour d’un délai franc ne compte pas non plus\u00a0: un jour de plus, le {le}."),
        GenreEtape.REPORT: _("Le {avant} n’est pas un jour ouvrable{ferme}\u00a0: le délai va jusqu’au premier jour ouvrable, le {le}."),
        GenreEtape.NAISSANCE: _("Le silence devient une décision le {le}, même un jour sans courrier."),
        GenreEtape.FIN: _("Le droit va jusqu’au {le}."),
        GenreEtape.AVANT_FIN: _("{duree} avant la fin\u00a0: le {le}."),
        GenreEtape.VISER: _("Par prudence, visez {duree} avant la fin\u00a0: le {le}."),
        GenreEtape.PRUDENCE_FIN_DE_MOIS: _("Le compte de la fin de mois se discute\u00a0: visez le {le}."),
        GenreEtape.PRUDENCE_REPORT: _("Le report au jour ouvrable se discute\u00a0: visez le {le}."),
        GenreEtape.PRUDENCE_JOUR_DE_PLUS: _("On ne sait pas si ce délai compte un jour de plus\u00a0: faites sans, au plus tard le {le}."),
        GenreEtape.PRUDENCE_FERME: _("Le {avant} n’est pas un jour ouvrable{ferme}\u00a0: les guichets sont fermés, visez le {le}."),
        GenreEtape.PRUDENCE_DEBUT_DE_MOIS: _("La date exacte est propre à chaque dossier\u00a0: visez le début du mois, le {le}."),
    }
