"""What a change of the law newly opens, for the persons who agreed to be called back. Nothing here orders persons, and nothing checks on them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, Never

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.rules import LANGUES
from droits_ouverts.veille.enums import EtatRelecture, NatureNouveau, RaisonImpossible, ReponseRappel, SuiteRappel
from droits_ouverts.veille.errors import AccordKeptError

COMPTE = settings.AUTH_USER_MODEL
MOIS = r"^\d{4}-\d{2}$"


class VeilleQuerySet(models.QuerySet[Any]):
    """Rows that name the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> VeilleQuerySet:
        """Keep those held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))


class AccordRappelQuerySet(VeilleQuerySet):
    """What persons answered, the last row of each in force."""

    def update(self, **kwargs: object) -> Never:
        """Refuse: an answer is not rewritten, another one comes after it. Raise `AccordKeptError`."""
        raise AccordKeptError


class AccordRappel(models.Model):
    """What a person answered when she was asked whether she may be called back if a rule changes. Written once: the last one is in force.

    It opens nothing else: no sharing, no message. `a_sa_demande`: nobody asked her, she said it by herself: after a refusal there is no other way.
    """

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="accords_rappel", verbose_name="personne")
    reponse = models.CharField("réponse", max_length=20, choices=ReponseRappel.choices)
    a_sa_demande = models.BooleanField("à sa demande", default=False, db_default=False)
    mode = models.CharField("dit", max_length=20, choices=ModeAccord.choices)
    langue = models.CharField("langue de l’échange", max_length=8)
    le = models.DateField("dit le")
    jusqu_au = models.DateField("jusqu’au", null=True, blank=True)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")
    note_at = models.DateTimeField("noté le")

    objects = AccordRappelQuerySet.as_manager()

    class Meta:
        verbose_name = "accord de rappel"
        verbose_name_plural = "accords de rappel"
        indexes = [models.Index(fields=["structure", "personne", "-id"], name="accord_rappel_en_vigueur")]
        constraints = [
            models.CheckConstraint(condition=Q(reponse__in=ReponseRappel.values), name="accord_rappel_a_une_reponse_connue"),
            models.CheckConstraint(condition=Q(mode__in=ModeAccord.values), name="accord_rappel_dit_comment"),
            models.CheckConstraint(condition=Q(langue__in=LANGUES), name="accord_rappel_a_une_langue_connue"),
            models.CheckConstraint(
                condition=Q(reponse=ReponseRappel.OUI, jusqu_au__isnull=False) | ~Q(reponse=ReponseRappel.OUI) & Q(jusqu_au__isnull=True),
                name="accord_rappel_oui_a_une_fin",
            ),
            models.CheckConstraint(condition=Q(jusqu_au__isnull=True) | Q(jusqu_au__gte=F("le")), name="accord_rappel_finit_apres_son_debut"),
        ]

    def __str__(self) -> str:
        return f"accord de rappel : {self.reponse}"

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature, passed on whole
        """Write a new row. Raise `AccordKeptError` for one that is already written."""
        if not self._state.adding:
            raise AccordKeptError
        super().save(*args, **kwargs)


class ComparaisonLois(models.Model):
    """Two months of law, for the persons of one structure. `demande_at`: asked the last time; `finie_at`: nobody is left to read again.

    `versions`: the rules that both months were computed with.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    avant = models.CharField("mois d’avant", max_length=7, help_text="AAAA-MM")
    apres = models.CharField("mois d’après", max_length=7, help_text="AAAA-MM")
    versions = models.JSONField("versions des règles", default=dict, blank=True)
    demande_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="demandée par")
    demande_at = models.DateTimeField("demandée le")
    finie_at = models.DateTimeField("finie le", null=True, blank=True)

    objects = VeilleQuerySet.as_manager()

    class Meta:
        verbose_name = "comparaison de lois"
        verbose_name_plural = "comparaisons de lois"
        indexes = [models.Index(fields=["structure", "-demande_at"], name="comparaison_lois_recente")]
        constraints = [
            models.UniqueConstraint(fields=["structure", "avant", "apres"], name="comparaison_lois_une_par_mois"),
            models.CheckConstraint(condition=Q(avant__regex=MOIS) & Q(apres__regex=MOIS), name="comparaison_lois_porte_sur_des_mois"),
            models.CheckConstraint(condition=Q(apres__gt=F("avant")), name="comparaison_lois_dans_l_ordre"),
        ]

    def __str__(self) -> str:
        return f"{self.avant} et {self.apres}"


