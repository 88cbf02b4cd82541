"""The work of the night: reminders and ends of what was sent, one recipient at a time, each in its own transaction. Stopped, it goes on where it was."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from droits_ouverts.orientation import rules
from droits_ouverts.orientation.enums import NatureCourriel, StatutEnvoi, Voie
from droits_ouverts.orientation.gestes import Reponse, add_step, close_links, day_of, is_leaving, note, position_of, sender_of
from droits_ouverts.orientation.models import Envoi, Relance
from droits_ouverts.orientation.rules import Acte, Arret
from droits_ouverts.orientation.services_courriels import AVEC_LIEN, EN_ATTENTE, enqueue, given


@dataclass(slots=True)
class Nuit:
    """What a night did."""

    relances: int = 0
    closes: int = 0


def run_night(*, now: datetime) -> Nuit:
    """Remind and close what is due today, in every structure. Run twice on a day, it does nothing more."""
    faite, on = Nuit(), day_of(now)
    attendus = Envoi.objects.filter(statut__in=rules.ATTENDUS, horloge_le__lt=on).order_by("pk").values_list("pk", flat=True)
    for numero in list(attendus):
        acte = remind_or_close(numero, on=on, now=now)
        faite.relances += acte is Acte.RELANCER
        faite.closes += acte is Acte.CLORE
    return faite


@transaction.atomic
def remind_or_close(envoi_id: uuid.UUID, *, on: date, now: datetime) -> Acte:
    """Do what the clock asks of one recipient today, its row locked, and tell what it was. A pair of nights at once do it once."""
    envoi: Envoi | None = Envoi.objects.select_for_update(of=("self",)).select_related("orientation__par", "destinataire").filter(pk=envoi_id).first()
    if envoi is None or is_leaving(envoi.orientation):
        return Acte.RIEN
    courriels = list(envoi.courriels.filter(structure_id=envoi.structure_id))
    if any(un.nature in AVEC_LIEN and un.statut in EN_ATTENTE for un in courriels):
        # What was to be said has not left yet: the clock waits with it.
        return Acte.RIEN
    arrets = [Arret(du=pause.du, au=pause.au) for pause in envoi.orientation.pauses.all()]
    etat = position_of(envoi, list(envoi.suites.order_by("rang")))
    rappels = given(envoi, [une for une in envoi.relances.all() if une.horloge_rang == etat.horloge_rang], courriels)
    du = rules.due(etat, rappels=rappels, arrets=arrets, on=on)
    if du.acte is Acte.RELANCER:
        relance, neuve = Relance.objects.get_or_create(envoi=envoi, horloge_rang=etat.horloge_rang, palier=du.palier, defaults={"le": on})
        if not neuve:
            return Acte.RIEN
        if enqueue(envoi, NatureCourriel.RELANCE, cle=relance.cle, now=now) is None:
            # No mail can leave: whoever sent her is told that it is time to call.
            enqueue(envoi, NatureCourriel.A_APPELER, cle=f"appeler-{etat.horloge_rang}-{du.palier}", now=now, compte=sender_of(envoi.orientation))
        note(None, "noter_silence", envoi)
    elif du.acte is Acte.CLORE:
        add_step(envoi, Reponse(statut=StatutEnvoi.EXPIREE.value, fait_le=on), voie=Voie.NUIT, actor=None, now=now)
        close_links(envoi, now=now)
        enqueue(envoi, NatureCourriel.CLOSE, cle=f"close-{envoi.rang}", now=now)
        enqueue(envoi, NatureCourriel.SANS_REPONSE, cle=f"sans-reponse-{envoi.rang}", now=now, compte=sender_of(envoi.orientation))
        note(None, "clore_envoi", envoi)
    return du.acte
