"""Places of life: light partners (pharmacy, café, library) with a card, and the words left there, which name nobody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from droits_ouverts.annuaire.enums import Besoin, EtatMot, GenreLieuDeVie


class TenuQuerySet(models.QuerySet[Any]):
    """Rows that a structure holds."""

    def of_structures(self, structure_ids: Iterable[int]) -> TenuQuerySet:
        """Keep those of these structures."""
        return self.filter(structure_id__in=list(structure_ids))


class LieuDeVie(models.Model):
    """A place where residents pass, and whose people send them on. A structure looks after it. `code` is in its card's address."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure qui l’anime")
    code = models.CharField("code de la carte", max_length=16, unique=True)
    nom = models.CharField("nom", max_length=120)
    genre = models.CharField("genre", max_length=16, choices=GenreLieuDeVie.choices)
    adresse = models.CharField("adresse", max_length=200, blank=True, default="")
    cree_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="créé par")
    cree_at = models.DateTimeField("créé à")
    ferme_le = models.DateField("carte retirée le", null=True, blank=True)

    objects = TenuQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu de vie"
        verbose_name_plural = "lieux de vie"
        constraints = [models.CheckConstraint(condition=Q(genre__in=GenreLieuDeVie.values), name="lieu_de_vie_a_un_genre_connu")]

    def __str__(self) -> str:
        return self.nom


class MotDepose(models.Model):
    """Three lines left in a place of life about somebody who is not named: what for, when to pass, a few words (sealed). A day and no hour."""

    id = models.UUIDField("numéro", primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    lieu_de_vie = models.ForeignKey(LieuDeVie, on_delete=models.PROTECT, related_name="+", verbose_name="lieu de vie")
    besoin = models.CharField("besoin", max_length=16, choices=Besoin.choices)
    quand = models.CharField("quand passer", max_length=80, blank=True, default="")
    mots_scelles = models.TextField("quelques mots, scellés", blank=True, default="")
    depose_le = models.DateField("déposé le")
    etat = models.CharField("état", max_length=8, choices=EtatMot.choices, default=EtatMot.A_LIRE)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pris par")
    repondu_at = models.DateTimeField("pris à", null=True, blank=True)

    objects = TenuQuerySet.as_manager()

    class Meta:
        verbose_name = "mot déposé"
        verbose_name_plural = "mots déposés"
        indexes = [models.Index(fields=["structure", "etat", "depose_le"], name="mot_par_structure")]
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatMot.values, besoin__in=Besoin.values), name="mot_a_un_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatMot.A_LIRE, par__isnull=True) | (~Q(etat=EtatMot.A_LIRE) & Q(par__isnull=False, repondu_at__isnull=False)),
                name="mot_pris_par_quelqu_un",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
