"""Structures (the wall between records) and their members."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from droits_ouverts.comptes.models import Compte
from droits_ouverts.structures import rules
from droits_ouverts.structures.enums import Genre, Profession, Role
from droits_ouverts.territoires.models import Site


class StructureQuerySet(models.QuerySet["Structure"]):
    """Readings of structures."""

    def with_member(self, compte: Compte, on: date) -> StructureQuerySet:
        """Structures where this account is a member on this day."""
        return self.filter(pk__in=Membre.objects.present(on).filter(compte=compte).values("structure"))

    def on_site(self, site_id: int) -> StructureQuerySet:
        """Structures that act on this site."""
        return self.filter(sites=site_id)


class Structure(models.Model):
    """A partner organisation: it holds the records of the people it meets."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    nom = models.CharField(_("nom"), max_length=200, unique=True)
    genre = models.CharField(_("genre"), max_length=32, choices=Genre.choices)
    sites = models.ManyToManyField(Site, verbose_name=_("sites où elle agit"), related_name="structures", blank=True)

    objects = StructureQuerySet.as_manager()

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        constraints = [models.CheckConstraint(condition=models.Q(genre__in=Genre.values), name="structure_a_un_genre_connu")]

    def __str__(self) -> str:
        return self.nom


class MembreQuerySet(models.QuerySet["Membre"]):
    """Readings of members."""

    def present(self, on: date) -> MembreQuerySet:
        """Memberships that run on this day, both ends included, and are not suspended."""
        return self.listed(on).filter(suspendu_le__isnull=True)

    def listed(self, on: date) -> MembreQuerySet:
        """Memberships that run on this day, suspended ones included: for whom manages them."""
        return self.filter(models.Q(jusqu_au__isnull=True) | models.Q(jusqu_au__gte=on), depuis_le__lte=on)

    def of_compte(self, compte: Compte) -> MembreQuerySet:
        """Memberships of one account, the newest first."""
        return self.filter(compte=compte).order_by("-depuis_le", "-pk")


class Membre(models.Model):
    """An account in a structure, with its role and its profession, from a first day to a last one."""

    compte = models.ForeignKey(Compte, verbose_name=_("compte"), on_delete=models.PROTECT, related_name="appartenances")
    structure = models.ForeignKey(Structure, verbose_name=_("structure"), on_delete=models.PROTECT, related_name="membres")
    role = models.CharField(_("rôle"), max_length=32, choices=Role.choices)
    profession = models.CharField(_("profession"), max_length=32, choices=Profession.choices, default=Profession.AUTRE)
    depuis_le = models.DateField(_("premier jour"))
    jusqu_au = models.DateField(_("dernier jour"), null=True, blank=True)
    suspendu_le = models.DateField(_("suspendu"), null=True, blank=True)

    objects = MembreQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre")
        verbose_name_plural = _("membres")
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membre_a_un_role_connu"),
            models.CheckConstraint(condition=models.Q(profession__in=Profession.values), name="membre_a_une_profession_connue"),
            models.CheckConstraint(
                condition=models.Q(jusqu_au__isnull=True) | models.Q(jusqu_au__gte=models.F("depuis_le")), name="membre_part_apres_etre_arrive"
            ),
            models.UniqueConstraint(fields=["compte", "structure"], condition=models.Q(jusqu_au__isnull=True), name="membre_une_seule_fois_a_la_fois"),
        ]

    def __str__(self) -> str:
        return f"{self.compte_id} @ {self.structure_id}"

    @property
    def is_bound_to_secrecy(self) -> bool:
        """Whether the law itself binds this member to professional secrecy."""
        return rules.is_bound_to_secrecy(self.profession)


class Invitation(models.Model):
    """A place kept for somebody who has no account yet: opened once, by the link that she alone was given."""

    structure = models.ForeignKey(Structure, verbose_name=_("structure"), on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("adresse électronique"))
    nom = models.CharField(_("nom affiché"), max_length=120)
    role = models.CharField(_("rôle"), max_length=32, choices=Role.choices)
    profession = models.CharField(_("profession"), max_length=32, choices=Profession.choices)
    empreinte = models.CharField(_("empreinte du lien"), max_length=64, unique=True)
    invitante = models.ForeignKey(Compte, verbose_name=_("qui invite"), on_delete=models.PROTECT, related_name="invitations")
    envoyee_at = models.DateTimeField(_("envoyée"))
    expire_at = models.DateTimeField(_("expire"))
    servie_at = models.DateTimeField(_("servie"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_a_un_role_connu"),
            models.CheckConstraint(condition=models.Q(profession__in=Profession.values), name="invitation_a_une_profession_connue"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} @ {self.structure_id}"
