"""What the mails of orientation say: that something waits, and where. No name, no right, no word of the sheet; in French, as services read it."""

from __future__ import annotations

from dataclasses import dataclass

from droits_ouverts.orientation.enums import NatureCourriel

SUJETS: dict[str, str] = {
    NatureCourriel.ENVOI.value: "{structure} vous adresse une orientation",
    NatureCourriel.RELANCE.value: "Rappel : une orientation de {structure} attend votre réponse",
    NatureCourriel.NOUVEAU_LIEN.value: "Votre nouveau lien",
    NatureCourriel.CLOSE.value: "Une orientation de {structure} est close",
    NatureCourriel.SANS_REPONSE.value: "Une orientation est restée sans réponse",
    NatureCourriel.NON_REMIS.value: "Un courriel à un service a été refusé",
    NatureCourriel.A_APPELER.value: "Un service est à appeler",
}
PAR_LIEN = (
    "Bonjour,\n\n{debut}\n\nPour la lire et répondre, en deux minutes et sans compte :\n{adresse}\n\n"
    "Le lien sert une fois, pendant huit jours. La page demande le code de votre accueil : {structure} vous l’a donné au téléphone, "
    "ou vous le redonnera si vous l’appelez. Il n’est dans aucun courriel.\n\n"
    "Vous pouvez aussi répondre au téléphone : {structure} notera votre réponse.\n"
)
PAR_COMPTE = "Bonjour,\n\n{debut}\n\nPour la lire et répondre, après connexion :\n{adresse}\n"
DEBUTS: dict[str, str] = {
    NatureCourriel.ENVOI.value: "{structure} vous adresse une personne, avec son accord, et attend votre réponse : reçue, rendez-vous, faite, ou impossible.",
    NatureCourriel.RELANCE.value: "{structure} attend encore votre réponse à une orientation. « Reçue », « à l’étude » ou « impossible » suffisent.",
    NatureCourriel.NOUVEAU_LIEN.value: "Voici le nouveau lien que vous avez demandé, pour répondre à une orientation de {structure}.",
}
CLOSE = (
    "Bonjour,\n\nUne orientation que {structure} vous avait adressée est close : vous n’avez plus rien à faire.\n"
    "Si vous avez reçu la personne, dites-le à {structure} au téléphone : cela compte pour elle.\n"
)
SANS_REPONSE = (
    "Bonjour {nom},\n\nUne orientation que vous avez envoyée est restée sans réponse. Elle est close, et le service le sait.\n"
    "La suite à lui donner (un autre service, un appel, la coordination), après connexion :\n{adresse}\n"
)
NON_REMIS = (
    "Bonjour {nom},\n\nLa messagerie d’un service a refusé un courriel. Ce service ne sait donc pas que vous lui avez adressé quelqu’un.\n"
    "Appelez-le, ou vérifiez son adresse et renvoyez-lui un lien, après connexion :\n{adresse}\n"
)
A_APPELER = (
    "Bonjour {nom},\n\nUn service n’a pas encore répondu à une orientation, et aucun rappel ne peut lui être envoyé par courriel.\n"
    "C’est le moment de l’appeler. Son téléphone, et où noter sa réponse, après connexion :\n{adresse}\n"
)
A_QUI_ENVOIE = {NatureCourriel.SANS_REPONSE.value: SANS_REPONSE, NatureCourriel.NON_REMIS.value: NON_REMIS, NatureCourriel.A_APPELER.value: A_APPELER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettre:
    """A mail as it leaves."""

    sujet: str
    texte: str


def written(nature: str, *, structure: str, adresse: str, nom: str = "", par_lien: bool = True) -> Lettre:
    """Return the words of a mail. `adresse`: where to read and answer; `nom`: of who sent, for who is told what becomes of it."""
    # A name of a structure that held a line break would write headers of its own.
    dite = " ".join(structure.split())
    sujet = SUJETS[nature].format(structure=dite)
    if nature == NatureCourriel.CLOSE.value:
        return Lettre(sujet=sujet, texte=CLOSE.format(structure=dite))
    if nature in A_QUI_ENVOIE:
        return Lettre(sujet=sujet, texte=A_QUI_ENVOIE[nature].format(nom=" ".join(nom.split()), adresse=adresse))
    corps = PAR_LIEN if par_lien else PAR_COMPTE
    return Lettre(sujet=sujet, texte=corps.format(debut=DEBUTS[nature].format(structure=dite), adresse=adresse, structure=dite))
