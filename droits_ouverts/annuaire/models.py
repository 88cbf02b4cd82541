"""Places of the territory and their services: a local mirror of public directories, with our own corrections beside it.

Public data: organisations, never persons. Nothing here belongs to a structure of ours, save places of life (`models_vie`).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from droits_ouverts.annuaire.enums import GenreConstat, Savoir
from droits_ouverts.annuaire.models_import import EtatAvant, Import, Quarantaine, Source
from droits_ouverts.annuaire.models_vie import LieuDeVie, MotDepose

__all__ = [
    "CentreCommune",
    "Constat",
    "Correction",
    "DoublonEcarte",
    "EtatAvant",
    "Import",
    "Lieu",
    "LieuDeVie",
    "MotDepose",
    "Quarantaine",
    "Reperage",
    "Service",
    "Source",
    "Terme",
]

NOM_MAX, TEXTE_MAX, COURT_MAX, URL_MAX = 300, 10_000, 300, 1_000


def _savoir(nom: str) -> models.CharField[str, str]:
    return models.CharField(nom, max_length=8, choices=Savoir.choices, default=Savoir.INCONNU, db_default=Savoir.INCONNU.value)


class FicheQuerySet(models.QuerySet[Any]):
    """Readings of places and services."""

    def present(self) -> FicheQuerySet:
        """Those that their source still gives."""
        return self.filter(absent_le__isnull=True)


class Fiche(models.Model):
    """What a place and a service have in common. `brut`: the record as it came, less whoever it named; `empreinte`: its digest."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", verbose_name="source")
    identifiant = models.CharField("identifiant chez la source", max_length=200)
    nom = models.CharField("nom", max_length=NOM_MAX)
    presentation = models.TextField("présentation", blank=True, default="")
    telephone = models.CharField("téléphone", max_length=60, blank=True, default="")
    courriel = models.CharField("adresse électronique de l’accueil", max_length=200, blank=True, default="")
    site_web = models.CharField("site", max_length=URL_MAX, blank=True, default="")
    horaires = models.CharField("horaires, au format d’OpenStreetMap", max_length=COURT_MAX, blank=True, default="")
    commune = models.CharField("commune", max_length=120, blank=True, default="")
    code_postal = models.CharField("code postal", max_length=5, blank=True, default="")
    code_insee = models.CharField("code Insee", max_length=5, blank=True, default="", db_index=True)
    adresse = models.CharField("adresse", max_length=COURT_MAX, blank=True, default="")
    latitude = models.FloatField("latitude", null=True, blank=True)
    longitude = models.FloatField("longitude", null=True, blank=True)
    thematiques = models.JSONField("thématiques", default=list, blank=True)
    droits = models.JSONField("droits traités", default=list, blank=True)
    langues = models.JSONField("langues parlées", default=list, blank=True)
    accessible = _savoir("accessible en fauteuil")
    maj_le = models.DateField("mis à jour par la source le", null=True, blank=True)
    brut = models.JSONField("enregistrement d’origine", default=dict)
    empreinte = models.CharField("empreinte de l’enregistrement", max_length=32)
    vu_par = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+", verbose_name="dernier import qui l’a vu")
    absent_le = models.DateField("absent de la source depuis le", null=True, blank=True)

    objects = FicheQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.nom


class Lieu(Fiche):
    """A *structure* of data·inclusion: an organisation at an address. Where a search looks, and what its freshness is."""

    siret = models.CharField("SIRET", max_length=14, blank=True, default="", db_index=True)
    producteur = models.CharField("producteur", max_length=100, blank=True, default="")
    reseaux = models.JSONField("réseaux porteurs", default=list, blank=True)
    acceslibre = models.CharField("page Acceslibre", max_length=URL_MAX, blank=True, default="")
    a_ranger = models.BooleanField("à ranger dans l’index", default=True, db_default=True)
    rythme_mois = models.PositiveSmallIntegerField("à revoir tous les (mois), 0 : jamais", default=6, db_default=6)
    verifie_le = models.DateField("vérifié le", null=True, blank=True)
    verifie_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vérifié par")

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        indexes = [
            models.Index(fields=["id"], condition=Q(a_ranger=True), name="lieu_a_ranger"),
            models.Index(fields=["source", "vu_par"], name="lieu_par_passage"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["source", "identifiant"], name="lieu_a_un_identifiant_unique_chez_sa_source"),
            models.CheckConstraint(condition=Q(accessible__in=Savoir.values), name="lieu_accessible_en_trois_reponses"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="lieu_a_une_position_possible",
            ),
        ]


class Service(Fiche):
    """What a place offers: for which needs and rights, at which cost, how one comes."""

    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="services", verbose_name="lieu")
    gratuit = _savoir("gratuit")
    frais = models.CharField("précisions sur les frais", max_length=COURT_MAX, blank=True, default="")
    sans_rdv = _savoir("sans rendez-vous")
    publics = models.JSONField("publics", default=list, blank=True)
    conditions = models.TextField("conditions d’accès", blank=True, default="")
    lien = models.CharField("lien pour demander le service", max_length=URL_MAX, blank=True, default="")
    a_distance = models.BooleanField("à distance", default=False, db_default=False)
    zones = models.JSONField("zones desservies", default=list, blank=True)

    class Meta:
        verbose_name = "service"
        verbose_name_plural = "services"
        indexes = [models.Index(fields=["source", "vu_par"], name="service_par_passage")]
        constraints = [
            models.UniqueConstraint(fields=["source", "identifiant"], name="service_a_un_identifiant_unique_chez_sa_source"),
            models.CheckConstraint(
                condition=Q(accessible__in=Savoir.values, gratuit__in=Savoir.values, sans_rdv__in=Savoir.values), name="service_repond_en_trois_reponses"
            ),
        ]


