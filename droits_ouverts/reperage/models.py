"""Outreach: campaigns, places, rounds, encounters without anybody's name, what was counted, and the link to a file that she agreed to.

Numbers are given by whoever writes (128 bits), so that the same encounter sent twice is one. An encounter has a day and an hour, no finer moment, and no text.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from droits_ouverts.annuaire.enums import Besoin
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.reperage.enums import Axe, Comparaison, Forme, GenreEndroit, Langue, Nature, Public, Raison, Situation, Suite, Tranche

COMPTE = settings.AUTH_USER_MODEL
STRUCTURE = "structures.Structure"


class ReperageQuerySet(models.QuerySet[Any]):
    """Rows that a structure holds."""

    def of_structures(self, structure_ids: Iterable[int]) -> ReperageQuerySet:
        """Keep those of these structures."""
        return self.filter(structure_id__in=list(structure_ids))

    def counted(self) -> ReperageQuerySet:
        """Keep the encounters that were not taken back."""
        return self.filter(annulee=False)


class Campagne(models.Model):
    """Whom a structure looks for, where, how, from when to when, and what it compares. `pas_jours`: days between two blocks."""

    id = models.UUIDField("numéro", primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey(STRUCTURE, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    nom = models.CharField("nom", max_length=80)
    public = models.CharField("public recherché", max_length=24, choices=Public.choices)
    forme = models.CharField("façon d’aller vers", max_length=20, choices=Forme.choices)
    secteur = models.CharField("secteur", max_length=80, blank=True, default="")
    du = models.DateField("premier jour")
    au = models.DateField("dernier jour")
    comparaison = models.CharField("comparaison", max_length=20, choices=Comparaison.choices, default=Comparaison.AUCUNE)
    blocs = models.PositiveSmallIntegerField("nombre de blocs", default=1)
    pas_jours = models.PositiveSmallIntegerField("jours entre deux blocs", default=0)
    cree_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="créée par")
    cree_at = models.DateTimeField("créée le")

    objects = ReperageQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        verbose_name_plural = "campagnes"
        indexes = [models.Index(fields=["structure", "-du"], name="campagne_par_structure")]
        constraints = [
            models.CheckConstraint(condition=Q(au__gte=F("du")), name="campagne_finit_apres_son_debut"),
            models.CheckConstraint(condition=Q(blocs__gte=1, blocs__lte=12), name="campagne_a_un_a_douze_blocs"),
            models.CheckConstraint(
                condition=Q(public__in=Public.values, forme__in=Forme.values, comparaison__in=Comparaison.values), name="campagne_dit_ce_qu_elle_est"
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class Endroit(models.Model):
    """A place where a structure goes: a street, a building, a place of life. `iris`: its code at Insee; `qpv`: the code of its priority quarter, where it is in one."""

    id = models.UUIDField("numéro", primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey(STRUCTURE, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    genre = models.CharField("genre", max_length=16, choices=GenreEndroit.choices)
    nom = models.CharField("nom", max_length=80)
    iris = models.CharField("code IRIS", max_length=9, blank=True, default="")
    qpv = models.CharField("code du quartier prioritaire", max_length=8, blank=True, default="")
    lieu_de_vie = models.ForeignKey("annuaire.LieuDeVie", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="lieu de vie")
    retire_le = models.DateField("retiré le", null=True, blank=True)
    cree_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="ajouté par")
    cree_at = models.DateTimeField("ajouté le")

    objects = ReperageQuerySet.as_manager()

    class Meta:
        verbose_name = "endroit"
        verbose_name_plural = "endroits"
        indexes = [models.Index(fields=["structure", "nom"], name="endroit_par_nom")]
        constraints = [
            models.CheckConstraint(condition=Q(genre__in=GenreEndroit.values), name="endroit_a_un_genre_connu"),
            models.CheckConstraint(condition=Q(iris="") | Q(iris__regex=r"^[0-9][0-9AB][0-9]{7}$"), name="endroit_a_un_iris_entier"),
            models.CheckConstraint(condition=Q(qpv="") | Q(qpv__regex=r"^QN[0-9A-Z]{6}$"), name="endroit_a_un_qpv_entier"),
            models.CheckConstraint(
                condition=Q(genre=GenreEndroit.LIEU_DE_VIE, lieu_de_vie__isnull=False) | (~Q(genre=GenreEndroit.LIEU_DE_VIE) & Q(lieu_de_vie__isnull=True)),
                name="endroit_lieu_de_vie_de_l_annuaire",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class EndroitPrevu(models.Model):
    """A place that a campaign goes through: its block, and from which day."""

    campagne = models.ForeignKey(Campagne, on_delete=models.CASCADE, related_name="endroits", verbose_name="campagne")
    endroit = models.ForeignKey(Endroit, on_delete=models.PROTECT, related_name="+", verbose_name="endroit")
    bloc = models.PositiveSmallIntegerField("bloc")
    a_partir_du = models.DateField("à partir du")
    forme = models.CharField("façon d’aller vers", max_length=20, choices=Forme.choices)

    class Meta:
        verbose_name = "endroit prévu"
        verbose_name_plural = "endroits prévus"
        constraints = [models.UniqueConstraint(fields=["campagne", "endroit"], name="endroit_prevu_une_fois")]

    def __str__(self) -> str:
        return f"endroit prévu {self.pk}"


class Tournee(models.Model):
    """A round, a permanence, a workshop, a morning of calls. Where it is is read from its moments (`rules.state`). `partenaire`: the organisation that comes too."""

    id = models.UUIDField("numéro", primary_key=True, default=uuid.uuid4, editable=False)
    structure = models.ForeignKey(STRUCTURE, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    campagne = models.ForeignKey(Campagne, on_delete=models.PROTECT, related_name="tournees", null=True, blank=True, verbose_name="campagne")
    forme = models.CharField("façon d’aller vers", max_length=20, choices=Forme.choices)
    endroit = models.ForeignKey(Endroit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="premier endroit")
    partenaire = models.CharField("organisme qui vient aussi", max_length=80, blank=True, default="")
    debut_prevu_at = models.DateTimeField("début prévu")
    fin_prevue_at = models.DateTimeField("fin prévue")
    prevenir = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="qui prévenir")
    partie_at = models.DateTimeField("partie à", null=True, blank=True)
    rentree_at = models.DateTimeField("rentrée à", null=True, blank=True)
    close_at = models.DateTimeField("close à", null=True, blank=True)
    annulee_at = models.DateTimeField("annulée à", null=True, blank=True)
    alerte_at = models.DateTimeField("retard dit à", null=True, blank=True)
    mots_scelles = models.TextField("mots scellés", blank=True, default="")
    rang = models.PositiveIntegerField("rang du compte rendu", default=0)
    cree_par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="prévue par")
    cree_at = models.DateTimeField("prévue le")

    objects = ReperageQuerySet.as_manager()

    class Meta:
        verbose_name = "tournée"
        verbose_name_plural = "tournées"
        indexes = [models.Index(fields=["structure", "-debut_prevu_at"], name="tournee_par_jour")]
        constraints = [
            models.CheckConstraint(condition=Q(forme__in=Forme.values), name="tournee_a_une_forme_connue"),
            models.CheckConstraint(condition=Q(fin_prevue_at__gt=F("debut_prevu_at")), name="tournee_finit_apres_son_debut"),
            models.CheckConstraint(condition=Q(rentree_at__isnull=True) | Q(partie_at__isnull=False), name="tournee_rentre_apres_etre_partie"),
            models.CheckConstraint(condition=Q(close_at__isnull=True) | Q(rentree_at__isnull=False), name="tournee_close_une_fois_rentree"),
            models.CheckConstraint(condition=Q(annulee_at__isnull=True) | Q(partie_at__isnull=True), name="tournee_annulee_avant_de_partir"),
        ]

    def __str__(self) -> str:
        return f"tournée {self.pk}"


class Equipier(models.Model):
    """Who goes on a round."""

    tournee = models.ForeignKey(Tournee, on_delete=models.CASCADE, related_name="equipe", verbose_name="tournée")
    compte = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="compte")

    class Meta:
        verbose_name = "équipier"
        verbose_name_plural = "équipiers"
        constraints = [models.UniqueConstraint(fields=["tournee", "compte"], name="equipier_une_fois")]

    def __str__(self) -> str:
        return f"{self.compte_id} dans {self.tournee_id}"


class Rencontre(models.Model):
    """Somebody was met, without her name: a day, an hour, short lists, no text. `revue`: she had been met before. One that is taken back stays, uncounted."""

    id = models.UUIDField("numéro", primary_key=True, editable=False)
    structure = models.ForeignKey(STRUCTURE, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    tournee = models.ForeignKey(Tournee, on_delete=models.PROTECT, related_name="rencontres", verbose_name="tournée")
    endroit = models.ForeignKey(Endroit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="endroit")
    forme = models.CharField("façon d’aller vers", max_length=20, choices=Forme.choices)
    le = models.DateField("jour")
    heure = models.PositiveSmallIntegerField("heure")
    age = models.CharField("âge", max_length=16, choices=Tranche.choices, blank=True, default="")
    langue = models.CharField("langue", max_length=8, choices=Langue.choices, blank=True, default="")
    situation = models.CharField("situation", max_length=16, choices=Situation.choices, blank=True, default="")
    objet = models.CharField("de quoi on a parlé", max_length=16, choices=Besoin.choices, blank=True, default="")
    suite = models.CharField("ce qui a suivi", max_length=16, choices=Suite.choices)
    raison = models.CharField("pourquoi le bilan est refusé", max_length=16, choices=Raison.choices, blank=True, default="")
    revue = models.BooleanField("déjà rencontrée", default=False)
    annulee = models.BooleanField("notée par erreur", default=False)
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="notée par")

    objects = ReperageQuerySet.as_manager()

    class Meta:
        verbose_name = "rencontre"
        verbose_name_plural = "rencontres"
        indexes = [models.Index(fields=["structure", "le"], name="rencontre_par_jour")]
        constraints = [
            models.CheckConstraint(condition=Q(heure__gte=0, heure__lte=23), name="rencontre_a_une_heure"),
            models.CheckConstraint(condition=Q(forme__in=Forme.values, suite__in=Suite.values), name="rencontre_dit_comment_et_la_suite"),
            models.CheckConstraint(
                condition=Q(age__in=["", *Tranche.values], langue__in=["", *Langue.values], situation__in=["", *Situation.values]),
                name="rencontre_ne_dit_que_des_listes",
            ),
            models.CheckConstraint(condition=Q(objet__in=["", *Besoin.values], raison__in=["", *Raison.values]), name="rencontre_parle_de_choses_connues"),
            models.CheckConstraint(condition=Q(raison="") | Q(suite=Suite.BILAN_REFUSE), name="rencontre_donne_raison_d_un_refus"),
        ]

    def __str__(self) -> str:
        return f"rencontre {self.pk}"


class Exposition(models.Model):
    """One tap of a counter: so many more, or fewer, doors, absences, leaflets, minutes. Sums are what counts; no row is ever changed."""

    id = models.UUIDField("numéro", primary_key=True, editable=False)
    structure = models.ForeignKey(STRUCTURE, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    tournee = models.ForeignKey(Tournee, on_delete=models.PROTECT, related_name="expositions", verbose_name="tournée")
    endroit = models.ForeignKey(Endroit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="endroit")
    forme = models.CharField("façon d’aller vers", max_length=20, choices=Forme.choices)
    nature = models.CharField("ce qui est compté", max_length=16, choices=Nature.choices)
    nombre = models.SmallIntegerField("nombre")
    le = models.DateField("jour")
    heure = models.PositiveSmallIntegerField("heure")
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="compté par")

    objects = ReperageQuerySet.as_manager()

    class Meta:
        verbose_name = "exposition"
        verbose_name_plural = "expositions"
        constraints = [
            models.CheckConstraint(condition=Q(heure__gte=0, heure__lte=23), name="exposition_a_une_heure"),
            models.CheckConstraint(condition=Q(forme__in=Forme.values, nature__in=Nature.values), name="exposition_compte_une_chose_connue"),
            models.CheckConstraint(condition=Q(nombre__gte=-500, nombre__lte=500) & ~Q(nombre=0), name="exposition_compte_quelque_chose"),
        ]

    def __str__(self) -> str:
        return f"exposition {self.pk}"


class Decompte(models.Model):
    """What erased encounters counted for: one answer at a time, by round and place. Two answers are never crossed, so that nobody is found again."""

    structure = models.ForeignKey(STRUCTURE, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    tournee = models.ForeignKey(Tournee, on_delete=models.PROTECT, related_name="decomptes", verbose_name="tournée")
    endroit = models.ForeignKey(Endroit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="endroit")
    axe = models.CharField("ce qui est compté", max_length=16, choices=Axe.choices)
    valeur = models.CharField("réponse", max_length=24, blank=True, default="")
    nombre = models.PositiveIntegerField("nombre")

    objects = ReperageQuerySet.as_manager()

    class Meta:
        verbose_name = "décompte"
        verbose_name_plural = "décomptes"
        constraints = [
            models.UniqueConstraint(fields=["tournee", "endroit", "axe", "valeur"], name="decompte_une_ligne_par_reponse"),
            models.UniqueConstraint(fields=["tournee", "axe", "valeur"], condition=Q(endroit__isnull=True), name="decompte_une_ligne_sans_endroit"),
            models.CheckConstraint(condition=Q(axe__in=Axe.values), name="decompte_a_un_axe_connu"),
        ]

    def __str__(self) -> str:
        return f"{self.axe} {self.valeur} : {self.nombre}"


class LienRencontre(models.Model):
    """An encounter is somebody's, because she agreed: how, on which day. Taking the agreement back removes the row."""

    rencontre = models.OneToOneField(Rencontre, on_delete=models.PROTECT, related_name="lien", verbose_name="rencontre")
    structure = models.ForeignKey(STRUCTURE, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    personne = models.ForeignKey("personnes.Personne", on_delete=models.PROTECT, related_name="rencontres", verbose_name="personne")
    accord_mode = models.CharField("façon d’accepter", max_length=16, choices=ModeAccord.choices)
    accord_le = models.DateField("accepté le")
    par = models.ForeignKey(COMPTE, on_delete=models.PROTECT, related_name="+", verbose_name="noté par")

    objects = ReperageQuerySet.as_manager()

    class Meta:
        verbose_name = "lien d’une rencontre"
        verbose_name_plural = "liens de rencontres"
        constraints = [models.CheckConstraint(condition=Q(accord_mode__in=ModeAccord.values), name="lien_rencontre_a_un_accord")]

    def __str__(self) -> str:
        return f"lien {self.pk}"
