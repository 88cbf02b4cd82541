"""The sheet of an orientation: what leaves, as the person agreed to it, and not one thing more. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields

MOTS_MAX = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Fiche:
    """What may be said of her to a service. Each field is empty unless she agreed to it; `droit` is a code of the catalogue, `etape` a state of the path."""

    prenom: str = ""
    nom: str = ""
    naissance: str = ""
    joindre: str = ""
    langue: str = ""
    droit: str = ""
    etape: str = ""
    precision: str = ""

    def only(self, champs: Collection[str]) -> Fiche:
        """Return the sheet with these fields and nothing else."""
        return Fiche(**{champ.name: getattr(self, champ.name) for champ in fields(self) if champ.name in champs})

    def to_bytes(self) -> bytes:
        """The JSON that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, contenu: bytes) -> Fiche:
        """Read what `to_bytes` wrote."""
        return cls(**json.loads(contenu))
