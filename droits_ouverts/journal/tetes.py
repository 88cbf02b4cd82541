"""Signed heads: a small text that says where each chain stands, which partners keep. A chain that is rewritten whole no longer says the same.

The text is made to be read, printed and kept: whoever holds it needs nothing of this service to know that it was not altered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from droits_ouverts.journal.errors import HeadFileError
from droits_ouverts.journal.models import Tete
from droits_ouverts.journal.signature import is_signed, known_public_key, sign
from droits_ouverts.journal.verification import Ancre

ENTETE = "droits-ouverts-tetes/1"
EXPLICATION = (
    "# Têtes du journal : pour chaque chaîne (0 : sans structure), le rang et l’empreinte de sa dernière ligne.",
    "# Gardez ce fichier : il révèle un journal réécrit. Vérifier : droits-ouverts journal verify --head FICHIER",
)
OCTETS_MAX = 4 * 1024 * 1024
TETE = re.compile(r"chaine ([0-9]{1,19}) ([0-9]{1,19}) ([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class TetesSignees:
    """What a file of signed heads says: when, by which public key (base64), and the end of each chain."""

    le: datetime
    cle: str
    ancres: tuple[Ancre, ...]


def compose(*, now: datetime) -> str:
    """Return the signed text of every chain's head at this instant. One query. Raise `SigningKeyError`."""
    lignes = [f"chaine {tete.chaine} {tete.rang} {tete.empreinte}" for tete in Tete.objects.order_by("chaine")]
    le = f"le {now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    texte = "\n".join((ENTETE, *EXPLICATION, le, *lignes)) + "\n"
    cle, signature = sign(texte)
    return f"{texte}cle {cle}\nsignature {signature}\n"


def read(contenu: bytes, *, source: str) -> TetesSignees:
    """Return what a file of signed heads says, once its signature is checked; `source` is its name, for sentences.

    Raise `HeadFileError` where it is not such a file, was altered, or was signed by another key than this service's.
    """
    if len(contenu) > OCTETS_MAX:
        raise HeadFileError(f"{source} est trop grand pour être un fichier de têtes du journal.")
    try:
        texte = contenu.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise HeadFileError(f"{source} n’est pas un fichier de têtes du journal : ce n’est pas du texte.") from None
    trouve = re.fullmatch(r"(?P<signe>.*\n)cle (?P<cle>[A-Za-z0-9+/=]{1,64})\nsignature (?P<signature>[A-Za-z0-9+/=]{1,128})\n*", texte, re.DOTALL)
    if trouve is None or not texte.startswith(f"{ENTETE}\n"):
        raise HeadFileError(f"{source} n’est pas un fichier de têtes du journal, ou il est incomplet.")
    if not is_signed(trouve["signe"], trouve["signature"], trouve["cle"]):
        raise HeadFileError(f"{source} a été modifié : sa signature n’est plus la sienne. Demandez-en une autre copie à un partenaire.")
    if trouve["cle"] != known_public_key():
        raise HeadFileError(
            f"{source} est signé par une autre clé que celle de ce service : il vient d’une autre installation, ou la clé de signature a été remplacée."
        )
    return _parsed(trouve["signe"].splitlines()[1:], trouve["cle"], source)


def _parsed(lignes: Sequence[str], cle: str, source: str) -> TetesSignees:
    ancres, le = [], None
    for ligne in lignes:
        if ligne.startswith("#"):
            continue
        if tete := TETE.fullmatch(ligne):
            ancres.append(Ancre(chaine=int(tete[1]), rang=int(tete[2]), empreinte=tete[3], source=source))
        elif ligne.startswith("le "):
            le = datetime.strptime(ligne, "le %Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        else:
            raise HeadFileError(f"{source} contient une ligne que cette version ne connaît pas.")
    if le is None:
        raise HeadFileError(f"{source} ne dit pas son jour.")
    return TetesSignees(le=le, cle=cle, ancres=tuple(ancres))
