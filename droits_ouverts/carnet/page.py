"""What a person reads on her own page, in her language. It may be read over her shoulder: what tells health, violence or residence is not there.

A right is shown where `bilan.portees` says that its name tells nothing of these: one that a later version adds stays out until somebody decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.agenda import carte
from droits_ouverts.agenda.enums import QuiFait
from droits_ouverts.agenda.selectors import dates_of, next_of
from droits_ouverts.bilan.ouvertures import ACTES, passages_of_person
from droits_ouverts.bilan.portees import DROITS_ORDINAIRES
from droits_ouverts.carnet import rules
from droits_ouverts.carnet.selectors import open_words
from droits_ouverts.documents.enums import Nature
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.personnes.selectors import open_contact, open_identity
from droits_ouverts.suivi.enums import Etat
from droits_ouverts.suivi.presentation import label_of
from droits_ouverts.suivi.selectors import rights_of_person
from droits_ouverts.suivi.selectors_listes import papers_missing
from droits_ouverts.ui.langues import Langue, language

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from droits_ouverts.agenda.carte import Carte
    from droits_ouverts.carnet.models import Carnet
    from droits_ouverts.personnes.models import Personne

ACTIONS_MAX: Final = 20
PASSAGES_MAX: Final = 100
TUS: Final = frozenset({Nature.SANTE, Nature.SEJOUR})
"""Papers whose very kind tells health or residence."""

PAS: Final[dict[str, Promise | str]] = {
    Etat.REPERE: gettext_lazy("On en a parlé. Rien n’est demandé."),
    Etat.PROPOSE: gettext_lazy("On en a parlé. C’est vous qui décidez."),
    Etat.CHOISI: gettext_lazy("Vous le voulez. Le dossier n’est pas commencé."),
    Etat.EN_PREPARATION: gettext_lazy("Le dossier se prépare."),
    Etat.DEPOSE: gettext_lazy("La demande est partie. On attend la réponse."),
    Etat.PIECES_DEMANDEES: gettext_lazy("Il manque un papier. Sans lui, la demande attend."),
    Etat.EN_INSTRUCTION: gettext_lazy("La demande est à l’étude. On attend la réponse."),
    Etat.ACCORDE: gettext_lazy("C’est accordé. On attend le premier versement."),
    Etat.PARTIEL: gettext_lazy("C’est accordé en partie."),
    Etat.REFUSE: gettext_lazy("C’est refusé. On peut en parler : un refus se conteste souvent."),
    Etat.SILENCE: gettext_lazy("Il n’y a pas eu de réponse. On peut en parler : cela se conteste souvent."),
    Etat.VERSE: gettext_lazy("C’est en place."),
    Etat.MAINTENU: gettext_lazy("C’est en place."),
    Etat.PERDU: gettext_lazy("C’est arrêté. On peut en parler ensemble."),
    Etat.RECOURS: gettext_lazy("Un recours est parti. On attend la réponse."),
}
"""Each step in plain words, said to her. What she does not want, or gave up, is left in peace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands on her page. `dates`: as the card on paper says them. `autres`: something is followed that is not named here."""

    langue: Langue
    dates: Carte
    a_faire: tuple[tuple[str, str], ...]
    droits: tuple[tuple[str, str], ...]
    papiers: tuple[str, ...]
    autres: bool
    qui: str
    numero: str
    structure: str
    jusqu_au: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vue:
    """Somebody who opened her file, one day."""

    jour: str
    qui: str
    pourquoi: str


def language_of(personne: Personne, choisie: str = "") -> Langue:
    """Return the language of her page: the one she just chose, else hers."""
    return language(choisie or open_identity(personne).langue)


def composed(carnet: Carnet, langue: Langue, *, now: datetime) -> Page:
    """Return her page. Eight queries at most."""
    personne = carnet.personne
    neutre, mots = rules.is_neutral(open_contact(personne)), open_words(carnet)
    structure = "" if neutre else str(personne.structure)
    with translation.override(langue.code):
        dates = carte.said(dates_of(personne, now=now), langue, neutre=neutre, numero=mots.numero, structure=structure)
        droits, autres = _rights(personne)
        return Page(
            langue=langue,
            dates=dates,
            a_faire=_to_do(personne, now),
            droits=droits,
            papiers=_papers(personne),
            autres=autres,
            qui="" if neutre else mots.qui,
            numero=mots.numero,
            structure=structure,
            jusqu_au=date_format(timezone.localtime(carnet.expire_at), "j F Y"),
        )


def _rights(personne: Personne) -> tuple[tuple[tuple[str, str], ...], bool]:
    siens = [suivi for suivi in rights_of_person(personne) if suivi.etat in PAS]
    dits = tuple((label_of(suivi.droit), str(PAS[suivi.etat])) for suivi in siens if suivi.droit in DROITS_ORDINAIRES)
    return dits, len(dits) < len(siens)


def _to_do(personne: Personne, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return what she has to do, each with its day; words that tell too much are not repeated."""
    _rendez_vous, actions = next_of(personne, now=now, combien=ACTIONS_MAX)
    siennes = [ligne for ligne in actions if ligne.action.qui == QuiFait.PERSONNE]
    return tuple(
        (
            ligne.quoi if rules.is_told(ligne.quoi) else _("Quelque chose à voir ensemble"),
            _("avant le %(jour)s") % {"jour": date_format(ligne.action.avant_le, "j F Y")} if ligne.action.avant_le else "",
        )
        for ligne in siennes
    )


def _papers(personne: Personne) -> tuple[str, ...]:
    """Return the papers to bring, each kind once, for rights that are named here."""
    manquantes = papers_missing(personne)
    dites = [str(piece.get_nature_display()) for piece in manquantes if piece.nature not in TUS and piece.droit_suivi.droit in DROITS_ORDINAIRES]
    return tuple(dict.fromkeys(dites))


def seen_by(carnet: Carnet, langue: Langue) -> Sequence[Vue]:
    """Return who opened her file and when her page was opened, the last first; nobody by name where nothing may tell who. Nine queries at most."""
    neutre = rules.is_neutral(open_contact(carnet.personne))
    with translation.override(langue.code):
        ouverte = str(ACTES["ouvrir_page"])
        vues: list[Vue] = []
        for passage in passages_of_person(carnet.personne, limite=PASSAGES_MAX):
            jour = date_format(timezone.localtime(passage.debut), "j F Y")
            if ouverte in passage.actes:
                vues.append(Vue(jour=jour, qui=_("Votre page, avec votre code"), pourquoi=""))
            elif passage.structure:
                qui = _("Quelqu’un de l’équipe qui vous accompagne") if neutre else f"{passage.qui}, {passage.structure}"
                vues.append(Vue(jour=jour, qui=qui, pourquoi="" if neutre else passage.pourquoi))
        return list(dict.fromkeys(vues))
