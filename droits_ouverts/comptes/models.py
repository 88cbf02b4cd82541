"""Accounts: people who work with the service. What they may do comes from their structure, never from the account."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class CompteQuerySet(models.QuerySet["Compte"]):
    """Readings of accounts."""

    def active(self) -> CompteQuerySet:
        """Accounts that may sign in."""
        return self.filter(is_active=True)


class CompteManager(BaseUserManager["Compte"]):
    """Finds an account by its e-mail, whatever its capitals."""

    def get_queryset(self) -> CompteQuerySet:
        """Return the named readings."""
        return CompteQuerySet(self.model, using=self._db)

    def active(self) -> CompteQuerySet:
        """Accounts that may sign in."""
        return self.get_queryset().active()

    def get_by_natural_key(self, username: str | None) -> Compte:
        """Return the account of this e-mail. Raise `Compte.DoesNotExist`."""
        return self.get(email=(username or "").strip().lower())


class Compte(AbstractBaseUser):
    """Somebody who signs in: an e-mail, the name colleagues see, a password."""

    email = models.EmailField(_("adresse électronique"), unique=True)
    nom = models.CharField(_("nom affiché"), max_length=120)
    is_active = models.BooleanField(_("peut se connecter"), default=True)
    created_at = models.DateTimeField(_("créé"), auto_now_add=True)
    charte_version = models.CharField(_("version acceptée de la charte"), max_length=16, blank=True, default="", db_default="")
    charte_le = models.DateField(_("charte acceptée"), null=True, blank=True)
    averti_le = models.DateField(_("averti de sa fermeture"), null=True, blank=True)

    objects: ClassVar[CompteManager] = CompteManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["nom"]

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="compte_a_une_adresse_en_minuscules")]

    def __str__(self) -> str:
        return self.nom

    def get_full_name(self) -> str:
        """Return the name colleagues see."""
        return self.nom


class Essai(models.Model):
    """A guess at a password or a code that was not right. The key says nothing of whom or from where; kept an hour."""

    cle = models.CharField(_("clé"), max_length=64)
    at = models.DateTimeField(_("moment"))

    class Meta:
        verbose_name = _("essai de connexion")
        verbose_name_plural = _("essais de connexion")
        indexes = [models.Index(fields=["cle", "at"], name="essai_par_cle")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class Seance(AbstractBaseSession):
    """An open session: whose, since when, seen when, on what kind of device. Removed, it ends at the next request."""

    compte = models.ForeignKey(Compte, verbose_name=_("compte"), on_delete=models.CASCADE, related_name="seances", null=True)
    ouverte_at = models.DateTimeField(_("ouverte"), null=True)
    vue_at = models.DateTimeField(_("vue"), null=True)
    navigateur = models.CharField(_("navigateur"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("session ouverte")
        verbose_name_plural = _("sessions ouvertes")

    def __str__(self) -> str:
        return f"{self.compte_id}"

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return the store that reads these rows."""
        from droits_ouverts.comptes.sessions import SessionStore  # noqa: PLC0415  it imports this model

        return SessionStore


class IdentiteLiee(models.Model):
    """The name that an identity provider gives to the holder of an account: issuer and subject, never an address."""

    compte = models.ForeignKey(Compte, verbose_name=_("compte"), on_delete=models.CASCADE, related_name="identites")
    emetteur = models.CharField(_("émetteur"), max_length=255)
    sujet = models.CharField(_("sujet"), max_length=255)
    liee_at = models.DateTimeField(_("liée"))

    class Meta:
        verbose_name = _("identité liée")
        verbose_name_plural = _("identités liées")
        constraints = [
            models.UniqueConstraint(fields=["emetteur", "sujet"], name="identite_ouvre_un_seul_compte"),
            models.UniqueConstraint(fields=["compte", "emetteur"], name="compte_une_identite_par_emetteur"),
        ]

    def __str__(self) -> str:
        return f"{self.compte_id} @ {self.emetteur}"
