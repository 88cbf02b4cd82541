"""Why a clock runs, in words, in the language in force. What the law says is in the statement beside it; what is supposed is said to be."""

from __future__ import annotations

from collections.abc import Callable

from droits_ouverts.delais.phrases import day_in_words
from droits_ouverts.droits.enums import Depart, Effet, Prealable, Sens
from droits_ouverts.droits.horloges_types import EtatHorloge, GenreHorloge, Horloge
from droits_ouverts.droits.types import Recours
from droits_ouverts.foundation.langue import current
from droits_ouverts.foundation.langue import gettext as _
from droits_ouverts.foundation.traduction import CATALOGUE, translated


def label(genre: GenreHorloge) -> str:
    """Return the name of a kind of clock."""
    return {
        GenreHorloge.DELAI_TRAITEMENT: _("Délai pour répondre"),
        GenreHorloge.SILENCE: _("Silence de l’administration"),
        GenreHorloge.RECOURS_PREALABLE: _("Premier recours"),
        GenreHorloge.SILENCE_RECOURS: _("Réponse au recours"),
        GenreHorloge.RECOURS_JURIDICTIONNEL: _("Recours au juge"),
        GenreHorloge.RENOUVELLEMENT: _("Renouvellement à demander"),
        GenreHorloge.DECLARATION: _("Déclaration à faire"),
        GenreHorloge.PIECES: _("Pièces à donner"),
        GenreHorloge.EXECUTION: _("Ce qui est dû après l’accord"),
        GenreHorloge.CONTACT: _("Signe de vie à donner"),
        GenreHorloge.FIN_DE_DROIT: _("Fin du droit"),
        GenreHorloge.CAMPAGNE: _("Campagne de demandes"),
        GenreHorloge.SUIVI_VERSEMENT: _("Appel après le premier versement"),
    }[genre]


def why(horloge: Horloge) -> str:
    """Say why a clock runs, in one to four sentences."""
    dites = [_reason(horloge)]
    if horloge.etat is EtatHorloge.SUSPENDUE:
        dites.append(_("Des pièces sont demandées\u00a0: le délai attend qu’elles soient reçues."))
    elif horloge.etat is EtatHorloge.SANS_DATE:
        dites.append(_("Il manque une date\u00a0: {fait}.").format(fait=_missing(horloge)))
    elif horloge.etat is EtatHorloge.SANS_DELAI:
        dites.append(_("Aucun texte ne donne de délai\u00a0: agissez sans attendre."))
    if horloge.tardive:
        dites.append(_("Le recours est parti après le dernier jour\u00a0: il peut être refusé pour cette raison."))
    if horloge.regle.suspensif is Effet.OUI and horloge.genre is GenreHorloge.RECOURS_PREALABLE:
        dites.append(_("Tant qu’il est examiné, la somme ne peut pas être reprise."))
    if horloge.raisonnable_le is not None:
        dites.append(
            _("La décision ne dit pas comment la contester\u00a0: un an reste possible, jusqu’au {jour}, mais n’attendez pas.").format(
                jour=day_in_words(horloge.raisonnable_le)
            )
        )
    if horloge.regle.supposee:
        campagne = _("Le texte lu ne donne pas ce jour pour cette année\u00a0: vérifiez-le.")
        dites.append(campagne if horloge.genre is GenreHorloge.CAMPAGNE else _("Aucun texte lu ne le dit\u00a0: c’est la lecture la plus prudente."))
    return " ".join(dites)


def _missing(horloge: Horloge) -> str:
    faits = {
        "deposee_le": _("le jour du dépôt"),
        "recue_le": _("le jour où la demande a été reçue"),
        "complet_le": _("le jour où le dossier a été complet, avec sa preuve"),
        "decision_le": _("le jour de la décision"),
        "decision_notifiee_le": _("le jour où la décision a été reçue"),
        "fin_le": _("le dernier jour du droit, écrit sur la décision"),
        "derniere_declaration_le": _("le jour de la dernière déclaration"),
        "dernier_contact_le": _("le jour du dernier passage ou du dernier appel"),
    }
    return ", ".join(faits[fait] for fait in horloge.manque)


def _reason(horloge: Horloge) -> str:
    dit = _REASONS.get(horloge.genre)
    return _simple(horloge) if dit is None else dit(horloge)


