"""The quiet mail: chosen by each member, sent by a command that may be run as often as one likes.

What it says is counted when it leaves, and kept nowhere: a server that comes back after two days sends today's, never yesterday's beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.agenda import access
from droits_ouverts.agenda.courriels import SUJETS, TEXTE, sentence
from droits_ouverts.agenda.enums import RythmeResume, StatutResume
from droits_ouverts.agenda.errors import AgendaRefusedError
from droits_ouverts.agenda.models import Resume
from droits_ouverts.agenda.rules_resume import Nombres, is_due, last_day_told
from droits_ouverts.agenda.selectors_resume import count_for, where_she_is
from droits_ouverts.comptes.models import Compte
from droits_ouverts.foundation.errors import ForbiddenError
from droits_ouverts.foundation.lignes.contexte import acting_for
from droits_ouverts.foundation.messagerie import Connexion, Sortie
from droits_ouverts.journal.services import record
from droits_ouverts.structures.models import Membre

FINALITE = "organisation"
DEVENU = {
    Sortie.PARTI: StatutResume.PARTI,
    Sortie.REFUSE: StatutResume.REFUSE,
    Sortie.PLUS_TARD: StatutResume.PLUS_TARD,
    Sortie.INCERTAIN: StatutResume.INCERTAIN,
}


@dataclass(slots=True)
class Envois:
    """What a run did. `injoignable`: the server did not answer; what was not told yet is due at the next run."""

    partis: int = 0
    refuses: int = 0
    reportes: int = 0
    incertains: int = 0
    injoignable: bool = False


@transaction.atomic
def choose_summary(*, actor: Compte, rythme: str, now: datetime) -> Resume:
    """Choose how often one's own mail comes. Raise `ForbiddenError` for who meets nobody, `AgendaRefusedError`."""
    if not access.structures_of(actor, on=timezone.localtime(now).date()):
        raise ForbiddenError
    if rythme not in RythmeResume.values:
        raise AgendaRefusedError({"rythme": "inconnu"})
    resume, _ = Resume.objects.update_or_create(compte=actor, defaults={"rythme": rythme})
    record(actor=actor, verb="choisir_resume", thing_kind="compte", thing_id=actor.pk, purpose=FINALITE, structure=None)
    return resume


def send_summaries(*, now: datetime) -> Envois:
    """Send what is due today to each member who is there, each in its own transactions. Never within one: what left cannot be taken back."""
    on, envois = timezone.localtime(now).date(), Envois()
    if not settings.COURRIEL_ACTIF:
        return envois
    with Connexion() as connexion:
        for compte, rythme, nombres in _to_tell(on):
            if not connexion.ready():
                envois.injoignable = True
                break
            # Another process may have it, or she may have chosen otherwise meanwhile.
            if not _settle(compte, StatutResume.EN_COURS, on):
                continue
            sortie = connexion.send(_message(compte, rythme, nombres, on))
            _note(compte, sortie, on)
            envois.partis += sortie is Sortie.PARTI
            envois.refuses += sortie is Sortie.REFUSE
            envois.reportes += sortie is Sortie.PLUS_TARD
            if sortie is Sortie.INCERTAIN:
                envois.incertains += 1
                break
    return envois


def _to_tell(on: date) -> Iterator[tuple[Compte, str, Nombres]]:
    """Yield who is due a mail today, with its counts, read as she would read them herself. A week that has nothing to say is over: it says nothing later."""
    connus = {un.compte_id: un for un in Resume.objects.all()}
    presents = Membre.objects.present(on).values("compte_id")
    for compte in Compte.objects.active().filter(pk__in=presents).order_by("pk"):
        resume = connus.get(compte.pk) or Resume(compte=compte)
        if not is_due(resume.rythme, pour_le=resume.pour_le, statut=resume.statut, on=on):
            continue
        with acting_for(compte.pk, on=on):
            structures = where_she_is(compte, on=on)
            if not structures:
                continue
            nombres = count_for(compte, structures, au=last_day_told(resume.rythme, on), on=on)
        if nombres:
            yield compte, resume.rythme, nombres
        else:
            _settle(compte, StatutResume.RIEN, on)


@transaction.atomic
def _settle(compte: Compte, statut: StatutResume, on: date) -> bool:
    """Write what becomes of today's, unless it is no longer due: looked at again under the lock of its row."""
    Resume.objects.get_or_create(compte=compte)
    resume = Resume.objects.select_for_update().get(compte=compte)
    if not is_due(resume.rythme, pour_le=resume.pour_le, statut=resume.statut, on=on):
        return False
    resume.pour_le, resume.statut = on, statut
    resume.save(update_fields=["pour_le", "statut"])
    return True


@transaction.atomic
def _note(compte: Compte, sortie: Sortie, on: date) -> None:
    Resume.objects.filter(compte=compte, pour_le=on).update(statut=DEVENU[sortie])
    if sortie is Sortie.PARTI:
        record(actor=None, verb="envoyer_resume", thing_kind="compte", thing_id=compte.pk, purpose=FINALITE, structure=None)


def _message(compte: Compte, rythme: str, nombres: Nombres, on: date) -> EmailMessage:
    """Write the mail: counts and two addresses, nothing else."""
    page = "agenda:jour" if rythme == RythmeResume.QUOTIDIEN else "agenda:semaine"
    texte = TEXTE.format(
        nombres=sentence(rythme, nombres), adresse=f"{settings.SITE_URL}{reverse(page)}", reglage=f"{settings.SITE_URL}{reverse('agenda:resume')}"
    )
    hote = urlsplit(settings.SITE_URL).hostname or "localhost"
    entetes = {"Message-ID": f"<resume-{compte.pk}-{on:%Y%m%d}@{hote}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(SUJETS[rythme], texte, None, [compte.email], headers=entetes)
