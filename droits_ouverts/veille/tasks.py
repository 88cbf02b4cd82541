"""The background door: ask the engine what two months of law say of each person who agreed. At night, or a few persons at a time from the page.

Each person is computed outside any transaction and kept by herself: a stop in the middle loses nothing, and the next run goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from droits_ouverts.bilan.enums import DecisionChoix
from droits_ouverts.bilan.ports import MoteurEchecError, MoteurIndisponibleError, MoteurTropLongError
from droits_ouverts.bilan.selectors import choices_of, open_answers
from droits_ouverts.bilan.tasks import versions_of_rules
from droits_ouverts.coffre.errors import ErasedError
from droits_ouverts.engine.situation import SituationError
from droits_ouverts.veille.enums import RaisonImpossible
from droits_ouverts.veille.models import AccordRappel, ComparaisonLois
from droits_ouverts.veille.rules import compared, under
from droits_ouverts.veille.selectors import waiting
from droits_ouverts.veille.services import ask_comparison, bring_up_to_date, check_months, fail_reading, finish, finished_check_ups, store_reading

if TYPE_CHECKING:
    from droits_ouverts.bilan.models import Bilan
    from droits_ouverts.bilan.ports import Moteur
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.veille.models import Relecture
    from droits_ouverts.veille.rules import Lu

LAISSES = frozenset({DecisionChoix.ECARTE, DecisionChoix.DEJA_RECU, DecisionChoix.DEJA_DEMANDE})
"""What she chose in her check-up that leaves a right alone: she does not want it, has it, or asked for it."""
UN_GESTE = 5
PATIENCE = timedelta(seconds=5)
"""A button of the page reads so many persons again at most, and begins no other one after so long: one takes 15 to 18 s where the months are not compiled.
The night does the others."""


def run_readings(
    *,
    comparaison: ComparaisonLois,
    moteur: Moteur,
    actor: Compte | None,
    clock: Callable[[], datetime],
    combien: int | None = None,
    patience: timedelta | None = None,
) -> tuple[int, int]:
    """Read persons again, `combien` at most, and none is begun after `patience`; return how many are settled now, and how many wait still. An engine that does not answer ends the run."""
    now = clock()
    attente = waiting(comparaison, on=timezone.localtime(now).date(), combien=combien)
    faites = 0
    for relecture in attente:
        if patience is not None and clock() - now > patience:
            break
        try:
            faites += run_reading(relecture=relecture, moteur=moteur, actor=actor, clock=clock)
        except MoteurIndisponibleError:
            break
    finish(comparaison, now=clock())
    return faites, len(waiting(comparaison, on=timezone.localtime(now).date()))


def run_reading(*, relecture: Relecture, moteur: Moteur, actor: Compte | None, clock: Callable[[], datetime]) -> bool:
    """Read one person again and keep what it says. Raise `MoteurIndisponibleError` where the engine does not answer: she waits, nothing is concluded."""
    versions = dict(versions_of_rules())
    bilan = finished_check_ups(relecture.structure_id).filter(personne=relecture.personne_id).first()
    if bilan is None:
        return fail_reading(relecture_id=relecture.pk, bilan=None, raison=RaisonImpossible.SANS_BILAN, versions=versions, now=clock())
    try:
        lu = _asked(bilan, relecture.comparaison, moteur)
    except (SituationError, ErasedError):
        # Answers that the schema no longer reads, or whose key is gone: nothing will come of asking again.
        return fail_reading(relecture_id=relecture.pk, bilan=bilan, raison=RaisonImpossible.ILLISIBLE, versions=versions, now=clock())
    except (MoteurEchecError, MoteurTropLongError):
        return fail_reading(relecture_id=relecture.pk, bilan=bilan, raison=RaisonImpossible.ECHEC, versions=versions, now=clock())
    return store_reading(relecture_id=relecture.pk, bilan=bilan, lu=lu, versions=versions, actor=actor, now=clock())


def _asked(bilan: Bilan, comparaison: ComparaisonLois, moteur: Moteur) -> Lu:
    avant, apres = under(open_answers(bilan).questionnaire(), avant=comparaison.avant, apres=comparaison.apres)
    laisses = frozenset(code for code, choix in choices_of(bilan).items() if choix.decision in LAISSES)
    return compared(moteur.estimate(avant), moteur.estimate(apres), laisses=laisses)


def ask_everywhere(*, avant: str, apres: str, clock: Callable[[], datetime]) -> list[ComparaisonLois]:
    """Ask for two months of law in each structure where somebody agreed to be called back. For a command. Raise `MoisRefusedError`."""
    check_months(avant, apres)
    now = clock()
    agreeing = AccordRappel.objects.filter(jusqu_au__gte=timezone.localtime(now).date()).order_by("structure_id")
    structures = agreeing.values_list("structure_id", flat=True).distinct()
    return [ask_comparison(structure_id=numero, avant=avant, apres=apres, actor=None, versions=versions_of_rules(), now=clock()) for numero in structures]


def run_waiting(*, moteur: Moteur, clock: Callable[[], datetime]) -> tuple[int, int]:
    """Go on with every comparison that is not finished; return how many persons were settled, and how many wait still. For the night."""
    faites = restent = 0
    on = timezone.localtime(clock()).date()
    for une in ComparaisonLois.objects.order_by("demande_at", "pk"):
        # Who no longer agrees is forgotten, whether the comparison is finished or not.
        bring_up_to_date(une, on=on)
        if une.finie_at is not None:
            continue
        lues, encore = run_readings(comparaison=une, moteur=moteur, actor=None, clock=clock)
        faites, restent = faites + lues, restent + encore
    return faites, restent
