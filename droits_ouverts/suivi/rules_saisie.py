"""What must be said with a step, and what is wrong with what was said. Pure: days and values in, sentences by field out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from droits_ouverts.bilan.enums import MotifChoix
from droits_ouverts.foundation.langue import gettext_noop as _
from droits_ouverts.suivi.enums import MotifDecision, NiveauPreuve
from droits_ouverts.suivi.rules import DECISIONS, FINS, OUVERTS, Montants, Pas, in_force, may_follow, state_of

MOTS_MAX = 500
FUTUR = _("Ce jour est dans le futur. Écrivez le jour où c’est arrivé.")
MONTANT_MAX = Decimal(1_000_000)
PLUS_ANCIEN = date(1950, 1, 1)
PLUS_LOIN = date(2150, 12, 31)
"""Before and after those days a date is a slip of the keyboard."""

DEMANDES = frozenset({"depose", "recours"})
INSTITUTION = frozenset({"refuse", "partiel", "perdu"})
"""Steps for which the institution has a reason, or gave none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saisie:
    """What somebody says of a step. Days, reasons and words as in `models.Mouvement`; `mots`: free words, kept sealed."""

    vers: str
    fait_le: date
    preuve: str = ""
    recu_le: date | None = None
    complet_le: date | None = None
    notifie_le: date | None = None
    debut_le: date | None = None
    fin_le: date | None = None
    motif_pro: str = ""
    motif_personne: str = ""
    motif_decision: str = ""
    montants: Montants = field(default_factory=Montants)
    mots: str = ""

    @property
    def preuve_retenue(self) -> str:
        """How it is known: as it was said, else the weakest."""
        return self.preuve or NiveauPreuve.DIT.value


def check_step(dit: Saisie, moves: Sequence[Pas], *, today: date) -> dict[str, str]:
    """Say what is wrong with a step after these moves, by field; `moves` empty at the beginning of a path."""
    if not may_follow(state_of(moves), dit.vers):
        return {"vers": _("Cette étape ne peut pas suivre celle d’avant. Choisissez-en une dans la liste.")}
    return _days(dit, in_force(moves), today) | _reasons(dit) | _amounts(dit.montants) | _rest(dit)


def _days(dit: Saisie, steps: Sequence[Pas], today: date) -> dict[str, str]:
    erreurs: dict[str, str] = {}
    if fait := _day_of_step(dit, steps, today):
        erreurs["fait_le"] = fait
    demande = _asked(steps) or PLUS_ANCIEN
    pas_avant = {"recu_le": demande, "complet_le": demande, "notifie_le": dit.fait_le} | dict.fromkeys(
        ("recu_le", "complet_le") if dit.vers in DEMANDES else (), dit.fait_le
    )
    for champ, premier in pas_avant.items():
        jour: date | None = getattr(dit, champ)
        if jour is None:
            continue
        if jour > today:
            erreurs[champ] = FUTUR
        elif jour < premier:
            erreurs[champ] = _("Ce jour vient avant la demande, ou avant la décision. Vérifiez les deux dates.")
    for champ in ("debut_le", "fin_le"):
        jour = getattr(dit, champ)
        if jour is not None and not PLUS_ANCIEN <= jour <= PLUS_LOIN:
            erreurs[champ] = _("Ce jour n’est pas possible. Vérifiez l’année.")
    if dit.debut_le and dit.fin_le and dit.fin_le < dit.debut_le:
        erreurs["fin_le"] = _("Le droit finirait avant de commencer. Vérifiez les deux dates.")
    return erreurs


def _day_of_step(dit: Saisie, steps: Sequence[Pas], today: date) -> str:
    if dit.fait_le > today:
        return FUTUR
    if dit.fait_le < PLUS_ANCIEN:
        return _("Ce jour est trop ancien. Vérifiez l’année.")
    depot = _asked(steps)
    if dit.vers in DECISIONS and depot and dit.fait_le < depot:
        return _("La décision serait datée d’avant la demande. Vérifiez la date sur le courrier, ou corrigez d’abord la date de la demande.")
    if steps and dit.fait_le < steps[-1].fait_le:
        return _("Ce jour vient avant l’étape d’avant. Vérifiez la date, ou corrigez d’abord cette étape.")
    return ""


def _asked(steps: Sequence[Pas]) -> date | None:
    """Return the day of the last request or appeal in force."""
    return next((pas.fait_le for pas in reversed(steps) if pas.vers in DEMANDES), None)


def _reasons(dit: Saisie) -> dict[str, str]:
    erreurs: dict[str, str] = {}
    for champ in ("motif_pro", "motif_personne"):
        motif = getattr(dit, champ)
        if motif and motif not in MotifChoix.values:
            erreurs[champ] = _("Choisissez une raison dans la liste.")
        elif motif and dit.vers not in FINS:
            erreurs[champ] = _("Une raison ne va qu’avec un droit que la personne ne demande pas, ou plus.")
    if dit.vers in FINS and not dit.motif_pro and not dit.motif_personne:
        erreurs["motif_personne"] = _("Notez une raison\u00a0: celle que la personne donne, ou celle que vous comprenez si elle ne la dit pas.")
    if dit.motif_decision and dit.motif_decision not in MotifDecision.values:
        erreurs["motif_decision"] = _("Choisissez une raison dans la liste.")
    elif dit.motif_decision and dit.vers not in INSTITUTION:
        erreurs["motif_decision"] = _("Ce motif ne va qu’avec un refus, un accord en partie ou un arrêt.")
    elif dit.vers in {"refuse", "perdu"} and not dit.motif_decision:
        erreurs["motif_decision"] = _("Notez le motif que donne l’organisme, ou «\u00a0Motif non donné\u00a0».")
    return erreurs


def _amounts(montants: Montants) -> dict[str, str]:
    faux = {nom: valeur for nom, valeur in asdict(montants).items() if valeur is not None and nom != "net" and not 0 <= valeur <= MONTANT_MAX}
    return dict.fromkeys(faux, _("Ce montant n’est pas possible. Écrivez-le en euros, entre 0 et 1 000 000."))


def _rest(dit: Saisie) -> dict[str, str]:
    erreurs: dict[str, str] = {}
    if dit.preuve and dit.preuve not in NiveauPreuve.values:
        erreurs["preuve"] = _("Choisissez une réponse dans la liste.")
    elif dit.vers in DECISIONS | OUVERTS and not dit.preuve:
        erreurs["preuve"] = _("Dites comment vous le savez\u00a0: dit par la personne, vu sur un papier, ou confirmé par l’organisme.")
    if len(dit.mots) > MOTS_MAX:
        erreurs["mots"] = _("Ce texte est trop long\u00a0: 500 caractères au plus.")
    return erreurs
