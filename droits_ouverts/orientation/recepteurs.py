"""What this room answers to earlier ones: her copy tells where she was sent, what she agreed to share, what was answered. Its rows go with the right they are about."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from droits_ouverts.bilan.rubriques import Bloc, Rubrique, Valeur
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.orientation.enums import Champ
from droits_ouverts.orientation.models import Blocage, Envoi, Orientation, PassageDeRelais, Pause, RetraitAccord, SuiteEnvoi
from droits_ouverts.orientation.selectors import open_sheet, open_words
from droits_ouverts.suivi.models import DroitSuivi
from droits_ouverts.suivi.rules import FINS

Rangee = tuple[Valeur, ...]


def forget_rights(sender: object, *, structure_id: int, droit_suivi_ids: Iterable[uuid.UUID], **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Remove what was sent for followed rights that are being erased, with everything that hangs on it."""
    with as_service(Service.EFFACEMENT):
        Orientation.objects.of_structures([structure_id]).filter(droit_suivi_id__in=list(droit_suivi_ids)).delete()


def tell_copy(sender: object, *, structure_id: int, personne_id: int, bilan_ids: Iterable[uuid.UUID], **_rest: Any) -> Sequence[Rubrique]:  # noqa: ANN401  Django's own signature
    """Return where a person was sent, and what came of it. Seven queries."""
    siennes = list(
        Orientation.objects.of_structures([structure_id]).filter(personne_id=personne_id).select_related("par", "droit_suivi").order_by("created_at")
    )
    numeros = [une.pk for une in siennes]
    envois = list(Envoi.objects.filter(orientation_id__in=numeros).select_related("orientation", "destinataire").order_by("envoyee_le", "pk"))
    par_envoi = {envoi.pk: envoi for envoi in envois}
    suites = SuiteEnvoi.objects.filter(envoi_id__in=par_envoi).select_related("auteur").order_by("envoi_id", "rang")
    relais = PassageDeRelais.objects.filter(orientation_id__in=numeros).select_related("destinataire", "par").order_by("pk")
    pauses = Pause.objects.filter(orientation_id__in=numeros).select_related("par").order_by("pk")
    retraits = RetraitAccord.objects.filter(orientation_id__in=numeros).select_related("par").order_by("pk")
    blocages = Blocage.objects.of_structures([structure_id]).filter(envoi_id__in=par_envoi).select_related("par", "vers_structure").order_by("created_at")
    return (
        Rubrique(code="orientations", titre=_("Où elle a été orientée"), lignes=tuple(_sent(une) for une in siennes)),
        Rubrique(code="envois", titre=_("À quels services"), lignes=tuple(_to(envoi) for envoi in envois)),
        Rubrique(code="reponses", titre=_("Ce que les services ont répondu"), lignes=tuple(_answered(par_envoi[suite.envoi_id], suite) for suite in suites)),
        Rubrique(code="relais", titre=_("Appels à trois et visites ensemble"), lignes=tuple(_handed(un) for un in relais)),
        Rubrique(code="pauses", titre=_("Relances suspendues"), lignes=tuple(_held(une) for une in pauses)),
        Rubrique(code="retraits", titre=_("Accord retiré pour une orientation"), lignes=tuple(_withdrawn(un) for un in retraits)),
        Rubrique(code="blocages", titre=_("Blocages transmis"), lignes=tuple(_blocked(un) for un in blocages)),
    )