class Correction(models.Model):
    """What somebody here knows better than the source of one field. It is laid over each import; the record of the source stays as it came."""

    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="corrections", verbose_name="lieu")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name="service")
    champ = models.CharField("champ", max_length=32)
    valeur = models.JSONField("valeur d’ici")
    avant = models.JSONField("valeur de la source ce jour-là", null=True)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="corrigé par")
    faite_at = models.DateTimeField("corrigé à")
    retiree_at = models.DateTimeField("retiré à", null=True, blank=True)
    retiree_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="retiré par")

    class Meta:
        verbose_name = "correction"
        verbose_name_plural = "corrections"
        constraints = [
            models.UniqueConstraint(
                fields=["service", "champ"], condition=Q(retiree_at__isnull=True, service__isnull=False), name="correction_une_par_champ_de_service"
            ),
            models.UniqueConstraint(
                fields=["lieu", "champ"], condition=Q(retiree_at__isnull=True, service__isnull=True), name="correction_une_par_champ_de_lieu"
            ),
            models.CheckConstraint(
                condition=Q(retiree_at__isnull=True, retiree_par__isnull=True) | Q(retiree_at__isnull=False, retiree_par__isnull=False),
                name="correction_retiree_par_quelqu_un",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.champ} de {self.lieu_id}"


class Constat(models.Model):
    """Somebody read the sheet of a place and says it is right, or no longer true. `par` is None for a reader without an account: a day, no hour."""

    lieu = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="constats", verbose_name="lieu")
    genre = models.CharField("constat", max_length=10, choices=GenreConstat.choices)
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="constaté par")
    le = models.DateField("constaté le")
    regle_at = models.DateTimeField("réglé à", null=True, blank=True)
    regle_par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="réglé par")

    class Meta:
        verbose_name = "constat"
        verbose_name_plural = "constats"
        constraints = [models.CheckConstraint(condition=Q(genre__in=GenreConstat.values), name="constat_a_un_genre_connu")]

    def __str__(self) -> str:
        return f"{self.genre} {self.lieu_id}"


class DoublonEcarte(models.Model):
    """Two places that look like one, and that somebody says are two. Nothing is ever merged by itself."""

    premier = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="+", verbose_name="premier lieu")
    second = models.ForeignKey(Lieu, on_delete=models.PROTECT, related_name="+", verbose_name="second lieu")
    meme_lieu = models.BooleanField("c’est le même lieu")
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="dit par")
    at = models.DateTimeField("dit à")

    class Meta:
        verbose_name = "doublon tranché"
        verbose_name_plural = "doublons tranchés"
        constraints = [
            models.UniqueConstraint(fields=["premier", "second"], name="doublon_tranche_une_fois"),
            models.CheckConstraint(condition=Q(premier__lt=models.F("second")), name="doublon_le_plus_ancien_d_abord"),
        ]

    def __str__(self) -> str:
        return f"{self.premier_id} / {self.second_id}"


class Terme(models.Model):
    """A word that a search may ask: `m:` a word, `b:` a need, `t:` a thématique, `d:` a right, `l:` a language, `q:` a quality. `nombre`: how many sheets have it."""

    mot = models.CharField("mot", max_length=120, unique=True)
    nombre = models.PositiveIntegerField("nombre de fiches", default=0, db_default=0)

    class Meta:
        verbose_name = "terme"
        verbose_name_plural = "termes"

    def __str__(self) -> str:
        return self.mot


class Reperage(models.Model):
    """Where a term is met: a place or one of its services, with its position in ten-thousandths of a degree (`index.NULLE_PART` where it has none).

    Made anew from them, never edited: the database checks none of its keys, which would double the time of an import.
    """

    terme = models.ForeignKey(Terme, on_delete=models.CASCADE, related_name="+", verbose_name="terme", db_index=False, db_constraint=False)
    lat = models.IntegerField("latitude")
    lon = models.IntegerField("longitude")
    lieu = models.ForeignKey(Lieu, on_delete=models.CASCADE, related_name="+", verbose_name="lieu", db_constraint=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="service", db_index=False, db_constraint=False)

    class Meta:
        verbose_name = "repérage"
        verbose_name_plural = "repérages"
        indexes = [models.Index(fields=["terme", "lat", "lon", "lieu", "service"], name="reperage_par_terme_et_place")]

    def __str__(self) -> str:
        return f"{self.terme_id} @ {self.lieu_id}"


class CentreCommune(models.Model):
    """The middle of the known places of a commune: where "near Vénissieux" looks from. Made anew after each import."""

    code_insee = models.CharField("code Insee", max_length=5, unique=True)
    latitude = models.FloatField("latitude")
    longitude = models.FloatField("longitude")
    nombre = models.PositiveIntegerField("nombre de lieux")

    class Meta:
        verbose_name = "centre de commune"
        verbose_name_plural = "centres de communes"

    def __str__(self) -> str:
        return self.code_insee
