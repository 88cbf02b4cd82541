"""What a choice made in a check-up does to the path of the right: it opens it, moves it, or takes back the step of the choice before."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from droits_ouverts.bilan import services as bilans
from droits_ouverts.bilan.enums import DecisionChoix
from droits_ouverts.bilan.models import Bilan, Choix
from droits_ouverts.bilan.selectors import latest_estimate, open_results
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.suivi import rules
from droits_ouverts.suivi.enums import Etat, NiveauPreuve, Origine
from droits_ouverts.suivi.gestes import Chemin, day_of, note
from droits_ouverts.suivi.models import Changement, DroitSuivi
from droits_ouverts.suivi.rules import Montants
from droits_ouverts.suivi.rules_saisie import Saisie, check_step
from droits_ouverts.suivi.services import meaning_of_silence

CIBLES: dict[str, str] = {
    DecisionChoix.VOULU.value: "choisi",
    DecisionChoix.PAS_MAINTENANT.value: "propose",
    DecisionChoix.ECARTE.value: "ecarte",
    DecisionChoix.DEJA_DEMANDE.value: "depose",
    DecisionChoix.DEJA_RECU.value: "verse",
}
"""Where each choice leads. None in force any more leads nowhere: the step of the choice before is taken back."""


@transaction.atomic
def follow_choice(sender: object, *, bilan_id: uuid.UUID, droit: str, choix_id: int, decision: str, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Receive `bilan.signals.droit_choisi`. Nothing for a check-up without a person, nor where the path went further than the choice."""
    choix = Choix.objects.select_related("bilan", "auteur").get(pk=choix_id, bilan_id=bilan_id)
    if choix.bilan.personne_id is None:
        return
    suivi = _followed(choix.bilan, droit)
    if suivi is not None:
        _follow(Chemin.of(suivi), choix, decision)
    elif decision in CIBLES:
        _open(choix, decision)


def forget_changes(sender: object, *, bilan_id: uuid.UUID, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Receive `bilan.signals.droit_choisi`: a check-up made since a change of life answers it."""
    bilan = Bilan.objects.get(pk=bilan_id)
    if bilan.personne_id is not None:
        restes = Changement.objects.of_structures([bilan.structure_id]).filter(personne_id__in=_files(bilan), bilan__isnull=True, ecarte_le__isnull=True)
        restes.filter(note_at__lte=bilan.created_at).update(bilan=bilan)


def _followed(bilan: Bilan, droit: str) -> DroitSuivi | None:
    """Return the right as it is followed for the person of a check-up: in the file of the check-up first, else in another of hers."""
    lus = DroitSuivi.objects.select_for_update().filter(personne_id__in=_files(bilan), structure_id=bilan.structure_id, droit=droit)
    siens = sorted(lus, key=lambda suivi: (suivi.personne_id != bilan.personne_id, suivi.etat == Etat.ANNULE, suivi.created_at))
    return siens[0] if siens else None


def _files(bilan: Bilan) -> list[int]:
    return files_of(bilan.personne.gardee) if bilan.personne is not None else []


def _open(choix: Choix, decision: str) -> None:
    bilan, dit = choix.bilan, _said(choix, CIBLES[decision])
    assert bilan.personne_id is not None  # noqa: S101  the caller looked
    suivi = DroitSuivi(
        structure_id=bilan.structure_id,
        site_id=bilan.site_id,
        personne_id=bilan.personne_id,
        droit=choix.droit,
        origine=Origine.BILAN,
        bilan=bilan,
        etat=dit.vers,
        etat_le=dit.fait_le,
        rang=1,
        premier_par=choix.auteur,
        responsable=choix.auteur,
        created_at=choix.fait_at,
        updated_at=choix.fait_at,
    )
    try:
        with transaction.atomic():
            suivi.save(force_insert=True)
    except IntegrityError:
        # Opened by hand in the same instant: that follow-up stands, the choice is in the check-up.
        return
    _step(Chemin.of(suivi), choix, dit)


def _follow(chemin: Chemin, choix: Choix, decision: str) -> None:
    """Move a right that is followed already."""
    cible = CIBLES.get(decision)
    d_un_choix, tout_juste = _from_choice(chemin, choix)
    if cible == "ecarte" and not d_un_choix and chemin.droit.etat in {"en_preparation", *rules.EN_COURS}:
        cible = "renonce"
    if chemin.droit.etat == cible and not tout_juste:
        return
    if d_un_choix and (tout_juste or cible is None or not rules.may_follow(rules.state_of(chemin.pas), cible)):
        chemin.correction(mots="", actor=choix.auteur, now=choix.fait_at)
        note(choix.auteur, "corriger_etape", chemin.droit)
    if cible is not None and chemin.droit.etat != cible and rules.may_follow(rules.state_of(chemin.pas), cible):
        _step(chemin, choix, _said(choix, cible))


def _from_choice(chemin: Chemin, choix: Choix) -> tuple[bool, bool]:
    """Tell whether the last step in force comes from an earlier choice of the same check-up, and whether that choice was made within its minute.

    A step that follows from a choice bears its very instant.
    """
    dernier = rules.last_in_force(chemin.pas)
    if dernier is None:
        return False, False
    quand = next(row.note_at for row in chemin.rows if row.rang == dernier.rang)
    d_un_choix = Choix.objects.filter(bilan_id=choix.bilan_id, droit=choix.droit, fait_at=quand).exclude(pk=choix.pk).exists()
    return d_un_choix, d_un_choix and choix.fait_at - quand <= bilans.UNDO


def _step(chemin: Chemin, choix: Choix, dit: Saisie) -> None:
    # In a check-up she need not say why.
    erreurs = check_step(dit, chemin.pas, today=max(day_of(choix.fait_at), dit.fait_le))
    if erreurs.keys() - {"motif_personne"}:
        return
    chemin.step(dit, sens=meaning_of_silence(choix.droit), actor=choix.auteur, now=choix.fait_at)
    note(choix.auteur, "suivre_choix", chemin.droit)


def _said(choix: Choix, vers: str) -> Saisie:
    jour = day_of(choix.fait_at)
    motif = choix.motif if vers in rules.FINS else ""
    return Saisie(vers=vers, fait_le=jour, preuve=NiveauPreuve.DIT.value, motif_personne=motif, montants=_estimated(choix))


def _estimated(choix: Choix) -> Montants:
    """Return what the check-up estimates of the right: the lower bounds, so that nobody is promised more. Two queries."""
    estimation = latest_estimate(choix.bilan)
    if estimation is None:
        return Montants()
    une = next((droit for droit in open_results(estimation).droits if droit.code == choix.droit), None)
    if une is None or une.erreur:
        return Montants()
    return Montants(
        estime=_euros(une.montant_mensuel.min) if une.montant_mensuel else None,
        ponctuel=_euros(une.montant_unique.min) if une.montant_unique else None,
        net=_euros(une.gain_net.min) if une.gain_net else None,
    )


def _euros(valeur: float) -> Decimal:
    return Decimal(str(round(valeur, 2)))
