"""An import: its table sealed while it is needed, what it did row by row so that it can be undone, and what a structure's columns mean."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from droits_ouverts.reprise.enums import Statut

COMPTE = settings.AUTH_USER_MODEL


class DesReprisesQuerySet(models.QuerySet[Any]):
    """Rows that name the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> DesReprisesQuerySet:
        """Keep those held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))


class Correspondance(models.Model):
    """What the words of a structure's tables mean, as somebody confirmed it last: `colonnes` header to field, `droits` and `etats` word to code."""

    structure = models.OneToOneField("structures.Structure", on_delete=models.CASCADE, related_name="+", verbose_name="structure")
    colonnes = models.JSONField("colonnes", default=dict)
    droits = models.JSONField("droits", default=dict)
    etats = models.JSONField("états", default=dict)
    sorties = models.JSONField("colonnes de l’export", default=list)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="confirmée par")
    at = models.DateTimeField("confirmée le")

    objects = DesReprisesQuerySet.as_manager()

    class Meta:
        verbose_name = "correspondance"
        verbose_name_plural = "correspondances"

    def __str__(self) -> str:
        return f"correspondance de {self.structure_id}"


class Reprise(models.Model):
    """One spreadsheet on its way in. `tableau_scelle` and `essai_scelle` are emptied when it ends; `reglages` holds no value of a cell about anybody.

    `lignes` counts the rows of the table, `faites` those that were looked at.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="commencée par")
    statut = models.CharField("statut", max_length=20, choices=Statut.choices, default=Statut.COLONNES)
    tableau_scelle = models.TextField("tableau scellé", blank=True, default="")
    essai_scelle = models.TextField("essai scellé", blank=True, default="")
    reglages = models.JSONField("réglages", default=dict)
    lignes = models.PositiveIntegerField("lignes")
    faites = models.PositiveIntegerField("lignes faites", default=0)
    created_at = models.DateTimeField("commencée le")
    finie_at = models.DateTimeField("finie le", null=True, blank=True)

    objects = DesReprisesQuerySet.as_manager()

    class Meta:
        verbose_name = "reprise d’un tableau"
        verbose_name_plural = "reprises de tableaux"
        indexes = [models.Index(fields=["structure", "-created_at"], name="reprise_recente")]
        constraints = [
            models.CheckConstraint(condition=Q(statut__in=Statut.values), name="reprise_a_un_statut_connu"),
            models.CheckConstraint(
                condition=~Q(statut__in=[Statut.FAITE, Statut.ANNULEE, Statut.EN_ANNULATION]) | Q(tableau_scelle="", essai_scelle=""),
                name="reprise_finie_sans_tableau",
            ),
        ]

    def __str__(self) -> str:
        return f"reprise {self.pk}"


class LigneReprise(models.Model):
    """What one row did: whom it was about, whether she was written down by it, which right it opened or moved, and the rank it left it at. Numbers only."""

    reprise = models.ForeignKey(Reprise, on_delete=models.CASCADE, related_name="rangees", verbose_name="reprise")
    rang = models.PositiveIntegerField("ligne du tableau")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.CASCADE, related_name="lignes_reprises", null=True, blank=True, verbose_name="personne")
    creee = models.BooleanField("personne créée", default=False)
    droit_suivi = models.UUIDField("droit suivi", null=True, blank=True)
    rang_avant = models.PositiveIntegerField("rang avant", default=0)
    rang_apres = models.PositiveIntegerField("rang après", default=0)
    refus = models.CharField("pourquoi rien n’a été fait", max_length=40, blank=True, default="")

    class Meta:
        verbose_name = "ligne reprise"
        verbose_name_plural = "lignes reprises"
        constraints = [models.UniqueConstraint(fields=["reprise", "rang"], name="ligne_reprise_une_par_rang")]

    def __str__(self) -> str:
        return f"ligne {self.rang}"
