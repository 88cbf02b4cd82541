"""Handing one paper over by a link: given with a code said apart, opened a few times by somebody without an account, revoked at any time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from droits_ouverts.coffre.errors import CoffreError
from droits_ouverts.coffre.services import seal
from droits_ouverts.documents import lecture, rules
from droits_ouverts.documents.contextes import mention_context
from droits_ouverts.documents.enums import DureeLien, EtatLien
from droits_ouverts.documents.errors import CodeFauxError, CopieRateeError, LienFermeError, PapierChangeError, PapierRefuseError, TropDEssaisError
from droits_ouverts.documents.models import LienPapier
from droits_ouverts.documents.selectors import bytes_of, document_for, mention_of
from droits_ouverts.documents.services import day_of, note, serve, taken
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.foundation.limites import counted

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte

ESSAIS_PAR_FENETRE, FENETRE = 5, 900
"""Codes that may be tried for one link in so many seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LienDonne:
    """A link as it is shown once: the secret of its address, and the code to say apart."""

    lien: LienPapier
    jeton: str
    code: str


@transaction.atomic
def give_link(*, actor: Compte, personne_id: int, document_id: uuid.UUID, duree: DureeLien, mention: str, now: datetime) -> LienDonne:
    """Make a link that hands a paper over for some hours, five times at most. Raise `NotVisibleError`."""
    document = taken(actor, personne_id, document_id, now)
    jeton = secrets.token_urlsafe(32)
    code = "".join(secrets.choice("0123456789") for _ in range(rules.CODE_CHIFFRES))
    lien = LienPapier(
        document=document,
        empreinte=digest_of(jeton),
        code_empreinte=code_digest(jeton, code),
        cree_par=actor,
        cree_at=now,
        expire_at=now + timedelta(hours=DureeLien(duree).value),
        ouvertures_max=rules.OUVERTURES_MAX,
    )
    dit = rules.Mention(pour=rules.one_line(mention, rules.MENTION_MAX), par=str(document.personne.structure), le=day_of(now))
    lien.mention_scellee = seal(dit.to_bytes(), context=mention_context(lien))
    lien.save(force_insert=True)
    serve(document, day_of(now))
    note(actor, "confier_papier", document)
    return LienDonne(lien=lien, jeton=jeton, code=code)


@transaction.atomic
def revoke_link(*, actor: Compte, personne_id: int, document_id: uuid.UUID, lien_id: int, now: datetime) -> LienPapier:
    """Make a link open nothing from now on. Raise `NotVisibleError`, `PapierChangeError` for one that is over already."""
    document = document_for(actor, personne_id, document_id, on=day_of(now))
    lien = LienPapier.objects.select_for_update().filter(pk=lien_id, document_id=document.pk).first()
    if lien is None or lien.state(now) is not EtatLien.OUVERT:
        raise PapierChangeError
    lien.revoque_at = now
    lien.save(update_fields=["revoque_at"])
    note(actor, "revoquer_lien_papier", document)
    return lien


@as_service(Service.PAPIER)
def is_open(jeton: str, *, now: datetime) -> bool:
    """Tell whether a link still serves. One query; it counts nothing, for whoever looks at a link in a mail looks at it too."""
    lien = _found(jeton)
    return lien is not None and lien.state(now) is EtatLien.OUVERT


def open_link(*, jeton: str, code: str, now: datetime) -> bytes:
    """Return the copy that a link hands over, its line drawn across, for the right code; one opening is counted, once the copy is made.

    Raise `LienFermeError`, `CodeFauxError`, `TropDEssaisError`, `CopieRateeError` where the copy could not be made: nothing is counted then.
    """
    if counted(scope="code_papier", who=digest_of(jeton), seconds=FENETRE, at=now.timestamp()) > ESSAIS_PAR_FENETRE:
        raise TropDEssaisError
    with as_service(Service.PAPIER), transaction.atomic():
        lue = _read(jeton, code, now)
    if lue is None:
        # Said once the wrong code is counted for good.
        raise CodeFauxError
    contenu, pages, mention = lue
    try:
        # Drawing takes seconds: no row is locked meanwhile.
        copie = lecture.marked(contenu, pages=pages, mention=mention.pour, pied=mention.pied)
    except PapierRefuseError as error:
        raise CopieRateeError from error
    with as_service(Service.PAPIER), transaction.atomic():
        _count(jeton, now)
    return copie


def _read(jeton: str, code: str, now: datetime) -> tuple[bytes, int, rules.Mention] | None:
    """Return the bytes, the pages and the line of a link; count a wrong code and return None. Raise `LienFermeError`."""
    lien = _open(jeton, now)
    if not hmac.compare_digest(lien.code_empreinte, code_digest(jeton, rules.typed_code(code))):
        LienPapier.objects.filter(pk=lien.pk).update(essais=F("essais") + 1)
        return None
    try:
        return bytes_of(lien.document), lien.document.pages, mention_of(lien)
    except CoffreError as error:
        raise LienFermeError from error


def _count(jeton: str, now: datetime) -> None:
    """Count an opening. Raise `LienFermeError` for a link that was closed while the copy was drawn."""
    lien = _open(jeton, now)
    LienPapier.objects.filter(pk=lien.pk).update(ouvertures=F("ouvertures") + 1)
    serve(lien.document, day_of(now))
    note(None, "ouvrir_papier_confie", lien.document)


@as_service(Service.PAPIER)
def revoke_all(sender: object, *, structure_id: int, personne_id: int, actor: Compte, now: datetime, **_rest: Any) -> int:  # noqa: ANN401  Django's own signature
    """Revoke every link that still gives a paper of a person: she asked that all be erased, or took an agreement back. Return how many. In her transaction."""
    siens = LienPapier.objects.filter(document__structure_id=structure_id, document__personne_id=personne_id, revoque_at__isnull=True, expire_at__gt=now)
    numeros = list(siens.order_by("pk").values_list("pk", flat=True))
    for lien in LienPapier.objects.select_for_update(of=("self",)).filter(pk__in=numeros).select_related("document"):
        lien.revoque_at = now
        lien.save(update_fields=["revoque_at"])
        note(actor, "revoquer_lien_papier", lien.document)
    return len(numeros)


def _open(jeton: str, now: datetime) -> LienPapier:
    """Return a link that serves, locked. Raise `LienFermeError`."""
    lien = _found(jeton, lock=True)
    if lien is None or lien.state(now) is not EtatLien.OUVERT:
        raise LienFermeError
    return lien


def _found(jeton: str, *, lock: bool = False) -> LienPapier | None:
    """Return a link whose paper nobody removed."""
    rows = LienPapier.objects.select_for_update(of=("self",)) if lock else LienPapier.objects.all()
    return rows.filter(empreinte=digest_of(jeton), document__retire_at__isnull=True).select_related("document").first()


def digest_of(jeton: str) -> str:
    """Return what is kept of the secret of a link: it has 256 bits of its own, a fast digest is enough."""
    return hashlib.sha256(jeton.encode("utf-8", "replace")).hexdigest()


def code_digest(jeton: str, code: str) -> str:
    """Return what is kept of a code: six digits are soon guessed, so the digest is keyed by this installation and by the link itself, which is not kept."""
    return salted_hmac("documents.code", f"{jeton}|{code}", algorithm="sha256").hexdigest()
