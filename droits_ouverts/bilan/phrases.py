"""The sentences of rules, questions and engine, in the language of the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from droits_ouverts.engine.phrases import Phrase
from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.foundation import langue
from droits_ouverts.foundation.traduction import FRANCAIS, MOTEUR, QUESTIONNAIRE, translated


def said(phrase: str) -> str:
    """Return a sentence of the engine or of the rules in the language in force; a text without a model is looked for as it is."""
    if isinstance(phrase, Phrase):
        modele = translated(phrase.modele, MOTEUR, langue.current())
        return modele.format(**{nom: said(champ) if isinstance(champ, str) else champ for nom, champ in phrase.champs.items()})
    for domaine in (MOTEUR, QUESTIONNAIRE):
        trouvee = translated(phrase, domaine, langue.current())
        if trouvee != phrase:
            return trouvee
    return phrase


def asked(texte: str) -> str:
    """Return a text of a fact (question, reason, label, choice, unit) in the language in force."""
    return translated(texte, QUESTIONNAIRE, langue.current())


def question_said(fait: str, question: str, entite: str, prenoms: Mapping[str, str]) -> str:
    """Return a question that the engine put in French, in the language in force; empty where it is French, or not the schema's words.

    The engine names a person by her identifier: her name in `prenoms` takes its place.
    """
    connu = FAITS.get(fait)
    if connu is None or langue.current() == FRANCAIS:
        return ""
    for modele in (connu.question_tiers, connu.question):
        trouve = _pattern(modele).fullmatch(question) if modele else None
        if trouve and modele:
            champs = trouve.groupdict() | ({"prenom": said(prenoms[entite])} if entite in prenoms else {})
            return asked(modele).format(**champs)
    return ""


HYPOTHESE = "{fait} : non dit dans le fichier ; supposé : {valeur}."
"""What the engine says of a fact that an OpenFisca file leaves out."""


def hypothesis_said(phrase: str) -> str:
    """Return a supposition of the engine in the language in force; as it is where it is not worded as expected."""
    trouve = _pattern(HYPOTHESE).fullmatch(phrase)
    if trouve is None or langue.current() == FRANCAIS:
        return phrase
    valeurs = {choix.libelle.lower(): choix.libelle for fait in FAITS.values() for choix in fait.choix}
    valeur = trouve["valeur"]
    dite = said(valeur)
    if dite == valeur and valeur in valeurs:
        dite = asked(valeurs[valeur])
    return translated(HYPOTHESE, MOTEUR, langue.current()).format(fait=asked(trouve["fait"]), valeur=dite)


@cache
def _pattern(modele: str) -> re.Pattern[str]:
    """Return what a filled sentence looks like: its own words, with a group for each blank (the same twice is the same text)."""
    vus: set[str] = set()

    def group(trouve: re.Match[str]) -> str:
        nom = trouve.group(1)
        motif = f"(?P={nom})" if nom in vus else f"(?P<{nom}>.+?)"
        vus.add(nom)
        return motif

    return re.compile(re.sub(r"\\\{(\w+)\\\}", group, re.escape(modele)))
