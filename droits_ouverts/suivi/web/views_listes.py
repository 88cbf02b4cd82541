"""The lists people live in: my people, what is due, what is stuck; filters stand in the address; and the same as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from droits_ouverts.droits import services as droits
from droits_ouverts.foundation.langue import gettext as said
from droits_ouverts.foundation.langue import gettext_noop
from droits_ouverts.foundation.tableur import Cellule, csv_headers, write_csv
from droits_ouverts.suivi import selectors_comptes, selectors_listes
from droits_ouverts.suivi.enums import Etat
from droits_ouverts.suivi.presentation import choices_of_states, clock_name, days_said, how_far, label_of
from droits_ouverts.suivi.selectors_listes import Filtres, LigneDroit
from droits_ouverts.suivi.web.droit_dit import BIENTOT, state_said
from droits_ouverts.suivi.web.views import actor_of

PAGES_MAX = 10_000


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List my people, the last moved first."""
    filtres = filters_of(request)
    on = timezone.localdate()
    page = selectors_listes.my_people(actor_of(request), filtres, on=on)
    personnes = [(ligne, [(droit, label_of(droit.droit), state_said(droit.etat)) for droit in ligne.droits]) for ligne in page.lignes]
    return render(request, "suivi/liste.html", _context(request, filtres, page) | {"personnes": personnes})


@require_safe
def a_faire(request: HttpRequest) -> HttpResponse:
    """List what is due within thirty days: what costs most first."""
    filtres = filters_of(request)
    on = timezone.localdate()
    page = selectors_listes.to_do(actor_of(request), filtres, on=on)
    lignes = [
        {
            "ligne": ligne,
            "quoi": clock_name(ligne.nature),
            "droit": label_of(ligne.droit.droit),
            "chip": how_far(ligne.a_faire_le, ligne.due_le, on=on),
            "jours": days_said(ligne.nature, a_faire_le=ligne.a_faire_le, due_le=ligne.due_le, deplacee=ligne.deplacee),
            "proche": (ligne.a_faire_le - on).days <= BIENTOT,
        }
        for ligne in page.lignes
    ]
    return render(request, "suivi/a_faire.html", _context(request, filtres, page) | {"lignes": lignes})


@require_safe
def bloques(request: HttpRequest) -> HttpResponse:
    """List what does not go on, the oldest first."""
    filtres = filters_of(request)
    page = selectors_listes.stuck(actor_of(request), filtres, on=timezone.localdate())
    lignes = [(ligne, label_of(ligne.droit), state_said(ligne.etat)) for ligne in page.lignes]
    return render(request, "suivi/bloques.html", _context(request, filtres, page) | {"lignes": lignes})


@require_safe
def tableau(request: HttpRequest) -> HttpResponse:
    """Give the followed rights that the filters keep as a CSV, to whoever reads them on screen."""
    entetes = [_("Personne"), _("Droit"), _("État"), _("Depuis le"), _("Responsable"), _("Par mois, en euros"), _("Par an, en euros")]
    entetes += [_("Une fois, en euros"), _("Montant estimé"), _("Prochaine échéance")]
    lignes = selectors_listes.all_lines(actor_of(request), filters_of(request), on=timezone.localdate())
    contenu = write_csv(entetes, _cells(lignes))
    return HttpResponse(contenu, headers=csv_headers("droits-suivis"))


COLONNES: tuple[tuple[str, str, str], ...] = (
    ("suivis", gettext_noop("Suivis"), gettext_noop("tous les droits dont le chemin a été ouvert ici, sauf ceux ouverts par erreur")),
    (
        "ouverts",
        gettext_noop("Ouverts"),
        gettext_noop("accordés ou versés grâce à ce qui a été fait ici\u00a0; un droit déjà là, ou revenu de lui-même, n’en est pas"),
    ),
    ("verses", gettext_noop("Versés"), gettext_noop("vus versés ou utilisés au moins une fois, ceux déjà là compris")),
    ("maintenus", gettext_noop("Maintenus"), gettext_noop("renouvelés ou confirmés au moins une fois")),
    ("refuses", gettext_noop("Refusés"), gettext_noop("refusés aujourd’hui, sans suite notée")),
    ("perdus", gettext_noop("Arrêtés"), gettext_noop("arrêtés aujourd’hui")),
    ("renonces", gettext_noop("Renoncés"), gettext_noop("la personne y a renoncé après les avoir demandés")),
    ("ecartes", gettext_noop("Pas voulus"), gettext_noop("la personne n’en veut pas")),
)
"""What is counted: its name in `rules.Comptes`, its heading, its definition."""


@require_safe
def comptes(request: HttpRequest) -> HttpResponse:
    """Show how many rights were opened, paid, kept, refused or given up, right by right, without anybody; the same as a CSV."""
    lus = selectors_comptes.counts_by_right(actor_of(request), on=timezone.localdate())
    rangees = [(label_of(une.droit) if une.droit else _("Tous les droits"), [getattr(une.comptes, nom) for nom, _titre, _dit in COLONNES]) for une in lus]
    titres = [said(titre) for _nom, titre, _dit in COLONNES]
    if request.GET.get("format") == "csv":
        return HttpResponse(write_csv([_("Droit"), *titres], ([nom, *nombres] for nom, nombres in rangees)), headers=csv_headers("comptes-droits-suivis"))
    rangees = [(nom, list(zip(titres, nombres, strict=True))) for nom, nombres in rangees]
    definitions = [(said(titre), said(dit)) for _nom, titre, dit in COLONNES]
    return render(request, "suivi/comptes.html", {"rangees": rangees, "titres": titres, "definitions": definitions, "on": timezone.localdate()})


def filters_of(request: HttpRequest) -> Filtres:
    """Read the filters of an address; what makes no sense is left out."""
    lu = request.GET
    page = lu.get("page", "1")
    return Filtres(
        miens=lu.get("qui") == "moi",
        etat=lu.get("etat", "") if lu.get("etat") in Etat.values else "",
        droit=lu.get("droit", "") if lu.get("droit") in {droit.code for droit in droits.all_droits()} else "",
        page=min(max(int(page), 1), PAGES_MAX) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )


def _cells(lignes: Iterable[LigneDroit]) -> Iterator[list[Cellule]]:
    for ligne in lignes:
        qui: list[Cellule] = [ligne.nom, label_of(ligne.droit), str(ligne.etat.label), ligne.etat_le, ligne.responsable]
        dit = ligne.montant
        yield [*qui, dit.mensuel, dit.annuel, dit.unique, _("estimé") if dit.en_chiffres and dit.est_estime else "", ligne.prochaine_le]


def _context(request: HttpRequest, filtres: Filtres, page: selectors_listes.Page[Any]) -> dict[str, object]:
    gardes = {"qui": "moi" if filtres.miens else "", "etat": filtres.etat, "droit": filtres.droit}
    requete = urlencode({nom: valeur for nom, valeur in gardes.items() if valeur})
    return {
        "filtres": filtres,
        "page": page,
        "requete": requete,
        "etats": choices_of_states(),
        "droits": [(droit.code, label_of(droit.code)) for droit in droits.all_droits()],
        "filtre": bool(requete),
    }
