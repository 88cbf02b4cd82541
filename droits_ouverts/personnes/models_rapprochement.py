"""Two files of one person in one structure: the one that is kept, the one put under it. Nothing of either is moved (decision 0034)."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class RapprochementQuerySet(models.QuerySet["Rapprochement"]):
    """Links between files, read through the structure that holds both."""

    def of_structures(self, structure_ids: Iterable[int]) -> RapprochementQuerySet:
        """Keep those of these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def standing(self) -> RapprochementQuerySet:
        """Those in force."""
        return self.filter(separe_at__isnull=True)

    def of_files(self, numeros: Iterable[int]) -> RapprochementQuerySet:
        """Those that touch one of these files."""
        ids = list(numeros)
        return self.filter(Q(gardee_id__in=ids) | Q(jointe_id__in=ids))


class Rapprochement(models.Model):
    """`jointe` and `gardee` are one person's: her path is read under `gardee`, nothing new begins in `jointe`, and each stays sealed by its own key.

    Separated, both are as they were. `contact_redit_at`: she was asked again how to reach her, what `jointe` said of it holds no more.
    """

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="rapprochements", verbose_name="structure")
    gardee = models.ForeignKey("personnes.Personne", on_delete=models.CASCADE, related_name="dossiers_joints", verbose_name="dossier gardé")
    jointe = models.ForeignKey("personnes.Personne", on_delete=models.CASCADE, related_name="rapprochements", verbose_name="dossier joint")
    par = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="rapprochements", verbose_name="réuni par")
    fait_at = models.DateTimeField("réuni le")
    contact_redit_at = models.DateTimeField("comment la joindre redit le", null=True, blank=True)
    separe_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="separations", null=True, blank=True, verbose_name="séparé par"
    )
    separe_at = models.DateTimeField("séparé le", null=True, blank=True)

    objects = RapprochementQuerySet.as_manager()

    class Meta:
        verbose_name = "rapprochement"
        verbose_name_plural = "rapprochements"
        constraints = [
            models.CheckConstraint(condition=~Q(gardee=F("jointe")), name="rapprochement_de_deux_dossiers"),
            models.CheckConstraint(
                condition=Q(separe_at__isnull=True, separe_par__isnull=True) | Q(separe_at__isnull=False, separe_par__isnull=False),
                name="rapprochement_separe_par_quelqu_un",
            ),
            models.UniqueConstraint(fields=["jointe"], condition=Q(separe_at__isnull=True), name="dossier_joint_a_un_seul"),
        ]

    def __str__(self) -> str:
        return f"{self.jointe_id} avec {self.gardee_id}"
