"""Letters in words: what may be written and why, what a letter says in plain words, what the professional must know beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils import translation

from droits_ouverts.courriers.articles import CACHET
from droits_ouverts.courriers.dossier import Affaire, frame_of
from droits_ouverts.courriers.enums import NatureCourrier
from droits_ouverts.delais.phrases import reasoning
from droits_ouverts.droits.enums import Effet, Grade, Prealable
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.langue import gettext
from droits_ouverts.foundation.langue import gettext_noop as _
from droits_ouverts.suivi.presentation import how_far
from droits_ouverts.ui.langues import SOURCE, Langue, language

if TYPE_CHECKING:
    from droits_ouverts.courriers.models import Courrier
    from droits_ouverts.courriers.rules import Proposition
    from droits_ouverts.droits.horloges_types import Horloge
    from droits_ouverts.droits.types import Enonce, Recours

POURQUOI: dict[str, str] = {
    "recours": _("Pour demander que la décision soit revue. C’est la première chose à faire, avant un juge."),
    "motifs": _("Pour connaître les raisons du refus. Cela ne remplace pas le recours."),
    "remise": _("Si on lui demande de rembourser, et qu’elle ne le peut pas."),
    "piece": _("Pour garder une preuve des papiers envoyés."),
    "rappel": _("Si le dossier est complet et que rien ne vient."),
}

EN_CLAIR: dict[str, tuple[str, ...]] = {
    "recours": (
        _("Cette lettre dit que vous n’êtes pas d’accord avec la décision."),
        _("Elle demande de regarder votre dossier encore une fois."),
        _("Écrivez vos raisons avec vos mots. Vous signez seulement si vous êtes d’accord."),
    ),
    "motifs": (
        _("Cette lettre demande pourquoi votre demande est refusée."),
        _("Elle ne conteste pas encore : pour contester, il faut une autre lettre."),
        _("Vous signez seulement si vous êtes d’accord."),
    ),
    "remise": (
        _("Cette lettre demande de ne pas rembourser une dette, ou d’en rembourser moins."),
        _("Si vous pensez que vous ne devez pas cet argent, dites-le : c’est une autre lettre."),
        _("Écrivez votre situation avec vos mots. Vous signez seulement si vous êtes d’accord."),
    ),
    "piece": (
        _("Cette lettre va avec les papiers que l’organisme a demandés."),
        _("Gardez une copie de la lettre et des papiers."),
    ),
    "rappel": (
        _("Cette lettre demande où en est votre dossier."),
        _("Elle rappelle le jour de votre demande."),
    ),
}
"""What a letter says, for the person: in her language, above it, never in it."""

GRADES: dict[Grade, str] = {
    Grade.VERIFIE: _("lu dans le texte"),
    Grade.PROBABLE: _("probable : lu dans une autre source"),
    Grade.A_VERIFIER: _("à vérifier avant de s’y fier"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoixDit:
    """A letter that may be written, for the page where one chooses."""

    nature: str
    place: int | None
    titre: str
    contre: str
    pourquoi: str
    delai: str
    proche: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CourrierDit:
    """A letter that was prepared, in a list."""

    id: object
    titre: str
    ou: str
    retire: bool
    efface: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EnClair:
    """What a letter says, in one language."""

    langue: Langue
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TexteDit:
    """A text of law, for the professional: how it is known, and whether the letter cites it."""

    texte: str
    article: str
    grade: str
    sur: bool
    adresse: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cote:
    """What stands beside a letter."""

    vers: str
    verifier: Sequence[str]
    delai: str
    certain: bool
    raisonnement: Sequence[str]
    suite: Sequence[str]
    textes: Sequence[TexteDit] = field(default=())


def choices_said(affaire: Affaire, *, on: date) -> list[ChoixDit]:
    """Return the letters that may be written, each with why and until when."""
    return [_choice(affaire, voulue, on) for voulue in affaire.propositions]


def _choice(affaire: Affaire, voulue: Proposition, on: date) -> ChoixDit:
    cadre = frame_of(affaire, voulue, on=on)
    horloge = cadre.horloge if voulue.nature in {"recours", "piece"} else None
    jour, dernier = (horloge.prudence_le, horloge.due_le) if horloge else (None, None)
    return ChoixDit(
        nature=voulue.nature,
        place=voulue.place,
        titre=str(NatureCourrier(voulue.nature).label),
        contre=cadre.recours.contre if cadre.recours else "",
        pourquoi=gettext(POURQUOI[voulue.nature]),
        delai=how_far(jour, dernier, on=on) if jour and dernier else "",
        proche=jour is not None and (jour - on).days <= 15,
    )


def letters_said(courriers: Iterable[Courrier]) -> list[CourrierDit]:
    """Return the letters of a right in words."""
    return [
        CourrierDit(id=un.pk, titre=str(un.get_nature_display()), ou=_where(un), retire=un.retire_at is not None, efface=not un.texte_scelle)
        for un in courriers
    ]


def _where(un: Courrier) -> str:
    if un.envoye_le:
        return gettext("Parti le {jour}").format(jour=date_format(un.envoye_le, "j F Y"))
    if un.imprime_le:
        return gettext("Imprimé le {jour}, à envoyer").format(jour=date_format(un.imprime_le, "j F Y"))
    return gettext("À relire et à imprimer")


def explained(affaire: Affaire, voulue: Proposition, *, langue: str) -> list[EnClair]:
    """Return what a letter says in plain words: in her language, and in French below where hers is another one."""
    siennes = [language(langue)] if langue == SOURCE else [language(langue), language(SOURCE)]
    dites = []
    for une in siennes:
        with translation.override(une.code):
            dites.append(EnClair(langue=une, phrases=tuple(gettext(phrase) for phrase in EN_CLAIR[voulue.nature])))
    return dites


def step_said(etape: str) -> str:
    """Return what the departure of a letter did to the right."""
    return gettext(
        {
            "recours": _("C’est noté : le recours est parti. Le délai de réponse court."),
            "en_instruction": _("C’est noté : les papiers sont donnés, la demande reprend."),
        }.get(etape, _("C’est noté : ce courrier est parti."))
    )


def beside(affaire: Affaire, voulue: Proposition, *, on: date) -> Cote:
    """Return what the professional must know of a letter: whom it is for, until when, what comes after, on which texts it leans."""
    cadre = frame_of(affaire, voulue, on=on)
    verifier = [gettext(cadre.choix)] if cadre.choix else []
    if any(une.grade is not Grade.VERIFIE for une in cadre.textes):
        verifier.append(gettext("Un texte ci-dessous n’a pas été lu à sa source : la lettre ne le cite pas. Vérifiez-le."))
    if voulue.nature == "motifs":
        verifier.append(gettext("N’attendez pas la réponse pour contester : le délai du recours continue de courir."))
    if affaire.dossier.recours_le is not None and voulue.nature == "recours":
        verifier.append(gettext("Un recours est déjà noté pour ce droit."))
    textes = [*cadre.textes, *([CACHET] if voulue.nature == "recours" and not affaire.organisme.prive else [])]
    horloge = cadre.horloge
    return Cote(
        vers=cadre.nom,
        verifier=verifier,
        delai=_until(horloge, on) if voulue.nature in {"recours", "motifs", "piece"} else "",
        certain=horloge is not None and horloge.certaine,
        raisonnement=reasoning(horloge.calcul) if horloge and horloge.calcul else (),
        suite=_after(cadre.recours) if cadre.recours else (),
        textes=[_text(une) for une in textes],
    )


def _until(horloge: Horloge | None, on: date) -> str:
    if horloge is None or horloge.due_le is None or horloge.prudence_le is None:
        return gettext("Le dernier jour n’est pas connu : une date manque, ou aucun texte ne le donne. Envoyez la lettre le plus tôt possible.")
    if horloge.due_le < on:
        return gettext("Le dernier jour était le {jour}. La lettre peut partir quand même, mais elle risque d’être refusée.").format(
            jour=date_format(horloge.due_le, "j F Y")
        )
    viser = gettext("À envoyer avant le {jour}.").format(jour=date_format(horloge.prudence_le, "j F Y"))
    if horloge.due_le == horloge.prudence_le:
        return viser
    return f"{viser} {gettext('Dernier jour : {jour}.').format(jour=date_format(horloge.due_le, 'j F Y'))}"


def _after(recours: Recours) -> list[str]:
    """Say what comes after a first step: how long the answer may take, before which court, whether it holds the decision back."""
    dites = []
    if recours.prealable is Prealable.OBLIGATOIRE:
        dites.append(gettext("Ce recours est obligatoire avant d’aller devant un juge."))
    if recours.reponse is not None:
        dites.append(gettext("Sans réponse en {duree}, c’est un refus.").format(duree=recours.reponse))
    if recours.juridiction is not None and recours.juridiction_delai is not None:
        dites.append(gettext("Après ce refus : {tribunal}, dans les {duree}.").format(tribunal=recours.juridiction.libelle, duree=recours.juridiction_delai))
    elif recours.juridiction is not None:
        dites.append(gettext("Après ce refus : {tribunal}. Le délai est à vérifier.").format(tribunal=recours.juridiction.libelle))
    effets = {
        Effet.OUI: _("Ce recours arrête l’effet de la décision tant qu’il n’y a pas de réponse."),
        Effet.NON: _("Ce recours n’arrête pas l’effet de la décision."),
        Effet.SELON_LE_CAS: _("Selon le cas, ce recours arrête ou non l’effet de la décision : à vérifier."),
    }
    dites.append(gettext(effets[recours.suspensif] if recours.suspensif else _("On ne sait pas si ce recours arrête l’effet de la décision : à vérifier.")))
    return dites


def _text(enonce: Enonce) -> TexteDit:
    source = enonce.source or ""
    return TexteDit(
        texte=gettext(enonce.texte or ""),
        article=enonce.article or "",
        grade=gettext(GRADES[enonce.grade]),
        sur=enonce.grade is Grade.VERIFIE,
        adresse=source if source.startswith("https://") else "",
        note=gettext(enonce.note or ""),
    )
