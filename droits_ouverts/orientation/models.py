"""Somebody is sent to a service for one right: what was asked, what she agreed to share, and what each service answered.

One row a recipient, each with steps of its own, which are never changed. Words and the sheet are sealed for the person.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from droits_ouverts.orientation.enums import (
    Capacite,
    Demande,
    IssueRelais,
    MotifImpossible,
    MotifPause,
    NatureRelais,
    NatureSuiteEnvoi,
    Pourquoi,
    StatutEnvoi,
    Voie,
)
from droits_ouverts.orientation.models_reponse import Blocage, Courriel, LienReponse, Referent, Relance
from droits_ouverts.orientation.rules import FINAUX
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.structures.enums import Genre

__all__ = [
    "Blocage",
    "Courriel",
    "Destinataire",
    "Envoi",
    "LienReponse",
    "Orientation",
    "PassageDeRelais",
    "Pause",
    "Referent",
    "Relance",
    "RetraitAccord",
    "SuiteEnvoi",
]

COMPTE = settings.AUTH_USER_MODEL


class TenuQuerySet(models.QuerySet[Any]):
    """Rows always read through the structure that holds them."""

    def of_structures(self, structure_ids: Iterable[int]) -> TenuQuerySet:
        """Keep those held by these structures."""
        return self.filter(structure_id__in=list(structure_ids))


class EnvoiQuerySet(TenuQuerySet):
    """Recipients, read by the structure that sends or by the one that is sent somebody."""

    def towards(self, structure_ids: Iterable[int]) -> EnvoiQuerySet:
        """Keep what was sent to these structures."""
        return self.filter(vers_structure_id__in=list(structure_ids))


class Destinataire(models.Model):
    """A service to which a structure sends people: its desk, or a structure that answers here (`vers_structure`). Retired, never erased while something was sent.

    `service_annuaire` names it in the directory. `rang_code`: changing it changes the code that the desk types; the code itself is kept nowhere.
    `codes_faux`: how many wrong ones were typed on the day `codes_faux_le`, all its links together.
    """

    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="destinataires", verbose_name="structure")
    vers_structure = models.ForeignKey(
        "structures.Structure", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="structure qui répond ici"
    )
    service_annuaire = models.CharField("numéro dans l’annuaire", max_length=120, blank=True, default="", db_default="")
    nom = models.CharField("nom du service", max_length=120)
    genre = models.CharField("nature", max_length=32, choices=Genre.choices)
    email = models.EmailField("adresse électronique de l’accueil", blank=True, default="", db_default="")
    telephone = models.CharField("téléphone de l’accueil", max_length=40, blank=True, default="", db_default="")
    adresse = models.CharField("adresse postale", max_length=200, blank=True, default="", db_default="")
    accueil = models.CharField("comment demander l’accueil", max_length=200, blank=True, default="", db_default="")
    capacite = models.CharField("capacité", max_length=20, choices=Capacite.choices, default=Capacite.INCONNUE, db_default=Capacite.INCONNUE.value)
    capacite_le = models.DateField("capacité dite le", null=True, blank=True)
    delai_promis = models.PositiveSmallIntegerField("délai promis, en jours", null=True, blank=True)
    rang_code = models.PositiveIntegerField("rang du code", default=1, db_default=1)
    codes_faux = models.PositiveSmallIntegerField("codes faux de la journée", default=0, db_default=0)
    codes_faux_le = models.DateField("codes faux comptés le", null=True, blank=True)
    retire_le = models.DateField("retiré le", null=True, blank=True)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")
    created_at = models.DateTimeField("noté le")

    objects = TenuQuerySet.as_manager()

    class Meta:
        verbose_name = "destinataire"
        verbose_name_plural = "destinataires"
        constraints = [
            models.UniqueConstraint(fields=["structure", "nom"], condition=Q(retire_le__isnull=True), name="destinataire_un_par_nom"),
            models.CheckConstraint(condition=Q(genre__in=Genre.values), name="destinataire_a_un_genre_connu"),
            models.CheckConstraint(condition=Q(capacite__in=Capacite.values), name="destinataire_a_une_capacite_connue"),
            models.CheckConstraint(condition=~Q(vers_structure=F("structure")), name="destinataire_est_une_autre_structure"),
        ]

    def __str__(self) -> str:
        return self.nom


class Orientation(models.Model):
    """Somebody sent for one right: why, what is asked, what she agreed to share and when. `fiche_scellee` is the sheet as it leaves, nothing more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="orientations", verbose_name="structure")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.CASCADE, related_name="orientations", verbose_name="personne")
    droit_suivi = models.ForeignKey("suivi.DroitSuivi", on_delete=models.CASCADE, related_name="orientations", verbose_name="droit suivi")
    pourquoi = models.CharField("pourquoi ce service", max_length=20, choices=Pourquoi.choices)
    demande = models.CharField("ce qui est demandé", max_length=20, choices=Demande.choices)
    champs = models.JSONField("ce qu’elle accepte de partager", default=list)
    fiche_scellee = models.TextField("fiche scellée")
    accord_mode = models.CharField("accord donné", max_length=20, choices=ModeAccord.choices)
    accord_le = models.DateField("accord donné le")
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="envoyée par")
    created_at = models.DateTimeField("faite le")

    objects = TenuQuerySet.as_manager()

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"
        indexes = [models.Index(fields=["structure", "-created_at"], name="orientation_recente")]
        constraints = [
            models.CheckConstraint(condition=Q(pourquoi__in=Pourquoi.values), name="orientation_a_une_raison_connue"),
            models.CheckConstraint(condition=Q(demande__in=Demande.values), name="orientation_a_une_demande_connue"),
            models.CheckConstraint(condition=Q(accord_mode__in=ModeAccord.values), name="orientation_a_un_accord"),
            models.CheckConstraint(condition=~Q(fiche_scellee=""), name="orientation_a_une_fiche_scellee"),
        ]

    def __str__(self) -> str:
        return f"orientation {self.pk}"


