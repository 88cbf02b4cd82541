"""Handing one paper over by a link: given with a code said apart, opened a few times by somebody without an account, revoked at any time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from droits_ouverts.coffre.errors import CoffreError
from droits_ouverts.coffre.services import seal
from droits_ouverts.documents import lecture, rules
from droits_ouverts.documents.contextes import mention_context
from droits_ouverts.documents.enums import DureeLien, EtatLien
from droits_ouverts.documents.errors import CodeFauxError, LienFermeError, PapierChangeError, TropDEssaisError
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
    if ligne := rules.one_line(mention, rules.MENTION_MAX):
        lien.mention_scellee = seal(ligne.encode(), context=mention_context(lien))
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
    """Return the paper that a link hands over, its line written across, for the right code; one opening is counted.

    Raise `LienFermeError`, `CodeFauxError`, `TropDEssaisError`.
    """
    if counted(scope="code_papier", who=digest_of(jeton), seconds=FENETRE, at=now.timestamp()) > ESSAIS_PAR_FENETRE:
        raise TropDEssaisError
    with as_service(Service.PAPIER), transaction.atomic():
        ouvert = _taken(jeton, code, now)
    if ouvert is None:
        # Said once the wrong code is counted for good.
        raise CodeFauxError
    contenu, mention = ouvert
    return lecture.marked(contenu, mention) if mention else contenu


def _taken(jeton: str, code: str, now: datetime) -> tuple[bytes, str] | None:
    """Count an opening, or a wrong code; return the bytes and the line, None for a wrong code. Raise `LienFermeError`."""
    lien = _found(jeton, lock=True)
    if lien is None or lien.state(now) is not EtatLien.OUVERT:
        raise LienFermeError
    if not hmac.compare_digest(lien.code_empreinte, code_digest(jeton, rules.typed_code(code))):
        LienPapier.objects.filter(pk=lien.pk).update(essais=F("essais") + 1)
        return None
    document = lien.document
    try:
        contenu, mention = bytes_of(document), mention_of(lien)
    except CoffreError as error:
        raise LienFermeError from error
    LienPapier.objects.filter(pk=lien.pk).update(ouvertures=F("ouvertures") + 1)
    serve(document, day_of(now))
    note(None, "ouvrir_papier_confie", document)
    return contenu, mention


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
