"""What the agenda holds of a person, as it goes into her copy: the agenda stands below, and knows nothing of a copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from droits_ouverts.agenda.models import Action, RendezVous, SuiteRendezVous
from droits_ouverts.agenda.selectors import open_action, open_outcome, open_words
from droits_ouverts.bilan.rubriques import Rubrique, Valeur
from droits_ouverts.foundation.jours import date_format


def tell_copy(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> Sequence[Rubrique]:  # noqa: ANN401  Django's own signature
    """Return a person's appointments, what was noted of each, and her actions; what was noted by mistake too. Four queries."""
    siens = list(
        RendezVous.objects.of_structures([structure_id])
        .filter(personne_id=personne_id)
        .select_related("cree_par")
        .prefetch_related("participants__compte")
        .order_by("debut_at", "pk")
    )
    par_numero = {un.pk: un for un in siens}
    suites = list(SuiteRendezVous.objects.filter(rendez_vous_id__in=par_numero).select_related("auteur", "annule").order_by("rendez_vous_id", "rang"))
    for suite in suites:
        suite.rendez_vous = par_numero[suite.rendez_vous_id]
    actions = Action.objects.of_structures([structure_id]).filter(personne_id=personne_id).select_related("responsable", "faite_par", "cree_par")
    return (
        Rubrique(code="rendez_vous", titre=_("Rendez-vous"), lignes=tuple(_appointment(un) for un in siens)),
        Rubrique(code="suites_rendez_vous", titre=_("Ce qui a été noté de ses rendez-vous"), lignes=tuple(_outcome(suite) for suite in suites)),
        Rubrique(code="actions", titre=_("Ce qu’il y a à faire"), lignes=tuple(_action(action) for action in actions.order_by("created_at", "pk"))),
    )


def _appointment(un: RendezVous) -> tuple[Valeur, ...]:
    mots = open_words(un)
    return (
        _text("numero", _("Numéro"), str(un.pk)),
        _moment("debut", _("Début"), un.debut_at),
        _moment("fin", _("Fin"), un.fin_at),
        _choice("mode", _("Comment"), un.mode, un.get_mode_display()),
        _text("objet", _("Pour quoi"), mots.objet),
        _text("lieu", _("Où"), mots.lieu),
        _text("avec", _("De l’équipe"), ", ".join(sorted(participant.compte.nom for participant in un.participants.all()))),
        _choice("rythme", _("Revient"), un.rythme, un.get_rythme_display() if un.rythme else ""),
        _text("serie", _("Série"), str(un.serie or "")),
        _choice("etat", _("Ce qu’il est devenu"), un.etat, un.get_etat_display()),
        _text("remplace", _("Remplace"), str(un.remplace or "")),
        _text("sujet", _("À propos de"), f"{un.sujet_genre} {un.sujet_id}".strip()),
        _text("note_par", _("Noté par"), un.cree_par.nom),
        _moment("note_le", _("Noté le"), un.created_at),
    )


def _outcome(suite: SuiteRendezVous) -> tuple[Valeur, ...]:
    return (
        _text("rendez_vous", _("Rendez-vous"), str(suite.rendez_vous_id)),
        _text("rang", _("Rang"), str(suite.rang)),
        _choice("avant", _("Avant"), suite.avant, suite.get_avant_display()),
        _choice("vers", _("Après"), suite.vers, suite.get_vers_display()),
        _text("note", _("Note"), open_outcome(suite).note),
        _text("defait", _("Défait le rang"), str(suite.annule.rang) if suite.annule else ""),
        _text("note_par", _("Noté par"), suite.auteur.nom),
        _moment("note_le", _("Noté le"), suite.note_at),
    )


def _action(action: Action) -> tuple[Valeur, ...]:
    return (
        _text("quoi", _("Quoi"), open_action(action).objet),
        _choice("qui", _("Qui le fait"), action.qui, action.get_qui_display()),
        _text("suivie_par", _("Suivie par"), action.responsable.nom),
        _day("avant_le", _("À faire avant le"), action.avant_le),
        _choice("etat", _("Où elle en est"), action.etat, action.get_etat_display()),
        _day("faite_le", _("Faite le"), action.faite_le),
        _text("faite_par", _("Notée faite par"), action.faite_par.nom if action.faite_par else ""),
        _text("sujet", _("À propos de"), f"{action.sujet_genre} {action.sujet_id}".strip()),
        _text("notee_par", _("Notée par"), action.cree_par.nom),
        _moment("notee_le", _("Notée le"), action.created_at),
        _moment("modifiee_le", _("Modifiée le"), action.updated_at),
    )


def _choice(code: str, titre: str, quoi: str, texte: object) -> Valeur:
    return Valeur(code=code, titre=titre, texte=str(texte), quoi=quoi)


def _text(code: str, titre: str, texte: str) -> Valeur:
    return Valeur(code=code, titre=titre, texte=texte, quoi=texte)


def _day(code: str, titre: str, jour: date | None) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y") if jour else "", quoi=jour or "")


def _moment(code: str, titre: str, at: datetime) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(timezone.localtime(at), "j F Y, H:i"), quoi=at)
