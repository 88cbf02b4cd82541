"""The rows of the rights check-up. What a person answered and what was estimated for her are sealed; the rest names nobody."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from droits_ouverts.bilan.enums import DecisionChoix, FormeBilan, MotifChoix, StatutAvis, StatutBilan, StatutEstimation
from droits_ouverts.bilan.errors import EstimateKeptError
from droits_ouverts.personnes.enums import ModeAccord

if TYPE_CHECKING:
    from collections.abc import Iterable


class BilanQuerySet(models.QuerySet["Bilan"]):
    """Check-ups, always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> BilanQuerySet:
        """Keep the check-ups held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def expired(self, on: date) -> BilanQuerySet:
        """Keep the anonymous check-ups to be erased on this day or before."""
        return self.filter(anonyme=True, efface_le__lte=on)

    def recent_first(self) -> BilanQuerySet:
        """Sort by the last thing done."""
        return self.order_by("-updated_at", "-created_at")


class Bilan(models.Model):
    """A rights check-up: the answers of one household for one month, held by one structure.

    `reponses_scellees` is one envelope with everything that was answered, first names included (see `rules.Reponses`).
    An anonymous one carries no name anywhere: `code_reprise` is the keyed digest of the code by which it is taken up again, `efface_le`
    the day from which it is erased, unless it is attached before to `personne`, who agreed: `accord_le` and `accord_mode` keep when and how she
    agreed that this very check-up be kept by her name. What she agreed to for an earlier one is another agreement.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="bilans", verbose_name="structure")
    site = models.ForeignKey("territoires.Site", on_delete=models.PROTECT, related_name="bilans", null=True, blank=True, verbose_name="site")
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bilans", verbose_name="auteur")
    mois = models.CharField("mois du bilan", max_length=7, help_text="AAAA-MM")
    statut = models.CharField("statut", max_length=20, choices=StatutBilan.choices, default=StatutBilan.EN_COURS)
    forme = models.CharField("forme", max_length=20, choices=FormeBilan.choices, default=FormeBilan.COMPLET, db_default=FormeBilan.COMPLET)
    anonyme = models.BooleanField("anonyme", default=False, db_default=False)
    code_reprise = models.CharField("empreinte du code de reprise", max_length=64, blank=True, default="", db_default="")
    efface_le = models.DateField("effacé à partir du", null=True, blank=True)
    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="bilans", null=True, blank=True, verbose_name="personne")
    accord_le = models.DateField("accord pour ce bilan donné le", null=True, blank=True)
    accord_mode = models.CharField("accord pour ce bilan donné", max_length=20, choices=ModeAccord.choices, blank=True, default="", db_default="")
    reponses_scellees = models.TextField("réponses scellées")
    created_at = models.DateTimeField("créé le")
    updated_at = models.DateTimeField("modifié le")

    objects = BilanQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan"
        verbose_name_plural = "bilans"
        indexes = [models.Index(fields=["structure", "-updated_at"], name="bilan_structure_recent")]
        constraints = [
            models.CheckConstraint(condition=Q(statut__in=StatutBilan.values), name="bilan_a_un_statut_connu"),
            models.CheckConstraint(condition=~Q(reponses_scellees=""), name="bilan_a_des_reponses_scellees"),
            models.CheckConstraint(condition=Q(mois__regex=r"^\d{4}-\d{2}$"), name="bilan_porte_sur_un_mois"),
            models.CheckConstraint(condition=Q(forme__in=FormeBilan.values), name="bilan_a_une_forme_connue"),
            models.CheckConstraint(
                condition=Q(anonyme=True, personne__isnull=True, efface_le__isnull=False) & ~Q(code_reprise="")
                | Q(anonyme=False, efface_le__isnull=True, code_reprise=""),
                name="bilan_anonyme_est_sans_personne_et_s_efface",
            ),
            models.UniqueConstraint(fields=["code_reprise"], condition=~Q(code_reprise=""), name="bilan_a_un_code_de_reprise_unique"),
        ]

    def __str__(self) -> str:
        return f"bilan {self.mois}"


class EstimationQuerySet(models.QuerySet["Estimation"]):
    """Estimates of a check-up."""

    def done(self) -> EstimationQuerySet:
        """Keep those that the engine answered."""
        return self.filter(statut=StatutEstimation.FAITE)

    def latest_first(self) -> EstimationQuerySet:
        """Sort by request, the last one first."""
        return self.order_by("-demandee_at", "-id")

    def of_answers(self) -> EstimationQuerySet:
        """Keep those of the answers as they were on screen: not the old answers computed again under newer rules."""
        return self.filter(refaite_de__isnull=True)

    def update(self, **kwargs: Any) -> int:  # noqa: ANN401  Django's own signature
        """Change the lease only. Raise `EstimateKeptError` for anything else: an estimate is not rewritten."""
        if set(kwargs) - {"prise_at"}:
            raise EstimateKeptError
        return super().update(**kwargs)


