"""Whom an account opened today: what stops reading everybody."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class LectureDuJour(models.Model):
    """Somebody whom an account opened, or tried to, on a day: counted once a day, kept a week. `chose` is a number, never a name."""

    compte = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lectures_du_jour", verbose_name="compte")
    jour = models.DateField("jour")
    chose = models.CharField("personne ou bilan", max_length=40)

    class Meta:
        verbose_name = "lecture du jour"
        verbose_name_plural = "lectures du jour"
        constraints = [models.UniqueConstraint(fields=["compte", "jour", "chose"], name="lecture_comptee_une_fois_par_jour")]

    def __str__(self) -> str:
        return f"{self.compte_id} {self.jour} {self.chose}"
