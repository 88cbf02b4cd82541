"""What a correction says, as a value. Pure: no database, no clock."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from droits_ouverts.personnes.enums import SuiteRectification
from droits_ouverts.personnes.rules import Identite, check_birth
from droits_ouverts.ui.langues import language

TEXTE_MAX = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Contenu:
    """What it was, what it is (or what she asks), why: one envelope. An identity is written by `told`."""

    avant: str = ""
    apres: str = ""
    pourquoi: str = ""

    def to_bytes(self) -> bytes:
        """The JSON that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Contenu:
        """Read what `to_bytes` wrote."""
        return cls(**json.loads(contenu))


def told(identite: Identite) -> str:
    """Return an identity in one line: name, birth date, language of her sheet, as people write them."""
    naissance = f"{date.fromisoformat(identite.naissance):%d/%m/%Y}" if identite.naissance else ""
    return " · ".join(mot for mot in (identite.ecrite, naissance, language(identite.langue).nom) if mot)


def check_identity(avant: Identite, apres: Identite, *, pourquoi: str, today: date) -> dict[str, str]:
    """Return the code of what is wrong with a correction of an identity, by field: "vide", "futur", "ancien", "illisible", "inchangee"."""
    erreurs: dict[str, str] = {}
    if not apres.ecrite:
        erreurs["prenom"] = "vide"
    if apres.naissance and (faux := check_birth(apres.naissance, today=today)):
        erreurs["naissance"] = faux
    if apres == avant:
        erreurs["prenom"] = "inchangee"
    if not pourquoi.strip():
        erreurs["pourquoi"] = "vide"
    return erreurs


def check_note(contenu: Contenu, suite: SuiteRectification) -> dict[str, str]:
    """Return the code of what is wrong with a note beside, or with a refusal, which gives its reason (RGPD, art. 12, 4): "vide" by field."""
    erreurs = {} if contenu.apres.strip() else {"apres": "vide"}
    return erreurs | ({"pourquoi": "vide"} if suite is SuiteRectification.REFUSEE and not contenu.pourquoi.strip() else {})
