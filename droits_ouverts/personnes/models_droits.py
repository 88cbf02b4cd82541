"""What a person asked of her file: corrections, its erasure; and what was opened in an emergency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Never

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q

from droits_ouverts.personnes.enums import DecisionUrgence, ModeAccord, MotifUrgence, ObjetRectification, Obstacle, SuiteRectification
from droits_ouverts.personnes.errors import PartageKeptError

if TYPE_CHECKING:
    from droits_ouverts.personnes.models import Personne


class RectificationQuerySet(models.QuerySet["Rectification"]):
    """Corrections, read through the person."""

    def of_person(self, personne: Personne) -> RectificationQuerySet:
        """Those of one person, the last one first."""
        return self.of_files([personne.pk])

    def of_files(self, numeros: Iterable[int]) -> RectificationQuerySet:
        """Those of the files of one person, the last one first."""
        return self.filter(personne_id__in=list(numeros)).order_by("-at", "-pk")

    def update(self, **kwargs: object) -> Never:
        """Refuse: what was corrected is not rewritten. Raise `PartageKeptError`."""
        raise PartageKeptError


class Rectification(models.Model):
    """What a person asked to have corrected, and what was done of it (RGPD, art. 16). Written once; it goes with her.

    `contenu_scelle`: what it was, what it is, why, one envelope (`rules_rectification.Contenu`). `bilan`: the kept check-up that it stands beside.
    """

    personne = models.ForeignKey("personnes.Personne", on_delete=models.CASCADE, related_name="rectifications", verbose_name="personne")
    objet = models.CharField("objet", max_length=20, choices=ObjetRectification.choices)
    suite = models.CharField("suite", max_length=20, choices=SuiteRectification.choices)
    bilan = models.UUIDField("bilan corrigé", null=True, blank=True)
    contenu_scelle = models.TextField("contenu scellé")
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rectifications", verbose_name="noté par")
    at = models.DateTimeField("noté le")

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = "rectification"
        verbose_name_plural = "rectifications"
        constraints = [
            models.CheckConstraint(condition=Q(objet__in=ObjetRectification.values), name="rectification_a_un_objet_connu"),
            models.CheckConstraint(condition=Q(suite__in=SuiteRectification.values), name="rectification_a_une_suite_connue"),
            models.CheckConstraint(condition=~Q(contenu_scelle=""), name="rectification_a_un_contenu_scelle"),
        ]

    def __str__(self) -> str:
        return f"{self.objet} : {self.suite}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature, passed on whole
        """Write a new line. Raise `PartageKeptError` for one that is already written."""
        if not self._state.adding:
            raise PartageKeptError
        super().save(*args, **kwargs)


class DemandeEffacementQuerySet(models.QuerySet["DemandeEffacement"]):
    """Requests to erase, read through the person."""

    def of_person(self, personne: Personne) -> DemandeEffacementQuerySet:
        """Those of one person, the last one first."""
        return self.of_files([personne.pk])

    def of_files(self, numeros: Iterable[int]) -> DemandeEffacementQuerySet:
        """Those of the files of one person, the last one first."""
        return self.filter(personne_id__in=list(numeros)).order_by("-demandee_at", "-pk")

    def standing(self) -> DemandeEffacementQuerySet:
        """Those that will be done: neither cancelled nor refused."""
        return self.filter(annulee_at__isnull=True, obstacle=Obstacle.AUCUN)

    def about(self, personne_id: int) -> DemandeEffacementQuerySet:
        """Those about a file: asked on it, or on the one under which it is."""
        # The person is not joined: who reads this one may not read the row of the other.
        gardee = apps.get_model("personnes", "Personne").objects.filter(pk=personne_id).values("rapprochee_de")
        return self.filter(Q(personne_id=personne_id) | Q(personne_id__in=gardee))

    def due(self, on: date) -> DemandeEffacementQuerySet:
        """Those whose day has come."""
        return self.standing().filter(a_partir_du__lte=on)


class DemandeEffacement(models.Model):
    """A person asked that everything be erased (RGPD, art. 17): done from `a_partir_du` on, unless it is cancelled or an obstacle was told.

    It goes with her: what stays is in the journal and in the register of erasures, by numbers.
    """

    personne = models.ForeignKey("personnes.Personne", on_delete=models.CASCADE, related_name="demandes_effacement", verbose_name="personne")
    mode = models.CharField("dit", max_length=20, choices=ModeAccord.choices)
    obstacle = models.CharField("obstacle", max_length=20, choices=Obstacle.choices)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="demandes_effacement", verbose_name="noté par")
    demandee_at = models.DateTimeField("demandé le")
    a_partir_du = models.DateField("effacé à partir du")
    annulee_at = models.DateTimeField("annulé le", null=True, blank=True)
    annulee_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="effacements_annules", null=True, blank=True, verbose_name="annulé par"
    )

    objects = DemandeEffacementQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’effacement"
        verbose_name_plural = "demandes d’effacement"
        constraints = [
            models.CheckConstraint(condition=Q(mode__in=ModeAccord.values), name="effacement_dit_comment"),
            models.CheckConstraint(condition=Q(obstacle__in=Obstacle.values), name="effacement_a_un_obstacle_connu"),
            models.CheckConstraint(
                condition=Q(annulee_at__isnull=True, annulee_par__isnull=True) | Q(annulee_at__isnull=False, annulee_par__isnull=False),
                name="effacement_annule_par_quelqu_un",
            ),
            models.UniqueConstraint(fields=["personne"], condition=Q(annulee_at__isnull=True, obstacle="aucun"), name="effacement_demande_une_fois"),
        ]

    def __str__(self) -> str:
        return f"effacement de {self.personne_id}"


class OuvertureUrgenteQuerySet(models.QuerySet["OuvertureUrgente"]):
    """Emergency openings."""

    def of_compte(self, compte_id: int) -> OuvertureUrgenteQuerySet:
        """Those that one account asked for."""
        return self.filter(compte_id=compte_id)

    def of_person(self, personne: Personne) -> OuvertureUrgenteQuerySet:
        """Those of one person, the last one first."""
        return self.of_files([personne.pk])

    def of_files(self, numeros: Iterable[int]) -> OuvertureUrgenteQuerySet:
        """Those of the files of one person, the last one first."""
        return self.filter(personne_id__in=list(numeros)).order_by("-demandee_at", "-pk")

    def to_decide(self, structure_ids: Iterable[int], since: datetime) -> OuvertureUrgenteQuerySet:
        """Those that wait for an answer of these structures, asked since an instant."""
        return self.filter(personne__structure_id__in=list(structure_ids), decision="", demandee_at__gte=since)

    def running(self, now: datetime) -> OuvertureUrgenteQuerySet:
        """Those that open a file at this instant."""
        return self.filter(decision=DecisionUrgence.ACCORDEE, jusqu_at__gt=now)


class OuvertureUrgente(models.Model):
    """Somebody who does not read a file asked to open it in an emergency; a second person answers; it closes by itself.

    `structure`: where she works. `raison_scellee`: her words, sealed by the person's key.
    """

    personne = models.ForeignKey("personnes.Personne", on_delete=models.CASCADE, related_name="ouvertures_urgentes", verbose_name="personne")
    compte = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="ouvertures_urgentes", verbose_name="qui demande")
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="ouvertures_urgentes", verbose_name="structure qui demande")
    motif = models.CharField("motif", max_length=20, choices=MotifUrgence.choices)
    raison_scellee = models.TextField("raison scellée")
    demandee_at = models.DateTimeField("demandée le")
    decision = models.CharField("décision", max_length=20, choices=DecisionUrgence.choices, blank=True, default="", db_default="")
    decideur = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="urgences_decidees", null=True, blank=True, verbose_name="qui décide"
    )
    decidee_at = models.DateTimeField("décidée le", null=True, blank=True)
    jusqu_at = models.DateTimeField("ouverte jusqu’à", null=True, blank=True)

    objects = OuvertureUrgenteQuerySet.as_manager()

    class Meta:
        verbose_name = "ouverture d’urgence"
        verbose_name_plural = "ouvertures d’urgence"
        constraints = [
            models.CheckConstraint(condition=Q(motif__in=MotifUrgence.values), name="urgence_a_un_motif_connu"),
            models.CheckConstraint(condition=Q(decision__in=["", *DecisionUrgence.values]), name="urgence_a_une_decision_connue"),
            models.CheckConstraint(
                condition=Q(decision="", decideur__isnull=True, decidee_at__isnull=True, jusqu_at__isnull=True)
                | Q(decision=DecisionUrgence.REFUSEE, decideur__isnull=False, decidee_at__isnull=False, jusqu_at__isnull=True)
                | Q(decision=DecisionUrgence.ACCORDEE, decideur__isnull=False, decidee_at__isnull=False, jusqu_at__isnull=False),
                name="urgence_ouverte_par_une_decision",
            ),
            models.CheckConstraint(condition=Q(decideur__isnull=True) | ~Q(decideur=models.F("compte")), name="urgence_decidee_par_une_autre_personne"),
        ]

    def __str__(self) -> str:
        return f"urgence {self.pk}"
