"""Check one answer against its fact: type, bounds, closed list. The message names the value and the mend."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.engine.communes import is_commune, nearest_communes
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.types import Fait, Genre, Periode

if TYPE_CHECKING:
    from collections.abc import Mapping

NAISSANCE_MIN = date(1900, 1, 1)


class AnswerError(ValueError):
    """The answer cannot be taken; the text says why and what to write instead."""


def checked(fait: Fait, valeur: object, mois: str) -> object:
    """Return the answer in its stored type, or raise `AnswerError`.

    A fact by month takes one amount (the same each month of the window) or a mapping month -> amount or None, and is stored as a
    sorted tuple of (month, euros or None).
    """
    if fait.periode is Periode.MOIS_PASSES:
        return _by_month(fait, valeur, mois)
    return _single(fait, valeur, mois)


def _by_month(fait: Fait, valeur: object, mois: str) -> tuple[tuple[str, float | None], ...]:
    fenetre = months.window(mois)
    if not isinstance(valeur, dict):
        montant = _number(fait, valeur)
        return tuple((m, montant) for m in fenetre)
    inconnus = [m for m in valeur if m not in fenetre]
    if inconnus:
        message = f"le mois « {inconnus[0]} » n'est pas demandé. Les mois attendus vont de {fenetre[0]} à {fenetre[-1]}."
        raise AnswerError(message)
    return tuple((m, None if valeur.get(m) is None else _number(fait, valeur[m])) for m in fenetre)


def _single(fait: Fait, valeur: object, mois: str) -> object:
    match fait.genre:
        case Genre.OUI_NON:
            if not isinstance(valeur, bool):
                message = f"« {shown(valeur)} » n'est pas une réponse. Répondez true (oui) ou false (non)."
                raise AnswerError(message)
            return valeur
        case Genre.MONTANT:
            return _number(fait, valeur)
        case Genre.NOMBRE:
            nombre = _number(fait, valeur)
            if nombre != int(nombre):
                message = f"« {shown(valeur)} » n'est pas un nombre entier."
                raise AnswerError(message)
            return int(nombre)
        case Genre.CHOIX:
            possibles = [choix.valeur for choix in fait.choix]
            if valeur not in possibles:
                message = f"« {shown(valeur)} » n'est pas dans la liste. Choisissez parmi : {', '.join(possibles)}."
                raise AnswerError(message)
            return valeur
        case Genre.DATE:
            return _birth(valeur, mois)
        case Genre.COMMUNE:
            return commune(valeur)


def _number(fait: Fait, valeur: object) -> float:
    if isinstance(valeur, bool) or not isinstance(valeur, (int, float)):
        message = f"« {shown(valeur)} » n'est pas un nombre. Écrivez un nombre sans unité ni guillemets, par exemple 650.5."
        raise AnswerError(message)
    if not math.isfinite(valeur):
        message = "ce n'est pas un nombre fini. Écrivez un montant, par exemple 650.5, ou null si vous ne savez pas."
        raise AnswerError(message)
    if fait.minimum is not None and valeur < fait.minimum:
        message = f"{valeur:g} est trop petit : le minimum est {fait.minimum:g}{_unit(fait)}. Corrigez le nombre, ou écrivez null si vous ne savez pas."
        raise AnswerError(message)
    if fait.maximum is not None and valeur > fait.maximum:
        message = f"{valeur:g} est trop grand : le maximum est {fait.maximum:g}{_unit(fait)}. Corrigez le nombre, ou écrivez null si vous ne savez pas."
        raise AnswerError(message)
    return float(valeur)


def _unit(fait: Fait) -> str:
    return f" {fait.unite}" if fait.unite else ""


def _birth(valeur: object, mois: str) -> date:
    if isinstance(valeur, date):
        jour = valeur
    else:
        try:
            jour = date.fromisoformat(str(valeur))
        except ValueError:
            message = f"« {shown(valeur)} » n'est pas une date. Écrivez l'année, le mois et le jour : 1992-03-14."
            raise AnswerError(message) from None
    if jour < NAISSANCE_MIN:
        message = f"« {jour.isoformat()} » est avant 1900. Vérifiez l'année."
        raise AnswerError(message)
    if months.of_date(jour) > mois:
        message = f"« {jour.isoformat()} » est après le mois du bilan ({months.name_of(mois)}). Un enfant à naître se déclare par la grossesse."
        raise AnswerError(message)
    return jour


def commune(valeur: object) -> str:
    """Return an Insee code of commune or of arrondissement, as written; raise `AnswerError` where it is not one."""
    if not isinstance(valeur, str) or not is_commune(valeur):
        proches = nearest_communes(str(valeur))
        idee = f" Vouliez-vous dire {' ou '.join(proches)} ?" if proches else ""
        message = f"« {shown(valeur)} » n'est pas un code Insee de commune. Écrivez les 5 caractères du code, par exemple 69259 pour Vénissieux.{idee}"
        raise AnswerError(message)
    return valeur


def shown(valeur: object) -> str:
    """Return a value as a message may show it: short, on one line."""
    texte = str(valeur).replace("\n", " ")
    return texte if len(texte) <= 40 else texte[:39] + "…"


def month_values(valeur: object) -> Mapping[str, float | None]:
    """Return a stored answer by month as a mapping."""
    return dict(valeur) if isinstance(valeur, tuple) else {}
