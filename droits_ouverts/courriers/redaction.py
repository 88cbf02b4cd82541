"""The words of each letter: in French, as the bodies that decide read it (CRPA, art. L111-1). Pure: values in, words out.

A letter says what the file knows and what the person asks, and nothing else. What only she knows is a dotted line. An article is cited to the body
only where it was read (`verifie`); the others are told to the professional, beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.courriers.rules import VIDE, Dossier, Papier, Texte, papers_listed
from droits_ouverts.droits.enums import Grade

if TYPE_CHECKING:
    from droits_ouverts.droits.types import Enonce

MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre")
LIGNES = "\n".join([VIDE] * 5)
FIN = "Je vous prie d’agréer, Madame, Monsieur, mes salutations distinguées."
BONJOUR = "Madame, Monsieur,"


@dataclass(frozen=True, slots=True, kw_only=True)
class Qui:
    """Who writes, as far as the file knows: her name, her birth date as it is written, and whom she writes to."""

    nom: str
    naissance: str
    organisme: str


def day_written(jour: date) -> str:
    """Write a day in full: "1er novembre 2026"."""
    return f"{'1er' if jour.day == 1 else jour.day} {MOIS[jour.month - 1]} {jour.year}"


def cited(enonces: Iterable[Enonce]) -> str:
    """Return what a letter may cite, in brackets: the articles that were read; nothing where none was."""
    lus = [enonce.article for enonce in enonces if enonce.article and enonce.grade is Grade.VERIFIE]
    return f" ({' ; '.join(lus)})" if lus else ""


def header(qui: Qui) -> tuple[str, str]:
    """Return who writes and to whom, with the lines that only she can fill in."""
    naissance = [f"Date de naissance : {qui.naissance}"] if qui.naissance else []
    expediteur = [qui.nom, f"Adresse : {VIDE}", VIDE, *naissance, f"N° de dossier : {VIDE}"]
    return "\n".join(expediteur), f"{qui.organisme}\nAdresse : {VIDE}\n{VIDE}"


def appeal(qui: Qui, droit: str, dossier: Dossier, *, contre: str, obligatoire: bool, textes: Sequence[Enonce]) -> Texte:
    """Return the letter that contests a decision, or a silence that became a refusal."""
    expediteur, destinataire = header(qui)
    joint = "la preuve du dépôt de ma demande" if dossier.par_silence else "la copie de la décision"
    corps = [
        BONJOUR,
        f"{_asked(dossier, droit)}{_refused(dossier, contre)}",
        f"Je conteste cette décision{cited(textes)}. Je vous demande de la réexaminer.",
        f"Mes raisons :\n{LIGNES}",
        f"Je joins {joint} et les papiers utiles.",
        "Je vous remercie de me répondre par écrit.",
        FIN,
    ]
    objet = "Recours préalable" if obligatoire else "Recours"
    return Texte(expediteur=expediteur, destinataire=destinataire, objet=f"{objet} – {droit}", corps="\n\n".join(corps))


def reasons(qui: Qui, droit: str, dossier: Dossier, *, contre: str, textes: Sequence[Enonce]) -> Texte:
    """Return the letter that asks why a right was refused."""
    expediteur, destinataire = header(qui)
    demande = (
        "Je vous demande de me communiquer les motifs de ce refus"
        if dossier.par_silence
        else "Je vous demande de me donner par écrit les motifs de cette décision"
    )
    corps = [BONJOUR, f"{_asked(dossier, droit)}{_refused(dossier, contre)}", f"{demande}{cited(textes)}.", "Je vous remercie de votre réponse.", FIN]
    return Texte(expediteur=expediteur, destinataire=destinataire, objet=f"Demande de motifs – {droit}", corps="\n\n".join(corps))


def remission(qui: Qui, droit: str, *, textes: Sequence[Enonce]) -> Texte:
    """Return the letter that asks to be released of a debt, whole or in part. Nothing of it is known here: she says how much and why."""
    expediteur, destinataire = header(qui)
    corps = [
        BONJOUR,
        f"Par courrier du {VIDE}, vous me demandez de rembourser {VIDE} euros au titre du droit suivant : {droit}.",
        f"Je vous demande une remise de cette dette, totale ou partielle{cited(textes)}.",
        f"Ma situation :\n{LIGNES}",
        f"Si la remise n’est pas possible, je peux rembourser {VIDE} euros par mois.",
        "Je joins les justificatifs de mes ressources et de mes charges.",
        FIN,
    ]
    return Texte(expediteur=expediteur, destinataire=destinataire, objet=f"Demande de remise de dette – {droit}", corps="\n\n".join(corps))


def papers(qui: Qui, droit: str, dossier: Dossier) -> Texte:
    """Return the letter that goes with papers which were asked for."""
    expediteur, destinataire = header(qui)
    joints = papers_listed(dossier.papiers)
    liste = "\n".join(f"- {_paper(papier)}" for papier in joints) or f"- {VIDE}"
    corps = [
        BONJOUR,
        f"{_asked(dossier, droit)}Vous m’avez demandé des papiers. Je vous les envoie :",
        liste,
        "Je vous remercie de continuer l’étude de ma demande, et de me dire par écrit si un autre papier manque.",
        FIN,
    ]
    return Texte(
        expediteur=expediteur,
        destinataire=destinataire,
        objet=f"Envoi de papiers – {droit}",
        corps="\n\n".join(corps),
        pieces=tuple(papier.id for papier in joints),
    )


def reminder(qui: Qui, droit: str, dossier: Dossier, *, due_le: date | None, accord: bool, textes: Sequence[Enonce]) -> Texte:
    """Return the letter that reminds of a file to which nothing is missing; `due_le`: when silence decides, `accord`: it would be a grant."""
    expediteur, destinataire = header(qui)
    complet = f"Mon dossier est complet depuis le {day_written(dossier.complet_le)}." if dossier.complet_le else "À ma connaissance, mon dossier est complet."
    fin = []
    if accord and due_le is not None and cited(textes):
        fin = [f"Sans réponse, ce droit m’est accordé le {day_written(due_le)}{cited(textes)}."]
    corps = [
        BONJOUR,
        f"{_asked(dossier, droit)}{complet}",
        *fin,
        "Je vous remercie de me dire où en est ma demande, et s’il manque un papier.",
        FIN,
    ]
    return Texte(expediteur=expediteur, destinataire=destinataire, objet=f"Dossier complet en attente – {droit}", corps="\n\n".join(corps))


def _asked(dossier: Dossier, droit: str) -> str:
    if dossier.demande_le is None:
        return f"Je vous écris au sujet du droit suivant : {droit}. "
    recu = f" Vous en avez accusé réception le {day_written(dossier.recu_le)}." if dossier.recu_le else ""
    return f"Le {day_written(dossier.demande_le)}, j’ai demandé le droit suivant : {droit}.{recu} "


def _refused(dossier: Dossier, contre: str) -> str:
    if dossier.par_silence and dossier.refus_le is not None:
        return f"Je n’ai pas reçu de réponse : votre silence vaut refus depuis le {day_written(dossier.refus_le)}."
    recue = f"Par décision reçue le {day_written(dossier.notifie_le)}" if dossier.notifie_le else f"Par décision reçue le {VIDE}"
    datee = f", datée du {day_written(dossier.decision_le)}" if dossier.decision_le and dossier.notifie_le and dossier.decision_le != dossier.notifie_le else ""
    if dossier.etat == "refuse":
        return f"{recue}{datee}, vous avez refusé."
    if dossier.etat == "perdu":
        return f"{recue}{datee}, vous avez arrêté ce droit."
    if dossier.etat == "partiel":
        return f"{recue}{datee}, vous ne l’avez accordé qu’en partie."
    return f"Vous m’avez envoyé une décision reçue le {VIDE} ({contre.lower()})."


def _paper(papier: Papier) -> str:
    return f"{papier.nom} ({papier.precision})" if papier.precision else papier.nom
