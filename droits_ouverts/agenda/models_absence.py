"""Who is away and who covers; the private address by which an account's own agenda shows its hours, and nothing else; the quiet mail of counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from droits_ouverts.agenda.enums import RythmeResume, StatutResume
from droits_ouverts.agenda.rules_absence import Relais, last_day

COMPTE = settings.AUTH_USER_MODEL


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Absences, always read through the structure."""

    def of_structures(self, structure_ids: Iterable[int]) -> AbsenceQuerySet:
        """Keep those of these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def touching(self, du: date, au: date) -> AbsenceQuerySet:
        """Keep those that run on some day of a stretch, unless she came back before."""
        return self.filter(Q(rendue_le__isnull=True) | Q(rendue_le__gt=du), du__lte=au, au__gte=du)


class Absence(models.Model):
    """A member is away, and somebody covers: nothing is handed over, the relay ends by itself. `rendue_le`: the first day back, where it is earlier."""

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    compte = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="qui est absent")
    du = models.DateField("premier jour")
    au = models.DateField("dernier jour")
    remplace_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="qui prend le relais")
    rendue_le = models.DateField("de retour le", null=True, blank=True)
    note_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="notée par")
    note_at = models.DateTimeField("notée le")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "absence"
        verbose_name_plural = "absences"
        indexes = [models.Index(fields=["structure", "au"], name="absence_par_structure")]
        constraints = [
            models.CheckConstraint(condition=Q(au__gte=F("du")), name="absence_finit_apres_son_debut"),
            models.CheckConstraint(condition=Q(remplace_par__isnull=True) | ~Q(remplace_par=F("compte")), name="absence_remplacee_par_quelqu_un_d_autre"),
        ]

    def __str__(self) -> str:
        return f"absence de {self.compte_id}, {self.du} - {self.au}"

    @property
    def relais(self) -> Relais:
        """What the rules read of it."""
        return Relais(compte=self.compte_id, du=self.du, au=last_day(self.au, self.rendue_le), par=self.remplace_par_id)


class FluxAgenda(models.Model):
    """A private address that an agenda reads: whose, by its digest only. One an account; closing it removes the row."""

    compte = models.OneToOneField(COMPTE, on_delete=models.PROTECT, related_name="flux_agenda", verbose_name="compte")
    empreinte = models.CharField("empreinte de l’adresse", max_length=64, unique=True)
    cree_at = models.DateTimeField("ouverte le")

    class Meta:
        verbose_name = "flux d’agenda"
        verbose_name_plural = "flux d’agenda"

    def __str__(self) -> str:
        return f"flux de {self.compte_id}"


class Resume(models.Model):
    """The quiet mail of a member. One row an account, so that two of a day cannot be. No row: nothing was chosen and nothing left yet, which is once a week.

    `pour_le`: the day of the last one; marked before it leaves, so that what may have left is not sent twice.
    """

    compte = models.OneToOneField(COMPTE, on_delete=models.PROTECT, related_name="resume_courriel", verbose_name="compte")
    rythme = models.CharField("rythme", max_length=20, choices=RythmeResume.choices, default=RythmeResume.HEBDOMADAIRE)
    pour_le = models.DateField("jour du dernier", null=True, blank=True)
    statut = models.CharField("ce que le dernier est devenu", max_length=20, choices=StatutResume.choices, default=StatutResume.AUCUN)

    class Meta:
        verbose_name = "résumé par courriel"
        verbose_name_plural = "résumés par courriel"
        constraints = [
            models.CheckConstraint(condition=Q(rythme__in=RythmeResume.values), name="resume_a_un_rythme_connu"),
            models.CheckConstraint(condition=Q(statut__in=StatutResume.values), name="resume_a_un_statut_connu"),
            models.CheckConstraint(
                condition=Q(pour_le__isnull=True, statut=StatutResume.AUCUN) | Q(pour_le__isnull=False) & ~Q(statut=StatutResume.AUCUN),
                name="resume_parti_un_jour",
            ),
        ]

    def __str__(self) -> str:
        return f"résumé de {self.compte_id} : {self.rythme}"
