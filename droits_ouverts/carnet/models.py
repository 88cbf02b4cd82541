"""The page of a person, opened by a code of which the keyed digest alone is kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from droits_ouverts.carnet.rules import EtatCarnet, state

COMPTE = settings.AUTH_USER_MODEL


class CarnetQuerySet(models.QuerySet["Carnet"]):
    """Carnets, always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> CarnetQuerySet:
        """Keep those of these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def standing(self) -> CarnetQuerySet:
        """Keep those that nobody closed."""
        return self.filter(revoque_at__isnull=True)


class Carnet(models.Model):
    """A code that was given to a person for her own page. `mots_scelles`: whom she may call (`rules.Mots`). `malgre_le_risque`: she asked for it knowing the risk."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="carnets", verbose_name="personne")
    empreinte = models.CharField("empreinte du code", max_length=64, unique=True)
    mots_scelles = models.TextField("mots scellés")
    malgre_le_risque = models.BooleanField("demandée malgré le risque")
    donne_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="donné par")
    donne_at = models.DateTimeField("donné le")
    expire_at = models.DateTimeField("expire le")
    revoque_at = models.DateTimeField("fermé le", null=True, blank=True)
    ouvertures = models.PositiveIntegerField("ouvertures", default=0, db_default=0)
    ouvert_at = models.DateTimeField("ouvert la dernière fois le", null=True, blank=True)

    objects = CarnetQuerySet.as_manager()

    class Meta:
        verbose_name = "page de la personne"
        verbose_name_plural = "pages de personnes"
        indexes = [models.Index(fields=["structure", "personne"], name="carnet_de_la_personne")]
        constraints = [
            models.UniqueConstraint(fields=["personne"], condition=Q(revoque_at__isnull=True), name="carnet_un_seul_ouvert"),
            models.CheckConstraint(condition=Q(expire_at__gt=F("donne_at")), name="carnet_expire_apres_avoir_ete_donne"),
            models.CheckConstraint(condition=~Q(mots_scelles=""), name="carnet_a_des_mots_scelles"),
            models.CheckConstraint(
                condition=Q(ouvertures=0, ouvert_at__isnull=True) | Q(ouvertures__gte=1, ouvert_at__isnull=False), name="carnet_compte_ses_ouvertures"
            ),
        ]

    def __str__(self) -> str:
        return f"carnet {self.pk}"

    def state(self, now: datetime) -> EtatCarnet:
        """Return where it stands at this instant."""
        return state(now, expire_at=self.expire_at, revoque=self.revoque_at is not None)