class Estimation(models.Model):
    """What the engine answered for one state of the answers. Written once; new answers get a new row beside. Triggers refuse any rewriting.

    `empreinte` is a keyed digest of the household and of the versions of the rules: the same question is never computed twice.
    `situation_scellee` keeps the answers that led to it, without any name, as they were.
    `refaite_de`: the older estimate whose answers these are, computed again under the rules of a later day; it stands beside, never in its place.
    `prise_at` is when a request began to compute it: another one leaves it alone until the lease is over.
    """

    bilan = models.ForeignKey(Bilan, on_delete=models.CASCADE, related_name="estimations", verbose_name="bilan")
    empreinte = models.CharField("empreinte", max_length=64)
    statut = models.CharField("statut", max_length=20, choices=StatutEstimation.choices, default=StatutEstimation.DEMANDEE)
    versions = models.JSONField("versions des règles", default=dict)
    situation_scellee = models.TextField("réponses d’alors, scellées", blank=True, default="", db_default="")
    resultats_scelles = models.TextField("résultats scellés", blank=True, default="")
    refaite_de = models.ForeignKey("self", on_delete=models.CASCADE, related_name="refaites", null=True, blank=True, verbose_name="refaite de")
    demandee_at = models.DateTimeField("demandée le")
    prise_at = models.DateTimeField("prise le", null=True, blank=True)
    faite_at = models.DateTimeField("faite le", null=True, blank=True)

    objects = EstimationQuerySet.as_manager()
    _gardee = False

    class Meta:
        verbose_name = "estimation"
        verbose_name_plural = "estimations"
        indexes = [models.Index(fields=["bilan", "-demandee_at"], name="estimation_bilan_recente")]
        constraints = [
            models.UniqueConstraint(
                fields=["bilan", "empreinte"],
                condition=~Q(statut=StatutEstimation.ECHOUEE),
                name="estimation_faite_une_fois_par_reponses",
            ),
            models.CheckConstraint(condition=Q(statut__in=StatutEstimation.values), name="estimation_a_un_statut_connu"),
            models.CheckConstraint(
                condition=Q(statut=StatutEstimation.FAITE, faite_at__isnull=False) & ~Q(resultats_scelles="")
                | ~Q(statut=StatutEstimation.FAITE) & Q(resultats_scelles=""),
                name="estimation_faite_a_des_resultats",
            ),
        ]

    def __str__(self) -> str:
        return f"estimation de {self.bilan_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature, passed on whole
        """Write a row that is not done yet. Raise `EstimateKeptError` for one that is."""
        if self._gardee:
            raise EstimateKeptError
        super().save(*args, **kwargs)
        self._gardee = self.statut == StatutEstimation.FAITE

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401  Django's own signature, passed on whole
        """Read a row, and remember whether it was done."""
        ligne = super().from_db(*args, **kwargs)
        ligne._gardee = ligne.__dict__.get("statut") == StatutEstimation.FAITE  # noqa: SLF001  a row of this very class
        return ligne


class ChoixQuerySet(models.QuerySet["Choix"]):
    """What persons chose."""

    def latest_first(self) -> ChoixQuerySet:
        """Sort by the moment of the choice, the last one first."""
        return self.order_by("-fait_at", "-id")


class Choix(models.Model):
    """What the person chose for one right. Written once: changing her mind adds a row, and the last one is in force.

    Setting a right aside is a choice like another. `mots_scelles`: her own words, if she wanted them kept.
    """

    bilan = models.ForeignKey(Bilan, on_delete=models.CASCADE, related_name="choix", verbose_name="bilan")
    droit = models.SlugField("droit", max_length=64)
    decision = models.CharField("décision", max_length=20, choices=DecisionChoix.choices)
    motif = models.CharField("motif", max_length=40, choices=MotifChoix.choices, blank=True, default="")
    mots_scelles = models.TextField("ses mots, scellés", blank=True, default="")
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="choix", verbose_name="auteur")
    fait_at = models.DateTimeField("fait le")

    objects = ChoixQuerySet.as_manager()

    class Meta:
        verbose_name = "choix"
        verbose_name_plural = "choix"
        indexes = [models.Index(fields=["bilan", "droit", "-fait_at"], name="choix_bilan_droit_recent")]
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=DecisionChoix.values), name="choix_a_une_decision_connue"),
            models.CheckConstraint(condition=Q(motif__in=["", *MotifChoix.values]), name="choix_a_un_motif_connu"),
        ]

    def __str__(self) -> str:
        return f"{self.droit} : {self.decision}"


class AvisQuerySet(models.QuerySet["Avis"]):
    """Opinions of professionals."""

    def latest_first(self) -> AvisQuerySet:
        """Sort by the moment of the opinion, the last one first."""
        return self.order_by("-fait_at", "-id")


class Avis(models.Model):
    """A professional's opinion on one right, with its reason, beside the estimate it disagrees with: both stay. Written once."""

    bilan = models.ForeignKey(Bilan, on_delete=models.CASCADE, related_name="avis", verbose_name="bilan")
    estimation = models.ForeignKey(Estimation, on_delete=models.CASCADE, related_name="avis", verbose_name="estimation")
    droit = models.SlugField("droit", max_length=64)
    statut = models.CharField("statut", max_length=20, choices=StatutAvis.choices)
    raison_scellee = models.TextField("raison scellée", blank=True, default="")
    auteur = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="avis", verbose_name="auteur")
    fait_at = models.DateTimeField("fait le")

    objects = AvisQuerySet.as_manager()

    class Meta:
        verbose_name = "avis"
        verbose_name_plural = "avis"
        indexes = [models.Index(fields=["bilan", "droit", "-fait_at"], name="avis_bilan_droit_recent")]
        constraints = [
            models.CheckConstraint(condition=Q(statut__in=StatutAvis.values), name="avis_a_un_statut_connu"),
            models.CheckConstraint(condition=~Q(raison_scellee="") | Q(statut=StatutAvis.RETIRE), name="avis_a_une_raison"),
        ]

    def __str__(self) -> str:
        return f"{self.droit} : {self.statut}"
