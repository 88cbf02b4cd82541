"""What this room answers to earlier ones: an erased person's rights go with her, her copy tells what is followed for her."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from droits_ouverts.bilan.presentation_choix import lowered
from droits_ouverts.bilan.rubriques import Bloc, Rubrique, Valeur
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.suivi.enums import ChangementVie, Etat
from droits_ouverts.suivi.models import Appel, Changement, DroitSuivi, Echeance, Mouvement, Piece
from droits_ouverts.suivi.presentation import amounts_said, label_of
from droits_ouverts.suivi.selectors import EnBref, in_short, open_amounts, open_last_amounts, open_paper, open_reason, open_words
from droits_ouverts.suivi.selectors_doubles import counted_once
from droits_ouverts.suivi.signals import suivis_effaces

if TYPE_CHECKING:
    from droits_ouverts.personnes.models import Personne

_AVANT = (Echeance, Appel, Piece)
"""Rows about a followed right that nothing holds back."""


def forget_person(sender: object, *, structure_id: int, personne_id: int, ensemble: Sequence[int] | None = None, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Remove what is followed for an erased person: the rights first, their moves then, which the database lets go only after them."""
    with as_service(Service.EFFACEMENT):
        siens = DroitSuivi.objects.of_structures([structure_id]).filter(personne_id=personne_id)
        numeros = list(siens.values_list("pk", flat=True))
        comptes = numeros if ensemble is None else counted_once(structure_id, ensemble)
    suivis_effaces.send(sender=DroitSuivi, structure_id=structure_id, droit_suivi_ids=numeros, comptes=comptes)
    with as_service(Service.EFFACEMENT):
        for modele in _AVANT:
            restes = modele.objects.filter(droit_suivi_id__in=numeros)
            restes._raw_delete(restes.db)  # noqa: SLF001  Django's own deletion would read the rights again, one statement a table
        siens._raw_delete(siens.db)  # noqa: SLF001  Django's own deletion would take the moves first, which the database refuses
        mouvements = Mouvement.objects.filter(droit_suivi_id__in=numeros)
        mouvements._raw_delete(mouvements.db)  # noqa: SLF001  for the same reason
        Changement.objects.of_structures([structure_id]).filter(personne_id=personne_id).delete()


