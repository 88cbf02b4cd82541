"""Papers, sealed piece by piece under a key of their own, and the links by which one is handed over."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from droits_ouverts.documents.enums import EtatLien, Nature
from droits_ouverts.documents.rules import state_of_link

COMPTE = settings.AUTH_USER_MODEL


class DocumentQuerySet(models.QuerySet["Document"]):
    """Papers, always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> DocumentQuerySet:
        """Keep those held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def kept(self) -> DocumentQuerySet:
        """Keep those that nobody removed."""
        return self.filter(retire_at__isnull=True)

    def recent_first(self) -> DocumentQuerySet:
        """Sort by when they were added."""
        return self.order_by("-ajoute_at", "-id")


class Document(models.Model):
    """One paper of a person: a PDF, sealed in `Morceau`s under the key of the paper itself, so that erasing it alone erases it from backups too.

    `fiche_scellee` holds its name and the digest of its bytes (`rules.Fiche`). `sujet_genre` and `sujet_id` name what it was added for, if anything.
    `servi_le`: last day it was of use; `efface_le`: the day it goes, by the rule `papier`. `retire_at`: removed, and not yet erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="documents", verbose_name="personne")
    nature = models.CharField("nature", max_length=20, choices=Nature.choices)
    fiche_scellee = models.TextField("fiche scellée")
    pages = models.PositiveSmallIntegerField("pages")
    octets = models.PositiveIntegerField("octets")
    sujet_genre = models.SlugField("ce pour quoi il est gardé", max_length=40, blank=True, default="")
    sujet_id = models.CharField("numéro de ce pour quoi il est gardé", max_length=36, blank=True, default="")
    expire_le = models.DateField("valable jusqu’au", null=True, blank=True)
    servi_le = models.DateField("a servi le")
    efface_le = models.DateField("effacé le")
    ajoute_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="ajouté par")
    ajoute_at = models.DateTimeField("ajouté le")
    retire_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="retiré par")
    retire_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "papier"
        verbose_name_plural = "papiers"
        indexes = [
            models.Index(fields=["structure", "personne", "-ajoute_at"], name="document_de_la_personne"),
            models.Index(fields=["structure", "expire_le"], name="document_par_validite", condition=Q(retire_at__isnull=True, expire_le__isnull=False)),
            models.Index(fields=["efface_le"], name="document_par_effacement"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="document_a_une_nature_connue"),
            models.CheckConstraint(condition=Q(pages__gte=1) & Q(octets__gte=1), name="document_a_un_contenu"),
            models.CheckConstraint(condition=~Q(fiche_scellee=""), name="document_a_une_fiche_scellee"),
            models.CheckConstraint(condition=Q(efface_le__gte=F("servi_le")), name="document_s_efface_apres_avoir_servi"),
            models.CheckConstraint(condition=Q(sujet_genre="", sujet_id="") | ~Q(sujet_genre="") & ~Q(sujet_id=""), name="document_nomme_son_sujet_en_entier"),
            models.CheckConstraint(
                condition=Q(retire_at__isnull=True, retire_par__isnull=True) | Q(retire_at__isnull=False, retire_par__isnull=False),
                name="document_retire_par_quelqu_un",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nature} {self.pk}"


class DuDocumentQuerySet(models.QuerySet["Morceau"]):
    """Pieces of a paper."""

    def in_order(self) -> DuDocumentQuerySet:
        """Sort by rank, the first one first."""
        return self.order_by("rang")


class Morceau(models.Model):
    """A piece of the bytes of a paper, sealed with its rank: pieces neither change places nor papers."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="morceaux", verbose_name="papier")
    rang = models.PositiveSmallIntegerField("rang")
    contenu_scelle = models.TextField("contenu scellé")

    objects = DuDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "morceau de papier"
        verbose_name_plural = "morceaux de papier"
        constraints = [
            models.UniqueConstraint(fields=["document", "rang"], name="morceau_un_par_rang"),
            models.CheckConstraint(condition=~Q(contenu_scelle=""), name="morceau_a_un_contenu_scelle"),
        ]

    def __str__(self) -> str:
        return f"morceau {self.rang} de {self.document_id}"


class LienPapier(models.Model):
    """A link that hands one paper over: opened with a code said apart, a few times, for a day or three. Only digests of the link and the code are kept.

    `mention_scellee`: the line written across each page of what is given, sealed; empty where there is none.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="liens", verbose_name="papier")
    empreinte = models.CharField("empreinte du lien", max_length=64, unique=True)
    code_empreinte = models.CharField("empreinte du code", max_length=64)
    mention_scellee = models.TextField("mention scellée", blank=True, default="")
    cree_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="créé par")
    cree_at = models.DateTimeField("créé le")
    expire_at = models.DateTimeField("expire le")
    ouvertures_max = models.PositiveSmallIntegerField("ouvertures au plus")
    ouvertures = models.PositiveSmallIntegerField("ouvertures", default=0)
    essais = models.PositiveSmallIntegerField("codes faux", default=0)
    revoque_at = models.DateTimeField("révoqué le", null=True, blank=True)

    class Meta:
        verbose_name = "lien vers un papier"
        verbose_name_plural = "liens vers des papiers"
        constraints = [
            models.CheckConstraint(condition=Q(ouvertures__lte=F("ouvertures_max")), name="lien_papier_ouvert_autant_que_permis"),
            models.CheckConstraint(condition=Q(expire_at__gt=F("cree_at")), name="lien_papier_expire_apres_sa_creation"),
        ]

    def __str__(self) -> str:
        return f"lien {self.pk} vers {self.document_id}"

    def state(self, now: datetime) -> EtatLien:
        """Return where it stands at this instant."""
        return state_of_link(
            now=now, expire_at=self.expire_at, revoque=self.revoque_at is not None, ouvertures=self.ouvertures, au_plus=self.ouvertures_max, essais=self.essais
        )
