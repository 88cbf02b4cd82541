"""Canaries: words and numbers that stand nowhere else, put in every field through the real services, then looked for in every by-product.

They are looked for as they are, in UTF-8 and UTF-16, in capitals or not, in hexadecimal and base64 at its three alignments, and inside what is
compressed (gzip, zlib), itself in base64 or not.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache

from droits_ouverts.bilan import departs, services, tasks
from droits_ouverts.bilan.enums import DecisionChoix, FormeBilan, MotifChoix, StatutAvis
from droits_ouverts.bilan.rules import Reponse
from droits_ouverts.bilan.services_choix import choose_right, give_opinion
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.rules import Identite
from droits_ouverts.structures.models import Membre
from tests.bilan.estimations import whole

MOT = "Zqxvkwjmb"
MONTANT = 91827.36
NAISSANCE = "1931-07-19"
CANARIS = (MOT, str(MONTANT), NAISSANCE)
DECOMPRESSE_MAX = 8 * 1024 * 1024
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}")
COMPRESSED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")


@cache
def needles() -> dict[bytes, str]:
    """Each form of each canary, and what to call it."""
    found: dict[bytes, str] = {}
    for canari in CANARIS:
        for texte in dict.fromkeys((canari, canari.lower(), canari.upper())):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                raw = texte.encode(encoding)
                found[raw] = f"{canari} en {encoding}"
                found[raw.hex().encode()] = found[raw.hex().upper().encode()] = f"{canari} en {encoding}, hexadécimal"
                for before in range(3):
                    for coded in (base64.b64encode(bytes(before) + raw), base64.urlsafe_b64encode(bytes(before) + raw)):
                        inside = coded[(0, 2, 3)[before] : (len(raw) + before) * 4 // 3]
                        found[inside] = f"{canari} en {encoding}, base64"
    return found


def hits(blob: bytes) -> list[str]:
    """The canaries that stand in these bytes, each with the form it takes."""
    return sorted({name for one in _unpacked(blob) for needle, name in needles().items() if needle in one})


def _unpacked(blob: bytes) -> Iterator[bytes]:
    yield blob
    yield from _decompressed(blob)
    for run in BASE64.finditer(blob):
        text = run[0].replace(b"-", b"+").replace(b"_", b"/")
        raw = base64.b64decode(text[: len(text) // 4 * 4])
        if COMPRESSED.match(raw):
            yield from _decompressed(raw)


def _decompressed(blob: bytes) -> Iterator[bytes]:
    for start in COMPRESSED.finditer(blob):
        try:
            yield zlib.decompressobj(47).decompress(blob[start.start() :], DECOMPRESSE_MAX)
        except zlib.error:
            continue


def hits_of(blobs: Iterable[tuple[str, bytes]]) -> list[str]:
    """The canaries that stand in these files, each with the name of the file."""
    return [f"{name} : {hit}" for name, blob in blobs for hit in hits(blob)]


def person_with_canaries(membre: Membre, rang: int, now: datetime) -> tuple[object, int]:
    """Write down somebody, a canary in each field, through the real services; return the numbers of her check-up and of herself."""
    actor, structure_id = membre.compte, membre.structure_id
    if rang % 2:
        bilan, _ = departs.start_anonymous(actor=actor, structure_id=structure_id, site_id=None, mois=f"{now:%Y-%m}", now=now, forme=FormeBilan.COMPLET)
    else:
        bilan = services.start_bilan(actor=actor, structure_id=structure_id, site_id=None, mois=f"{now:%Y-%m}", now=now)
    pk = bilan.pk
    services.add_person(bilan_id=pk, actor=actor, role=Role.DEMANDEUR, prenom=f"{MOT}a{rang}", date_naissance=date.fromisoformat(NAISSANCE), now=now)
    reponses = [Reponse(fait="revenu_fiscal_reference", entite="foyer_fiscal", valeur=MONTANT)]
    services.save_answers(bilan_id=pk, actor=actor, reponses=reponses, sujet=None, now=now)
    estimation = services.request_estimate(bilan_id=pk, actor=actor, versions=tasks.versions_of_rules(), now=now)
    services.store_estimate(estimation_id=estimation.pk, actor=actor, resultat=whole(), now=now)
    choose_right(bilan_id=pk, actor=actor, droit="rsa", decision=DecisionChoix.ECARTE, motif=MotifChoix.AUTRE, mots=f"Mots {MOT}m{rang}.", now=now)
    give_opinion(bilan_id=pk, actor=actor, droit="rsa", statut=StatutAvis.A_VERIFIER, raison=f"Raison {MOT}r{rang}.", now=now)
    departs.attach_bilan(
        bilan_id=pk,
        actor=actor,
        personne=Identite(prenom=f"{MOT}p{rang}", nom=f"{MOT}n{rang}", naissance=NAISSANCE),
        accord_mode=ModeAccord.ORAL,
        accord_le=now.date(),
        now=now,
    )
    bilan.refresh_from_db()
    return pk, int(bilan.personne_id or 0)
