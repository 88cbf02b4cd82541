"""Screens of persons: those whom a structure accompanies, each with her check-ups; attaching a check-up to one, erasing an anonymous one."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from droits_ouverts.agenda import selectors as agenda
from droits_ouverts.bilan import departs, selectors
from droits_ouverts.bilan.rules import Membre
from droits_ouverts.bilan.signals import page_composee
from droits_ouverts.bilan.web.forms_recherche import NOUVELLE, ChercherForm, RattacherForm
from droits_ouverts.bilan.web.views import actor_of
from droits_ouverts.bilan.web.views_droits import rights_of
from droits_ouverts.bilan.web.views_recherche import lookalikes, unseen
from droits_ouverts.documents.selectors import glimpse_of
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.personnes import selectors as personnes
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.selectors_partage import agreements_of
from droits_ouverts.personnes.selectors_rapprochement import joined_to

AGENDA_MONTRE = 3
"""Appointments and actions that her page shows; her agenda shows them all."""


@require_http_methods(["GET", "HEAD", "POST"])
def rattacher(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Attach a check-up to a person who agreed: one of the structure, or a new one."""
    actor, on = actor_of(request), timezone.localdate()
    bilan = selectors.bilan_for(actor, bilan_id, on=on)
    connu = _known_of(selectors.open_answers(bilan).demandeur)
    pareilles = lookalikes(actor, bilan.structure_id, request.POST if request.method == "POST" else _as_typed(connu), on=on)
    recentes = personnes.persons_of(actor, on=on, structure_id=bilan.structure_id)
    connues = {ligne.id: ligne for ligne in (*(une.ligne for une in pareilles), *recentes)}
    form = RattacherForm(request.POST or None, connues=list(connues.values()), today=on, initial=connu)
    if request.method == "POST" and form.is_valid() and not (form.nouvelle and unseen(pareilles, request.POST)):
        recu = form.cleaned_data
        qui = form.identite if form.nouvelle else personnes.person_for(actor, int(recu["personne"]), on=on)
        departs.attach_bilan(
            bilan_id=bilan_id,
            actor=actor,
            personne=qui,
            accord_mode=ModeAccord(recu["accord_mode"]),
            accord_le=recu["accord_le"],
            now=timezone.now(),
        )
        messages.success(request, _("C’est fait : le bilan est gardé avec la personne. Son code ne sert plus."))
        return redirect("bilan:resultats", bilan_id=bilan_id)
    montrees = pareilles if form.is_bound and form.is_valid() else []
    return render(request, "bilan/rattacher.html", {"bilan": bilan, "form": form, "pareilles": montrees}, status=422 if form.is_bound else 200)


def _as_typed(connu: dict[str, object]) -> QueryDict:
    """Return what the check-up says of her as a form would send it."""
    dit = QueryDict(mutable=True)
    dit.update({champ: str(connu.get(champ) or "") for champ in ("prenom", "naissance")})
    return dit


def _known_of(demandeur: Membre | None) -> dict[str, object]:
    """Return what the check-up already says of the person: she reads it on the form before it is kept."""
    connu: dict[str, object] = {"prenom": "", "personne": NOUVELLE}
    if demandeur:
        connu |= {"prenom": demandeur.prenom, "naissance": demandeur.faits.get("date_naissance") or None}
    return connu


@require_http_methods(["GET", "HEAD", "POST"])
def effacer(request: HttpRequest, bilan_id: uuid.UUID) -> HttpResponse:
    """Erase an anonymous check-up at once. Nothing of it could be given back, so the page asks plainly before."""
    bilan = selectors.bilan_for(actor_of(request), bilan_id, on=timezone.localdate())
    if not bilan.anonyme:
        raise NotVisibleError
    if request.method == "POST":
        departs.erase_anonymous(bilan_id=bilan_id, actor=actor_of(request), now=timezone.now())
        messages.success(request, _("Le bilan anonyme est effacé."))
        return redirect("bilan:list")
    return render(request, "bilan/effacer.html", {"bilan": bilan})


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """List the persons of the actor's structures."""
    actor, on = actor_of(request), timezone.localdate()
    return render(
        request,
        "bilan/personnes.html",
        {"personnes": personnes.persons_of(actor, on=on), "form": ChercherForm(structures=selectors.my_structures(actor, on=on))},
    )


@require_safe
def personne(request: HttpRequest, personne_id: int) -> HttpResponse:
    """Show a person, how she agreed, and her check-ups."""
    actor, on = actor_of(request), timezone.localdate()
    qui = personnes.person_for(actor, personne_id, on=on)
    return render(
        request,
        "bilan/une_personne.html",
        {
            "personne": qui,
            "identite": personnes.open_identity(qui),
            "blocs": [bloc for _recepteur, bloc in page_composee.send(sender=Personne, personne=qui) if bloc],
            "bilans": selectors.bilans_of_person(qui),
            "partages": agreements_of(actor, qui, now=timezone.now(), on=on),
            "papiers": glimpse_of(qui, on=on),
            "joints": joined_to(qui),
        }
        | rights_of(qui)
        | _agenda(qui),
    )


def _agenda(qui: Personne) -> dict[str, object]:
    """What her page shows of what is next. Two queries."""
    rendez_vous, actions = agenda.next_of(qui, now=timezone.now(), combien=AGENDA_MONTRE)
    return {"rendez_vous": rendez_vous, "actions": actions}
