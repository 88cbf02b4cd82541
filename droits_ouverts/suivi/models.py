"""The ledger: one row for one right of one person, and its moves, which are never changed.

Rights, states and days stand in the clear, as choices do; amounts and words are sealed for the person.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When

from droits_ouverts.bilan.enums import MotifChoix
from droits_ouverts.suivi.enums import (
    ChangementVie,
    Etat,
    MotifDecision,
    NatureMouvement,
    NaturePiece,
    NiveauPreuve,
    Origine,
    ResultatAppel,
    SensSilence,
)
from droits_ouverts.suivi.rules import FINS

COMPTE = settings.AUTH_USER_MODEL


class DroitSuiviQuerySet(models.QuerySet["DroitSuivi"]):
    """Followed rights, always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> DroitSuiviQuerySet:
        """Keep those held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def of_person(self, personne_id: int) -> DroitSuiviQuerySet:
        """Keep those of a person by the file of hers that is kept: what stands in that very file first, what was opened by mistake last."""
        siens = self.filter(Q(personne_id=personne_id) | Q(personne__rapprochee_de=personne_id))
        return siens.order_by(Case(When(etat=Etat.ANNULE, then=1), default=0), Case(When(personne_id=personne_id, then=0), default=1), "created_at", "pk")

    def under_way(self) -> DroitSuiviQuerySet:
        """Keep those for which something may still be due: all but what the person set aside or gave up, and what was a mistake."""
        return self.exclude(etat__in=[*FINS, Etat.ANNULE])

    def real(self) -> DroitSuiviQuerySet:
        """Keep those that were not opened by mistake."""
        return self.exclude(etat=Etat.ANNULE)

    def recent_first(self) -> DroitSuiviQuerySet:
        """Sort by the last thing done."""
        return self.order_by("-updated_at", "-id")


class DroitSuivi(models.Model):
    """One right, for one person, held by one structure. What repeats its moves (`rules.Position`) is there for lists and counts, and triggers hold it to them.

    `deja_ouvert`: it was received before anybody here did anything: kept, never counted as opened. `ouvert_le`, `verse_le`, `maintenu_le`: since when it is
    open thanks to what was done here, first paid, last kept. `montants_scelles`: the last amounts known (`rules.Montants`).
    `premier_par`: who met the person first; she is told when the right is paid. `responsable`: who does what is next.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="droits_suivis", verbose_name="structure")
    site = models.ForeignKey("territoires.Site", on_delete=models.PROTECT, related_name="droits_suivis", null=True, blank=True, verbose_name="site")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="droits_suivis", verbose_name="personne")
    droit = models.SlugField("droit", max_length=64)
    origine = models.CharField("origine", max_length=20, choices=Origine.choices)
    bilan = models.ForeignKey("bilan.Bilan", on_delete=models.SET_NULL, related_name="droits_suivis", null=True, blank=True, verbose_name="bilan")
    deja_ouvert = models.BooleanField("déjà ouvert avant nous", default=False, db_default=False)
    etat = models.CharField("état", max_length=20, choices=Etat.choices)
    etat_le = models.DateField("dans cet état depuis le")
    rang = models.PositiveIntegerField("rang du dernier mouvement")
    ouvert_le = models.DateField("ouvert grâce au suivi depuis le", null=True, blank=True)
    verse_le = models.DateField("versé depuis le", null=True, blank=True)
    maintenu_le = models.DateField("maintenu le", null=True, blank=True)
    montants_scelles = models.TextField("montants scellés", blank=True, default="", db_default="")
    premier_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="première rencontre par")
    responsable = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="responsable de la suite")
    created_at = models.DateTimeField("ouvert le")
    updated_at = models.DateTimeField("modifié le")

    objects = DroitSuiviQuerySet.as_manager()

    class Meta:
        verbose_name = "droit suivi"
        verbose_name_plural = "droits suivis"
        indexes = [
            models.Index(fields=["structure", "etat", "-updated_at"], name="droit_suivi_par_etat"),
            models.Index(fields=["structure", "responsable", "-updated_at"], name="droit_suivi_de_qui"),
            models.Index(fields=["structure", "-updated_at"], name="droit_suivi_recent"),
            models.Index(fields=["structure", "droit", "-updated_at"], name="droit_suivi_par_droit"),
            models.Index(fields=["structure", "etat_le", "id", "etat"], name="droit_suivi_par_jour"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(etat__in=Etat.values), name="droit_suivi_a_un_etat_connu"),
            models.CheckConstraint(condition=Q(origine__in=Origine.values), name="droit_suivi_a_une_origine_connue"),
            models.CheckConstraint(condition=Q(rang__gte=1), name="droit_suivi_a_un_mouvement"),
            models.UniqueConstraint(fields=["personne", "droit"], name="droit_suivi_un_par_personne_et_droit"),
        ]

    def __str__(self) -> str:
        return f"{self.droit} : {self.etat}"


class MouvementQuerySet(models.QuerySet["Mouvement"]):
    """Moves of followed rights."""

    def in_order(self) -> MouvementQuerySet:
        """Sort by rank, the first one first."""
        return self.order_by("rang")


