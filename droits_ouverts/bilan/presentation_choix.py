"""What a person chose and what a professional thinks, said on the cards and summed up. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from droits_ouverts.bilan.enums import DecisionChoix, MotifChoix, StatutAvis
from droits_ouverts.bilan.presentation import LIBELLES, Carte, Etat
from droits_ouverts.foundation.langue import gettext as _
from droits_ouverts.foundation.langue import ngettext

GROUPES_MOTIFS: tuple[tuple[str, tuple[MotifChoix, ...]], ...] = (
    ("connaitre", (MotifChoix.NE_CONNAIT_PAS, MotifChoix.CROIT_NE_PAS_AVOIR_DROIT, MotifChoix.PAS_PROPOSE, MotifChoix.MAL_ORIENTE)),
    (
        "demarche",
        (MotifChoix.DEMARCHE_COMPLIQUEE, MotifChoix.NUMERIQUE, MotifChoix.LANGUE, MotifChoix.PAPIERS_MANQUANTS, MotifChoix.ATTEND_UN_PAPIER),
    ),
    ("crainte", (MotifChoix.PEUR_DETTE, MotifChoix.PEUR_CONTROLE, MotifChoix.PEUR_AUTRES_DROITS, MotifChoix.REGARD_DES_AUTRES)),
    ("choix", (MotifChoix.MONTANT_TROP_FAIBLE, MotifChoix.SE_DEBROUILLER, MotifChoix.AIDE_DES_PROCHES, MotifChoix.CONFLIT_FAMILIAL)),
    ("reponse", (MotifChoix.SANS_REPONSE, MotifChoix.REFUSE_AVANT, MotifChoix.COUPE_AU_RENOUVELLEMENT)),
    ("autre", (MotifChoix.AUTRE,)),
)
"""Reasons, grouped as somebody would look for them; the types of Odenore are for counting, and never shown to her."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoixDit:
    """A choice in force, in words. `annulable`: within the minute in which it can be undone."""

    id: int
    decision: str
    phrase: str
    raison: str = ""
    mots: str = ""
    annulable: bool = False

    @property
    def voulu(self) -> bool:
        """Whether she wants it."""
        return self.decision == DecisionChoix.VOULU


@dataclass(frozen=True, slots=True, kw_only=True)
class AvisDit:
    """A professional's opinion in force, in words: whose, which state, why."""

    etat: Etat
    auteur: str
    raison: str

    @property
    def mot(self) -> str:
        """Word of the state, inside a sentence."""
        return lowered(_(LIBELLES[self.etat][1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """What she chose so far: a sentence, then the rights wanted (code, name), in the order of the cards."""

    phrase: str
    voulus: tuple[tuple[str, str], ...]
    suite: str = ""


def choice_said(*, ident: int, decision: str, motif: str, mots: str, prenom: str, annulable: bool) -> ChoixDit:
    """Return a choice in words."""
    qui = prenom or _("la personne")
    phrase = {
        DecisionChoix.VOULU: _("Voulu par {qui}"),
        DecisionChoix.PAS_MAINTENANT: _("Pas maintenant, a dit {qui}"),
        DecisionChoix.ECARTE: _("Écarté par {qui}"),
        DecisionChoix.DEJA_DEMANDE: _("Déjà demandé par {qui}"),
        DecisionChoix.DEJA_RECU: _("Déjà reçu par {qui}"),
    }[DecisionChoix(decision)].format(qui=qui)
    raison = str(MotifChoix(motif).label) if motif else ""
    return ChoixDit(id=ident, decision=decision, phrase=phrase, raison=raison, mots=mots, annulable=annulable)


def opinion_said(*, statut: str, auteur: str, raison: str) -> AvisDit:
    """Return an opinion in words."""
    return AvisDit(etat=Etat(StatutAvis(statut).value), auteur=auteur, raison=raison)


def with_choices(cartes: Sequence[Carte], choix: Mapping[str, ChoixDit], avis: Mapping[str, AvisDit], recus: Collection[str]) -> list[Carte]:
    """Return the cards with what was chosen and thought of each.

    The answers say what is received (`recus`), as they are now: a card follows them at once, before the estimate is made again. A choice that they
    no longer bear out is left to the history.
    """
    return [_dressed(carte, choix.get(carte.code), avis.get(carte.code), recu=carte.code in recus) for carte in cartes]


def _dressed(carte: Carte, choix: ChoixDit | None, avis: AvisDit | None, *, recu: bool) -> Carte:
    if choix and (choix.decision == DecisionChoix.DEJA_RECU) != recu:
        choix = None
    return replace(carte, choix=choix, avis=avis, etat=Etat.RECU if recu else carte.etat)


def summary(cartes: Sequence[Carte], prenom: str) -> Resume | None:
    """Return what she chose so far, None where she chose nothing yet. A right already received is no longer to be asked for."""
    decisions = [carte for carte in cartes if carte.choix and carte.etat is not Etat.RECU]
    if not decisions:
        return None
    voulus = tuple((carte.code, carte.libelle) for carte in decisions if carte.choix and carte.choix.voulu)
    qui = prenom or _("Cette personne")
    phrase = ngettext("{qui} veut {nombre} droit", "{qui} veut {nombre} droits", len(voulus)).format(qui=qui, nombre=len(voulus))
    reste = len(decisions) - len(voulus)
    suite = ngettext("{nombre} autre choix noté", "{nombre} autres choix notés", reste).format(nombre=reste) if reste else ""
    return Resume(phrase=phrase if voulus else _("{qui} a déjà fait des choix").format(qui=qui), voulus=voulus, suite=suite)


def reason_groups() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the reasons to choose from, by group: title, then (value, words)."""
    titres = {
        "connaitre": _("Savoir que ce droit existe"),
        "demarche": _("La démarche"),
        "crainte": _("Une crainte"),
        "choix": _("Un choix de vie"),
        "reponse": _("La réponse reçue"),
        "autre": _("Autre chose"),
    }
    return [(titres[cle], [(motif.value, str(motif.label)) for motif in motifs]) for cle, motifs in GROUPES_MOTIFS]


def lowered(mot: str) -> str:
    """Return a word as it stands inside a sentence."""
    return mot[:1].lower() + mot[1:]
