"""The rows that a copy is drawn from, and how long each kind of thing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.selectors import answers_context
from droits_ouverts.coffre.services import prepare
from droits_ouverts.personnes.models import DemandeEffacement, Partage
from droits_ouverts.personnes.selectors_droits import corrections_of, emergencies_of

if TYPE_CHECKING:
    from droits_ouverts.personnes.models import Personne
    from droits_ouverts.personnes.selectors_droits import LigneRectification, LigneUrgence

CONSERVATION: tuple[tuple[str, str, str], ...] = (
    (_("Son identité, ses bilans, ce qu’elle a fait corriger"), _("2 ans après le dernier contact"), _("CNIL, délibération n° 2021-028 (a_verifier)")),
    (_("Ce qu’elle partage avec une autre structure"), _("le temps de l’accord, 12 mois au plus"), "RGPD, art. 5, 1, e"),
    (_("Qui a ouvert son dossier"), _("12 mois, 36 au plus"), _("CNIL, journalisation, 2021")),
    (_("Les copies de secours"), _("35 jours ; illisibles dès que sa clé est détruite"), "RGPD, art. 32"),
)
"""What, how long, by which rule; `a_verifier` where the text was not read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The rows about one person, in the structure that holds her."""

    bilans: list[Bilan]
    partages: list[Partage]
    rectifications: list[LigneRectification]
    urgences: list[LigneUrgence]
    effacements: list[DemandeEffacement]

    @classmethod
    def of(cls, personne: Personne) -> Sources:
        """Read them. Ten queries at most."""
        bilans = Bilan.objects.of_structures([personne.structure_id]).filter(personne=personne).select_related("structure", "site", "auteur").recent_first()
        rows = list(bilans)
        prepare(answers_context(bilan) for bilan in rows)
        partages = Partage.objects.of_person(personne).select_related("vers_structure", "de_structure", "enregistre_par").prefetch_related("suites__par")
        return cls(
            bilans=rows,
            partages=list(partages),
            rectifications=corrections_of(personne),
            urgences=emergencies_of(personne),
            effacements=list(DemandeEffacement.objects.of_person(personne).select_related("par", "annulee_par")),
        )
