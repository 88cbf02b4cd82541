"""What must be told later for the rights of one household, and what telling it late would cost: sentences. Pure: values in, values out.

It answers a fear, and never threatens: an amount is a rounded example, in the conditional, beside what stops it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from droits_ouverts.bilan.presentation import UN_EURO, euros, interval_text, label_of, of_catalogue
from droits_ouverts.droits.enums import Sens
from droits_ouverts.droits.types import Droit, Silence
from droits_ouverts.engine.courbe import SEMAINES_PAR_MOIS, Courbe, indu
from droits_ouverts.foundation.langue import gettext as _

HEURES_DE_PLUS = (5, 10)
"""Hours a week more, at the SMIC, in the examples."""
RETARDS = (1, 3)
"""Months of delay in the examples: a month, and a quarterly declaration missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ASignaler:
    """One right that she wants or receives: what to tell, to whom, how often."""

    code: str
    libelle: str
    a_qui: str
    rythme: str
    changements: tuple[str, ...]
    avant: str
    silence: str
    a_verifier: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemple:
    """A rise told late: how much more a month, then what would be asked back after each delay."""

    hausse: str
    retards: tuple[str, ...]
    droits: tuple[str, ...]


def to_tell(droit: Droit) -> ASignaler:
    """Return what the catalogue knows of a right's declarations; a sentence that nobody knows is left out."""
    renouvellement = droit.renouvellement
    return ASignaler(
        code=droit.code,
        libelle=label_of(droit.libelle),
        a_qui=of_catalogue(droit.verse_par.texte or droit.decide_par.texte or ""),
        rythme=of_catalogue(renouvellement.texte or ""),
        changements=tuple(of_catalogue(changement) for changement in renouvellement.declencheurs),
        avant=of_catalogue(renouvellement.a_faire_avant or ""),
        silence=silence_said(droit.silences[0]) if droit.silences else "",
        a_verifier=renouvellement.is_to_check,
    )


def silence_said(silence: Silence) -> str:
    """Say what no answer means with the next step at once: a silence counted as a no is a door, and says nothing of the right."""
    if silence.apres is None or silence.sens is None:
        return ""
    if silence.sens is Sens.ACCORD:
        return _("Sans réponse après {delai}, la loi le compte comme un accord. Demandez une attestation.").format(delai=silence.apres)
    if silence.sens is Sens.REFUS:
        return _(
            "Sans réponse après {delai}, la loi permet d’agir comme après un refus : ce n’est pas un non de l’organisme. "
            "Appelez pour savoir où en est la demande, puis contestez dans les délais si rien ne vient."
        ).format(delai=silence.apres)
    return ""


def examples(courbe: Courbe, codes: Collection[str]) -> list[Exemple] | None:
    """Return what telling a rise late would cost this household, for the rights `codes`; None where today's wage is not known.

    A rise that would cost nothing is not told as an example: the list may be empty, which is good news.
    """
    if courbe.salaire_actuel is None:
        return None
    return [exemple for heures in HEURES_DE_PLUS if (exemple := _example(courbe, codes, heures)) is not None]


def _example(courbe: Courbe, codes: Collection[str], heures: int) -> Exemple | None:
    hausse = round(heures * SEMAINES_PAR_MOIS * courbe.smic.horaire_net)
    dettes = [(mois, indu(courbe, hausse, mois, codes)) for mois in RETARDS]
    if dettes[-1][1].total.max < UN_EURO:
        return None
    return Exemple(
        hausse=_("{heures} heures de plus par semaine au SMIC, environ {montant} de plus par mois").format(heures=heures, montant=euros(hausse)),
        retards=tuple(
            _("Dit {mois} mois trop tard : environ {montant} à rendre.").format(mois=mois, montant=interval_text(dette.total)) for mois, dette in dettes
        ),
        droits=tuple(label_of(droit.libelle) for droit in courbe.droits if droit.code in dettes[-1][1].par_droit),
    )
