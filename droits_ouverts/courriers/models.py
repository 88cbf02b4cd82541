"""The letter: what it is for, when it was printed, when it left. Its words are sealed for the person, and erased after their time: the fact stays."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Q

from droits_ouverts.courriers.enums import NatureCourrier


class CourrierQuerySet(models.QuerySet["Courrier"]):
    """Letters, always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> CourrierQuerySet:
        """Keep those held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def recent_first(self) -> CourrierQuerySet:
        """Sort by when they were prepared, the last one first."""
        return self.order_by("-created_at", "-id")


class Courrier(models.Model):
    """A letter about one followed right. `place`: which way to contest, for an appeal. `rang`: how many times its words were written.

    `texte_scelle` holds `rules.Texte`, empty once its time is over (rule `courrier`). `mouvement_rang`: the move that its departure wrote in the ledger.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    droit_suivi = models.ForeignKey("suivi.DroitSuivi", on_delete=models.CASCADE, related_name="courriers", verbose_name="droit suivi")
    nature = models.CharField("nature", max_length=20, choices=NatureCourrier.choices)
    place = models.PositiveSmallIntegerField("rang de la voie de recours", null=True, blank=True)
    texte_scelle = models.TextField("texte scellé", blank=True, default="")
    ecrit_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="écrit en dernier par")
    rang = models.PositiveIntegerField("rang de l’écriture", default=1)
    imprime_le = models.DateField("imprimé le", null=True, blank=True)
    envoye_le = models.DateField("parti le", null=True, blank=True)
    mouvement_rang = models.PositiveIntegerField("étape notée au départ", null=True, blank=True)
    retire_at = models.DateTimeField("retiré le", null=True, blank=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="préparé par")
    created_at = models.DateTimeField("préparé le")
    updated_at = models.DateTimeField("modifié le")

    objects = CourrierQuerySet.as_manager()

    class Meta:
        verbose_name = "courrier"
        verbose_name_plural = "courriers"
        indexes = [models.Index(fields=["updated_at"], name="courrier_a_effacer", condition=~Q(texte_scelle=""))]
        constraints = [
            models.CheckConstraint(condition=Q(nature__in=NatureCourrier.values), name="courrier_a_une_nature_connue"),
            models.CheckConstraint(
                condition=Q(nature="recours", place__isnull=False) | ~Q(nature="recours") & Q(place__isnull=True), name="courrier_de_recours_dit_contre_quoi"
            ),
            models.CheckConstraint(condition=Q(retire_at__isnull=True) | Q(envoye_le__isnull=True), name="courrier_retire_n_est_pas_parti"),
        ]

    def __str__(self) -> str:
        return f"courrier : {self.nature}"
