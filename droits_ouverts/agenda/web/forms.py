"""Forms of the agenda. Each gives the value that a verb takes; what a verb refuses comes back beside its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from droits_ouverts.agenda.enums import EtatRendezVous, ModeRencontre, QuiFait, Rythme
from droits_ouverts.agenda.rules import NOTE_MAX, TEXTE_MAX, Mots, Voulu
from droits_ouverts.agenda.services_actions import AFaire
from droits_ouverts.comptes.models import Compte

MINUTES = (15, 20, 30, 45, 60, 90, 120, 180, 240)
FAUX: dict[str, str | Promise] = {
    "jour.trop_loin": gettext_lazy("Ce jour est trop loin d’aujourd’hui : vérifiez l’année."),
    "avant_le.trop_loin": gettext_lazy("Ce jour est trop loin d’aujourd’hui : vérifiez l’année."),
    "du.trop_loin": gettext_lazy("Ce jour est trop loin d’aujourd’hui : vérifiez l’année."),
    "jusqu_au.vide": gettext_lazy("Dites jusqu’à quel jour il revient."),
    "jusqu_au.avant": gettext_lazy("Ce jour doit venir après le premier rendez-vous."),
    "jusqu_au.trop_long": gettext_lazy("Une série dure un an au plus. Choisissez un jour plus proche."),
    "heure.n_existe_pas": gettext_lazy("Cette heure n’existe pas ce jour-là : les horloges avancent d’une heure dans la nuit. Choisissez une autre heure."),
    "participants.vide": gettext_lazy("Choisissez au moins une personne de l’équipe."),
    "participants.inconnu": gettext_lazy("Une des personnes choisies ne rencontre plus personne dans cette structure. Décochez-la."),
    "quoi.vide": gettext_lazy("Écrivez ce qu’il y a à faire."),
    "responsable.inconnu": gettext_lazy("Cette personne ne rencontre plus personne dans cette structure. Choisissez quelqu’un d’autre."),
    "au.avant": gettext_lazy("Le dernier jour doit venir après le premier."),
    "au.trop_long": gettext_lazy("Une absence dure un an au plus. Choisissez un jour plus proche."),
    "au.passe": gettext_lazy("Ce jour est passé : il n’y a plus rien à confier."),
    "remplace_par.inconnu": gettext_lazy("Choisissez quelqu’un d’autre de la même structure."),
}
AUTRE_FAUTE = gettext_lazy("Ce choix n’est plus possible. Choisissez-en un autre.")


def _day(label: str | Promise, *, required: bool = True, help_text: str | Promise = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)  # type: ignore[arg-type]  # a lazy sentence is one


class AgendaForm(forms.Form):
    """A form that shows what a verb refused."""

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Put each fault beside its field, those of no field at the top."""
        for champ, faute in errors.items():
            self.add_error(champ if champ in self.fields else None, str(FAUX.get(f"{champ}.{faute}", AUTRE_FAUTE)))

    def _choose(self, champ: str, choix: Sequence[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[champ]).choices = choix


class RendezVousForm(AgendaForm):
    """When, how, where, with whom of the team; and how it comes back, for a new one."""

    objet = forms.CharField(label=gettext_lazy("Pour quoi ? (facultatif)"), required=False, max_length=TEXTE_MAX)
    jour = _day(gettext_lazy("Quel jour ?"))
    heure = forms.TimeField(label=gettext_lazy("À quelle heure ?"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.TypedChoiceField(label=gettext_lazy("Pendant combien de temps ?"), coerce=int)
    mode = forms.ChoiceField(label=gettext_lazy("Comment ?"), choices=ModeRencontre.choices, widget=forms.RadioSelect, initial=ModeRencontre.SUR_PLACE)
    lieu = forms.CharField(
        label=gettext_lazy("Où ? (facultatif)"),
        help_text=gettext_lazy("Une salle, une adresse, un numéro, un lien. Scellé avec le dossier."),
        required=False,
        max_length=TEXTE_MAX,
    )
    participants = forms.TypedMultipleChoiceField(label=gettext_lazy("Qui vient, de l’équipe ?"), coerce=int, widget=forms.CheckboxSelectMultiple)
    rythme = forms.ChoiceField(label=gettext_lazy("Est-ce qu’il revient ?"), required=False)
    jusqu_au = _day(gettext_lazy("S’il revient, jusqu’à quel jour ?"), required=False)

    def __init__(self, *args: object, equipe: Sequence[Compte], revient: bool, duree: int = 30, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self._choose("participants", [(str(compte.pk), compte.nom) for compte in equipe])
        durees = sorted({*MINUTES, duree})
        self._choose("minutes", [(str(minutes), _said(minutes)) for minutes in durees])
        self.fields["minutes"].initial = str(duree)
        self._choose("rythme", [("", _("Non, une seule fois")), *((rythme.value, str(rythme.label)) for rythme in Rythme)])
        if not revient:
            del self.fields["rythme"], self.fields["jusqu_au"]
        for champ in ("objet", "lieu"):
            self.fields[champ].widget.attrs |= {"autocomplete": "off"}

    def voulu(self) -> Voulu:
        """Return what was asked for."""
        recu = self.cleaned_data
        return Voulu(
            jour=recu["jour"],
            heure=recu["heure"],
            minutes=recu["minutes"],
            mode=recu["mode"],
            participants=tuple(recu["participants"]),
            mots=Mots(objet=recu["objet"], lieu=recu["lieu"]),
            rythme=recu.get("rythme", ""),
            jusqu_au=recu.get("jusqu_au"),
        )


def _said(minutes: int) -> str:
    heures, reste = divmod(minutes, 60)
    if not heures:
        return ngettext("%(nombre)s minute", "%(nombre)s minutes", reste) % {"nombre": reste}
    return f"{heures}\u00a0h\u00a0{reste:02d}" if reste else f"{heures}\u00a0h"


ISSUES_AVANT = (EtatRendezVous.EXCUSEE, EtatRendezVous.ANNULE)
ISSUES_APRES = (EtatRendezVous.TENU, EtatRendezVous.ABSENTE, EtatRendezVous.EXCUSEE, EtatRendezVous.ANNULE)


class IssueForm(AgendaForm):
    """What became of an appointment: what may be known at this hour."""

    vers = forms.ChoiceField(label=gettext_lazy("Que s’est-il passé ?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("Une note (facultatif)"),
        help_text=gettext_lazy("Scellée avec le dossier."),
        required=False,
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rang = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=100_000)

    def __init__(self, *args: object, commence: bool, avec_personne: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        issues = ISSUES_APRES if commence else ISSUES_AVANT
        seules = {EtatRendezVous.ABSENTE, EtatRendezVous.EXCUSEE}
        self._choose("vers", [(issue.value, str(issue.label).capitalize()) for issue in issues if avec_personne or issue not in seules])


class ActionForm(AgendaForm):
    """What is next, who does it, who follows it, before when."""

    quoi = forms.CharField(label=gettext_lazy("Qu’y a-t-il à faire ?"), max_length=TEXTE_MAX)
    qui = forms.ChoiceField(label=gettext_lazy("Qui le fait ?"), choices=QuiFait.choices, widget=forms.RadioSelect, initial=QuiFait.PROFESSIONNEL)
    responsable = forms.TypedChoiceField(label=gettext_lazy("Qui le suit, dans l’équipe ?"), coerce=int)
    avant_le = _day(gettext_lazy("Avant quel jour ? (facultatif)"), required=False)

    def __init__(self, *args: object, equipe: Sequence[Compte], avec_personne: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        self._choose("responsable", [(str(compte.pk), compte.nom) for compte in equipe])
        if not avec_personne:
            self.fields["qui"].widget = forms.HiddenInput()
        self.fields["quoi"].widget.attrs |= {"autocomplete": "off"}

    def voulue(self) -> AFaire:
        """Return what was asked for."""
        recu = self.cleaned_data
        return AFaire(quoi=recu["quoi"], qui=recu["qui"], responsable=recu["responsable"], avant_le=recu["avant_le"])


class AbsenceForm(AgendaForm):
    """Who is away, from when to when, who covers."""

    compte = forms.TypedChoiceField(label=gettext_lazy("Qui s’absente ?"), coerce=int)
    du = _day(gettext_lazy("Premier jour d’absence"))
    au = _day(gettext_lazy("Dernier jour d’absence"))
    remplace_par = forms.TypedChoiceField(
        label=gettext_lazy("Qui prend le relais ?"),
        help_text=gettext_lazy("Cette personne verra vos rendez-vous et vos actions, marqués à votre nom. Rien ne change de main pour de bon."),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: object, equipe: Sequence[Compte], moi: int, gere: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # the base class takes what its callers give
        noms = [(str(compte.pk), compte.nom) for compte in equipe]
        self._choose("compte", noms if gere else [un for un in noms if un[0] == str(moi)])
        self._choose("remplace_par", [("", _("Personne pour l’instant")), *noms])
        self.fields["compte"].initial = str(moi)
        if not gere:
            self.fields["compte"].widget = forms.HiddenInput()

    def dates(self) -> tuple[date, date]:
        """Return the first and the last day."""
        return self.cleaned_data["du"], self.cleaned_data["au"]


class CarteForm(AgendaForm):
    """What stands on the card besides the dates: typed for it, kept nowhere."""

    numero = forms.CharField(
        label=gettext_lazy("Quel numéro peut-elle appeler ? (facultatif)"),
        help_text=gettext_lazy("Imprimé sur la carte, gardé nulle part."),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    neutre = forms.BooleanField(
        label=gettext_lazy("La carte ne dit rien : ni structure, ni lieu, ni nom"),
        help_text=gettext_lazy("Coché d’avance si elle l’a demandé, ou si on ne lui a pas encore demandé."),
        required=False,
    )


def at_ten() -> time:
    """Return the hour that a new appointment proposes."""
    return time(10)
