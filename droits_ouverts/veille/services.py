"""The verbs: a person answers whether she may be called back, two months of law are compared for those who agreed, what came of a call. Computing is in `tasks`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from droits_ouverts.bilan.enums import StatutBilan
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.coffre.services import seal
from droits_ouverts.engine.questionnaire import months
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.errors import ErasureAskedError
from droits_ouverts.personnes.models import DemandeEffacement
from droits_ouverts.personnes.services_droits import locked
from droits_ouverts.suivi.gestes import day_of
from droits_ouverts.veille import access, rules
from droits_ouverts.veille.contextes import reading_context
from droits_ouverts.veille.enums import EtatRelecture, RaisonImpossible, ReponseRappel, SuiteRappel
from droits_ouverts.veille.errors import AccordRefusedError, LigneChangeError, MoisRefusedError
from droits_ouverts.veille.models import AccordRappel, ComparaisonLois, DroitNouveau, Relecture
from droits_ouverts.veille.selectors import agreed, answers_of, line_for, said

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from droits_ouverts.bilan.models import BilanQuerySet
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.veille.rules import Lu

FINALITE = "changement_de_loi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reponse:
    """What a person said: yes, no, or that she takes it back; how, in which language, which day, until when (a yes only)."""

    reponse: str
    mode: str
    langue: str
    le: date
    jusqu_au: date | None = None
    a_sa_demande: bool = False


@transaction.atomic
def note_answer(*, actor: Compte, personne_id: int, reponse: Reponse, now: datetime) -> AccordRappel:
    """Note what a person answers. A no, or a yes taken back, stops at once what was prepared to call her.

    Raise `NotVisibleError`, `AccordRefusedError`, `ErasureAskedError` for a yes while she asks that everything be erased.
    """
    personne = locked(personne_id, actor, now)
    if reponse.reponse == ReponseRappel.OUI and DemandeEffacement.objects.of_person(personne).standing().exists():
        raise ErasureAskedError
    dit = rules.Dit(reponse=reponse.reponse, le=reponse.le, jusqu_au=reponse.jusqu_au)
    au_plus = regle("accord_rappel").terme.after(reponse.le)
    if faux := rules.check(said(answers_of(personne)), dit, a_sa_demande=reponse.a_sa_demande, au_plus=au_plus, today=day_of(now)):
        raise AccordRefusedError(faux)
    return _written(actor, personne.structure_id, personne.pk, reponse, now)


@transaction.atomic
def undo_answer(*, actor: Compte, personne_id: int, now: datetime) -> None:
    """Take back the last answer, noted by mistake: by who noted it, the same day. Raise `NotVisibleError`, `AccordRefusedError`."""
    personne = locked(personne_id, actor, now)
    derniere = next(reversed(answers_of(personne)), None)
    if derniere is None or not may_undo(derniere, actor, now):
        raise AccordRefusedError
    AccordRappel.objects.of_structures([personne.structure_id]).filter(pk=derniere.pk).delete()
    forget_readings(personne.structure_id, personne.pk)
    note(actor, "annuler_accord_rappel", personne.structure_id, personne.pk)


def may_undo(derniere: AccordRappel, actor: Compte, now: datetime) -> bool:
    """Tell whether an answer may still be taken back."""
    return derniere.par_id == actor.pk and day_of(derniere.note_at) == day_of(now)


@transaction.atomic
def stop(*, structure_id: int, personne_id: int, mode: str, actor: Compte, now: datetime) -> None:
    """Take back a yes for a person who asks that everything be erased. Nothing where there is none. In her transaction."""
    rows = list(AccordRappel.objects.of_structures([structure_id]).filter(personne_id=personne_id).order_by("pk"))
    if rows and rows[-1].reponse == ReponseRappel.OUI:
        retrait = Reponse(reponse=ReponseRappel.RETIRE, mode=mode, langue=rows[-1].langue, le=max(day_of(now), rows[-1].le))
        _written(actor, structure_id, personne_id, retrait, now)


def _written(actor: Compte, structure_id: int, personne_id: int, reponse: Reponse, now: datetime) -> AccordRappel:
    accord = AccordRappel(
        structure_id=structure_id,
        personne_id=personne_id,
        reponse=reponse.reponse,
        a_sa_demande=reponse.a_sa_demande,
        mode=reponse.mode,
        langue=reponse.langue,
        le=reponse.le,
        jusqu_au=reponse.jusqu_au if reponse.reponse == ReponseRappel.OUI else None,
        par=actor,
        note_at=now,
    )
    accord.save(force_insert=True)
    if reponse.reponse != ReponseRappel.OUI:
        forget_readings(structure_id, personne_id)
    note(actor, "noter_accord_rappel", structure_id, personne_id)
    return accord


def forget_readings(structure_id: int, personne_id: int) -> None:
    """Remove what two laws say of a person: what it was computed for is over. In a transaction. What she said that she does not want goes too: she is not called."""
    Relecture.objects.of_structures([structure_id]).filter(personne_id=personne_id).delete()


@transaction.atomic
def ask_comparison(*, structure_id: int, avant: str, apres: str, actor: Compte | None, versions: Mapping[str, str], now: datetime) -> ComparaisonLois:
    """Ask what changes between two months of law for the persons of a structure who agreed. Asked again, it is the same one, brought up to date.

    `actor` is None for the command of the service. Raise `NotVisibleError`, `MoisRefusedError`.
    """
    if actor is not None and not access.may_read(actor, structure_id, on=day_of(now)):
        raise NotVisibleError
    check_months(avant, apres)
    une: ComparaisonLois
    une, _neuve = ComparaisonLois.objects.select_for_update().get_or_create(
        structure_id=structure_id, avant=avant, apres=apres, defaults={"demande_at": now, "demande_par": actor}
    )
    une.demande_par, une.demande_at, une.versions, une.finie_at = actor, now, dict(versions), None
    une.save(update_fields=["demande_par", "demande_at", "versions", "finie_at"])
    enroll(une, on=day_of(now))
    record(actor=actor, verb="comparer_lois", thing_kind="structure", thing_id=structure_id, purpose=FINALITE, structure=structure_id)
    return une


def check_months(avant: str, apres: str) -> None:
    """Raise `MoisRefusedError` where these are not two months in order."""
    try:
        dans_l_ordre = months.parse(avant) < months.parse(apres)
    except months.MonthError:
        dans_l_ordre = False
    if not dans_l_ordre:
        raise MoisRefusedError


@transaction.atomic
def bring_up_to_date(comparaison: ComparaisonLois, *, on: date) -> None:
    """Forget who no longer agrees; where the comparison is not finished, write down who agreed since."""
    if comparaison.finie_at is None:
        enroll(comparaison, on=on)
    else:
        forget_others(comparaison, on=on)


def forget_others(comparaison: ComparaisonLois, *, on: date) -> None:
    """Remove what was read of those who no longer agree. In a transaction."""
    ici = [comparaison.structure_id]
    Relecture.objects.of_structures(ici).filter(comparaison=comparaison).exclude(personne__in=agreed(ici, on=on).values("personne")).delete()


def enroll(comparaison: ComparaisonLois, *, on: date) -> None:
    """Write down whom to read again: each person who agrees, once; again where her check-up or the rules changed. Who no longer agrees is taken out.

    In a transaction. Five statements, whatever their number.
    """
    ici = [comparaison.structure_id]
    forget_others(comparaison, on=on)
    siennes = Relecture.objects.of_structures(ici).filter(comparaison=comparaison)
    connues = set(siennes.values_list("personne_id", flat=True))
    neuves = [numero for (numero,) in agreed(ici, on=on).values_list("personne").order_by("personne") if numero not in connues]
    Relecture.objects.bulk_create(
        (Relecture(comparaison=comparaison, structure_id=comparaison.structure_id, personne_id=numero) for numero in neuves),
        batch_size=500,
        ignore_conflicts=True,
    )
    dernier = finished_check_ups(comparaison.structure_id).filter(personne=OuterRef("personne"))
    lues = siennes.exclude(etat=EtatRelecture.A_FAIRE).annotate(
        dernier=Subquery(dernier.values("pk")[:1]), change_at=Subquery(dernier.values("updated_at")[:1])
    )
    autre = ~Q(bilan=F("dernier")) | Q(bilan__isnull=True, dernier__isnull=False) | Q(change_at__gt=F("calcule_at"))
    a_refaire = lues.filter(autre | ~Q(versions=comparaison.versions) | Q(raison__in=(RaisonImpossible.ECHEC, RaisonImpossible.SANS_BILAN)))
    numeros = list(a_refaire.values_list("pk", flat=True))
    siennes.filter(pk__in=numeros).update(etat=EtatRelecture.A_FAIRE, raison="", resultat_scelle="", calcule_at=None)


def finished_check_ups(structure_id: int) -> BilanQuerySet:
    """Return the check-ups whose sheet was handed over, the last touched first."""
    return Bilan.objects.of_structures([structure_id]).filter(statut=StatutBilan.TERMINE, anonyme=False).recent_first()


@transaction.atomic
def store_reading(*, relecture_id: int, bilan: Bilan, lu: Lu, versions: Mapping[str, str], actor: Compte | None, now: datetime) -> bool:
    """Keep what both laws said of one household, once; tell whether it was kept. A line that somebody settled stays settled."""
    relecture = _waiting(relecture_id)
    if relecture is None:
        return False
    relecture.etat, relecture.raison, relecture.bilan, relecture.calcule_at, relecture.versions = EtatRelecture.FAITE, "", bilan, now, dict(versions)
    relecture.resultat_scelle = seal(lu.to_bytes(), context=reading_context(relecture))
    relecture.save()
    nouveaux = {un.code: un.nature for un in lu.nouveaux}
    siens = DroitNouveau.objects.of_structures([relecture.structure_id]).filter(relecture=relecture)
    siens.filter(suite="").exclude(droit__in=nouveaux).delete()
    for connu in siens:
        if connu.nature != (nature := nouveaux.pop(connu.droit, connu.nature)):
            connu.nature = nature
            connu.save(update_fields=["nature"])
    commun = {"relecture": relecture, "structure_id": relecture.structure_id, "personne_id": relecture.personne_id}
    DroitNouveau.objects.bulk_create([DroitNouveau(**commun, droit=droit, nature=nature) for droit, nature in nouveaux.items()])
    note(actor, "relire_bilan_deux_lois", relecture.structure_id, relecture.personne_id)
    return True


@transaction.atomic
def fail_reading(*, relecture_id: int, bilan: Bilan | None, raison: RaisonImpossible, versions: Mapping[str, str], now: datetime) -> bool:
    """Note that a person could not be read again, and why: nothing is concluded of any right, and the lines that nobody settled go."""
    relecture = _waiting(relecture_id)
    if relecture is None:
        return False
    relecture.etat, relecture.raison, relecture.bilan, relecture.calcule_at, relecture.versions = EtatRelecture.IMPOSSIBLE, raison, bilan, now, dict(versions)
    relecture.save()
    DroitNouveau.objects.of_structures([relecture.structure_id]).filter(relecture=relecture, suite="").delete()
    return True


def _waiting(relecture_id: int) -> Relecture | None:
    return Relecture.objects.select_for_update(of=("self",)).filter(pk=relecture_id, etat=EtatRelecture.A_FAIRE).first()


@transaction.atomic
def finish(comparaison: ComparaisonLois, *, now: datetime) -> None:
    """Note that nobody is left to read again."""
    siennes = ComparaisonLois.objects.of_structures([comparaison.structure_id]).filter(pk=comparaison.pk, finie_at__isnull=True)
    if not Relecture.objects.of_structures([comparaison.structure_id]).filter(comparaison=comparaison, etat=EtatRelecture.A_FAIRE).exists():
        siennes.update(finie_at=now)


@transaction.atomic
def note_call(*, actor: Compte, nouveau_id: int, suite: str, vu: str, now: datetime) -> DroitNouveau:
    """Note what came of a call, which ends the line; an empty `suite` puts it back. `vu`: what the page showed.

    Raise `NotVisibleError`, `LigneChangeError` where somebody noted something else meanwhile, or she may not be called any more.
    """
    ligne = line_for(actor, nouveau_id, on=day_of(now))
    if ligne.suite == suite:
        return ligne
    d_accord = agreed([ligne.structure_id], on=day_of(now)).filter(personne=ligne.personne_id).exists()
    if ligne.suite != vu or suite not in {"", *SuiteRappel.values} or not d_accord:
        raise LigneChangeError
    ligne.suite, ligne.suite_par, ligne.suite_at = suite, actor if suite else None, now if suite else None
    ligne.save(update_fields=["suite", "suite_par", "suite_at"])
    note(actor, "noter_rappel" if suite else "reprendre_rappel", ligne.structure_id, ligne.personne_id)
    return ligne


def note(actor: Compte | None, verb: str, structure_id: int, personne_id: int) -> None:
    """Write the journal's line of a verb, about the person: she reads it in the list of those who opened her file."""
    record(actor=actor, verb=verb, thing_kind="personne", thing_id=personne_id, purpose=FINALITE, structure=structure_id)
