"""Check one answer against its fact: type, bounds, closed list. The message names the value and the mend."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.engine.communes import is_commune, nearest_communes
from droits_ouverts.engine.phrases import Phrase
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.engine.questionnaire.types import Fait, Genre, Periode

if TYPE_CHECKING:
    from collections.abc import Mapping

NAISSANCE_MIN = date(1900, 1, 1)


class AnswerError(ValueError):
    """The answer cannot be taken; the text says why and what to write instead. `phrase` keeps its model, for another language."""

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase
        super().__init__(str(phrase))


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
        message = Phrase(
            "le mois « {mois} » n'est pas demandé. Les mois attendus vont de {premier} à {dernier}.", mois=inconnus[0], premier=fenetre[0], dernier=fenetre[-1]
        )
        raise AnswerError(message)
    return tuple((m, None if valeur.get(m) is None else _number(fait, valeur[m])) for m in fenetre)


def _single(fait: Fait, valeur: object, mois: str) -> object:
    match fait.genre:
        case Genre.OUI_NON:
            if not isinstance(valeur, bool):
                message = Phrase("« {valeur} » n'est pas une réponse. Répondez true (oui) ou false (non).", valeur=shown(valeur))
                raise AnswerError(message)
            return valeur
        case Genre.MONTANT:
            return _number(fait, valeur)
        case Genre.NOMBRE:
            nombre = _number(fait, valeur)
            if nombre != int(nombre):
                message = Phrase("« {valeur} » n'est pas un nombre entier.", valeur=shown(valeur))
                raise AnswerError(message)
            return int(nombre)
        case Genre.CHOIX:
            possibles = [choix.valeur for choix in fait.choix]
            if valeur not in possibles:
                message = Phrase("« {valeur} » n'est pas dans la liste. Choisissez parmi : {liste}.", valeur=shown(valeur), liste=", ".join(possibles))
                raise AnswerError(message)
            return valeur
        case Genre.DATE:
            return _birth(valeur, mois)
        case Genre.COMMUNE:
            return commune(valeur)


def _number(fait: Fait, valeur: object) -> float:
    if isinstance(valeur, bool) or not isinstance(valeur, (int, float)):
        message = Phrase("« {valeur} » n'est pas un nombre. Écrivez un nombre sans unité ni guillemets, par exemple 650.5.", valeur=shown(valeur))
        raise AnswerError(message)
    if not math.isfinite(valeur):
        message = Phrase("ce n'est pas un nombre fini. Écrivez un montant, par exemple 650.5, ou null si vous ne savez pas.")
        raise AnswerError(message)
    if fait.minimum is not None and valeur < fait.minimum:
        trop_petit = "{valeur} est trop petit : le minimum est {borne}. Corrigez le nombre, ou écrivez null si vous ne savez pas."
        raise AnswerError(Phrase(trop_petit, valeur=f"{valeur:g}", borne=_bound(fait, fait.minimum)))
    if fait.maximum is not None and valeur > fait.maximum:
        trop_grand = "{valeur} est trop grand : le maximum est {borne}. Corrigez le nombre, ou écrivez null si vous ne savez pas."
        raise AnswerError(Phrase(trop_grand, valeur=f"{valeur:g}", borne=_bound(fait, fait.maximum)))
    return float(valeur)


def _bound(fait: Fait, borne: float) -> str:
    return Phrase("{nombre} {unite}", nombre=f"{borne:g}", unite=fait.unite) if fait.unite else f"{borne:g}"


def _birth(valeur: object, mois: str) -> date:
    if isinstance(valeur, date):
        jour = valeur
    else:
        try:
            jour = date.fromisoformat(str(valeur))
        except ValueError:
            message = Phrase("« {valeur} » n'est pas une date. Écrivez l'année, le mois et le jour : 1992-03-14.", valeur=shown(valeur))
            raise AnswerError(message) from None
    if jour < NAISSANCE_MIN:
        message = Phrase("« {jour} » est avant 1900. Vérifiez l'année.", jour=jour.isoformat())
        raise AnswerError(message)
    if months.of_date(jour) > mois:
        trop_tard = "« {jour} » est après le mois du bilan ({mois}). Un enfant à naître se déclare par la grossesse."
        raise AnswerError(Phrase(trop_tard, jour=jour.isoformat(), mois=Phrase("{nom} {annee}", nom=months.NOMS[int(mois[5:]) - 1], annee=mois[:4])))
    return jour


def commune(valeur: object) -> str:
    """Return an Insee code of commune or of arrondissement, as written; raise `AnswerError` where it is not one."""
    if not isinstance(valeur, str) or not is_commune(valeur):
        proches = nearest_communes(str(valeur))
        idee = Phrase(" Vouliez-vous dire {communes} ?", communes=" ou ".join(proches)) if proches else ""
        inconnu = "« {valeur} » n'est pas un code Insee de commune. Écrivez les 5 caractères du code, par exemple 69259 pour Vénissieux.{idee}"
        raise AnswerError(Phrase(inconnu, valeur=shown(valeur), idee=idee))
    return valeur


def shown(valeur: object) -> str:
    """Return a value as a message may show it: short, on one line."""
    texte = str(valeur).replace("\n", " ")
    return texte if len(texte) <= 40 else texte[:39] + "…"


def month_values(valeur: object) -> Mapping[str, float | None]:
    """Return a stored answer by month as a mapping."""
    return dict(valeur) if isinstance(valeur, tuple) else {}
