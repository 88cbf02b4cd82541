"""What a decision brings, in words: the amount, what it reduces elsewhere, what remains; a month and a year. Values out, no query. Never a promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from droits_ouverts.ecarts.enums import EtatGain
from droits_ouverts.engine.results import Intervalle
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.langue import euros
from droits_ouverts.suivi.presentation import label_of

if TYPE_CHECKING:
    from droits_ouverts.ecarts.comparaison import Comparaison
    from droits_ouverts.ecarts.models import GainDecide
    from droits_ouverts.engine.results import GainReel


@dataclass(frozen=True, slots=True, kw_only=True)
class LigneGain:
    """A row of the table: what, a month, a year."""

    titre: str
    mois: str
    an: str
    total: bool = False


def interval(valeur: Intervalle, *, fois: int = 1, signe: int = 1) -> str:
    """Return an amount, or its bounds where they differ by a euro or more."""
    bas, haut = sorted((valeur.min * signe * fois, valeur.max * signe * fois))
    if haut - bas < fois:
        return euros(bas)
    return _("de {bas} à {haut}").format(bas=euros(bas), haut=euros(haut))


def rows_of(gain: GainReel) -> list[LigneGain]:
    """Return the table: the amount that was decided, each right that it changes, the net."""
    lignes = [LigneGain(titre=_("Montant décidé"), mois=euros(gain.montant), an=euros(gain.montant * 12))]
    for code, ecart in sorted(gain.reductions.items(), key=lambda item: -abs(item[1].max)):
        titre = _("{droit} : en moins") if ecart.max > 0 else _("{droit} : en plus")
        signe = -1 if ecart.max > 0 else 1
        valeur = ecart if ecart.max > 0 else type(ecart)(min=-ecart.max, max=-ecart.min)
        lignes.append(LigneGain(titre=titre.format(droit=label_of(code)), mois=interval(valeur, signe=signe), an=interval(valeur, fois=12, signe=signe)))
    return [*lignes, LigneGain(titre=_("Gain net pour le foyer"), mois=interval(gain.net), an=interval(gain.net, fois=12), total=True)]


def sentences(ligne: GainDecide, gain: GainReel | None) -> tuple[str, ...]:
    """Return what the page of the right says of it."""
    if ligne.etat == EtatGain.A_FAIRE:
        return (_("Le gain net n’est pas encore recalculé avec le montant décidé. Celui du bilan est une estimation."),)
    if gain is None:
        return (_("Le gain net n’est pas calculable : les réponses du bilan ne donnent pas ce droit. Refaites le bilan avec elle."),)
    assert ligne.calcule_at is not None  # noqa: S101  the database says so
    net = _("Gain net pour le foyer : {mois} par mois, {an} par an.").format(mois=interval(gain.net), an=interval(gain.net, fois=12))
    reduit = [label_of(code) for code, ecart in gain.reductions.items() if ecart.max > 0]
    moins = _("Ce droit réduit : {droits}.").format(droits=", ".join(reduit)) if reduit else _("Ce droit ne réduit aucun autre droit calculé.")
    quand = _("Recalculé le {jour} avec OpenFisca, d’après les réponses du bilan. Ce n’est pas une promesse.").format(
        jour=date_format(ligne.calcule_at, "j F Y")
    )
    return (net, moins, quand)


def comparison_said(comparaison: Comparaison) -> list[tuple[str, str]]:
    """Return the estimate and the decision, in words."""
    estime = _("aucun montant") if comparaison.bas is None or comparaison.haut is None else interval(Intervalle(min=comparaison.bas, max=comparaison.haut))
    decide = _("refusé") if comparaison.decide is None else euros(float(comparaison.decide))
    return [(_("Estimé par mois"), estime), (_("Décidé par mois"), decide)]
