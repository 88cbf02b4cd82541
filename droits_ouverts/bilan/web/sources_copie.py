"""The rows that a copy is drawn from, and how long each kind of thing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.rubriques import Rubrique
from droits_ouverts.bilan.selectors import answers_context
from droits_ouverts.bilan.signals import copie_composee
from droits_ouverts.bilan.web import copie_dossiers as dossiers
from droits_ouverts.bilan.web import copie_papiers as papiers
from droits_ouverts.coffre.services import prepare
from droits_ouverts.foundation.conservation import Regle, regle
from droits_ouverts.personnes.dossiers import files_of
from droits_ouverts.personnes.models import DemandeEffacement, Partage
from droits_ouverts.personnes.selectors_droits import corrections_of, emergencies_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from droits_ouverts.personnes.models import Personne
    from droits_ouverts.personnes.selectors_droits import LigneRectification, LigneUrgence


def durations() -> list[tuple[str, str, str]]:
    """Return how long each kind of thing is kept, in the language in force: what, how long, by which rule (in French, as the policy writes it)."""
    suivi, journal = regle("suivi"), regle("journal")
    return [
        (_("Son identité, ses bilans, ce qu’elle a fait corriger"), _("%(duree)s après le dernier contact") % {"duree": suivi.terme}, _rule(suivi)),
        (_("Ce qu’elle partage avec une autre structure"), _("le temps de l’accord, 12 mois au plus"), "RGPD, art. 5, 1, e"),
        (_("Qui a ouvert son dossier"), _("%(duree)s, %(au_plus)s au plus") % {"duree": journal.terme, "au_plus": journal.au_plus}, _rule(journal)),
        (_("Ses papiers"), _("%(duree)s après avoir servi") % {"duree": regle("papier").terme}, _rule(regle("papier"))),
        (_("Les copies de secours"), _("35 jours ; illisibles dès que sa clé est détruite"), "RGPD, art. 32"),
    ]


def _rule(une: Regle) -> str:
    return une.source if une.degre == "sur" else f"{une.source} ({une.degre})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The rows about one person, in the structure that holds her."""

    bilans: list[Bilan]
    partages: list[Partage]
    rectifications: list[LigneRectification]
    urgences: list[LigneUrgence]
    effacements: list[DemandeEffacement]
    rubriques: list[Rubrique]
    """Her papers, and what later rooms hold of her."""

    @classmethod
    def of(cls, personne: Personne) -> Sources:
        """Read them, those of all her files. Fourteen queries at most, and one a paper; six more for another file."""
        siens = files_of(personne)
        bilans = Bilan.objects.of_structures([personne.structure_id]).filter(personne_id__in=siens).select_related("structure", "site", "auteur").recent_first()
        rows = list(bilans)
        prepare(answers_context(bilan) for bilan in rows)
        partages = Partage.objects.of_files(siens).select_related("vers_structure", "de_structure", "enregistre_par").prefetch_related("suites__par")
        ailleurs = [
            recu
            for numero in siens
            for recu in copie_composee.send(
                sender=type(personne),
                structure_id=personne.structure_id,
                personne_id=numero,
                bilan_ids=[bilan.pk for bilan in rows if bilan.personne_id == numero],
            )
        ]
        return cls(
            rubriques=dossiers.together(
                [
                    *dossiers.rubrics(personne),
                    *papiers.rubrics(personne, on=timezone.localdate()),
                    *(rubrique for _receveur, rubriques in ailleurs for rubrique in cast("Iterable[Rubrique]", rubriques)),
                ]
            ),
            bilans=rows,
            partages=list(partages),
            rectifications=corrections_of(personne),
            urgences=emergencies_of(personne),
            effacements=list(DemandeEffacement.objects.of_files(siens).select_related("par", "annulee_par")),
        )
