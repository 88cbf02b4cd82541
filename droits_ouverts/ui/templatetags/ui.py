"""Components for templates: icons, state of a right, interval bar, fields, summary of errors. Built in: no `{% load %}` needed."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template import defaultfilters
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from droits_ouverts.foundation import langue
from droits_ouverts.foundation.jours import ordinal
from droits_ouverts.foundation.traduction import translated
from droits_ouverts.ui.icones import ICONES, SUIVENT_LE_SENS

register = template.Library()

# State -> (modifier of the class, icon, words).
ETATS: dict[str, tuple[str, str, Any]] = {
    "probable": ("probable", "coche", _("Probable")),
    "a_verifier": ("a-verifier", "question", _("À vérifier")),
    "hors": ("hors", "tiret", _("Pas dans cette situation")),
    "recu": ("recu", "rond", _("Déjà reçu")),
    "en_cours": ("recu", "horloge", _("En cours")),
    "a_reprendre": ("a-verifier", "attention", _("À reprendre")),
    "danger": ("danger", "attention", _("Attention")),
}
LONGUEUR, LONGUEUR_INTERNATIONALE = 10, 12
"""Signs of a French number, as it is dialled here and from abroad."""
BAR_WIDTH = 1000


@register.simple_tag
def icone(nom: str, titre: str = "") -> SafeString:
    """Return an icon. With `titre` it speaks for itself; without, it is hidden from screen readers. Raise `KeyError` for an unknown name."""
    classes = "icone icone--sens" if nom in SUIVENT_LE_SENS else "icone"
    shapes = mark_safe(ICONES[nom])  # noqa: S308  our own constants
    if titre:
        return format_html('<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}" focusable="false">{}</svg>', classes, titre, shapes)
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', classes, shapes)


@register.filter
def traduit(texte: str, domaine: str) -> str:
    """Return a sentence of the questionnaire, the rules or the catalogue (`domaine`) in the language of the page."""
    return translated(texte, domaine, langue.current())


@register.filter(expects_localtime=True, is_safe=False)
def date(valeur: Any, forme: str | None = None) -> str:  # noqa: ANN401  whatever Django's own filter takes
    """Write a day or a moment as Django's own filter does, the first of a month as French says it. In place of Django's, in every template."""
    return ordinal(str(defaultfilters.date(valeur, forme)))


@register.inclusion_tag("ui/_etat.html")
def etat(code: str, mots: str = "") -> dict[str, Any]:
    """Show a state, in words with its sign. `mots` replaces the usual words. Raise `KeyError` for an unknown code."""
    modifier, icon, words = ETATS[code]
    return {"modifieur": modifier, "icone_nom": icon, "mots": mots or words}


@register.inclusion_tag("ui/_intervalle.html")
def intervalle(minimum: float, maximum: float, echelle: float, unite: str = "") -> dict[str, Any]:
    """Show an interval of euros on a bar from 0 to `echelle`. The amounts stand in words beside it: the bar is only a picture.

    Bounds beyond the scale are drawn at its end. A single amount is drawn as a mark.
    """
    scale = max(float(echelle), float(maximum), 1.0)
    start = round(max(0.0, float(minimum)) / scale * BAR_WIDTH)
    width = max(round((float(maximum) - max(0.0, float(minimum))) / scale * BAR_WIDTH), 14)
    return {"depart": min(start, BAR_WIDTH - width), "largeur": width, "debut": _bound(0, unite), "fin": _bound(scale, unite)}


def _bound(valeur: float, unite: str) -> str:
    return langue.isolated(f"{langue.number(valeur)}\u00a0{unite}") if unite else langue.euros(valeur)


@register.filter
def telephone(numero: str) -> str:
    """Write a French number by twos, with spaces that do not break; any other stays as it was typed."""
    chiffres = "".join(signe for signe in str(numero) if signe not in " .-/\u00a0\u202f")
    if chiffres.startswith("+33") and len(chiffres) == LONGUEUR_INTERNATIONALE and chiffres[1:].isdigit():
        return f"+33\u00a0{chiffres[3]}\u00a0{_by_twos(chiffres[4:])}"
    return _by_twos(chiffres) if chiffres.isascii() and chiffres.isdigit() and len(chiffres) == LONGUEUR and chiffres[0] == "0" else str(numero)


def _by_twos(chiffres: str) -> str:
    return "\u00a0".join(chiffres[rang : rang + 2] for rang in range(0, len(chiffres), 2))


@register.filter
def deux_points(label: object) -> str:
    """Return a label followed by what leads to its mistake: a colon with its no-break space, or nothing after a question mark."""
    dit = str(label).rstrip()
    return f"{dit} " if dit.endswith(("?", "؟", "…", ":")) else f"{dit}\u00a0: "


@register.inclusion_tag("ui/_champ.html")
def champ(field: BoundField) -> dict[str, Any]:
    """Show a field: label, help, control, error, tied together for screen readers. Radios and checkboxes are large cards in a fieldset."""
    widget = field.field.widget
    grouped = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    described = [f"{field.auto_id}_aide"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}_erreur")
    attrs: dict[str, Any] = {}
    if not grouped:
        if described:
            attrs["aria-describedby"] = " ".join(described)
        if field.errors:
            attrs["aria-invalid"] = "true"
        if not isinstance(widget, CheckboxInput):
            attrs["class"] = "champ__saisie"
    return {
        "champ": field,
        "groupe": grouped,
        "case": isinstance(widget, CheckboxInput),
        "decrit_par": " ".join(described),
        "controle": field.as_widget(attrs=attrs),
    }


@register.inclusion_tag("ui/_erreurs.html")
def erreurs(form: BaseForm) -> dict[str, Any]:
    """Show the summary of a form's mistakes, with a link to each field; nothing where there is none."""
    fields = [field for field in form if field.errors]
    return {
        "form": form,
        "champs": [
            (f"{field.auto_id}_0" if isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple) else field.auto_id, field) for field in fields
        ],
    }