class Mouvement(models.Model):
    """One move: where to, when, who says it, how it is known, and why. Written once; a mistake is corrected by a move (`annule`).

    Days are the trade's: `fait_le` when it happened, `recu_le` the acknowledgement of receipt, `complet_le` when the file was complete, `notifie_le` when
    the decision reached her, `debut_le` and `fin_le` the period of the right. Reasons: the professional's, the person's, the institution's.
    """

    droit_suivi = models.ForeignKey(DroitSuivi, on_delete=models.CASCADE, related_name="mouvements", verbose_name="droit suivi")
    rang = models.PositiveIntegerField("rang")
    nature = models.CharField("nature", max_length=20, choices=NatureMouvement.choices)
    avant = models.CharField("état d’avant", max_length=20, choices=Etat.choices, blank=True, default="")
    vers = models.CharField("état d’après", max_length=20, choices=Etat.choices)
    fait_le = models.DateField("fait le")
    recu_le = models.DateField("accusé de réception du", null=True, blank=True)
    complet_le = models.DateField("dossier complet le", null=True, blank=True)
    notifie_le = models.DateField("décision reçue le", null=True, blank=True)
    debut_le = models.DateField("droit ouvert à partir du", null=True, blank=True)
    fin_le = models.DateField("droit ouvert jusqu’au", null=True, blank=True)
    preuve = models.CharField("niveau de preuve", max_length=20, choices=NiveauPreuve.choices)
    sens_silence = models.CharField("sens du silence", max_length=20, choices=SensSilence.choices, blank=True, default="")
    motif_pro = models.CharField("motif selon le professionnel", max_length=40, choices=MotifChoix.choices, blank=True, default="")
    motif_personne = models.CharField("motif selon la personne", max_length=40, choices=MotifChoix.choices, blank=True, default="")
    motif_decision = models.CharField("motif de l’organisme", max_length=40, choices=MotifDecision.choices, blank=True, default="")
    montants_scelles = models.TextField("montants scellés", blank=True, default="")
    mots_scelles = models.TextField("mots scellés", blank=True, default="")
    annule = models.OneToOneField("self", on_delete=models.CASCADE, related_name="correction", null=True, blank=True, verbose_name="annule")
    auteur = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="auteur")
    note_at = models.DateTimeField("noté le")

    objects = MouvementQuerySet.as_manager()

    class Meta:
        verbose_name = "mouvement"
        verbose_name_plural = "mouvements"
        constraints = [
            models.UniqueConstraint(fields=["droit_suivi", "rang"], name="mouvement_un_par_rang"),
            models.CheckConstraint(condition=Q(rang__gte=1), name="mouvement_commence_a_un"),
            models.CheckConstraint(condition=Q(vers__in=Etat.values) & Q(avant__in=["", *Etat.values]), name="mouvement_entre_etats_connus"),
            models.CheckConstraint(condition=~Q(vers=Etat.ANNULE) | Q(nature=NatureMouvement.CORRECTION), name="mouvement_vers_annule_est_une_correction"),
            models.CheckConstraint(condition=Q(preuve__in=NiveauPreuve.values), name="mouvement_a_une_preuve_connue"),
            models.CheckConstraint(
                condition=Q(motif_pro__in=["", *MotifChoix.values]) & Q(motif_personne__in=["", *MotifChoix.values]), name="mouvement_a_un_motif_connu"
            ),
            models.CheckConstraint(condition=Q(motif_decision__in=["", *MotifDecision.values]), name="mouvement_a_un_motif_de_decision_connu"),
            models.CheckConstraint(
                condition=Q(nature=NatureMouvement.PAS, annule__isnull=True) | Q(nature=NatureMouvement.CORRECTION, annule__isnull=False),
                name="mouvement_de_correction_annule_un_pas",
            ),
            models.CheckConstraint(
                condition=Q(vers=Etat.SILENCE, sens_silence__in=SensSilence.values)
                | ~Q(vers=Etat.SILENCE) & Q(sens_silence="")
                | Q(nature=NatureMouvement.CORRECTION),
                name="mouvement_de_silence_a_un_sens",
            ),
            models.CheckConstraint(
                condition=Q(debut_le__isnull=True) | Q(fin_le__isnull=True) | Q(fin_le__gte=F("debut_le")), name="mouvement_finit_apres_son_debut"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rang} : {self.vers}"

    @property
    def rang_annule(self) -> int | None:
        """The rank of the step that this correction takes back. One query, none for a step."""
        return self.annule.rang if self.annule else None


class DuDroitQuerySet(models.QuerySet[Any]):
    """Rows about followed rights, always read through the structure that holds the right."""

    def of_structures(self, structure_ids: Iterable[int]) -> DuDroitQuerySet:
        """Keep those of rights held by these structures."""
        return self.filter(droit_suivi__structure_id__in=list(structure_ids))


class Piece(models.Model):
    """A paper that an institution asks for, for one right. Given, or of no use any more, or still missing: then it holds the right back."""

    droit_suivi = models.ForeignKey(DroitSuivi, on_delete=models.CASCADE, related_name="pieces", verbose_name="droit suivi")
    nature = models.CharField("nature", max_length=20, choices=NaturePiece.choices)
    precision_scellee = models.TextField("précision scellée", blank=True, default="")
    demandee_le = models.DateField("demandée le")
    avant_le = models.DateField("à donner avant le", null=True, blank=True)
    donnee_le = models.DateField("donnée le", null=True, blank=True)
    sans_objet_le = models.DateField("sans objet depuis le", null=True, blank=True)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="notée par")
    note_at = models.DateTimeField("notée le")

    objects = DuDroitQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce"
        verbose_name_plural = "pièces"
        constraints = [
            models.CheckConstraint(condition=Q(nature__in=NaturePiece.values), name="piece_a_une_nature_connue"),
            models.CheckConstraint(condition=Q(donnee_le__isnull=True) | Q(sans_objet_le__isnull=True), name="piece_donnee_ou_sans_objet"),
        ]

    def __str__(self) -> str:
        return f"pièce : {self.nature}"


