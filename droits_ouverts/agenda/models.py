"""Appointments with what became of them, and actions.

Hours, ways of meeting and outcomes stand in the clear; words are sealed: for the person, or for the structure where no person is named.
A followed right, which later rooms hold, is named by kind and number, without a foreign key.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from droits_ouverts.agenda.enums import EtatAction, EtatRendezVous, ModeRencontre, QuiFait, Rythme
from droits_ouverts.agenda.models_absence import Absence, FluxAgenda, Resume

__all__ = ["Absence", "Action", "FluxAgenda", "Participant", "RendezVous", "Resume", "SuiteRendezVous"]

COMPTE = settings.AUTH_USER_MODEL
SUJET_COMPLET = Q(sujet_genre="", sujet_id="") | (~Q(sujet_genre="") & ~Q(sujet_id="") & Q(personne__isnull=False))


class RendezVousQuerySet(models.QuerySet["RendezVous"]):
    """Appointments, always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> RendezVousQuerySet:
        """Keep those of these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def between(self, debut: datetime, fin: datetime) -> RendezVousQuerySet:
        """Keep those that share some time with this stretch."""
        return self.filter(debut_at__lt=fin, fin_at__gt=debut)

    def real(self) -> RendezVousQuerySet:
        """Keep those that were not noted by mistake."""
        return self.exclude(etat=EtatRendezVous.ERREUR)

    def planned(self) -> RendezVousQuerySet:
        """Keep those of which nothing is noted yet."""
        return self.filter(etat=EtatRendezVous.PREVU)

    def with_whom(self) -> RendezVousQuerySet:
        """Bring the person and who attends, the first one first."""
        participants = models.Prefetch("participants", queryset=Participant.objects.select_related("compte"))
        return self.select_related("personne__rapprochee_de", "structure").prefetch_related(participants).order_by("debut_at", "pk")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Remove them whole: the appointments first, what is noted of them then, which the database lets go only after them."""
        numeros = list(self.values_list("pk", flat=True))
        nombre = self.model.objects.filter(pk__in=numeros)._raw_delete(self.db)  # noqa: SLF001  Django's own deletion would take what hangs on them first
        for modele in (SuiteRendezVous, Participant):
            modele.objects.filter(rendez_vous_id__in=numeros)._raw_delete(self.db)  # noqa: SLF001  same reason
        return nombre, {"agenda.RendezVous": nombre}


class RendezVous(models.Model):
    """A meeting with a person (`personne`), or of the team. Its hours never change: one that is moved is `reporte`, and another stands in its place.

    `etat` and `rang` repeat the last `SuiteRendezVous`, and triggers hold them to it. `serie` is the same for all meetings made at once by a `rythme`; `remplace` is
    the number of the one that was put off.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="rendez_vous", null=True, blank=True, verbose_name="personne")
    sujet_genre = models.SlugField("genre du sujet", max_length=40, blank=True, default="", db_default="")
    sujet_id = models.CharField("numéro du sujet", max_length=36, blank=True, default="", db_default="")
    mode = models.CharField("façon de se voir", max_length=20, choices=ModeRencontre.choices)
    debut_at = models.DateTimeField("début")
    fin_at = models.DateTimeField("fin")
    rythme = models.CharField("rythme", max_length=20, choices=Rythme.choices, blank=True, default="", db_default="")
    serie = models.UUIDField("série", null=True, blank=True)
    mots_scelles = models.TextField("mots scellés", blank=True, default="", db_default="")
    etat = models.CharField("état", max_length=20, choices=EtatRendezVous.choices, default=EtatRendezVous.PREVU, db_default=EtatRendezVous.PREVU)
    rang = models.PositiveIntegerField("rang de la dernière suite", default=0, db_default=0)
    remplace = models.UUIDField("remplace", null=True, blank=True, db_index=True)
    cree_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")
    created_at = models.DateTimeField("noté le")

    objects = RendezVousQuerySet.as_manager()

    class Meta:
        verbose_name = "rendez-vous"
        verbose_name_plural = "rendez-vous"
        indexes = [
            models.Index(fields=["structure", "debut_at"], name="rendez_vous_par_jour"),
            models.Index(fields=["personne", "-debut_at"], name="rendez_vous_de_qui"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(fin_at__gt=F("debut_at")), name="rendez_vous_finit_apres_son_debut"),
            models.CheckConstraint(condition=Q(mode__in=ModeRencontre.values), name="rendez_vous_a_une_facon_connue"),
            models.CheckConstraint(condition=Q(etat__in=EtatRendezVous.values), name="rendez_vous_a_un_etat_connu"),
            models.CheckConstraint(condition=Q(rythme="") | Q(rythme__in=Rythme.values, serie__isnull=False), name="rendez_vous_qui_revient_a_une_serie"),
            models.CheckConstraint(
                condition=~Q(etat__in=[EtatRendezVous.ABSENTE, EtatRendezVous.EXCUSEE]) | Q(personne__isnull=False), name="rendez_vous_manque_par_quelqu_un"
            ),
            models.CheckConstraint(condition=SUJET_COMPLET, name="rendez_vous_a_un_sujet_entier"),
        ]

    def __str__(self) -> str:
        return f"rendez-vous {self.pk}"

    @property
    def gone(self) -> bool:
        """Whether nothing shows it any more: it stood in the place of one that is planned again."""
        return self.etat == EtatRendezVous.ERREUR and self.remplace is not None

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Remove it whole (see `RendezVousQuerySet.delete`)."""
        return RendezVous.objects.filter(pk=self.pk).delete()