def _simple(horloge: Horloge) -> str:
    """The reasons that are one sentence with a length and what it is about."""
    modele = {
        GenreHorloge.DELAI_TRAITEMENT: _("La loi donne {duree} pour répondre."),
        GenreHorloge.DECLARATION: _("La déclaration suivante est à faire {duree} après la dernière\u00a0: sans elle, le paiement s’arrête."),
        GenreHorloge.PIECES: "{objet}.",
        GenreHorloge.CAMPAGNE: "{objet}.",
        GenreHorloge.EXECUTION: _("{objet}\u00a0: c’est dû dans les {duree} qui suivent l’accord."),
        GenreHorloge.CONTACT: _("{objet} au moins tous les {duree}\u00a0: sinon le droit peut être retiré."),
        GenreHorloge.SUIVI_VERSEMENT: _("{duree} après le premier versement, on prend des nouvelles."),
    }[horloge.genre]
    return modele.format(objet=_said(horloge.regle.objet), duree=horloge.regle.duree or "")


def _answer_to_appeal(horloge: Horloge) -> str:
    if horloge.regle.sens is Sens.REFUS:
        return _("Sans réponse au recours en {duree}, c’est un refus\u00a0: on peut alors saisir le juge.").format(duree=horloge.regle.duree)
    return _("On ne sait pas ce que vaut le silence après ce recours\u00a0: au bout de {duree}, faites comme si c’était un refus.").format(
        duree=horloge.regle.duree
    )


def _ending(horloge: Horloge) -> str:
    if horloge.cle == "fin":
        return _("Le droit s’arrête ce jour-là s’il n’est pas renouvelé.")
    return _("Ce droit dure {duree} au plus.").format(duree=horloge.regle.duree)


def _silence(horloge: Horloge) -> str:
    regle = horloge.regle
    if regle.sens is None:
        return _("On ne sait pas ce que vaut le silence\u00a0: au bout de {duree}, faites comme si c’était un refus.").format(duree=regle.duree)
    if regle.sens is Sens.REFUS:
        return _("Sans réponse en {duree}, c’est un refus\u00a0: on peut alors le contester.").format(duree=regle.duree)
    if regle.depart is Depart.DOSSIER_COMPLET:
        return _("Sans réponse {duree} après le dossier complet, c’est un accord\u00a0: gardez la preuve du dossier complet.").format(duree=regle.duree)
    return _("Sans réponse en {duree}, c’est un accord.").format(duree=regle.duree)


def _first_step(horloge: Horloge) -> str:
    regle = horloge.regle
    oblige = isinstance(regle.enonce, Recours) and regle.enonce.prealable is Prealable.OBLIGATOIRE
    aupres_de = _said(regle.aupres_de) or _("l’organisme qui a décidé")
    if oblige:
        return _("Avant le juge, il faut d’abord ce recours, dans les {duree}. À qui\u00a0: {aupres_de}.").format(duree=regle.duree, aupres_de=aupres_de)
    return _("On peut demander de revoir la décision, dans les {duree}. À qui\u00a0: {aupres_de}.").format(duree=regle.duree, aupres_de=aupres_de)


def _court(horloge: Horloge) -> str:
    regle = horloge.regle
    juge = _("le tribunal est à vérifier") if regle.juridiction is None else regle.juridiction.libelle
    if regle.duree is None:
        return _("On peut saisir le juge\u00a0: {juge}.").format(juge=juge)
    return _("On peut saisir le juge dans les {duree}\u00a0: {juge}.").format(duree=regle.duree, juge=juge)


def _renewal(horloge: Horloge) -> str:
    regle = horloge.regle
    if regle.duree is not None and regle.ouvre_avant is not None:
        return _("Le renouvellement se demande entre {ouvre} et {ferme} avant la fin.").format(ouvre=regle.ouvre_avant, ferme=regle.duree)
    if regle.duree is not None:
        return _("Le renouvellement se demande au plus tard {ferme} avant la fin.").format(ferme=regle.duree)
    if regle.ouvre_avant is not None:
        return _("Le renouvellement se demande environ {ouvre} avant la fin.").format(ouvre=regle.ouvre_avant)
    return _("Le renouvellement se demande avant la fin.")


def _said(texte: str | None) -> str:
    """A text of the catalogue in the language in force."""
    return translated(texte, CATALOGUE, current()) if texte else ""


_REASONS: dict[GenreHorloge, Callable[[Horloge], str]] = {
    GenreHorloge.SILENCE: _silence,
    GenreHorloge.RECOURS_PREALABLE: _first_step,
    GenreHorloge.SILENCE_RECOURS: _answer_to_appeal,
    GenreHorloge.RECOURS_JURIDICTIONNEL: _court,
    GenreHorloge.RENOUVELLEMENT: _renewal,
    GenreHorloge.FIN_DE_DROIT: _ending,
}
