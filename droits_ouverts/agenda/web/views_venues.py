"""The screen of appointments in numbers: a table, a drawing of it, a spreadsheet with what each column counts."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from droits_ouverts.agenda.enums import ModeRencontre
from droits_ouverts.agenda.rules_venues import Venues, period_of
from droits_ouverts.agenda.selectors_venues import comings_of
from droits_ouverts.agenda.web.commun import actor_of, my_structure
from droits_ouverts.foundation.tableur import Cellule, csv_headers, write_csv

LARGEUR, HAUTEUR = 300, 28


@require_safe
def venues(request: HttpRequest) -> HttpResponse:
    """Say how many appointments were held, missed without a word, missed with a word; as a spreadsheet where it is asked for."""
    my_structure(request)
    on = timezone.localdate()
    lignes, (du, au) = comings_of(actor_of(request), on=on), period_of(on)
    if request.GET.get("format") == "csv":
        return HttpResponse(_table(lignes), headers=csv_headers("rendez-vous"))
    contexte = {
        "lignes": [(une, _mode(une), _bars(une)) for une in lignes],
        "du": du,
        "au": au,
        "definitions": _definitions(),
        "hauteur": HAUTEUR,
        "largeur": LARGEUR,
    }
    return render(request, "agenda/venues.html", contexte)


def _mode(une: Venues) -> str:
    return str(ModeRencontre(une.mode).label)


def _definitions() -> list[tuple[str, str]]:
    return [
        (_("A eu lieu"), _("Le rendez-vous s’est tenu.")),
        (_("Pas venue"), _("La personne n’est pas venue, et n’avait rien dit avant.")),
        (_("A prévenu"), _("La personne a dit avant qu’elle ne viendrait pas. Ce n’est pas une absence.")),
        (_("En tout"), _("Les trois ensemble. Un rendez-vous reporté, ou annulé par l’équipe, n’est pas compté.")),
        (_("Pas venue, sur cent"), _("Sur cent rendez-vous en tout, combien de fois la personne n’est pas venue.")),
    ]


def _table(lignes: Sequence[Venues]) -> bytes:
    cache = _("moins de 5")
    corps: list[Sequence[Cellule]] = [
        (
            une.structure,
            _mode(une),
            *(cache if un is None else un for un in une.nombres),
            une.total if une.total is not None else "",
            une.part if une.part is not None else "",
        )
        for une in lignes
    ]
    entetes = [_("Structure"), _("Comment"), *(titre for titre, _dit in _definitions())]
    # What each column counts travels with it.
    dites = [(titre, dit, *[""] * (len(entetes) - 2)) for titre, dit in _definitions()]
    return write_csv(entetes, [*corps, *dites])


def _bars(une: Venues) -> list[tuple[str, int, int]]:
    """Return what is drawn of a line: a class, where it begins, how wide; nothing where a number is not said."""
    if not une.total:
        return []
    barres, debut = [], 0
    for classe, nombre in zip(("tenus", "absences", "excuses"), une.nombres, strict=True):
        largeur = round(LARGEUR * (nombre or 0) / une.total)
        barres.append((classe, debut, min(largeur, LARGEUR - debut)))
        debut += largeur
    return barres