def tell_copy(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> Sequence[Rubrique]:  # noqa: ANN401  Django's own signature
    """Return what is followed for a person: her rights, each move, paper, call and clock, and what changed in her life. Six queries."""
    siens = list(
        DroitSuivi.objects.of_structures([structure_id])
        .filter(personne_id=personne_id)
        .select_related("premier_par", "responsable", "site")
        .order_by("created_at")
    )
    par_numero = {droit.pk: droit for droit in siens}
    mouvements = _rows(
        Mouvement.objects.filter(droit_suivi_id__in=par_numero).select_related("auteur", "annule").order_by("droit_suivi_id", "rang"), par_numero
    )
    pieces = _rows(Piece.objects.filter(droit_suivi_id__in=par_numero).select_related("par").order_by("pk"), par_numero)
    appels = _rows(Appel.objects.filter(droit_suivi_id__in=par_numero).select_related("par").order_by("pk"), par_numero)
    echeances = _rows(Echeance.objects.filter(droit_suivi_id__in=par_numero).select_related("reglee_par").order_by("due_le"), par_numero)
    changements = Changement.objects.of_structures([structure_id]).filter(personne_id=personne_id).select_related("par").order_by("le")
    return (
        Rubrique(code="droits_suivis", titre=_("Droits suivis"), lignes=tuple(_right(droit) for droit in siens)),
        Rubrique(code="mouvements", titre=_("Étapes de ses droits"), lignes=tuple(_move(row) for row in mouvements)),
        Rubrique(code="pieces", titre=_("Papiers demandés"), lignes=tuple(_paper(row) for row in pieces)),
        Rubrique(code="appels", titre=_("Appels de suivi"), lignes=tuple(_call(row) for row in appels)),
        Rubrique(code="echeances", titre=_("Échéances de ses droits"), lignes=tuple(_clock(row) for row in echeances)),
        Rubrique(code="changements", titre=_("Ce qui a changé dans sa vie"), lignes=tuple(_change(row) for row in changements)),
    )


def name_things(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> Sequence[tuple[str, object]]:  # noqa: ANN401  Django's own signature
    """Return the rights followed for a person, as the journal names them. One query."""
    numeros = DroitSuivi.objects.of_structures([structure_id]).filter(personne_id=personne_id).values_list("pk", flat=True)
    return [("droit_suivi", numero) for numero in numeros]


def tell_compared(sender: object, *, structure_id: int, personne_ids: Sequence[int], **_rest: Any) -> dict[int, list[tuple[str, str]]]:  # noqa: ANN401  Django's own signature
    """Return the rights followed in some files, by name and state. One query."""
    rows = DroitSuivi.objects.of_structures([structure_id]).real().filter(personne_id__in=personne_ids).recent_first()
    dits: dict[int, list[tuple[str, str]]] = {}
    for numero, code, etat in rows.values_list("personne_id", "droit", "etat"):
        dits.setdefault(numero, []).append((label_of(code), str(Etat(etat).label)))
    return dits


def show_on_page(sender: object, *, personne: Personne, **_rest: Any) -> Bloc:  # noqa: ANN401  Django's own signature
    """Return where each right of a person stands, for her page, and the new check-up that a change of her life calls for. One query."""
    bref = in_short(personne)
    liens = [(label_of(code), reverse("suivi:droit", args=[numero]), f"{lowered(str(Etat(etat).label))}.") for numero, code, etat in bref.droits]
    return Bloc(
        titre=_("Ses droits suivis"),
        phrases=() if liens else (_("Aucun droit n’est suivi pour l’instant."),),
        liens=tuple(liens),
        geste=_new_check_up(personne, bref),
        adresse=reverse("suivi:personne", args=[personne.pk]),
        bouton=_("Ouvrir son chemin"),
    )


def _new_check_up(personne: Personne, bref: EnBref) -> tuple[str, str, str] | None:
    if bref.changement is None:
        return None
    nature, le = bref.changement
    quoi, depuis = ChangementVie(nature).label, date_format(le, "j F Y")
    phrase = _("{quoi}, depuis le {jour}. Ses droits ont pu changer\u00a0: un nouveau bilan le dira.").format(quoi=quoi, jour=depuis)
    return phrase, reverse("suivi:refaire", args=[personne.pk]), _("Elle est d’accord, refaire un bilan")


def _rows(rows: Iterable[Any], par_numero: dict[Any, DroitSuivi]) -> Iterable[Any]:
    for row in rows:
        row.droit_suivi = par_numero[row.droit_suivi_id]
        yield row


def _right(droit: DroitSuivi) -> tuple[Valeur, ...]:
    return (
        _text("numero", _("Numéro"), str(droit.pk)),
        _named(droit),
        _choice("etat", _("Où il en est"), droit.etat, droit.get_etat_display()),
        _day("etat_le", _("Depuis le"), droit.etat_le),
        _choice("origine", _("D’où il vient"), droit.origine, droit.get_origine_display()),
        _text("bilan", _("Bilan"), str(droit.bilan_id or "")),
        _text("site", _("Site"), droit.site.nom if droit.site else ""),
        _choice("deja_ouvert", _("Déjà ouvert avant le suivi"), "oui" if droit.deja_ouvert else "non", _("oui") if droit.deja_ouvert else _("non")),
        _day("ouvert_le", _("Ouvert grâce au suivi depuis le"), droit.ouvert_le),
        _day("verse_le", _("Versé depuis le"), droit.verse_le),
        _day("maintenu_le", _("Maintenu le"), droit.maintenu_le),
        _text("montants", _("Montants"), amounts_said(open_last_amounts(droit))),
        _text("premiere_rencontre_par", _("Première rencontre par"), droit.premier_par.nom),
        _text("responsable", _("Responsable de la suite"), droit.responsable.nom),
        _day("ouvert_at", _("Suivi ouvert le"), droit.created_at),
        _day("modifie_at", _("Modifié le"), droit.updated_at),
    )


def _move(row: Mouvement) -> tuple[Valeur, ...]:
    return (
        _named(row.droit_suivi),
        _text("rang", _("Rang"), str(row.rang)),
        _choice("nature", _("Nature"), row.nature, row.get_nature_display()),
        _choice("avant", _("Avant"), row.avant, row.get_avant_display() if row.avant else ""),
        _choice("vers", _("Après"), row.vers, row.get_vers_display()),
        _day("fait_le", _("Fait le"), row.fait_le),
        _day("recu_le", _("Accusé de réception du"), row.recu_le),
        _day("complet_le", _("Dossier complet le"), row.complet_le),
        _day("notifie_le", _("Décision reçue le"), row.notifie_le),
        _day("debut_le", _("Droit ouvert à partir du"), row.debut_le),
        _day("fin_le", _("Droit ouvert jusqu’au"), row.fin_le),
        _choice("preuve", _("Comment on le sait"), row.preuve, row.get_preuve_display()),
        _choice("sens_silence", _("Ce que veut dire le silence"), row.sens_silence, row.get_sens_silence_display() if row.sens_silence else ""),
        _choice("motif_pro", _("Raison selon le professionnel"), row.motif_pro, row.get_motif_pro_display() if row.motif_pro else ""),
        _choice("motif_personne", _("Sa raison"), row.motif_personne, row.get_motif_personne_display() if row.motif_personne else ""),
        _choice("motif_decision", _("Motif de l’organisme"), row.motif_decision, row.get_motif_decision_display() if row.motif_decision else ""),
        _text("montants", _("Montants"), amounts_said(open_amounts(row))),
        _text("mots", _("Mots gardés"), open_words(row)),
        _text("corrige", _("Corrige l’étape"), str(row.rang_annule or "")),
        _text("note_par", _("Noté par"), row.auteur.nom if row.auteur else ""),
        _day("note_le", _("Noté le"), row.note_at),
    )


def _paper(row: Piece) -> tuple[Valeur, ...]:
    return (
        _named(row.droit_suivi),
        _choice("nature", _("Papier"), row.nature, row.get_nature_display()),
        _text("precision", _("Précision"), open_paper(row)),
        _day("demandee_le", _("Demandé le"), row.demandee_le),
        _day("avant_le", _("À donner avant le"), row.avant_le),
        _day("donnee_le", _("Donné le"), row.donnee_le),
        _day("sans_objet_le", _("Sans objet depuis le"), row.sans_objet_le),
        _text("note_par", _("Noté par"), row.par.nom),
        _day("note_le", _("Noté le"), row.note_at),
    )


def _call(row: Appel) -> tuple[Valeur, ...]:
    return (
        _named(row.droit_suivi),
        _text("mois", _("Mois après le versement"), str(row.mois)),
        _day("fait_le", _("Fait le"), row.fait_le),
        _choice("resultat", _("Résultat"), row.resultat, row.get_resultat_display()),
        _text("par", _("Par"), row.par.nom),
        _day("note_le", _("Noté le"), row.note_at),
    )


def _clock(row: Echeance) -> tuple[Valeur, ...]:
    return (
        _named(row.droit_suivi),
        _text("nature", _("Échéance"), row.nature),
        _text("cle", _("Clé"), row.cle),
        _day("debut_le", _("Depuis le"), row.debut_le),
        _day("due_le", _("Pour le"), row.due_le),
        _day("prudence_le", _("Jour de prudence"), row.prudence_le),
        _day("a_faire_le", _("À faire le"), row.a_faire_le),
        _day("jusqu_au", _("Déplacée au"), row.jusqu_au),
        _choice("pausee", _("En pause"), "oui" if row.pausee else "non", _("oui") if row.pausee else _("non")),
        _text("raison", _("Raison"), open_reason(row)),
        _day("faite_le", _("Faite le"), row.faite_le),
        _text("reglee_par", _("Réglée par"), row.reglee_par.nom if row.reglee_par else ""),
        _day("reglee_le", _("Réglée le"), row.reglee_at),
        _day("calculee_le", _("Calculée le"), row.calculee_at),
    )


def _change(row: Changement) -> tuple[Valeur, ...]:
    return (
        _choice("nature", _("Changement"), row.nature, row.get_nature_display()),
        _day("le", _("Depuis le"), row.le),
        _text("bilan", _("Bilan refait"), str(row.bilan_id or "")),
        _day("ecarte_le", _("Bilan écarté le"), row.ecarte_le),
        _text("note_par", _("Noté par"), row.par.nom),
        _day("note_le", _("Noté le"), row.note_at),
    )


def _named(droit: DroitSuivi) -> Valeur:
    return Valeur(code="droit", titre=_("Droit"), texte=label_of(droit.droit), quoi=droit.droit)


def _choice(code: str, titre: str, quoi: str, texte: object) -> Valeur:
    return Valeur(code=code, titre=titre, texte=str(texte), quoi=quoi)


def _day(code: str, titre: str, jour: date | datetime | None) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y") if jour else "", quoi=jour or "")


def _text(code: str, titre: str, texte: str) -> Valeur:
    return Valeur(code=code, titre=titre, texte=texte, quoi=texte)
