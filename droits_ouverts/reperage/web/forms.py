"""Forms of outreach. Each gives the value that a verb takes; what a verb refuses comes back beside its field. That of an encounter has no text."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.annuaire.models_vie import LieuDeVie
from droits_ouverts.comptes.models import Compte
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.reperage import rules
from droits_ouverts.reperage.enums import Comparaison, Forme, GenreEndroit, Public
from droits_ouverts.reperage.models import Campagne, Endroit
from droits_ouverts.reperage.services import Voulue
from droits_ouverts.reperage.services_campagnes import CampagneVoulue, EndroitVoulu

SANS_NOM = gettext_lazy("On dirait le nom, l’adresse ou le numéro de quelqu’un. N’écrivez ici que ce qui parle d’un lieu ou d’un organisme.")
FAUX: dict[str, str | Promise] = {
    "fin.impossible": gettext_lazy("La fin doit venir après le début, le même jour."),
    "jour.trop_loin": gettext_lazy("Ce jour est trop loin d’aujourd’hui : vérifiez l’année."),
    "equipe.vide": gettext_lazy("Choisissez au moins une personne de l’équipe."),
    "equipe.inconnu": gettext_lazy("Une des personnes choisies ne rencontre plus personne dans cette structure. Décochez-la."),
    "equipe.a_deux": gettext_lazy("Personne ne va seul de porte en porte ou en pied d’immeuble : choisissez deux personnes, ou l’organisme qui vient aussi."),
    "prevenir.inconnu": gettext_lazy("Choisissez quelqu’un de la structure qui ne part pas."),
    "partenaire.quelqu_un": SANS_NOM,
    "nom.quelqu_un": SANS_NOM,
    "secteur.quelqu_un": SANS_NOM,
    "observations.quelqu_un": SANS_NOM,
    "consignes.quelqu_un": SANS_NOM,
    "observations.trop_long": gettext_lazy("C’est trop long : 1 500 signes au plus."),
    "consignes.trop_long": gettext_lazy("C’est trop long : 1 500 signes au plus."),
    "nom.vide": gettext_lazy("Donnez un nom."),
    "au.impossible": gettext_lazy("Le dernier jour doit venir après le premier, deux ans plus tard au plus."),
    "blocs.impossible": gettext_lazy("Choisissez de 2 à 12 blocs."),
    "pas_jours.impossible": gettext_lazy("Le dernier bloc commencerait après la fin de la campagne : raccourcissez l’écart, ou faites moins de blocs."),
    "lieu_de_vie.vide": gettext_lazy("Choisissez le lieu de vie dans la liste, ou un autre genre d’endroit."),
    "iris.illisible": gettext_lazy("Un code IRIS a neuf signes, par exemple 692590101."),
    "qpv.illisible": gettext_lazy("Un code de quartier prioritaire ressemble à QN06901M. Laissez vide si vous ne le connaissez pas."),
}
AUTRE_FAUTE = gettext_lazy("Ce choix n’est plus possible. Choisissez-en un autre.")


def _day(label: str | Promise, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))  # type: ignore[arg-type]  # a lazy sentence is one


def _hour(label: str | Promise) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))  # type: ignore[arg-type]  # a lazy sentence is one


def _capital(choix: Sequence[tuple[object, object]]) -> list[tuple[str, str]]:
    return [(str(valeur), str(dit)[:1].upper() + str(dit)[1:]) for valeur, dit in choix]


class ReperageForm(forms.Form):
    """A form that shows what a verb refused, and carries the number of what it makes: sent twice, it makes one."""

    numero = forms.UUIDField(widget=forms.HiddenInput)

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Put each fault beside its field, those of no field at the top."""
        for champ, faute in errors.items():
            self.add_error(champ if champ in self.fields else None, str(FAUX.get(f"{champ}.{faute}", AUTRE_FAUTE)))

    def _choose(self, champ: str, choix: Sequence[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[champ]).choices = choix

    def _places(self, endroits: Sequence[Endroit]) -> list[tuple[str, str]]:
        return [(str(un.pk), un.nom) for un in endroits]


class TourneeForm(ReperageForm):
    """When, how, where, who goes, who is told."""

    forme = forms.ChoiceField(label=gettext_lazy("De quelle façon ?"))
    endroit = forms.ChoiceField(label=gettext_lazy("Où d’abord ? (facultatif)"), required=False)
    campagne = forms.ChoiceField(label=gettext_lazy("Pour une campagne ? (facultatif)"), required=False)
    jour = _day(gettext_lazy("Quel jour ?"))
    debut = _hour(gettext_lazy("Début"))
    fin = _hour(gettext_lazy("Fin prévue"))
    equipe = forms.TypedMultipleChoiceField(label=gettext_lazy("Qui y va ?"), coerce=int, widget=forms.CheckboxSelectMultiple)
    partenaire = forms.CharField(
        label=gettext_lazy("Un organisme vient aussi ? (facultatif)"),
        help_text=gettext_lazy("Le nom de l’organisme, pas celui d’une personne."),
        required=False,
        max_length=80,
    )
    prevenir = forms.TypedChoiceField(
        label=gettext_lazy("Qui prévenir si l’équipe n’est pas rentrée ? (facultatif)"),
        help_text=gettext_lazy("Un courriel part un quart d’heure après la fin prévue. Il dit seulement qu’une tournée n’est pas close."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self, *args: object, equipe: Sequence[Compte], prevenus: Sequence[Compte], endroits: Sequence[Endroit], campagnes: Sequence[Campagne], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self._choose("forme", _capital(Forme.choices))
        self._choose("endroit", [("", _("Pas d’endroit précis")), *self._places(endroits)])
        self._choose("campagne", [("", _("Aucune")), *((str(une.pk), une.nom) for une in campagnes)])
        self._choose("equipe", [(str(compte.pk), compte.nom) for compte in equipe])
        self._choose("prevenir", [("", _("Personne")), *((str(compte.pk), compte.nom) for compte in prevenus)])

    def voulue(self) -> Voulue:
        """Return what was asked for."""
        recu, ici = self.cleaned_data, timezone.get_current_timezone()
        return Voulue(
            id=recu["numero"],
            forme=recu["forme"],
            debut=datetime.combine(recu["jour"], recu["debut"], ici),
            fin=datetime.combine(recu["jour"], recu["fin"], ici),
            equipe=tuple(recu["equipe"]),
            endroit=uuid.UUID(recu["endroit"]) if recu["endroit"] else None,
            campagne=uuid.UUID(recu["campagne"]) if recu["campagne"] else None,
            partenaire=recu["partenaire"],
            prevenir=recu["prevenir"],
        )


class CompteRenduForm(forms.Form):
    """What the team says of the places, and hands over: nothing of anybody."""

    observations = forms.CharField(
        label=gettext_lazy("Ce que vous avez vu des lieux (facultatif)"),
        help_text=gettext_lazy("Digicode, ascenseur en panne, hall à éviter le soir. N’écrivez rien sur une personne : ni nom, ni numéro, ni histoire."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    consignes = forms.CharField(
        label=gettext_lazy("À savoir pour les prochains (facultatif)"),
        help_text=gettext_lazy("Quand repasser, ce qui reste à faire, ce qu’il faut emporter. Rien sur une personne."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    rang = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Put each fault beside its field."""
        for champ, faute in errors.items():
            self.add_error(champ, str(FAUX.get(f"{champ}.{faute}", AUTRE_FAUTE)))

    def mots(self) -> rules.Mots:
        """Return the words."""
        return rules.Mots(observations=self.cleaned_data["observations"], consignes=self.cleaned_data["consignes"])


class CampagneForm(ReperageForm):
    """Whom one looks for, how, when, and what is compared."""

    nom = forms.CharField(label=gettext_lazy("Nom de la campagne"), max_length=80)
    public = forms.ChoiceField(label=gettext_lazy("Qui cherchez-vous ?"), choices=_capital(Public.choices))
    forme = forms.ChoiceField(label=gettext_lazy("De quelle façon ?"), choices=_capital(Forme.choices))
    secteur = forms.CharField(
        label=gettext_lazy("Dans quel secteur ? (facultatif)"),
        help_text=gettext_lazy("Le nom que lui donnent les gens. Un quartier n’est prioritaire que si sa carte le dit, pas son nom."),
        required=False,
        max_length=80,
    )
    du = _day(gettext_lazy("Premier jour"))
    au = _day(gettext_lazy("Dernier jour"))
    comparaison = forms.ChoiceField(
        label=gettext_lazy("Que comparez-vous ?"),
        help_text=gettext_lazy(
            "Sans comparaison, on ne sait pas ce qui serait arrivé de toute façon. Les endroits sont tirés au sort : personne ne choisit qui vient d’abord."
        ),
        choices=_capital(Comparaison.choices),
        widget=forms.RadioSelect,
        initial=Comparaison.AUCUNE,
    )
    blocs = forms.IntegerField(label=gettext_lazy("Combien de blocs ?"), required=False, min_value=1, max_value=12)
    pas_jours = forms.IntegerField(label=gettext_lazy("Combien de jours entre deux blocs ?"), required=False, min_value=0, max_value=365)

    def voulue(self) -> CampagneVoulue:
        """Return what was asked for."""
        recu = dict(self.cleaned_data)
        return CampagneVoulue(id=recu.pop("numero"), **recu | {"blocs": recu["blocs"] or 1, "pas_jours": recu["pas_jours"] or 0})


class EndroitForm(ReperageForm):
    """A place where one goes."""

    genre = forms.ChoiceField(label=gettext_lazy("Quel genre d’endroit ?"), choices=_capital(GenreEndroit.choices))
    nom = forms.CharField(
        label=gettext_lazy("Son nom"),
        help_text=gettext_lazy("« Rue de la République », « Tour B », « Marché du jeudi ». Jamais le nom d’un habitant."),
        required=False,
        max_length=80,
    )
    lieu_de_vie = forms.TypedChoiceField(label=gettext_lazy("Si c’est un lieu de vie, lequel ?"), coerce=int, empty_value=None, required=False)
    iris = forms.CharField(label=gettext_lazy("Code IRIS (facultatif)"), required=False, max_length=9)
    qpv = forms.CharField(label=gettext_lazy("Code du quartier prioritaire, s’il y est (facultatif)"), required=False, max_length=8)

    def __init__(self, *args: object, lieux: Sequence[LieuDeVie], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self._choose("lieu_de_vie", [("", _("Aucun")), *((str(lieu.pk), lieu.nom) for lieu in lieux)])

    def voulu(self) -> EndroitVoulu:
        """Return what was asked for."""
        recu = dict(self.cleaned_data)
        return EndroitVoulu(id=recu.pop("numero"), **recu | {"iris": recu["iris"].upper(), "qpv": recu["qpv"].upper()})


class EndroitsPrevusForm(forms.Form):
    """Which places a campaign goes through."""

    endroits = forms.TypedMultipleChoiceField(label=gettext_lazy("Par quels endroits ?"), coerce=uuid.UUID, widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: object, endroits: Sequence[Endroit], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        cast("forms.ChoiceField", self.fields["endroits"]).choices = [(str(un.pk), un.nom) for un in endroits]


class LienForm(forms.Form):
    """Which encounter was hers, and how she agreed."""

    rencontre = forms.UUIDField(label=gettext_lazy("Quelle rencontre était avec elle ?"))
    accord_mode = forms.ChoiceField(
        label=gettext_lazy("Comment a-t-elle accepté que ce soit noté dans son dossier ?"), choices=_capital(ModeAccord.choices), widget=forms.RadioSelect
    )
