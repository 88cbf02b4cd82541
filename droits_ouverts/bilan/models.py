"""The rows of the rights check-up. What a person answered and what was estimated for her are sealed; the rest names nobody."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from droits_ouverts.bilan.enums import StatutBilan, StatutEstimation

if TYPE_CHECKING:
    from collections.abc import Iterable


class BilanQuerySet(models.QuerySet["Bilan"]):
    """Check-ups, always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> BilanQuerySet:
        """Keep the check-ups held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def recent_first(self) -> BilanQuerySet:
        """Sort by the last thing done."""
        return self.order_by("-updated_at", "-created_at")


class Bilan(models.Model):
    """A rights check-up: the answers of one household for one month, held by one structure.

    `reponses_scellees` is one envelope with everything that was answered, first names included (see `rules.Reponses`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="bilans", verbose_name="structure")
    site = models.ForeignKey("territoires.Site", on_delete=models.PROTECT, related_name="bilans", null=True, blank=True, verbose_name="site")
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bilans", verbose_name="auteur")
    mois = models.CharField("mois du bilan", max_length=7, help_text="AAAA-MM")
    statut = models.CharField("statut", max_length=20, choices=StatutBilan.choices, default=StatutBilan.EN_COURS)
    reponses_scellees = models.TextField("réponses scellées")
    created_at = models.DateTimeField("créé le")
    updated_at = models.DateTimeField("modifié le")

    objects = BilanQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan"
        verbose_name_plural = "bilans"
        indexes = [models.Index(fields=["structure", "-updated_at"], name="bilan_structure_recent")]
        constraints = [
            models.CheckConstraint(condition=Q(statut__in=StatutBilan.values), name="bilan_a_un_statut_connu"),
            models.CheckConstraint(condition=~Q(reponses_scellees=""), name="bilan_a_des_reponses_scellees"),
            models.CheckConstraint(condition=Q(mois__regex=r"^\d{4}-\d{2}$"), name="bilan_porte_sur_un_mois"),
        ]

    def __str__(self) -> str:
        return f"bilan {self.mois}"


class EstimationQuerySet(models.QuerySet["Estimation"]):
    """Estimates of a check-up."""

    def done(self) -> EstimationQuerySet:
        """Keep those that the engine answered."""
        return self.filter(statut=StatutEstimation.FAITE)

    def latest_first(self) -> EstimationQuerySet:
        """Sort by request, the last one first."""
        return self.order_by("-demandee_at", "-id")


class Estimation(models.Model):
    """What the engine answered for one state of the answers. Written once; new answers get a new row beside.

    `empreinte` is a keyed digest of the household and of the versions of the rules: the same question is never computed twice.
    `prise_at` is when a request began to compute it: another one leaves it alone until the lease is over.
    """

    bilan = models.ForeignKey(Bilan, on_delete=models.CASCADE, related_name="estimations", verbose_name="bilan")
    empreinte = models.CharField("empreinte", max_length=64)
    statut = models.CharField("statut", max_length=20, choices=StatutEstimation.choices, default=StatutEstimation.DEMANDEE)
    versions = models.JSONField("versions des règles", default=dict)
    resultats_scelles = models.TextField("résultats scellés", blank=True, default="")
    demandee_at = models.DateTimeField("demandée le")
    prise_at = models.DateTimeField("prise le", null=True, blank=True)
    faite_at = models.DateTimeField("faite le", null=True, blank=True)

    objects = EstimationQuerySet.as_manager()

    class Meta:
        verbose_name = "estimation"
        verbose_name_plural = "estimations"
        indexes = [models.Index(fields=["bilan", "-demandee_at"], name="estimation_bilan_recente")]
        constraints = [
            models.UniqueConstraint(
                fields=["bilan", "empreinte"],
                condition=~Q(statut=StatutEstimation.ECHOUEE),
                name="estimation_faite_une_fois_par_reponses",
            ),
            models.CheckConstraint(condition=Q(statut__in=StatutEstimation.values), name="estimation_a_un_statut_connu"),
            models.CheckConstraint(
                condition=Q(statut=StatutEstimation.FAITE, faite_at__isnull=False) & ~Q(resultats_scelles="")
                | ~Q(statut=StatutEstimation.FAITE) & Q(resultats_scelles=""),
                name="estimation_faite_a_des_resultats",
            ),
        ]

    def __str__(self) -> str:
        return f"estimation de {self.bilan_id}"
