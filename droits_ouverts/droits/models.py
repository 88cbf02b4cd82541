"""What the catalogue keeps in the database: what readers say is no longer true, and whether its links still answer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from droits_ouverts.comptes.models import Compte
from droits_ouverts.droits.enums import ConstatLien

COMMENTAIRE_MAX = 300
CLE_MAX = 120


class SignalementQuerySet(models.QuerySet["Signalement"]):
    """Readings of reports."""

    def open(self) -> SignalementQuerySet:
        """Reports that nobody settled yet."""
        return self.filter(regle_at__isnull=True)

    def settled(self) -> SignalementQuerySet:
        """Reports that somebody settled."""
        return self.filter(regle_at__isnull=False)


class Signalement(models.Model):
    """Somebody says that a statement is no longer true. Nothing tells who: no account, no address, a day and not an hour.

    `cle` is the place of the statement in the file of the right ("recours[0]"), empty for the whole page; `empreinte` the digest of its text on
    that day, so that a sentence that was mended since is not held to be doubtful.
    """

    droit = models.CharField(_("code du droit"), max_length=64)
    cle = models.CharField(_("énoncé"), max_length=CLE_MAX, blank=True)
    empreinte = models.CharField(_("empreinte du texte"), max_length=64)
    commentaire = models.CharField(_("précision"), max_length=COMMENTAIRE_MAX, blank=True)
    signale_le = models.DateField(_("jour du signalement"))
    regle_at = models.DateTimeField(_("réglé à"), null=True, blank=True)
    regle_par = models.ForeignKey(Compte, verbose_name=_("réglé par"), on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    suite = models.CharField(_("suite donnée"), max_length=COMMENTAIRE_MAX, blank=True)

    objects = SignalementQuerySet.as_manager()

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        indexes = [models.Index(fields=["droit", "regle_at"], name="signalement_par_droit")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(regle_at__isnull=True, regle_par__isnull=True, suite="")
                | (models.Q(regle_at__isnull=False, regle_par__isnull=False) & ~models.Q(suite="")),
                name="signalement_regle_par_quelqu_un_qui_dit_comment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.droit}:{self.cle}"


class LienSurveille(models.Model):
    """An address that the catalogue cites, and what it answered. Whether it is dead is `rules.is_dead`."""

    url = models.CharField(_("adresse"), max_length=500, unique=True)
    constat = models.CharField(_("constat"), max_length=16, choices=[(constat.value, constat.value) for constat in ConstatLien])
    statut = models.PositiveSmallIntegerField(_("dernier statut HTTP"), null=True, blank=True)
    verifie_at = models.DateTimeField(_("vérifié à"))
    ok_le = models.DateField(_("dernier jour où le lien a répondu"), null=True, blank=True)
    echec_depuis_le = models.DateField(_("premier jour d’échec"), null=True, blank=True)
    echec_le = models.DateField(_("dernier jour d’échec compté"), null=True, blank=True)
    jours_en_echec = models.PositiveSmallIntegerField(_("jours d’échec de suite"), default=0)
    absences = models.PositiveSmallIntegerField(_("absences de suite"), default=0)

    class Meta:
        verbose_name = _("lien surveillé")
        verbose_name_plural = _("liens surveillés")
        constraints = [models.CheckConstraint(condition=models.Q(constat__in=[c.value for c in ConstatLien]), name="lien_a_un_constat_connu")]

    def __str__(self) -> str:
        return self.url
