"""Where the directory comes from: sources, imports, and what was set aside."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from droits_ouverts.annuaire.enums import Gravite, Motif, StatutImport


class Source(models.Model):
    """A public directory that is mirrored here."""

    code = models.SlugField("code", max_length=64, unique=True)
    nom = models.CharField("nom", max_length=200)
    cree_at = models.DateTimeField("créée à")

    class Meta:
        verbose_name = "source d’annuaire"
        verbose_name_plural = "sources d’annuaire"

    def __str__(self) -> str:
        return self.nom


class Import(models.Model):
    """One reading of a source. `curseur`: rows wholly done, from which it goes on after a cut; `difference`: what changed, in names."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="imports", verbose_name="source")
    fichier = models.CharField("nom du fichier", max_length=200)
    empreinte = models.CharField("empreinte du fichier", max_length=64)
    statut = models.CharField("état", max_length=12, choices=StatutImport.choices, default=StatutImport.EN_COURS)
    essai = models.BooleanField("essai, sans rien changer", default=False, db_default=False)
    complet = models.BooleanField("le fichier est la liste entière", default=True, db_default=True)
    curseur = models.PositiveIntegerField("lignes faites", default=0)
    octets = models.PositiveBigIntegerField("octets du fichier", default=0)
    octets_lus = models.PositiveBigIntegerField("octets lus", default=0)
    comptes = models.JSONField("comptes", default=dict)
    difference = models.JSONField("différence", default=dict)
    raison = models.CharField("pourquoi il s’est arrêté", max_length=300, blank=True, default="")
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lancé par")
    commence_at = models.DateTimeField("commencé à")
    fini_at = models.DateTimeField("fini à", null=True, blank=True)
    annule_at = models.DateTimeField("annulé à", null=True, blank=True)
    annule_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="annulé par")

    class Meta:
        verbose_name = "import d’annuaire"
        verbose_name_plural = "imports d’annuaire"
        constraints = [
            models.CheckConstraint(condition=Q(statut__in=StatutImport.values), name="import_a_un_etat_connu"),
            models.CheckConstraint(condition=~Q(statut=StatutImport.TERMINE) | Q(fini_at__isnull=False), name="import_termine_a_un_moment"),
            models.CheckConstraint(
                condition=Q(statut=StatutImport.ANNULE, annule_at__isnull=False) | (~Q(statut=StatutImport.ANNULE) & Q(annule_at__isnull=True)),
                name="import_annule_a_un_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.fichier}"


class Quarantaine(models.Model):
    """A row, or a cell, set aside by an import, with the reason, and the record as it came where it can be read."""

    passage = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="quarantaine", verbose_name="import")
    rang = models.PositiveIntegerField("rang de la ligne")
    identifiant = models.CharField("identifiant", max_length=200, blank=True, default="")
    nom = models.CharField("nom", max_length=300, blank=True, default="")
    champ = models.CharField("champ", max_length=64, blank=True, default="")
    motif = models.CharField("motif", max_length=20, choices=Motif.choices)
    gravite = models.CharField("suite", max_length=8, choices=Gravite.choices)
    brut = models.JSONField("enregistrement d’origine", null=True, blank=True)
    reprise_at = models.DateTimeField("reprise à", null=True, blank=True)

    class Meta:
        verbose_name = "ligne en quarantaine"
        verbose_name_plural = "lignes en quarantaine"
        indexes = [models.Index(fields=["passage", "gravite", "rang"], name="quarantaine_par_import")]
        constraints = [models.CheckConstraint(condition=Q(motif__in=Motif.values, gravite__in=Gravite.values), name="quarantaine_a_un_motif_connu")]

    def __str__(self) -> str:
        return f"{self.motif} ligne {self.rang}"


class EtatAvant(models.Model):
    """What stood before a lot of an import, for its undo: rows as they were, numbers of those that are new, what was seen by which import.

    Kept of the last import of a source only.
    """

    passage = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="etats_avant", verbose_name="import")
    genre = models.CharField("genre de fiche", max_length=8)
    contenu = models.JSONField("ce qui était là", default=dict)

    class Meta:
        verbose_name = "état d’avant un import"
        verbose_name_plural = "états d’avant un import"

    def __str__(self) -> str:
        return f"{self.genre} avant {self.passage_id}"
