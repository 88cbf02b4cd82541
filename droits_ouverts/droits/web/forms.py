"""What is typed about the catalogue: a precision of a reader, the sentence that settles a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from droits_ouverts.droits.enonces import personal_traces
from droits_ouverts.droits.models import COMMENTAIRE_MAX


class PrecisionForm(forms.Form):
    """A precision on what is no longer true. What looks personal is refused, with what to write instead; what was typed stays."""

    commentaire = forms.CharField(
        label=gettext_lazy("Ce que vous savez (facultatif)"),
        help_text=gettext_lazy("Par exemple où vous l’avez lu. N’écrivez rien de personnel : ni nom, ni numéro, ni adresse."),
        max_length=COMMENTAIRE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Écrivez quelques mots, ou laissez : votre signalement est déjà enregistré."),
            "max_length": gettext_lazy("C’est trop long : 300 signes au plus. Gardez l’essentiel."),
        },
    )

    def clean_commentaire(self) -> str:
        """Refuse what looks personal, in the text as it will be kept: on one line, with single spaces."""
        text = " ".join(str(self.cleaned_data["commentaire"]).split())
        said: dict[str, str] = {
            "courriel": _("Retirez l’adresse électronique : ce texte est lu par d’autres. Dites plutôt où l’information est écrite."),
            "nir": _("Retirez le numéro de sécurité sociale : ce texte est lu par d’autres."),
            "telephone": _("Retirez le numéro de téléphone : ce texte est lu par d’autres. Dites plutôt où le bon numéro est écrit."),
            "numero": _("Retirez ce long numéro : il pourrait être celui de quelqu’un."),
        }
        traces = personal_traces(text)
        if traces:
            raise forms.ValidationError([said[trace] for trace in traces])
        return text


class SuiteForm(forms.Form):
    """What was done of a report, in a sentence."""

    suite = forms.CharField(
        label=gettext_lazy("Ce qui a été fait"),
        help_text=gettext_lazy("Une phrase : « Corrigé le 25 novembre », « Toujours vrai, vérifié sur le site de la CAF »."),
        max_length=COMMENTAIRE_MAX,
        error_messages={
            "required": gettext_lazy("Dites en une phrase ce qui a été fait."),
            "max_length": gettext_lazy("C’est trop long : 300 signes au plus."),
        },
    )

    def __init__(self, *args: Any, signalement_id: int, **kwargs: Any) -> None:  # noqa: ANN401  Django's own arguments, passed on whole
        # Several of these stand on one page: each field has its own identifier.
        kwargs["auto_id"] = f"signalement-{signalement_id}-%s"
        super().__init__(*args, **kwargs)
