"""What a decided amount really brings to a household, once the engine was asked again. One row by followed right: the last amount that was decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from droits_ouverts.ecarts.enums import EtatGain, SensEcart
from droits_ouverts.suivi.enums import MotifDecision


class GainDecideQuerySet(models.QuerySet["GainDecide"]):
    """Gains, always read through the structure that holds the right."""

    def of_structures(self, structure_ids: Iterable[int]) -> GainDecideQuerySet:
        """Keep those of rights held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def waiting(self) -> GainDecideQuerySet:
        """Keep those that the engine has not answered yet."""
        return self.filter(etat=EtatGain.A_FAIRE)


class GainDecide(models.Model):
    """What the engine answered for the amount of a decision. `mouvement_rang`: the move that said this amount; another one asks again.

    `gain_scelle` holds `engine.results.GainReel`. `bilan`: whose answers were asked about. `versions`: rules under which it was computed.
    """

    droit_suivi = models.OneToOneField("suivi.DroitSuivi", on_delete=models.CASCADE, related_name="gain_decide", verbose_name="droit suivi")
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    bilan = models.ForeignKey("bilan.Bilan", on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="bilan")
    mouvement_rang = models.PositiveIntegerField("rang du mouvement")
    etat = models.CharField("état", max_length=20, choices=EtatGain.choices, default=EtatGain.A_FAIRE)
    gain_scelle = models.TextField("gain scellé", blank=True, default="")
    versions = models.JSONField("versions des règles", default=dict, blank=True)
    demande_at = models.DateTimeField("demandé le")
    calcule_at = models.DateTimeField("calculé le", null=True, blank=True)

    objects = GainDecideQuerySet.as_manager()

    class Meta:
        verbose_name = "gain décidé"
        verbose_name_plural = "gains décidés"
        indexes = [models.Index(fields=["demande_at"], name="gain_decide_a_calculer", condition=Q(etat="a_faire"))]
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=EtatGain.values), name="gain_decide_a_un_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatGain.FAIT, calcule_at__isnull=False) & ~Q(gain_scelle="") | ~Q(etat=EtatGain.FAIT) & Q(gain_scelle=""),
                name="gain_decide_calcule_a_un_resultat",
            ),
        ]

    def __str__(self) -> str:
        return f"gain décidé : {self.etat}"


class CasAnonyme(models.Model):
    """A decision that said something else than the estimate, as a test case of nobody. No person, no structure, no day: a month.

    `cas` is a test of OpenFisca (`engine.cas`). `fait`: the fact that differed, empty where nobody knows; `motif`: what the institution said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mois = models.CharField("mois", max_length=7, help_text="AAAA-MM")
    droit = models.SlugField("droit", max_length=64)
    sens = models.CharField("sens", max_length=20, choices=SensEcart.choices)
    fait = models.SlugField("fait qui différait", max_length=64, blank=True, default="")
    motif = models.CharField("motif de l’organisme", max_length=40, choices=MotifDecision.choices, blank=True, default="")
    cas = models.TextField("cas de test")

    class Meta:
        verbose_name = "cas anonyme"
        verbose_name_plural = "cas anonymes"
        indexes = [models.Index(fields=["droit", "-mois"], name="cas_anonyme_par_droit")]
        constraints = [
            models.CheckConstraint(condition=Q(sens__in=SensEcart.values), name="cas_anonyme_a_un_sens_connu"),
            models.CheckConstraint(condition=~Q(cas=""), name="cas_anonyme_est_un_cas"),
            models.CheckConstraint(condition=Q(mois__regex=r"^\d{4}-\d{2}$"), name="cas_anonyme_est_d_un_mois"),
        ]

    def __str__(self) -> str:
        return f"{self.droit} : {self.sens}"
