"""What stands at the top of the results: what is urgent first, then how to go on."""

from __future__ import annotations

from typing import Any

from django import template

from droits_ouverts.bilan.enums import FormeBilan
from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.selectors import open_answers
from droits_ouverts.droits.urgences import load_urgences

register = template.Library()


@register.inclusion_tag("bilan/_depart_urgent.html", takes_context=True)
def depart_urgent(context: dict[str, Any], bilan: Bilan) -> dict[str, Any]:
    """Show the urgent needs that were told, and what this check-up may become. No query.

    Of violence, whatever she answered, there is a line and a link: somebody else may be looking at the screen.
    """
    reponses = open_answers(bilan).urgences
    contenu = load_urgences()
    dites = contenu.needs(reponses)
    return {
        "bilan": bilan,
        "urgences": [urgence for urgence in dites if not urgence.discret],
        "discret": any(urgence.discret and code.value in reponses for code, urgence in contenu.besoins.items()),
        "court": bilan.forme == FormeBilan.COURT,
        "csrf_token": context.get("csrf_token"),
    }
