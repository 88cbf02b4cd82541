"""Counts of requests, where several machines serve."""

from __future__ import annotations

from django.db import models


class Compteur(models.Model):
    """How many acts somebody did in a window of time. Nothing says who: `cle` is a keyed digest."""

    cle = models.CharField(max_length=64, primary_key=True)
    fin = models.BigIntegerField(db_index=True)
    """Seconds since 1970 at which the window ends."""
    nombre = models.PositiveIntegerField()

    class Meta:
        verbose_name = "compteur"
        verbose_name_plural = "compteurs"

    def __str__(self) -> str:
        return f"{self.cle[:8]} : {self.nombre}"
