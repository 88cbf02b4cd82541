"""The form of a decision that differs: which fact, which reason, and her agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.engine.questionnaire.schema import FAITS
from droits_ouverts.foundation.langue import current
from droits_ouverts.foundation.traduction import translated
from droits_ouverts.suivi.enums import MotifDecision


class EcartForm(forms.Form):
    """What differed, as far as somebody knows."""

    use_required_attribute = False
    fait = forms.ChoiceField(label=gettext_lazy("Quelle réponse différait ?"), required=False)
    motif = forms.ChoiceField(
        label=gettext_lazy("Le motif de l’organisme"), required=False, choices=[("", gettext_lazy("Je ne sais pas")), *MotifDecision.choices]
    )
    accord = forms.BooleanField(
        label=gettext_lazy("Elle est d’accord pour donner ce cas, sans son nom"),
        help_text=gettext_lazy("Il servira à corriger nos règles et celles d’OpenFisca. On ne pourra plus le retrouver, ni le reprendre."),
        error_messages={"required": gettext_lazy("Sans son accord, rien n’est gardé.")},
    )

    def __init__(self, *args: Any, faits: Sequence[str], **kwargs: Any) -> None:  # noqa: ANN401  Django's own signature
        super().__init__(*args, **kwargs)
        dits = [(nom, translated(FAITS[nom].libelle, "questionnaire", current())) for nom in faits]
        cast("forms.ChoiceField", self.fields["fait"]).choices = [("", _("Je ne sais pas")), *dits]
