"""Forms of the ledger. A step asks what goes with it and nothing else; the rules say what is wrong, beside the field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.bilan.presentation_choix import reason_groups
from droits_ouverts.comptes.models import Compte
from droits_ouverts.droits import services as droits
from droits_ouverts.foundation.langue import gettext as said
from droits_ouverts.suivi.enums import ChangementVie, MotifDecision, NaturePiece, NiveauPreuve, ReglementEcheance
from droits_ouverts.suivi.presentation import VERBES, label_of
from droits_ouverts.suivi.rules import DEBUTS, DECISIONS, EN_COURS, FINS, OUVERTS, Montants, Pas
from droits_ouverts.suivi.rules_saisie import INSTITUTION, MOTS_MAX, Saisie, check_step

VERSES, ACCORDES, ESTIMES = ("verse", "rappel", "ponctuel"), ("accorde", "rappel", "ponctuel"), ("estime",)
MONTANTS_DE: dict[str, tuple[str, ...]] = {
    "repere": ESTIMES,
    "propose": ESTIMES,
    "choisi": ESTIMES,
    "accorde": ACCORDES,
    "partiel": ACCORDES,
    "verse": VERSES,
    "maintenu": VERSES,
}
JOUR = {"type": "date"}


def _day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:  # noqa: ANN401  a lazy text has no public type
    return forms.DateField(label=label, help_text=help_text, required=required, widget=forms.DateInput(attrs=JOUR, format="%Y-%m-%d"))


def _euros(label: Any) -> forms.DecimalField:  # noqa: ANN401  same reason
    return forms.DecimalField(
        label=label, required=False, max_digits=9, decimal_places=2, localize=True, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )


class EtapeForm(forms.Form):
    """One step: its day, how it is known, and what goes with this very step. `rang_vu`: what the page showed when it was opened."""

    use_required_attribute = False
    rang_vu = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    fait_le = _day(gettext_lazy("Quel jour\u00a0?"), required=True)
    recu_le = _day(gettext_lazy("Accusé de réception du (facultatif)"), gettext_lazy("C’est de ce jour que partent la plupart des délais."))
    complet_le = _day(gettext_lazy("Dossier complet le (facultatif)"), gettext_lazy("Le jour où l’organisme a eu tous les papiers."))
    notifie_le = _day(gettext_lazy("Reçue par la personne le (facultatif)"), gettext_lazy("Le délai pour contester part de ce jour."))
    debut_le = _day(gettext_lazy("Droit ouvert à partir du (facultatif)"))
    fin_le = _day(gettext_lazy("Droit ouvert jusqu’au (facultatif)"))
    estime = _euros(gettext_lazy("Montant estimé, en euros par mois (facultatif)"))
    accorde = _euros(gettext_lazy("Montant accordé, en euros par mois (facultatif)"))
    verse = _euros(gettext_lazy("Montant versé, en euros par mois (facultatif)"))
    rappel = _euros(gettext_lazy("Rappel versé une fois, en euros (facultatif)"))
    ponctuel = _euros(gettext_lazy("Aide ponctuelle, en euros (facultatif)"))
    motif_personne = forms.CharField(label=gettext_lazy("La raison que donne la personne"), required=False, widget=forms.Select)
    motif_pro = forms.CharField(label=gettext_lazy("La raison que vous comprenez"), required=False, widget=forms.Select)
    motif_decision = forms.ChoiceField(label=gettext_lazy("Le motif de l’organisme"), required=False)
    preuve = forms.ChoiceField(label=gettext_lazy("Comment le savez-vous\u00a0?"), required=False, choices=NiveauPreuve.choices, widget=forms.RadioSelect)
    mots = forms.CharField(
        label=gettext_lazy("Une précision (facultatif)"),
        help_text=gettext_lazy("500 caractères au plus. Ces mots sont gardés sous clé, et ne sont lus que dans votre structure."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": MOTS_MAX}),
    )

    def __init__(self, *args: Any, vers: str, moves: Sequence[Pas], today: date, **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        self.vers, self.moves, self.today = vers, moves, today
        for champ in set(self.fields) - self._asked():
            del self.fields[champ]
        self.fields["fait_le"].initial = today
        raisons = reason_groups()
        for champ, vide in (("motif_personne", _("Elle n’a pas souhaité la dire")), ("motif_pro", _("Aucune raison à ajouter"))):
            if champ in self.fields:
                self.fields[champ].widget.choices = [("", vide), *raisons]
        if "motif_decision" in self.fields:
            cast("forms.ChoiceField", self.fields["motif_decision"]).choices = [("", _("Choisir un motif")), *MotifDecision.choices]
        if vers not in DECISIONS | OUVERTS:
            self.fields["preuve"].initial = NiveauPreuve.DIT.value

    def _asked(self) -> set[str]:
        asked = {"rang_vu", "fait_le", "preuve", "mots", *MONTANTS_DE.get(self.vers, ())}
        if self.vers in EN_COURS:
            asked |= {"recu_le", "complet_le"} - ({"complet_le"} if self.vers == "recours" else set())
        if self.vers in DECISIONS - {"silence"} or self.vers == "perdu":
            asked.add("notifie_le")
        if self.vers in OUVERTS:
            asked |= {"debut_le", "fin_le"}
        if self.vers in FINS:
            asked |= {"motif_personne", "motif_pro"}
        if self.vers in INSTITUTION:
            asked.add("motif_decision")
        return asked

    def clean(self) -> dict[str, Any]:
        """Ask the rules."""
        lu: dict[str, Any] = super().clean() or {}
        if lu.get("fait_le"):
            for champ, phrase in check_step(self.saisie, self.moves, today=self.today).items():
                self.add_error(champ if champ in self.fields else None, said(phrase))
        return lu

    @property
    def saisie(self) -> Saisie:
        """What was said."""
        lu = self.cleaned_data

        def mot(champ: str) -> str:
            return str(lu.get(champ) or "").strip()

        return Saisie(
            vers=self.vers,
            fait_le=lu["fait_le"],
            preuve=mot("preuve"),
            recu_le=lu.get("recu_le"),
            complet_le=lu.get("complet_le"),
            notifie_le=lu.get("notifie_le"),
            debut_le=lu.get("debut_le"),
            fin_le=lu.get("fin_le"),
            motif_pro=mot("motif_pro"),
            motif_personne=mot("motif_personne"),
            motif_decision=mot("motif_decision"),
            montants=Montants(**{champ: lu.get(champ) for champ in ("estime", "accorde", "verse", "rappel", "ponctuel")}),
            mots=mot("mots"),
        )


class OuvrirForm(forms.Form):
    """Which right begins to be followed, and where it stands."""

    use_required_attribute = False
    droit = forms.ChoiceField(label=gettext_lazy("Quel droit\u00a0?"), widget=forms.Select)
    vers = forms.ChoiceField(label=gettext_lazy("Où en est-il\u00a0?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, suivis: Sequence[str], **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        restants = [(droit.code, label_of(droit.code)) for droit in droits.all_droits() if droit.code not in suivis]
        cast("forms.ChoiceField", self.fields["droit"]).choices = [("", _("Choisir un droit")), *restants]
        cast("forms.ChoiceField", self.fields["vers"]).choices = [(vers, said(VERBES[vers])) for vers in DEBUTS]


class PapierForm(forms.Form):
    """A paper that is asked for."""

    use_required_attribute = False
    nature = forms.ChoiceField(label=gettext_lazy("Quel papier\u00a0?"), choices=NaturePiece.choices)
    precision = forms.CharField(
        label=gettext_lazy("Lequel exactement (facultatif)"), required=False, max_length=MOTS_MAX, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    avant_le = _day(gettext_lazy("À donner avant le (facultatif)"))


class EcheanceForm(forms.Form):
    """What one does with a clock."""

    use_required_attribute = False
    reglement = forms.ChoiceField(label=gettext_lazy("Que faites-vous de cette échéance\u00a0?"), choices=ReglementEcheance.choices, widget=forms.RadioSelect)
    jour = _day(gettext_lazy("Nouveau jour"), gettext_lazy("Seulement pour la déplacer."))
    raison = forms.CharField(
        label=gettext_lazy("Pourquoi"),
        help_text=gettext_lazy("Pour la déplacer ou la mettre en pause. Ces mots sont gardés sous clé."),
        required=False,
        max_length=MOTS_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": MOTS_MAX}),
    )


class ChangementForm(forms.Form):
    """What changed in a life, and since when."""

    use_required_attribute = False
    nature = forms.ChoiceField(label=gettext_lazy("Qu’est-ce qui a changé\u00a0?"), choices=ChangementVie.choices, widget=forms.RadioSelect)
    le = _day(gettext_lazy("Depuis quel jour\u00a0?"), required=True)


class ConfierForm(forms.Form):
    """Who does what is next."""

    use_required_attribute = False
    responsable = forms.ChoiceField(label=gettext_lazy("Qui s’occupe de la suite\u00a0?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, collegues: Sequence[Compte], **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["responsable"]).choices = [(str(un.pk), un.nom) for un in collegues]
