"""What the page on which one notes reads and shows: the place and the way that stay from one encounter to the next, short lists, counters."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.annuaire.enums import Besoin
from droits_ouverts.reperage import presentation, rules
from droits_ouverts.reperage.enums import Forme, Langue, Nature, Situation, Tranche
from droits_ouverts.reperage.errors import ReperageRefusedError
from droits_ouverts.reperage.web.commun import number_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from droits_ouverts.reperage.models import Tournee
    from droits_ouverts.reperage.rules_comptes import Chiffres, Portee

PAS: Final = {Nature.TENTATIVE: 1, Nature.ABSENTE: 1, Nature.DOCUMENT: 1, Nature.MINUTES: 15}
"""What one tap of each counter adds."""
DU_FORMULAIRE: Final = {"csrfmiddlewaretoken", "numero", "endroit", "revue", "le", "heure"}
QUESTIONS: Final = (
    ("age", gettext_lazy("Son âge"), Tranche.choices),
    ("langue", gettext_lazy("En quelle langue ?"), Langue.choices),
    ("situation", gettext_lazy("Sa situation"), Situation.choices),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choisi:
    """What stays chosen on the page: where, how, and the answers given, where they were refused."""

    endroit: uuid.UUID | None = None
    forme: str = ""
    reponses: Mapping[str, str]

    def query(self, **autres: object) -> str:
        """Return the end of an address that keeps where and how."""
        return urlencode({"endroit": self.endroit or "", "forme": self.forme} | autres)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its short list; `ouverte`: something is already answered."""

    nom: str
    titre: str | Promise
    choix: list[tuple[str, str]]
    repondu: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Compteur:
    """A counter: what it counts, how many here, the number of its next tap."""

    nature: str
    titre: str
    nombre: int
    pas: int
    numero: uuid.UUID


def chosen(recu: QueryDict, tournee: Tournee | None) -> Choisi:
    """Return what is chosen: as sent, else as the round was planned."""
    forme = recu.get("forme", "")
    endroit = number_of(recu.get("endroit"))
    if tournee is not None:
        forme = forme if forme in Forme.values else tournee.forme
        endroit = endroit if "endroit" in recu else tournee.endroit_id
    noms = ("age", "langue", "situation", "objet", "revue")
    return Choisi(endroit=endroit, forme=forme, reponses={nom: recu.get(nom, "") for nom in noms})


def fields(choisi: Choisi) -> dict[str, object]:
    """Return the questions of an encounter, and the number that the next one will bear."""
    objets = Question(nom="objet", titre=_("De quoi a-t-on parlé ? (facultatif)"), choix=_capital(Besoin.choices), repondu=choisi.reponses["objet"])
    qui = [Question(nom=nom, titre=titre, choix=_capital(choix), repondu=choisi.reponses[nom]) for nom, titre, choix in QUESTIONS]
    return {
        "numero": uuid.uuid4(),
        "objet": objets,
        "qui": qui,
        "revue": bool(choisi.reponses["revue"]),
        "ouvert": any(une.repondu for une in qui) or bool(choisi.reponses["revue"]),
    }


def encounter(recu: QueryDict, *, le: date, heure: int) -> rules.Dite:
    """Return the encounter that a form sent. Raise `ReperageRefusedError`: a field that has no place in one is refused, whatever it holds."""
    lu: dict[str, object] = {nom: valeur for nom, valeur in recu.items() if nom not in DU_FORMULAIRE}
    lu |= {"id": recu.get("numero", ""), "endroit": recu.get("endroit") or None, "revue": recu.get("revue") == "oui", "le": le, "heure": heure}
    try:
        return rules.read(lu)
    except ValueError as refus:
        raise ReperageRefusedError(refus.args[0]) from refus


def counted(recu: QueryDict, choisi: Choisi, *, le: date, heure: int) -> rules.Comptee:
    """Return the tap that a form sent; one that cannot be read is refused by the verb."""
    nature = recu.get("nature", "")
    sens = {"plus": 1, "moins": -1}.get(recu.get("sens", ""), 0)
    pas = PAS[Nature(nature)] if nature in Nature.values else 0
    numero = number_of(recu.get("numero")) or uuid.uuid4()
    return rules.Comptee(id=numero, forme=choisi.forme, nature=nature, nombre=sens * pas, endroit=choisi.endroit, le=le, heure=heure)


def counters(chiffres: Chiffres, choisi: Choisi) -> list[Compteur]:
    """Return the counters of a place."""
    return [
        Compteur(
            nature=nature.value,
            titre=presentation.effort_name(nature, choisi.forme),
            nombre=counted_here(chiffres, choisi, nature),
            pas=pas,
            numero=uuid.uuid4(),
        )
        for nature, pas in PAS.items()
    ]


def counted_here(chiffres: Chiffres, choisi: Choisi, nature: str) -> int:
    """Return how many were counted at the chosen place, whichever the way and the hour."""
    return sum(nombre for (endroit, _forme, _heure, une), nombre in chiffres.efforts.items() if une == nature and endroit == choisi.endroit)


def efforts_said(chiffres: Chiffres, forme: str) -> list[tuple[str, int]]:
    """Return what was counted of the effort, in words."""
    return [(presentation.effort_name(nature, forme), chiffres.effort(nature)) for nature in PAS]


def reaches_said(portees: Iterable[Portee], noms: Mapping[str, str]) -> list[tuple[str, Portee, str]]:
    """Return reaches with their words; hours where no name is given."""
    return [(noms.get(une.cle, "") or f"{une.cle} h", une, presentation.reach_said(une)) for une in portees]


def said(errors: Mapping[str, str]) -> str:
    """Return in words why an encounter is refused."""
    if any(faute == "inconnu" for nom, faute in errors.items() if nom not in rules.CHAMPS):
        return _("Une rencontre n’a ni nom, ni numéro, ni phrase : seulement les réponses de cette page.")
    if "suite" in errors:
        return _("Choisissez ce qui a suivi : c’est le bouton qui enregistre.")
    return _("Une réponse n’est pas dans la liste. Choisissez-la de nouveau.")


def _capital(choix: Iterable[tuple[object, object]]) -> list[tuple[str, str]]:
    return [(str(valeur), str(dit)[:1].upper() + str(dit)[1:]) for valeur, dit in choix]
