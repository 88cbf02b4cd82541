"""The work of the night: reminders and ends of what was sent, one recipient at a time, each in its own transaction. Stopped, it goes on where it was."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from droits_ouverts.orientation import rules
from droits_ouverts.orientation.enums import NatureCourriel, StatutEnvoi, Voie
from droits_ouverts.orientation.gestes import Reponse, add_step, day_of, is_leaving, note, steps_of
from droits_ouverts.orientation.models import Envoi, Relance
from droits_ouverts.orientation.rules import Acte, Arret, Rappel
from droits_ouverts.orientation.services import close_links
from droits_ouverts.orientation.services_courriels import enqueue


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
    arrets = [Arret(du=pause.du, au=pause.au) for pause in envoi.orientation.pauses.all()]
    etat = rules.position(steps_of(list(envoi.suites.order_by("rang"))))
    rappels = [Rappel(palier=une.palier, le=une.le) for une in envoi.relances.filter(horloge_rang=etat.horloge_rang)]
    du = rules.due(etat, rappels=rappels, arrets=arrets, on=on)
    if du.acte is Acte.RELANCER:
        _relance, neuve = Relance.objects.get_or_create(envoi=envoi, horloge_rang=etat.horloge_rang, palier=du.palier, defaults={"le": on})
        if not neuve:
            return Acte.RIEN
        enqueue(envoi, NatureCourriel.RELANCE, cle=f"relance-{etat.horloge_rang}-{du.palier}", now=now)
        note(None, "relancer", envoi)
    elif du.acte is Acte.CLORE:
        add_step(envoi, Reponse(statut=StatutEnvoi.EXPIREE.value, fait_le=on), voie=Voie.NUIT, actor=None, now=now)
        close_links(envoi, now=now)
        enqueue(envoi, NatureCourriel.CLOSE, cle=f"close-{envoi.rang}", now=now)
        enqueue(envoi, NatureCourriel.SANS_REPONSE, cle=f"sans-reponse-{envoi.rang}", now=now, compte=envoi.orientation.par)
        note(None, "clore_envoi", envoi)
    return du.acte
