"""Looking for somebody, then writing her down if she is not there: whoever looks like her is shown before."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from droits_ouverts.bilan import selectors
from droits_ouverts.bilan.web.forms_recherche import ChercherForm, NouvelleForm
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.comptes.models import Compte
from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.selectors import Trouvaille
from droits_ouverts.personnes.services import create_person

DEBUT = "debut"


@require_POST
def chercher(request: HttpRequest) -> HttpResponse:
    """Show who may be called so in one of the actor's structures. Nothing of it stands in an address."""
    actor, on = actor_of(request), timezone.localdate()
    form = ChercherForm(request.POST, structures=selectors.my_structures(actor, on=on))
    if not form.is_valid():
        return render(request, "bilan/personnes_trouvees.html", {"form": form}, status=422)
    recu = form.cleaned_data
    naissance = recu["naissance"].isoformat() if recu["naissance"] else ""
    trouvees = personnes.search_persons(actor, int(recu["structure"]), nom=recu["nom"], naissance=naissance, on=on)
    prenom, _espace, nom = " ".join(recu["nom"].split()).partition(" ")
    suite = {"prenom": prenom, "nom": nom, "naissance": naissance, "structure": recu["structure"], "etape": DEBUT}
    return render(request, "bilan/personnes_trouvees.html", {"form": form, "trouvees": trouvees, "cherche": True, "suite": suite})


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: HttpRequest) -> HttpResponse:
    """Write down a person who agreed. One looks for her first, and who looks like her is shown once before."""
    actor, on = actor_of(request), timezone.localdate()
    miennes = selectors.my_structures(actor, on=on)
    if request.method != "POST":
        return render(request, "bilan/personnes_trouvees.html", {"form": ChercherForm(structures=miennes)})
    if request.POST.get("etape") == DEBUT:
        form = NouvelleForm(structures=miennes, today=on, initial={nom: request.POST.get(nom, "") for nom in ("prenom", "nom", "naissance", "structure")})
        return render(request, "bilan/personne_nouvelle.html", {"form": form})
    form = NouvelleForm(request.POST, structures=miennes, today=on)
    if not form.is_valid():
        return render(request, "bilan/personne_nouvelle.html", {"form": form}, status=422)
    pareilles = lookalikes(actor, int(form.cleaned_data["structure"]), request.POST, on=on)
    if unseen(pareilles, request.POST):
        return render(request, "bilan/personne_nouvelle.html", {"form": form, "pareilles": pareilles}, status=422)
    elle = create_person(
        actor=actor,
        structure_id=int(form.cleaned_data["structure"]),
        identite=form.identite,
        accord_mode=ModeAccord(form.cleaned_data["accord_mode"]),
        accord_le=form.cleaned_data["accord_le"],
        now=timezone.now(),
    )
    messages.success(request, _("C’est fait : son dossier est ouvert."))
    return redirect("personnes:personne", personne_id=elle.pk)


def lookalikes(actor: Compte, structure_id: int, dit: QueryDict, *, on: date) -> list[Trouvaille]:
    """Return who may be the person whom a form says, as it was typed. Five queries at most."""
    nom = f"{dit.get('prenom', '')} {dit.get('nom', '')}"[:200]
    return personnes.search_persons(actor, structure_id, nom=nom, naissance=_day(dit.get("naissance", "")), on=on)


def unseen(pareilles: list[Trouvaille], dit: QueryDict) -> bool:
    """Tell whether one of those who look like her was not shown yet to who writes her down."""
    vues = set(dit.getlist("vue"))
    return any(str(une.ligne.id) not in vues for une in pareilles)


def _day(texte: str) -> str:
    try:
        return date.fromisoformat(texte).isoformat()
    except ValueError:
        return ""
