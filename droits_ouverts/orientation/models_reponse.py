"""How answers come and how they are asked for again: links that serve once, reminders, the box of what leaves by mail; and what is blocked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from droits_ouverts.irritants.enums import Blocage as CeQuiBloque
from droits_ouverts.irritants.enums import Etape
from droits_ouverts.orientation.enums import NatureCourriel, StatutBlocage, StatutCourriel
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.structures.enums import Genre

COMPTE = settings.AUTH_USER_MODEL


class LienReponse(models.Model):
    """A link by which a service without an account answers once. The database holds its keyed digest; nothing leads back to the link."""

    envoi = models.ForeignKey("orientation.Envoi", on_delete=models.CASCADE, related_name="liens", verbose_name="envoi")
    empreinte = models.CharField("empreinte du lien", max_length=64, unique=True)
    essais = models.PositiveSmallIntegerField("codes faux", default=0, db_default=0)
    cree_at = models.DateTimeField("fait le")
    expire_at = models.DateTimeField("sert jusqu’au")
    servi_at = models.DateTimeField("servi le", null=True, blank=True)
    ferme_at = models.DateTimeField("fermé le", null=True, blank=True)

    class Meta:
        verbose_name = "lien de réponse"
        verbose_name_plural = "liens de réponse"

    def __str__(self) -> str:
        return f"lien {self.pk}"


class Relance(models.Model):
    """A reminder that was given, once for each clock (`horloge_rang`) and number of days (`palier`)."""

    envoi = models.ForeignKey("orientation.Envoi", on_delete=models.CASCADE, related_name="relances", verbose_name="envoi")
    horloge_rang = models.PositiveIntegerField("étape qui compte les rappels")
    palier = models.PositiveSmallIntegerField("jours")
    le = models.DateField("donnée le")

    class Meta:
        verbose_name = "relance"
        verbose_name_plural = "relances"
        constraints = [models.UniqueConstraint(fields=["envoi", "horloge_rang", "palier"], name="relance_une_seule_fois")]

    def __str__(self) -> str:
        return f"relance à {self.palier} jours"

    @property
    def cle(self) -> str:
        """What its mail is called in the box, if one left."""
        return f"relance-{self.horloge_rang}-{self.palier}"


class Courriel(models.Model):
    """A mail to send about one recipient, kept until it left. `cle` says what it is for: the same thing is never written twice.

    One at most of a kind waits for a recipient: a server that comes back after days sends one of each.
    For the service, or for who sent the orientation (`compte`). Neither words nor link are kept: both are made when it leaves. `incertain`: the connection
    broke while it was leaving; it is told, and not sent again by itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    envoi = models.ForeignKey("orientation.Envoi", on_delete=models.CASCADE, related_name="courriels", verbose_name="envoi")
    compte = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="compte averti")
    nature = models.CharField("nature", max_length=20, choices=NatureCourriel.choices)
    cle = models.CharField("clé", max_length=120, unique=True)
    statut = models.CharField("statut", max_length=20, choices=StatutCourriel.choices)
    essais = models.PositiveIntegerField("essais", default=0, db_default=0)
    cree_at = models.DateTimeField("écrit le")
    pas_avant = models.DateTimeField("pas avant")
    commence_at = models.DateTimeField("commencé le", null=True, blank=True)
    parti_at = models.DateTimeField("parti le", null=True, blank=True)

    class Meta:
        verbose_name = "courriel sortant"
        verbose_name_plural = "courriels sortants"
        indexes = [models.Index(fields=["statut", "pas_avant"], name="courriel_a_envoyer")]
        constraints = [
            models.CheckConstraint(condition=Q(nature__in=NatureCourriel.values), name="courriel_a_une_nature_connue"),
            models.CheckConstraint(condition=Q(statut__in=StatutCourriel.values), name="courriel_a_un_statut_connu"),
            models.CheckConstraint(
                condition=Q(statut=StatutCourriel.PARTI, parti_at__isnull=False) | ~Q(statut=StatutCourriel.PARTI), name="courriel_parti_a_un_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nature} : {self.statut}"


class Referent(models.Model):
    """Whom an institution names to mend what is blocked. Kept by the coordination, read by those who meet people."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="coordination")
    genre = models.CharField("nature de l’organisme", max_length=32, choices=Genre.choices)
    organisme = models.CharField("organisme", max_length=120)
    nom = models.CharField("nom du référent", max_length=120)
    email = models.EmailField("adresse électronique")
    telephone = models.CharField("téléphone", max_length=40, blank=True, default="", db_default="")
    jusqu_au = models.DateField("jusqu’au", null=True, blank=True)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")
    created_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "référent"
        verbose_name_plural = "référents"
        constraints = [models.CheckConstraint(condition=Q(genre__in=Genre.values), name="referent_a_un_genre_connu")]

    def __str__(self) -> str:
        return f"{self.nom}, {self.organisme}"


class BlocageQuerySet(models.QuerySet[Any]):
    """Blocked cases, read by the structure that holds them or by the coordination they are addressed to."""

    def of_structures(self, structure_ids: Iterable[int]) -> BlocageQuerySet:
        """Keep those held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def towards(self, structure_ids: Iterable[int]) -> BlocageQuerySet:
        """Keep those addressed to these structures."""
        return self.filter(vers_structure_id__in=list(structure_ids))


class Blocage(models.Model):
    """A case that is blocked, handed to the coordination, which reads what is here and nothing of the person: no name, no words, kinds of papers only.

    `envoi`: what was sent without effect. She agreed (`accord_le`) that the referent of the institution reads the sheet. `envoi_referent`: what leaves for the referent of the institution once the coordination hands it on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    vers_structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="coordination")
    envoi = models.OneToOneField("orientation.Envoi", on_delete=models.CASCADE, related_name="blocage", verbose_name="envoi")
    droit = models.SlugField("droit", max_length=64)
    genre = models.CharField("nature du service", max_length=32, choices=Genre.choices)
    etape = models.CharField("étape", max_length=20, choices=Etape.choices)
    blocage = models.CharField("ce qui bloque", max_length=30, choices=CeQuiBloque.choices)
    pieces = models.JSONField("papiers prêts", default=list)
    accord_mode = models.CharField("accord donné", max_length=20, choices=ModeAccord.choices)
    accord_le = models.DateField("accord donné le")
    statut = models.CharField("statut", max_length=20, choices=StatutBlocage.choices)
    statut_le = models.DateField("dans ce statut depuis le")
    envoi_referent = models.OneToOneField(
        "orientation.Envoi", on_delete=models.CASCADE, related_name="escalade_de", null=True, blank=True, verbose_name="envoi au référent"
    )
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="signalé par")
    created_at = models.DateTimeField("signalé le")

    objects = BlocageQuerySet.as_manager()

    class Meta:
        verbose_name = "blocage"
        verbose_name_plural = "blocages"
        indexes = [models.Index(fields=["vers_structure", "statut", "created_at"], name="blocage_par_statut")]
        constraints = [
            models.CheckConstraint(condition=Q(statut__in=StatutBlocage.values), name="blocage_a_un_statut_connu"),
            models.CheckConstraint(condition=Q(blocage__in=CeQuiBloque.values), name="blocage_a_une_cause_connue"),
            models.CheckConstraint(condition=Q(etape__in=Etape.values), name="blocage_a_une_etape_connue"),
        ]

    def __str__(self) -> str:
        return f"blocage {self.pk} : {self.statut}"
