"""What retention keeps: contacts noted by hand, holds, notices, demands of purge, and facts without anybody.

A file is named by kind and number, without a foreign key: a hold outlives nothing, it goes with its file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from droits_ouverts.coffre.enums import GenreSujet
from droits_ouverts.conservation.enums import GenreFait, MotifReserve


class DossierQuerySet(models.QuerySet[Any]):
    """Rows about files, always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> DossierQuerySet:
        """Keep those of these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def about(self, structure_id: int, genre: str, sujet_id: object) -> DossierQuerySet:
        """Keep those of one file."""
        return self.filter(structure_id=structure_id, genre=genre, sujet_id=str(sujet_id))


class SurDossier(models.Model):
    """A row about a file: the structure that holds it, its kind, its number."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    genre = models.CharField("genre de dossier", max_length=20, choices=GenreSujet.choices)
    sujet_id = models.CharField("numéro du dossier", max_length=36)

    objects = DossierQuerySet.as_manager()

    class Meta:
        abstract = True


class Contact(SurDossier):
    """A contact with the person that nothing else in the file tells: a call, a visit. It starts the clock again."""

    le = models.DateField("jour du contact")
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")
    note_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "contact"
        verbose_name_plural = "contacts"
        indexes = [models.Index(fields=["structure", "genre", "sujet_id"], name="contact_par_dossier")]

    def __str__(self) -> str:
        return f"contact du {self.le} avec {self.genre}:{self.sujet_id}"


class MiseEnReserve(SurDossier):
    """A hold: the file is not erased until it is lifted. At most one in force a file; lifted ones stay, with who and when."""

    motif = models.CharField("motif", max_length=20, choices=MotifReserve.choices)
    posee_le = models.DateField("posée le")
    posee_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="posée par")
    levee_le = models.DateField("levée le", null=True, blank=True)
    levee_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="levée par")

    class Meta:
        verbose_name = "mise en réserve"
        verbose_name_plural = "mises en réserve"
        constraints = [
            models.UniqueConstraint(fields=["structure", "genre", "sujet_id"], condition=Q(levee_le__isnull=True), name="reserve_une_a_la_fois"),
            models.CheckConstraint(condition=Q(motif__in=MotifReserve.values), name="reserve_a_un_motif_connu"),
            models.CheckConstraint(
                condition=Q(levee_le__isnull=True, levee_par__isnull=True) | Q(levee_le__gte=F("posee_le"), levee_par__isnull=False),
                name="reserve_levee_par_quelqu_un",
            ),
        ]

    def __str__(self) -> str:
        return f"réserve de {self.genre}:{self.sujet_id}"


class Preavis(SurDossier):
    """Those who hold the file were told, on that day, that it comes to this term. Another term asks for another notice."""

    terme = models.DateField("terme annoncé")
    donne_le = models.DateField("annoncé le")

    class Meta:
        verbose_name = "préavis"
        verbose_name_plural = "préavis"
        constraints = [models.UniqueConstraint(fields=["structure", "genre", "sujet_id"], name="preavis_un_par_dossier")]

    def __str__(self) -> str:
        return f"préavis de {self.genre}:{self.sujet_id}"


class DemandePurge(models.Model):
    """A report of what comes to term on `le`, that somebody asks to erase and that somebody else approves, by its digest.

    `sujets`: [structure, kind, number] of each file, emptied once erased. `chaque_nuit`: the policy of this digest may be applied each night.
    """

    le = models.DateField("jour du rapport")
    empreinte = models.CharField("empreinte du rapport", max_length=64)
    politique = models.CharField("empreinte de la politique", max_length=64)
    chaque_nuit = models.BooleanField("chaque nuit", default=False, db_default=False)
    rapport = models.JSONField("rapport, en nombres")
    sujets = models.JSONField("dossiers à effacer")
    demandee_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="demandée par")
    demandee_at = models.DateTimeField("demandée le")
    approuvee_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="approuvée par")
    approuvee_at = models.DateTimeField("approuvée le", null=True, blank=True)
    commencee_at = models.DateTimeField("commencée le", null=True, blank=True)
    executee_at = models.DateTimeField("exécutée le", null=True, blank=True)

    class Meta:
        verbose_name = "demande de purge"
        verbose_name_plural = "demandes de purge"
        constraints = [
            models.CheckConstraint(
                condition=Q(approuvee_par__isnull=True) | ~Q(approuvee_par=F("demandee_par")), name="purge_approuvee_par_une_autre_personne"
            ),
            models.CheckConstraint(
                condition=Q(approuvee_par__isnull=True, approuvee_at__isnull=True) | Q(approuvee_par__isnull=False, approuvee_at__isnull=False),
                name="purge_approuvee_a_un_moment",
            ),
            models.CheckConstraint(condition=Q(commencee_at__isnull=True) | Q(approuvee_at__isnull=False), name="purge_approuvee_avant_de_commencer"),
        ]

    def __str__(self) -> str:
        return f"purge du {self.le}"


class Fait(models.Model):
    """How many, without anybody: of erased check-ups, by structure, month of the check-up, right, state and reason. No number of a row, no day."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    mois = models.CharField("mois", max_length=7)
    genre = models.CharField("ce qui est compté", max_length=20, choices=GenreFait.choices)
    droit = models.SlugField("droit", max_length=64, blank=True, default="", db_default="")
    etat = models.CharField("état", max_length=20)
    motif = models.CharField("motif", max_length=40, blank=True, default="", db_default="")
    nombre = models.PositiveIntegerField("nombre", default=0)

    class Meta:
        verbose_name = "fait sans personne"
        verbose_name_plural = "faits sans personne"
        constraints = [
            models.UniqueConstraint(fields=["structure", "mois", "genre", "droit", "etat", "motif"], name="fait_une_ligne_par_case"),
            models.CheckConstraint(condition=Q(genre__in=GenreFait.values), name="fait_a_un_genre_connu"),
        ]

    def __str__(self) -> str:
        return f"{self.mois} {self.genre} {self.droit} {self.etat}"
