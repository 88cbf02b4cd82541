"""The verbs of a person's own page: given, closed, opened by its code. One function, one transaction, one journal line."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from droits_ouverts.bilan.codes import make_code, read_code, written
from droits_ouverts.carnet import rules
from droits_ouverts.carnet.contextes import words_context
from droits_ouverts.carnet.errors import CarnetChangeError, RisqueError
from droits_ouverts.carnet.models import Carnet
from droits_ouverts.coffre.services import seal
from droits_ouverts.foundation.conservation import regle
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.journal.services import record
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.errors import ErasureAskedError
from droits_ouverts.personnes.models import DemandeEffacement
from droits_ouverts.personnes.selectors import open_contact
from droits_ouverts.personnes.services_droits import locked

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

FINALITE = "droit_d_acces"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarnetDonne:
    """A page with its code, as it is shown once."""

    carnet: Carnet
    code: str


@transaction.atomic
def give_page(*, actor: Compte, personne_id: int, mots: rules.Mots, malgre_le_risque: bool, now: datetime) -> CarnetDonne:
    """Open a person's own page and return its code; the page before, if any, is closed. Raise `NotVisibleError`, `ErasureAskedError`, `RisqueError`."""
    personne = locked(personne_id, actor, now)
    if DemandeEffacement.objects.of_person(personne).standing().exists():
        raise ErasureAskedError
    if rules.must_insist(open_contact(personne)) and not malgre_le_risque:
        raise RisqueError
    Carnet.objects.of_structures([personne.structure_id]).standing().filter(personne_id__in=files_of(personne)).update(revoque_at=now)
    code, on = make_code(), timezone.localtime(now).date()
    carnet = Carnet(
        structure_id=personne.structure_id,
        personne=personne,
        empreinte=digest_of(code),
        malgre_le_risque=malgre_le_risque,
        donne_par=actor,
        donne_at=now,
        expire_at=now + (regle("page_personne").terme.after(on) - on),
    )
    carnet.mots_scelles = seal(rules.cleaned(mots).to_bytes(), context=words_context(carnet))
    carnet.save(force_insert=True)
    note(actor, "donner_page", carnet)
    return CarnetDonne(carnet=carnet, code=written(code))


@transaction.atomic
def revoke_page(*, actor: Compte, personne_id: int, now: datetime) -> Carnet:
    """Close a person's own page: its code opens nothing from now on, and a page that is open shows nothing more. Raise `NotVisibleError`, `CarnetChangeError`."""
    personne = locked(personne_id, actor, now)
    ouverts = list(Carnet.objects.of_structures([personne.structure_id]).standing().filter(personne_id__in=files_of(personne)).order_by("donne_at"))
    if not ouverts:
        raise CarnetChangeError
    return [close(carnet, actor=actor, now=now) for carnet in ouverts][-1]


def close(carnet: Carnet, *, actor: Compte | None, now: datetime) -> Carnet:
    """Close a carnet that was read under the lock of its person. In a transaction."""
    carnet.revoque_at = now
    carnet.save(update_fields=["revoque_at"])
    note(actor, "fermer_page", carnet)
    return carnet


@as_service(Service.CARNET)
@transaction.atomic
def open_page(texte: str, *, now: datetime) -> int | None:
    """Return the number of the carnet that a code opens, as it was typed; the opening is counted and written down. None for what opens nothing."""
    code = read_code(texte)
    carnet = Carnet.objects.select_for_update().filter(empreinte=digest_of(code)).first() if code else None
    if carnet is None or carnet.state(now) is not rules.EtatCarnet.SERT:
        return None
    Carnet.objects.of_structures([carnet.structure_id]).filter(pk=carnet.pk).update(ouvertures=F("ouvertures") + 1, ouvert_at=now)
    note(None, "ouvrir_page", carnet)
    return carnet.pk


def digest_of(code: str) -> str:
    """Return what is kept of a code: HMAC-SHA-256 by a key derived from `SECRET_KEY` for this use, so that a stolen database tries no code at leisure."""
    return hmac.new(b"carnet.code|" + settings.SECRET_KEY.encode(), code.encode(), hashlib.sha256).hexdigest()


def note(actor: Compte | None, verb: str, carnet: Carnet) -> None:
    """Write the line of a verb. It is about the person: she reads it in her own page."""
    record(actor=actor, verb=verb, thing_kind="personne", thing_id=carnet.personne_id, purpose=FINALITE, structure=carnet.structure_id)
