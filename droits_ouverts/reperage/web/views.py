"""Screens of a round: what is on, a new one, the page on which one notes, what the team writes at the end."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.reperage import presentation, rules, selectors, selectors_comptes, services, services_rencontres
from droits_ouverts.reperage.enums import EtatTournee, Forme, Raison, Suite
from droits_ouverts.reperage.errors import ReperageRefusedError, ReportChangedError
from droits_ouverts.reperage.models import Tournee
from droits_ouverts.reperage.rules_comptes import Chiffres
from droits_ouverts.reperage.web import noter as saisie
from droits_ouverts.reperage.web.commun import actor_of, here_and_now, my_structure, number_of
from droits_ouverts.reperage.web.forms import CompteRenduForm, TourneeForm
from droits_ouverts.structures.selectors import who_is_told, who_meets_people

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from droits_ouverts.reperage.selectors import LigneTournee

GESTES: Final[dict[str, tuple[Callable[..., Tournee], str | Promise]]] = {
    "partir": (services.leave, gettext_lazy("C’est parti. Notez vos rencontres au fur et à mesure.")),
    "rentrer": (services.come_back, gettext_lazy("Vous êtes rentrés : personne ne sera prévenu. Il reste le compte rendu.")),
    "repartir": (services.go_out_again, gettext_lazy("La tournée continue.")),
    "clore": (services.close_round, gettext_lazy("La tournée est close.")),
    "rouvrir": (services.reopen_round, gettext_lazy("La tournée est rouverte.")),
    "annuler": (partial(services.cancel_round, annulee=True), gettext_lazy("La tournée est annulée.")),
    "retablir": (partial(services.cancel_round, annulee=False), gettext_lazy("La tournée est de nouveau prévue.")),
}
"""What may be done of a round, by the name of its button."""


@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """Show what is on: rounds to come, under way, reports to finish; the register; what places of life left."""
    structure_id = my_structure(request)
    page = selectors.home_of(actor_of(request), now=timezone.now(), on=timezone.localdate())
    return render(request, "reperage/accueil.html", {"page": page, "endroits": selectors.places_of([structure_id]), "formes": _register_ways()})


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: HttpRequest) -> HttpResponse:
    """Plan a round."""
    structure_id, on = my_structure(request), timezone.localdate()
    depart = timezone.localtime() + timedelta(minutes=30)
    debut = time(min(depart.hour, 21), 0)
    form = TourneeForm(
        request.POST if request.method == "POST" else None,
        equipe=who_meets_people(structure_id, on=on),
        prevenus=who_is_told(structure_id, on=on),
        endroits=selectors.places_of([structure_id]),
        campagnes=selectors.running_campaigns(structure_id, on=on),
        initial={
            "numero": uuid.uuid4(),
            "jour": on,
            "debut": debut,
            "fin": time(debut.hour + 2),
            "equipe": [str(actor_of(request).pk)],
            "campagne": request.GET.get("campagne", ""),
            "endroit": request.GET.get("endroit", ""),
        },
    )
    if form.is_valid():
        try:
            tournee = services.plan_round(actor=actor_of(request), structure_id=structure_id, voulue=form.voulue(), now=timezone.now())
        except ReperageRefusedError as refus:
            form.refuse(refus.errors)
        else:
            messages.success(request, _("C’est prévu."))
            return redirect("reperage:tournee", tournee_id=tournee.pk)
    return render(request, "reperage/nouvelle.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def tournee(request: HttpRequest, tournee_id: uuid.UUID) -> HttpResponse:
    """Show a round: on the way, the page on which one notes; before and after, what it is."""
    return render(request, "reperage/tournee.html", _round_page(request, tournee_id))


def _round_page(request: HttpRequest, tournee_id: uuid.UUID, *, choisi: saisie.Choisi | None = None) -> dict[str, object]:
    actor, on = actor_of(request), timezone.localdate()
    ligne = selectors.round_for(actor, tournee_id, now=timezone.now(), on=on)
    une = ligne.tournee
    choisi = choisi or saisie.chosen(request.GET, une)
    chiffres = selectors_comptes.counts_of([une.structure_id], [une.pk])
    dernieres = selectors.last_encounters(une) if ligne.ouverte else []
    vue = number_of(request.GET.get("vue"))
    return {
        "ligne": ligne,
        "tournee": une,
        "choisi": choisi,
        "saisie": saisie.fields(choisi),
        "endroits": selectors.places_of([une.structure_id]) if ligne.ouverte else [],
        "compteurs": saisie.counters(chiffres, choisi),
        "chiffres": chiffres,
        "dernieres": dernieres,
        "notee": next((rencontre for rencontre in dernieres if rencontre.pk == vue), None),
        "suites": Suite.choices,
        "raisons": Raison.choices,
        "refuse": Suite.BILAN_REFUSE,
        "accepte": Suite.BILAN_ACCEPTE,
        "formes": Forme.choices,
    }


@require_POST
def geste(request: HttpRequest, tournee_id: uuid.UUID) -> HttpResponse:
    """Leave, come back, close, open again, cancel: by the name of the button."""
    trouve = GESTES.get(request.POST.get("geste", ""))
    if trouve is None:
        raise NotVisibleError
    verbe, dit = trouve
    faite = verbe(actor=actor_of(request), tournee_id=tournee_id, now=timezone.now())
    messages.success(request, str(dit))
    suite = "reperage:compte_rendu" if faite.rentree_at and not faite.close_at else "reperage:tournee"
    return redirect(suite, tournee_id=tournee_id)


@require_POST
def noter(request: HttpRequest, tournee_id: uuid.UUID) -> HttpResponse:
    """Note an encounter: answers of short lists, and nothing else. What is chosen stays on the page where it is refused."""
    le, heure = here_and_now()
    choisi = saisie.chosen(request.POST, None)
    try:
        dite = saisie.encounter(request.POST, le=le, heure=heure)
        rencontre = services_rencontres.note_encounter(actor=actor_of(request), tournee_id=tournee_id, dite=dite, now=timezone.now())
    except ReperageRefusedError as refus:
        contexte = _round_page(request, tournee_id, choisi=choisi) | {"refus": saisie.said(refus.errors)}
        return render(request, "reperage/tournee.html", contexte, status=422)
    return redirect(f"{reverse('reperage:tournee', args=[tournee_id])}?{choisi.query(vue=rencontre.pk)}")


@require_POST
def raison(request: HttpRequest, rencontre_id: uuid.UUID) -> HttpResponse:
    """Note why a check-up was refused."""
    rencontre = services_rencontres.give_reason(actor=actor_of(request), rencontre_id=rencontre_id, raison=request.POST.get("raison", ""), now=timezone.now())
    messages.success(request, _("C’est noté."))
    return redirect(f"{reverse('reperage:tournee', args=[rencontre.tournee_id])}?{saisie.chosen(request.POST, None).query()}")


@require_POST
def defaire(request: HttpRequest, rencontre_id: uuid.UUID) -> HttpResponse:
    """Take back an encounter."""
    rencontre = services_rencontres.take_back(actor=actor_of(request), rencontre_id=rencontre_id, now=timezone.now())
    messages.success(request, _("C’est défait : cette rencontre ne compte plus."))
    return redirect(f"{reverse('reperage:tournee', args=[rencontre.tournee_id])}?{saisie.chosen(request.POST, None).query()}")


@require_POST
def compter(request: HttpRequest, tournee_id: uuid.UUID) -> HttpResponse:
    """Count one more or one less. A script asks for the new sum; without it, the page comes back."""
    le, heure = here_and_now()
    choisi = saisie.chosen(request.POST, None)
    comptee = saisie.counted(request.POST, choisi, le=le, heure=heure)
    par_script = request.headers.get("X-Compteur") == "1"
    try:
        ligne = services_rencontres.tap(actor=actor_of(request), tournee_id=tournee_id, comptee=comptee, now=timezone.now())
    except ReperageRefusedError:
        if par_script:
            return JsonResponse({"dit": _("Rien à retirer ici.")}, status=422)
        messages.warning(request, _("Rien à retirer ici."))
    else:
        if par_script:
            chiffres = selectors_comptes.counts_of([ligne.structure_id], [tournee_id])
            return JsonResponse({"nombre": saisie.counted_here(chiffres, choisi, ligne.nature)})
    return redirect(f"{reverse('reperage:tournee', args=[tournee_id])}?{choisi.query()}")


@require_http_methods(["GET", "HEAD", "POST"])
def compte_rendu(request: HttpRequest, tournee_id: uuid.UUID) -> HttpResponse:
    """Show what a round counted, and let the team write until it is closed. It prints."""
    ligne = selectors.round_for(actor_of(request), tournee_id, now=timezone.now(), on=timezone.localdate())
    une = ligne.tournee
    mots = selectors.words_of(une)
    form = CompteRenduForm(
        request.POST if request.method == "POST" else None, initial={"observations": mots.observations, "consignes": mots.consignes, "rang": une.rang}
    )
    if form.is_valid():
        try:
            services.write_report(actor=actor_of(request), tournee_id=tournee_id, mots=form.mots(), rang_vu=form.cleaned_data["rang"], now=timezone.now())
        except ReperageRefusedError as refus:
            form.refuse(refus.errors)
        except ReportChangedError as refus:
            form.data = {nom: request.POST.get(nom, "") for nom in form.fields} | {"rang": str(une.rang)}
            form.add_error(None, f"{_(refus.title)}. {_(refus.next_step)}")
        else:
            messages.success(request, _("Le compte rendu est enregistré."))
            return redirect("reperage:compte_rendu", tournee_id=tournee_id)
    contexte = _report(ligne) | {"form": form, "mots": mots}
    return render(request, "reperage/compte_rendu.html", contexte, status=422 if form.is_bound else 200)


def _report(ligne: LigneTournee) -> dict[str, object]:
    une = ligne.tournee
    chiffres: Chiffres = selectors_comptes.counts_of([une.structure_id], [une.pk])
    noms = {str(un.pk): un.nom for un in selectors.places_of([une.structure_id], retires=True)} | {"": _("Sans endroit précis")}
    combien = len(ligne.equipe) + bool(une.partenaire)
    return {
        "ligne": ligne,
        "tournee": une,
        "ecrit": ligne.ouverte,
        "close": ligne.etat is EtatTournee.CLOSE,
        "chiffres": chiffres,
        "efforts": saisie.efforts_said(chiffres, une.forme),
        "tableaux": presentation.tables_of(chiffres),
        "portee": presentation.reach_said(chiffres.portee),
        "par_endroit": saisie.reaches_said(chiffres.reach_by_place(), noms),
        "par_heure": saisie.reaches_said(chiffres.reach_by_hour(), {}),
        "par_forme": saisie.reaches_said(chiffres.reach_by_way(), {une_forme: str(dit) for une_forme, dit in Forme.choices}),
        "minutes": rules.minutes_of(une.partie_at, une.rentree_at, combien),
        "combien": combien,
    }


@require_POST
def registre(request: HttpRequest) -> HttpResponse:
    """Open the register of today: two taps for whoever comes in."""
    forme = request.POST.get("forme", "")
    if forme not in Forme.values:
        raise NotVisibleError
    une = services_rencontres.open_register(
        actor=actor_of(request), structure_id=my_structure(request), endroit_id=number_of(request.POST.get("endroit")), forme=forme, now=timezone.now()
    )
    return redirect("reperage:tournee", tournee_id=une.pk)


def _register_ways() -> list[tuple[str, str]]:
    return [(forme.value, str(forme.label)) for forme in (Forme.SPONTANE, Forme.PERMANENCE, Forme.ATELIER, Forme.TELEPHONE)]