class ParticipantQuerySet(models.QuerySet["Participant"]):
    """Who attends, read through the structure that holds the appointment."""

    def of_structures(self, structure_ids: Iterable[int]) -> ParticipantQuerySet:
        """Keep those of appointments of these structures."""
        return self.filter(rendez_vous__structure_id__in=list(structure_ids))

    def appointments_of(self, comptes: Iterable[int]) -> models.QuerySet[Participant, Any]:
        """Return the numbers of the appointments that these accounts attend."""
        return self.filter(compte_id__in=list(comptes)).values("rendez_vous_id")


class Participant(models.Model):
    """A member of the team who attends an appointment."""

    rendez_vous = models.ForeignKey(RendezVous, on_delete=models.CASCADE, related_name="participants", verbose_name="rendez-vous")
    compte = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="qui vient")

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "participant"
        verbose_name_plural = "participants"
        constraints = [models.UniqueConstraint(fields=["rendez_vous", "compte"], name="participant_une_fois")]

    def __str__(self) -> str:
        return f"{self.compte_id} @ {self.rendez_vous_id}"


class SuiteRendezVous(models.Model):
    """What was noted of an appointment. Written once; a mistake is taken back by another one (`annule`), to the state before."""

    rendez_vous = models.ForeignKey(RendezVous, on_delete=models.CASCADE, related_name="suites", verbose_name="rendez-vous")
    rang = models.PositiveIntegerField("rang")
    avant = models.CharField("état d’avant", max_length=20, choices=EtatRendezVous.choices)
    vers = models.CharField("état d’après", max_length=20, choices=EtatRendezVous.choices)
    mots_scelles = models.TextField("mots scellés", blank=True, default="", db_default="")
    annule = models.OneToOneField("self", on_delete=models.PROTECT, related_name="reprise", null=True, blank=True, verbose_name="annule")
    auteur = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")
    note_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "suite d’un rendez-vous"
        verbose_name_plural = "suites d’un rendez-vous"
        constraints = [
            models.UniqueConstraint(fields=["rendez_vous", "rang"], name="suite_rendez_vous_une_par_rang"),
            models.CheckConstraint(condition=Q(rang__gte=1), name="suite_rendez_vous_commence_a_un"),
            models.CheckConstraint(
                condition=Q(avant__in=EtatRendezVous.values, vers__in=EtatRendezVous.values) & ~Q(avant=F("vers")), name="suite_rendez_vous_change_d_etat"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rendez_vous_id}/{self.rang} : {self.vers}"


class ActionQuerySet(models.QuerySet["Action"]):
    """Actions, always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> ActionQuerySet:
        """Keep those of these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def real(self) -> ActionQuerySet:
        """Keep those that were not noted by mistake."""
        return self.exclude(etat=EtatAction.ERREUR)

    def to_do(self) -> ActionQuerySet:
        """Keep those that are not done."""
        return self.filter(etat=EtatAction.A_FAIRE)

    def due_or_done(self, jour: date, on: date) -> ActionQuerySet:
        """Keep those that are to be done on this day or before, or on no day, and those done on another one."""
        return self.filter(Q(etat=EtatAction.A_FAIRE) & (Q(avant_le__lte=jour) | Q(avant_le__isnull=True)) | Q(etat=EtatAction.FAITE, faite_le=on))

    def with_whom(self) -> ActionQuerySet:
        """Bring the person and who follows it, the nearest day first, those without a day last."""
        return self.select_related("personne__rapprochee_de", "structure", "responsable").order_by(F("avant_le").asc(nulls_last=True), "created_at", "pk")


class Action(models.Model):
    """What is next: who does it (`qui`), which member does it or asks her about it (`responsable`), before when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="actions", null=True, blank=True, verbose_name="personne")
    sujet_genre = models.SlugField("genre du sujet", max_length=40, blank=True, default="", db_default="")
    sujet_id = models.CharField("numéro du sujet", max_length=36, blank=True, default="", db_default="")
    qui = models.CharField("qui fait", max_length=20, choices=QuiFait.choices)
    responsable = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="qui suit")
    avant_le = models.DateField("à faire avant le", null=True, blank=True)
    mots_scelles = models.TextField("mots scellés")
    etat = models.CharField("état", max_length=20, choices=EtatAction.choices, default=EtatAction.A_FAIRE, db_default=EtatAction.A_FAIRE)
    faite_le = models.DateField("faite le", null=True, blank=True)
    faite_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="faite notée par")
    cree_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="notée par")
    created_at = models.DateTimeField("notée le")
    updated_at = models.DateTimeField("modifiée le")

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action"
        verbose_name_plural = "actions"
        indexes = [
            models.Index(fields=["structure", "etat", "avant_le"], name="action_a_faire"),
            models.Index(fields=["personne", "etat"], name="action_de_qui"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(qui__in=QuiFait.values), name="action_dit_qui_fait"),
            models.CheckConstraint(condition=Q(etat__in=EtatAction.values), name="action_a_un_etat_connu"),
            models.CheckConstraint(condition=~Q(mots_scelles=""), name="action_dit_quoi_faire"),
            models.CheckConstraint(
                condition=Q(etat=EtatAction.FAITE, faite_le__isnull=False, faite_par__isnull=False)
                | (~Q(etat=EtatAction.FAITE) & Q(faite_le__isnull=True, faite_par__isnull=True)),
                name="action_faite_un_jour",
            ),
            models.CheckConstraint(condition=Q(qui=QuiFait.PROFESSIONNEL) | Q(personne__isnull=False), name="action_de_la_personne_en_a_une"),
            models.CheckConstraint(condition=SUJET_COMPLET, name="action_a_un_sujet_entier"),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}"