class Relecture(models.Model):
    """The last finished check-up of one person, asked again under both laws. `resultat_scelle` (`rules.Lu`): what is uncertain, and what failed."""

    comparaison = models.ForeignKey(ComparaisonLois, on_delete=models.CASCADE, related_name="relectures", verbose_name="comparaison")
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="relectures", verbose_name="personne")
    bilan = models.ForeignKey("bilan.Bilan", on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="bilan")
    etat = models.CharField("état", max_length=20, choices=EtatRelecture.choices, default=EtatRelecture.A_FAIRE)
    raison = models.CharField("raison", max_length=20, choices=RaisonImpossible.choices, blank=True, default="")
    resultat_scelle = models.TextField("résultat scellé", blank=True, default="")
    versions = models.JSONField("versions des règles", default=dict, blank=True)
    calcule_at = models.DateTimeField("calculé le", null=True, blank=True)

    objects = VeilleQuerySet.as_manager()

    class Meta:
        verbose_name = "relecture"
        verbose_name_plural = "relectures"
        indexes = [models.Index(fields=["comparaison", "etat", "id"], name="relecture_par_etat")]
        constraints = [
            models.UniqueConstraint(fields=["comparaison", "personne"], name="relecture_une_par_personne"),
            models.CheckConstraint(condition=Q(etat__in=EtatRelecture.values), name="relecture_a_un_etat_connu"),
            models.CheckConstraint(
                condition=Q(etat=EtatRelecture.FAITE) & ~Q(resultat_scelle="") | ~Q(etat=EtatRelecture.FAITE) & Q(resultat_scelle=""),
                name="relecture_faite_a_un_resultat",
            ),
            models.CheckConstraint(
                condition=Q(etat=EtatRelecture.IMPOSSIBLE, raison__in=RaisonImpossible.values) | ~Q(etat=EtatRelecture.IMPOSSIBLE) & Q(raison=""),
                name="relecture_impossible_dit_pourquoi",
            ),
        ]

    def __str__(self) -> str:
        return f"relecture : {self.etat}"


class DroitNouveau(models.Model):
    """One right that the second law may open to one person, until somebody notes what came of the call. It is no amount and no promise."""

    relecture = models.ForeignKey(Relecture, on_delete=models.CASCADE, related_name="nouveaux", verbose_name="relecture")
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="droits_nouveaux", verbose_name="personne")
    droit = models.SlugField("droit", max_length=64)
    nature = models.CharField("nature", max_length=20, choices=NatureNouveau.choices)
    suite = models.CharField("suite", max_length=20, choices=SuiteRappel.choices, blank=True, default="")
    suite_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="noté par")
    suite_at = models.DateTimeField("noté le", null=True, blank=True)

    objects = VeilleQuerySet.as_manager()

    class Meta:
        verbose_name = "droit nouveau"
        verbose_name_plural = "droits nouveaux"
        indexes = [
            models.Index(fields=["relecture", "droit"], name="droit_nouveau_par_droit"),
            models.Index(fields=["personne", "droit"], name="droit_nouveau_de_qui"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["relecture", "droit"], name="droit_nouveau_un_par_droit"),
            models.CheckConstraint(condition=Q(nature__in=NatureNouveau.values), name="droit_nouveau_a_une_nature_connue"),
            models.CheckConstraint(
                condition=Q(suite="", suite_par__isnull=True, suite_at__isnull=True)
                | Q(suite__in=SuiteRappel.values, suite_par__isnull=False, suite_at__isnull=False),
                name="droit_nouveau_suite_notee_par_quelqu_un",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.droit} : {self.nature}"
