"""What the quiet mail of a member counts: numbers, from days and states. No envelope is opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from droits_ouverts.agenda import access, rules
from droits_ouverts.agenda.echeances import PASSEES, Demande, of_days
from droits_ouverts.agenda.models import Action, Participant, RendezVous, Resume
from droits_ouverts.agenda.relais import Relais
from droits_ouverts.agenda.rules_resume import Nombres

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte


def summary_of(compte: Compte) -> Resume:
    """Return how often an account wants its mail, and what came of the last one. One query."""
    return Resume.objects.filter(compte=compte).first() or Resume(compte=compte)


def where_she_is(compte: Compte, *, on: date) -> list[int]:
    """Return the structures for which an account meets people and is there on a day. Two queries."""
    siennes = access.structures_of(compte, on=on)
    absences = Relais.of(siennes, on, on).absences if siennes else ()
    partie = {une.structure_id for une in absences if une.compte_id == compte.pk and une.relais.holds(on)}
    return [numero for numero in siennes if numero not in partie]


def count_for(compte: Compte, structures: Sequence[int], *, au: date, on: date) -> Nombres:
    """Count what is an account's from today to a day, and what is late: what its agenda shows, those whom it covers included. Six queries."""
    relais = Relais.of(structures, on, au)
    qui = relais.seen_by(compte.pk)
    debut, fin = rules.day_bounds(on, au)
    siens = Participant.objects.of_structures(structures).appointments_of(qui)
    lus = RendezVous.objects.of_structures(structures).planned().filter(pk__in=siens, debut_at__gte=debut, debut_at__lt=fin)
    a_faire = sum(
        relais.concerns(compte.pk, [ligne.compte_id for ligne in un.participants.all()], un.structure_id, rules.local(un.debut_at).date())
        for un in lus.prefetch_related("participants")
    )
    dues = Action.objects.of_structures(structures).to_do().filter(responsable_id__in=qui, avant_le__lte=au)
    jours = [action.avant_le for action in dues if action.avant_le is not None and relais.follows(compte.pk, action, on)]
    demande = Demande(structures=tuple(structures), comptes=frozenset(qui), du=on - PASSEES, au=au, dites=False)
    jours += [une.le for une in of_days(relais, demande, compte=compte.pk, on=on)]
    en_retard = sum(jour < on for jour in jours)
    return Nombres(a_faire=a_faire + len(jours) - en_retard, en_retard=en_retard)