class Envoi(models.Model):
    """One recipient of an orientation. `statut`, `statut_le`, `rdv_le`, `rang` repeat its steps in force.

    `horloge_le`: the day from which reminders are counted, `horloge_rang` the step that set it. `repondue_le`: the first answer, whatever came after.
    `parvenue_le`: the day on which the mail left or the desk was called, `appele_le` the last call; `appele_at`, `appele_par` and the two days of before it: what taking it back restores. `lecture_fermee`: the service reads the sheet no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    orientation = models.ForeignKey(Orientation, on_delete=models.CASCADE, related_name="envois", verbose_name="orientation")
    structure = models.ForeignKey("structures.Structure", on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    vers_structure = models.ForeignKey(
        "structures.Structure", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="structure qui répond ici"
    )
    destinataire = models.ForeignKey(Destinataire, on_delete=models.PROTECT, related_name="envois", verbose_name="destinataire")
    statut = models.CharField("statut", max_length=20, choices=StatutEnvoi.choices)
    statut_le = models.DateField("dans ce statut depuis le")
    rdv_le = models.DateField("rendez-vous le", null=True, blank=True)
    rang = models.PositiveIntegerField("rang de la dernière étape")
    envoyee_le = models.DateField("envoyée le")
    repondue_le = models.DateField("première réponse le", null=True, blank=True)
    delai_promis = models.PositiveSmallIntegerField("délai promis, en jours", null=True, blank=True)
    horloge_le = models.DateField("rappels comptés depuis le")
    horloge_rang = models.PositiveIntegerField("étape qui compte les rappels")
    parvenue_le = models.DateField("parvenue au service le", null=True, blank=True)
    appele_le = models.DateField("accueil appelé le", null=True, blank=True)
    appele_at = models.DateTimeField("dernier appel noté", null=True, blank=True)
    appele_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="dernier appel noté par")
    appele_avant = models.DateField("appel d’avant", null=True, blank=True)
    parvenue_avant = models.DateField("parvenue, avant l’appel", null=True, blank=True)
    lecture_fermee = models.BooleanField("la fiche ne se lit plus", default=False, db_default=False)

    objects = EnvoiQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        verbose_name_plural = "envois"
        indexes = [
            models.Index(fields=["structure", "statut", "envoyee_le"], name="envoi_par_statut"),
            models.Index(fields=["vers_structure", "statut", "envoyee_le"], name="envoi_recu_par_statut"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["orientation", "destinataire"], name="envoi_un_par_destinataire"),
            models.CheckConstraint(condition=Q(statut__in=StatutEnvoi.values), name="envoi_a_un_statut_connu"),
            models.CheckConstraint(condition=Q(rang__gte=1), name="envoi_a_une_etape"),
            models.CheckConstraint(condition=~Q(statut=StatutEnvoi.RENDEZ_VOUS) | Q(rdv_le__isnull=False), name="envoi_rendez_vous_a_un_jour"),
        ]

    def __str__(self) -> str:
        return f"envoi {self.pk} : {self.statut}"

    @property
    def est_ouvert(self) -> bool:
        """Whether an answer is still awaited."""
        return self.statut not in FINAUX


class SuiteEnvoi(models.Model):
    """One step of one recipient. Written once; a mistake is corrected by a step (`annule`). `depot_le`: the day on which the demand was put in, as the service says."""

    envoi = models.ForeignKey(Envoi, on_delete=models.CASCADE, related_name="suites", verbose_name="envoi")
    rang = models.PositiveIntegerField("rang")
    nature = models.CharField("nature", max_length=20, choices=NatureSuiteEnvoi.choices)
    statut = models.CharField("statut", max_length=20, choices=StatutEnvoi.choices)
    fait_le = models.DateField("fait le")
    rdv_le = models.DateField("rendez-vous le", null=True, blank=True)
    depot_le = models.DateField("demande déposée le", null=True, blank=True)
    motif = models.CharField("raison", max_length=20, choices=MotifImpossible.choices, blank=True, default="")
    mots_scelles = models.TextField("mots scellés", blank=True, default="")
    voie = models.CharField("par quelle voie", max_length=20, choices=Voie.choices)
    mouvement = models.ForeignKey("suivi.Mouvement", on_delete=models.CASCADE, related_name="+", null=True, blank=True, verbose_name="étape du droit")
    annule = models.OneToOneField("self", on_delete=models.CASCADE, related_name="correction", null=True, blank=True, verbose_name="annule")
    auteur = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="auteur")
    note_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "suite d’un envoi"
        verbose_name_plural = "suites des envois"
        constraints = [
            models.UniqueConstraint(fields=["envoi", "rang"], name="suite_envoi_une_par_rang"),
            models.CheckConstraint(condition=Q(statut__in=StatutEnvoi.values), name="suite_envoi_a_un_statut_connu"),
            models.CheckConstraint(condition=Q(voie__in=Voie.values), name="suite_envoi_a_une_voie_connue"),
            models.CheckConstraint(condition=Q(motif__in=["", *MotifImpossible.values]), name="suite_envoi_a_une_raison_connue"),
            models.CheckConstraint(
                condition=~Q(statut=StatutEnvoi.IMPOSSIBLE) | ~Q(motif="") | Q(nature=NatureSuiteEnvoi.CORRECTION), name="suite_envoi_impossible_dit_pourquoi"
            ),
            models.CheckConstraint(
                condition=Q(nature=NatureSuiteEnvoi.PAS, annule__isnull=True) | Q(nature=NatureSuiteEnvoi.CORRECTION, annule__isnull=False),
                name="suite_envoi_de_correction_annule_une_etape",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rang} : {self.statut}"


class PassageDeRelais(models.Model):
    """A warm hand-over: a call with the three, or a visit together, planned and then told, with an outcome of its own."""

    orientation = models.ForeignKey(Orientation, on_delete=models.CASCADE, related_name="relais", verbose_name="orientation")
    destinataire = models.ForeignKey(Destinataire, on_delete=models.PROTECT, related_name="relais", verbose_name="destinataire")
    nature = models.CharField("nature", max_length=20, choices=NatureRelais.choices)
    prevu_le = models.DateField("prévu le")
    issue = models.CharField("issue", max_length=20, choices=IssueRelais.choices, blank=True, default="")
    fait_le = models.DateField("fait le", null=True, blank=True)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")
    note_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "passage de relais"
        verbose_name_plural = "passages de relais"
        constraints = [
            models.CheckConstraint(condition=Q(nature__in=NatureRelais.values), name="relais_a_une_nature_connue"),
            models.CheckConstraint(
                condition=Q(issue="", fait_le__isnull=True) | Q(issue__in=IssueRelais.values, fait_le__isnull=False), name="relais_a_une_issue_un_jour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nature} prévu le {self.prevu_le}"


class RetraitAccord(models.Model):
    """She no longer agrees that this sheet be shared: every service reads nothing from that instant on, and nothing more is sent.

    `blocages`: the blocked cases that stopped with it, each with its state and day of before, for a withdrawal noted by mistake.
    """

    orientation = models.OneToOneField(Orientation, on_delete=models.CASCADE, related_name="retrait", verbose_name="orientation")
    le = models.DateField("retiré le")
    mode = models.CharField("retrait dit", max_length=20, choices=ModeAccord.choices)
    blocages = models.JSONField("cas arrêtés avec lui", null=True, blank=True)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")
    note_at = models.DateTimeField("noté le")

    class Meta:
        verbose_name = "retrait d’accord"
        verbose_name_plural = "retraits d’accord"
        constraints = [models.CheckConstraint(condition=Q(mode__in=ModeAccord.values), name="retrait_d_accord_a_un_mode_connu")]

    def __str__(self) -> str:
        return f"accord retiré le {self.le}"


class Pause(models.Model):
    """Nobody is reminded of this orientation from a day to another; the days between are not counted."""

    orientation = models.ForeignKey(Orientation, on_delete=models.CASCADE, related_name="pauses", verbose_name="orientation")
    motif = models.CharField("raison", max_length=20, choices=MotifPause.choices)
    du = models.DateField("du")
    au = models.DateField("au", null=True, blank=True)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="posée par")

    class Meta:
        verbose_name = "pause"
        verbose_name_plural = "pauses"
        constraints = [
            models.UniqueConstraint(fields=["orientation"], condition=Q(au__isnull=True), name="pause_une_a_la_fois"),
            models.CheckConstraint(condition=Q(au__isnull=True) | Q(au__gte=F("du")), name="pause_finit_apres_son_debut"),
            models.CheckConstraint(condition=Q(motif__in=MotifPause.values), name="pause_a_une_raison_connue"),
        ]

    def __str__(self) -> str:
        return f"pause du {self.du}"
