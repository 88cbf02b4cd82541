"""Answers about being called back, finished check-ups, and two laws that differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from droits_ouverts.bilan import departs, services
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.tasks import versions_of_rules
from droits_ouverts.engine.formules.types import Grade
from droits_ouverts.engine.questionnaire.types import Role as Place
from droits_ouverts.engine.results import Estimation, EstimationDroit, Manquant, Statut
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.structures.models import Membre
from droits_ouverts.veille.models import AccordRappel, ComparaisonLois, DroitNouveau
from droits_ouverts.veille.services import Reponse, ask_comparison, note_answer
from droits_ouverts.veille.tasks import run_readings
from tests.bilan.estimations import COMPLETE
from tests.bilan.faux import FauxMoteur

if TYPE_CHECKING:
    from droits_ouverts.bilan.ports import Json

NOUVEAU, PRECISE, A_PRECISER, ECHEC, INCERTAIN = "cheque_energie", "visale", "lep", "loca_pass", "pass_sport"
"""Rights that two laws say differently (see `TwoLaws`)."""


def answered(membre: Membre, personne: Personne, reponse: str = "oui", *, now: datetime, **reste: object) -> AccordRappel:
    """What a person said, today, for twelve months where it is a yes."""
    le = timezone.localtime(now).date()
    valeurs: dict[str, object] = {"mode": ModeAccord.ORAL, "langue": "fr", "le": le, "jusqu_au": le + timedelta(days=360) if reponse == "oui" else None}
    return note_answer(actor=membre.compte, personne_id=personne.pk, reponse=Reponse(reponse=reponse, **(valeurs | reste)), now=now)  # type: ignore[arg-type]  # the test's own values


def finished(membre: Membre, prenom: str = "Safi", *, now: datetime, naissance: date = date(1992, 3, 14), remise: bool = True) -> Bilan:
    """A check-up kept by the name of a new person, whose sheet was handed over."""
    actor = membre.compte
    bilan = services.start_bilan(actor=actor, structure_id=membre.structure_id, site_id=None, mois=f"{timezone.localtime(now):%Y-%m}", now=now)
    services.add_person(bilan_id=bilan.pk, actor=actor, role=Place.DEMANDEUR, prenom=prenom, date_naissance=naissance, now=now)
    identite = Identite(prenom=prenom, nom="Exemple")
    departs.attach_bilan(bilan_id=bilan.pk, actor=actor, personne=identite, accord_mode=ModeAccord.ORAL, accord_le=timezone.localtime(now).date(), now=now)
    if remise:
        services.close_bilan(bilan_id=bilan.pk, actor=actor, now=now)
    bilan.refresh_from_db()
    return bilan


def right(code: str, statut: Statut, **reste: object) -> EstimationDroit:
    """A right as the engine says it."""
    return EstimationDroit(code=code, libelle=code, statut=statut, grade=Grade.VERIFIE, **reste)  # type: ignore[arg-type]  # the test's own values


def law(*droits: EstimationDroit) -> Estimation:
    """What the engine says of a household under one law."""
    return replace(COMPLETE, droits=droits)


MANQUE = (Manquant(fait="loyer", entite="menage", question="Le loyer ?"),)
NE, OUI, IND = Statut.NON_ELIGIBLE, Statut.ELIGIBLE, Statut.INDETERMINE
AVANT = law(right(NOUVEAU, NE), right(PRECISE, IND), right(A_PRECISER, NE), right(ECHEC, NE), right(INCERTAIN, IND, manquants=MANQUE), right("rsa", OUI))
APRES = law(
    right(NOUVEAU, OUI),
    right(PRECISE, OUI),
    right(A_PRECISER, IND, manquants=MANQUE),
    right(ECHEC, IND, erreur="La règle a échoué."),
    right(INCERTAIN, IND, manquants=MANQUE),
    right("rsa", NE),
)


class TwoLaws(FauxMoteur):
    """A stand-in for the engine that answers by month: what each law says, `AVANT` until it changes in `change`."""

    def __init__(self, lois: Mapping[bool, Estimation] | None = None, change: str = "2026-11", *, echoue: bool = False) -> None:
        super().__init__()
        self.echoue = echoue
        self.lois, self.change = lois or {False: AVANT, True: APRES}, change

    def estimate(self, questionnaire: Json) -> Estimation:
        super().estimate(questionnaire)
        return self.lois[str(questionnaire["mois"]) >= self.change]


def compared(membre: Membre, moteur: FauxMoteur, *, now: datetime, avant: str = "2026-10", apres: str = "2026-11") -> ComparaisonLois:
    """Two months of law, read for everybody who agreed."""
    une = ask_comparison(structure_id=membre.structure_id, avant=avant, apres=apres, actor=membre.compte, versions=versions_of_rules(), now=now)
    run_readings(comparaison=une, moteur=moteur, actor=None, clock=lambda: now)
    une.refresh_from_db()
    return une


def newly(membre: Membre, personne: Personne, *, now: datetime, droit: str = NOUVEAU) -> DroitNouveau:
    """A line about somebody who agreed, as a comparison writes it."""
    answered(membre, personne, now=now)
    relecture = two_months(membre, now=now).relectures.get(personne=personne)
    return DroitNouveau.objects.create(relecture=relecture, structure_id=relecture.structure_id, personne=personne, droit=droit, nature="nouveau")


def two_months(membre: Membre, *, now: datetime) -> ComparaisonLois:
    """Two months of law asked for by a member: the same one each time."""
    return ask_comparison(structure_id=membre.structure_id, avant="2026-01", apres="2026-02", actor=membre.compte, versions={}, now=now)


def moteur() -> TwoLaws:
    """An engine whose law changes this month, as settings name it."""
    return TwoLaws(change=f"{timezone.localdate():%Y-%m}")
