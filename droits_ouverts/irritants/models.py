"""What blocks, as a count: no row is about one case, and none has a key to anything."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from droits_ouverts.irritants.enums import Blocage, Etape
from droits_ouverts.structures.enums import Genre


class Irritant(models.Model):
    """How many times this was seen in a month: at which kind of service, around which site, for which right, at which step, what blocks.

    No foreign key, no day, no free text. The number of the row is that of the cell: it was there before, or will serve again.
    """

    mois = models.CharField("mois", max_length=7)
    genre = models.CharField("nature du service", max_length=32, choices=Genre.choices)
    site = models.SlugField("code du site", max_length=64, blank=True, default="")
    droit = models.SlugField("droit", max_length=64)
    etape = models.CharField("étape", max_length=20, choices=Etape.choices)
    blocage = models.CharField("ce qui bloque", max_length=30, choices=Blocage.choices)
    nombre = models.PositiveIntegerField("nombre de fois", default=0)

    class Meta:
        verbose_name = "irritant"
        verbose_name_plural = "irritants"
        constraints = [
            models.UniqueConstraint(fields=["mois", "genre", "site", "droit", "etape", "blocage"], name="irritant_une_ligne_par_case"),
            models.CheckConstraint(condition=Q(mois__regex=r"^[0-9]{4}-[0-9]{2}$"), name="irritant_au_mois"),
            models.CheckConstraint(condition=Q(genre__in=Genre.values), name="irritant_a_un_genre_connu"),
            models.CheckConstraint(condition=Q(etape__in=Etape.values), name="irritant_a_une_etape_connue"),
            models.CheckConstraint(condition=Q(blocage__in=Blocage.values), name="irritant_a_un_blocage_connu"),
        ]

    def __str__(self) -> str:
        return f"{self.mois} {self.droit} : {self.blocage}"
