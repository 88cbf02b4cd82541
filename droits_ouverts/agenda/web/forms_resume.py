"""The form of the mail of counts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from droits_ouverts.agenda.enums import RythmeResume

PHRASES = {
    RythmeResume.HEBDOMADAIRE: gettext_lazy("Chaque semaine, le premier jour de travail"),
    RythmeResume.QUOTIDIEN: gettext_lazy("Chaque jour de travail"),
    RythmeResume.JAMAIS: gettext_lazy("Jamais"),
}


class ResumeForm(forms.Form):
    """How often it comes."""

    rythme = forms.ChoiceField(
        label=gettext_lazy("Quand voulez-vous le recevoir ?"),
        choices=[(rythme.value, phrase) for rythme, phrase in PHRASES.items()],
        widget=forms.RadioSelect,
    )