def things_of_person(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> list[tuple[str, uuid.UUID]]:  # noqa: ANN401  Django's own signature
    """Return the orientations of a person and their recipients, as the journal names them. One query."""
    rows = Envoi.objects.of_structures([structure_id]).filter(orientation__personne_id=personne_id).values_list("orientation_id", "pk")
    return [chose for orientation, envoi in rows for chose in (("orientation", orientation), ("envoi", envoi))]


def show_on_right(sender: object, *, droit_suivi: DroitSuivi, **_rest: Any) -> Bloc | None:  # noqa: ANN401  Django's own signature
    """Return where a person was sent for a right, for its page, and the way to send her. One query."""
    envois = Envoi.objects.of_structures([droit_suivi.structure_id]).filter(orientation__droit_suivi=droit_suivi)
    lus = list(envois.select_related("destinataire").order_by("-envoyee_le", "pk"))
    liens = tuple((envoi.destinataire.nom, reverse("orientation:orientation", args=[envoi.orientation_id]), _stands(envoi)) for envoi in lus)
    if droit_suivi.etat in FINS:
        return (
            Bloc(titre=_("Orientations"), phrases=(), liens=liens, adresse=reverse("orientation:liste"), bouton=_("Toutes les orientations")) if lus else None
        )
    adresse = reverse("orientation:envoyer", args=[droit_suivi.pk])
    return Bloc(titre=_("Orientations"), phrases=(), liens=liens, adresse=adresse, bouton=_("Orienter vers un service"))


def _stands(envoi: Envoi) -> str:
    return f"{_lowered(str(envoi.get_statut_display()))}, {date_format(envoi.statut_le, 'j F Y')}."


def _lowered(phrase: str) -> str:
    return phrase[:1].lower() + phrase[1:]


def _sent(une: Orientation) -> Rangee:
    fiche = open_sheet(une)
    return (
        _day("le", _("Le"), une.created_at),
        _text("par", _("Par"), une.par.nom),
        _text("droit", _("Pour quel droit"), une.droit_suivi.droit),
        _choice("pourquoi", _("Pourquoi"), une.pourquoi, une.get_pourquoi_display()),
        _choice("demande", _("Ce qui a été demandé"), une.demande, une.get_demande_display()),
        _text("partage", _("Ce qu’elle a accepté de partager"), ", ".join(str(Champ(champ).label) for champ in une.champs)),
        _text("fiche", _("Ce que la fiche dit"), " · ".join(dit for dit in _told(fiche) if dit)),
        _day("accord_le", _("Accord donné le"), une.accord_le),
        _choice("accord_mode", _("Accord donné"), une.accord_mode, une.get_accord_mode_display()),
    )


def _told(fiche: object) -> list[str]:
    return [str(getattr(fiche, champ.value)) for champ in Champ]


def _to(envoi: Envoi) -> Rangee:
    return (
        _text("service", _("Service"), envoi.destinataire.nom),
        _day("envoyee_le", _("Envoyée le"), envoi.envoyee_le),
        _choice("statut", _("Où elle en est"), envoi.statut, envoi.get_statut_display()),
        _day("statut_le", _("Depuis le"), envoi.statut_le),
        _day("rdv_le", _("Rendez-vous le"), envoi.rdv_le),
        _day("repondue_le", _("Première réponse le"), envoi.repondue_le),
    )


def _answered(envoi: Envoi, suite: SuiteEnvoi) -> Rangee:
    return (
        _text("service", _("Service"), envoi.destinataire.nom),
        _choice("nature", _("Nature"), suite.nature, suite.get_nature_display()),
        _choice("statut", _("Réponse"), suite.statut, suite.get_statut_display()),
        _day("fait_le", _("Le"), suite.fait_le),
        _day("rdv_le", _("Rendez-vous le"), suite.rdv_le),
        _day("depot_le", _("Demande déposée le"), suite.depot_le),
        _choice("motif", _("Raison"), suite.motif, suite.get_motif_display() if suite.motif else ""),
        _text("mots", _("Mots"), open_words(envoi, suite)),
        _choice("voie", _("Comment"), suite.voie, suite.get_voie_display()),
        _text("auteur", _("Noté par"), suite.auteur.nom if suite.auteur else ""),
        _day("note_le", _("Noté le"), suite.note_at),
    )


def _handed(un: PassageDeRelais) -> Rangee:
    return (
        _text("service", _("Service"), un.destinataire.nom),
        _choice("nature", _("Nature"), un.nature, un.get_nature_display()),
        _day("prevu_le", _("Prévu le"), un.prevu_le),
        _choice("issue", _("Issue"), un.issue, un.get_issue_display() if un.issue else ""),
        _day("fait_le", _("Fait le"), un.fait_le),
        _text("note_par", _("Noté par"), un.par.nom),
        _day("note_le", _("Noté le"), un.note_at),
    )


def _held(une: Pause) -> Rangee:
    return (
        _choice("motif", _("Raison"), une.motif, une.get_motif_display()),
        _day("du", _("Du"), une.du),
        _day("au", _("Au"), une.au),
        _text("par", _("Par"), une.par.nom),
    )


def _withdrawn(un: RetraitAccord) -> Rangee:
    return (
        _day("le", _("Le"), un.le),
        _choice("mode", _("Comment elle l’a dit"), un.mode, un.get_mode_display()),
        _text("par", _("Noté par"), un.par.nom),
        _day("note_le", _("Noté le"), un.note_at),
    )


def _blocked(un: Blocage) -> Rangee:
    return (
        _text("vers", _("Transmis à"), un.vers_structure.nom),
        _text("droit", _("Pour quel droit"), un.droit),
        _choice("etape", _("Étape"), un.etape, un.get_etape_display()),
        _choice("blocage", _("Ce qui bloque"), un.blocage, un.get_blocage_display()),
        _text("pieces", _("Papiers prêts"), ", ".join(un.pieces)),
        _choice("statut", _("Où il en est"), un.statut, un.get_statut_display()),
        _day("statut_le", _("Depuis le"), un.statut_le),
        _day("accord_le", _("Accord donné le"), un.accord_le),
        _choice("accord_mode", _("Accord donné"), un.accord_mode, un.get_accord_mode_display()),
        _text("par", _("Par"), un.par.nom),
        _day("le", _("Le"), un.created_at),
    )


def _day(code: str, titre: str, jour: date | datetime | None) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y") if jour else "", quoi=jour or "")


def _text(code: str, titre: str, texte: str) -> Valeur:
    return Valeur(code=code, titre=titre, texte=texte, quoi=texte)


def _choice(code: str, titre: str, valeur: str, dit: object) -> Valeur:
    return Valeur(code=code, titre=titre, texte=str(dit), quoi=valeur)