class HeldQuerySet(models.QuerySet[Any]):
    """Rows that name the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> HeldQuerySet:
        """Keep those held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def due(self) -> HeldQuerySet:
        """Keep clocks that run: neither done nor paused."""
        return self.filter(faite_le__isnull=True, pausee=False)


class Echeance(models.Model):
    """A clock of one followed right, computed from its facts and the catalogue; computed again at each move, kept where somebody settled it.

    `cle` names the clock within the right (`echeances`). `jusqu_au`: moved to another day, or paused (`pausee`), each with its sealed reason.
    `a_faire_le` is the day that lists sort by: the day it was moved to, else the prudent one, else the last one.
    """

    droit_suivi = models.ForeignKey(DroitSuivi, on_delete=models.CASCADE, related_name="echeances", verbose_name="droit suivi")
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    cle = models.SlugField("clé", max_length=80)
    nature = models.SlugField("nature", max_length=40)
    debut_le = models.DateField("depuis le", null=True, blank=True)
    due_le = models.DateField("pour le")
    prudence_le = models.DateField("jour de prudence", null=True, blank=True)
    a_faire_le = models.DateField("à faire le")
    jusqu_au = models.DateField("déplacée au", null=True, blank=True)
    pausee = models.BooleanField("en pause", default=False, db_default=False)
    raison_scellee = models.TextField("raison scellée", blank=True, default="")
    faite_le = models.DateField("faite le", null=True, blank=True)
    reglee_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="réglée par")
    reglee_at = models.DateTimeField("réglée le", null=True, blank=True)
    calculee_at = models.DateTimeField("calculée le")

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        indexes = [
            models.Index(fields=["structure", "a_faire_le"], name="echeance_par_jour", condition=Q(faite_le__isnull=True, pausee=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["droit_suivi", "cle"], name="echeance_une_par_cle")]

    def __str__(self) -> str:
        return f"{self.cle} pour le {self.due_le}"


class Appel(models.Model):
    """An after-care call, at 1, 3, 6 or 12 months after payment, and what it found. Each attempt is a row."""

    droit_suivi = models.ForeignKey(DroitSuivi, on_delete=models.CASCADE, related_name="appels", verbose_name="droit suivi")
    mois = models.PositiveSmallIntegerField("mois après le versement")
    fait_le = models.DateField("fait le")
    resultat = models.CharField("résultat", max_length=20, choices=ResultatAppel.choices)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="par")
    note_at = models.DateTimeField("noté le")

    objects = DuDroitQuerySet.as_manager()

    class Meta:
        verbose_name = "appel de suivi"
        verbose_name_plural = "appels de suivi"
        constraints = [
            models.CheckConstraint(condition=Q(mois__in=[1, 3, 6, 12]), name="appel_a_un_mois_prevu"),
            models.CheckConstraint(condition=Q(resultat__in=ResultatAppel.values), name="appel_a_un_resultat_connu"),
        ]

    def __str__(self) -> str:
        return f"appel à {self.mois} mois : {self.resultat}"


class Changement(models.Model):
    """A change in the person's life, which proposes a new check-up. `bilan`: the one that was made since."""

    personne = models.ForeignKey("personnes.Personne", on_delete=models.CASCADE, related_name="changements", verbose_name="personne")
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    nature = models.CharField("nature", max_length=20, choices=ChangementVie.choices)
    le = models.DateField("depuis le")
    bilan = models.ForeignKey("bilan.Bilan", on_delete=models.SET_NULL, related_name="+", null=True, blank=True, verbose_name="bilan refait")
    ecarte_le = models.DateField("bilan écarté le", null=True, blank=True)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")
    note_at = models.DateTimeField("noté le")

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = "changement de vie"
        verbose_name_plural = "changements de vie"
        constraints = [models.CheckConstraint(condition=Q(nature__in=ChangementVie.values), name="changement_a_une_nature_connue")]

    def __str__(self) -> str:
        return f"changement : {self.nature}"
