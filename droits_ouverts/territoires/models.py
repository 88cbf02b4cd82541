"""The programme and its sites: the perimeter of figures, not a wall between structures."""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

INSEE_COMMUNE = r"^(?:[0-9]{2}|2[AB])[0-9]{3}$"


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Readings of programmes."""

    def running(self, on: date) -> ProgrammeQuerySet:
        """Programmes open on this day."""
        return self.filter(debut_le__lte=on, fin_le__gte=on)


class Programme(models.Model):
    """A Territoire Zéro Non-Recours: a name, a first day, a last day."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    nom = models.CharField(_("nom"), max_length=200)
    debut_le = models.DateField(_("premier jour"))
    fin_le = models.DateField(_("dernier jour"))

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [models.CheckConstraint(condition=models.Q(fin_le__gte=models.F("debut_le")), name="programme_finit_apres_avoir_commence")]

    def __str__(self) -> str:
        return self.nom


class SiteQuerySet(models.QuerySet["Site"]):
    """Readings of sites."""

    def of_programme(self, programme_id: int) -> SiteQuerySet:
        """Sites of one programme, by name."""
        return self.filter(programme_id=programme_id).order_by("nom")


class Site(models.Model):
    """A sector where the programme acts, inside one commune."""

    programme = models.ForeignKey(Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="sites")
    code = models.SlugField(_("code"), max_length=64, unique=True)
    nom = models.CharField(_("nom"), max_length=120)
    commune_nom = models.CharField(_("commune"), max_length=120)
    commune_insee = models.CharField(
        _("code Insee de la commune ou de l’arrondissement"), max_length=5, validators=[RegexValidator(INSEE_COMMUNE, _("5 caractères, par exemple 69259."))]
    )

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            models.UniqueConstraint(fields=["programme", "nom"], name="site_a_un_nom_unique_dans_son_programme"),
            models.CheckConstraint(condition=models.Q(commune_insee__regex=INSEE_COMMUNE), name="site_a_un_code_insee_de_commune"),
        ]

    def __str__(self) -> str:
        return self.nom
