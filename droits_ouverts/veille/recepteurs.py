"""What this room answers to earlier ones: asked once at the end of a check-up, told on her page and in her copy, gone with her."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from droits_ouverts.bilan.rubriques import Bloc, Rubrique, Valeur
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.foundation.langue import month_name
from droits_ouverts.foundation.lignes.contexte import Service, as_service
from droits_ouverts.personnes.enums import ModeAccord
from droits_ouverts.suivi.presentation import label_of
from droits_ouverts.veille.models import AccordRappel, DroitNouveau, Relecture
from droits_ouverts.veille.rules import may_ask
from droits_ouverts.veille.selectors import answers_of, open_reading, said
from droits_ouverts.veille.services import stop

if TYPE_CHECKING:
    from droits_ouverts.comptes.models import Compte
    from droits_ouverts.personnes.models import Personne


def forget_person(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Remove what an erased person answered, and what two laws said of her."""
    with as_service(Service.EFFACEMENT):
        DroitNouveau.objects.of_structures([structure_id]).filter(personne_id=personne_id).delete()
        Relecture.objects.of_structures([structure_id]).filter(personne_id=personne_id).delete()
        AccordRappel.objects.of_structures([structure_id]).filter(personne_id=personne_id).delete()


def stop_calls(sender: object, *, structure_id: int, personne_id: int, actor: Compte, now: datetime, **_rest: Any) -> None:  # noqa: ANN401  Django's own signature
    """Take back her yes as soon as she asks that everything be erased. In her transaction."""
    stop(structure_id=structure_id, personne_id=personne_id, mode=ModeAccord.ORAL, actor=actor, now=now)


def show_on_page(sender: object, *, personne: Personne, **_rest: Any) -> Bloc:  # noqa: ANN401  Django's own signature
    """Return the way to what she answered, for her page. No query, since that page asks every room: the next one says it first."""
    return Bloc(
        titre=_("Si la loi change"),
        phrases=(_("Peut-on la rappeler quand un droit s’ouvre ? Lisez d’abord ce qu’elle a dit : un non ne se redemande pas."),),
        adresse=reverse("veille:accord", args=[personne.pk]),
        bouton=_("Voir ou noter sa réponse"),
    )


def ask_at_the_end(sender: object, *, personne: Personne, **_rest: Any) -> Bloc | None:  # noqa: ANN401  Django's own signature
    """Return the question to ask at the end of a check-up; None where she answered: she is not asked twice. One query."""
    if not may_ask(said(answers_of(personne)), timezone.localdate()):
        return None
    return Bloc(
        titre=_("Si la loi change"),
        phrases=(_("Demandez-lui : « Si une loi change et qu’un droit s’ouvre pour vous, peut-on vous rappeler ? » Elle peut dire non, et changer d’avis."),),
        adresse=reverse("veille:accord", args=[personne.pk]),
        bouton=_("Noter sa réponse"),
    )


def tell_copy(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> Sequence[Rubrique]:  # noqa: ANN401  Django's own signature
    """Return what a person answered, and what was computed again for her. Three queries."""
    ici = [structure_id]
    accords = AccordRappel.objects.of_structures(ici).filter(personne_id=personne_id).select_related("par").order_by("pk")
    relectures = Relecture.objects.of_structures(ici).filter(personne_id=personne_id).select_related("comparaison__demande_par").order_by("pk")
    nouveaux = DroitNouveau.objects.of_structures(ici).filter(personne_id=personne_id).select_related("relecture__comparaison", "suite_par").order_by("pk")
    return (
        Rubrique(code="accords_rappel", titre=_("Peut-on la rappeler si la loi change"), lignes=tuple(_answer(un) for un in accords)),
        Rubrique(code="relectures", titre=_("Ses réponses relues avec deux lois"), lignes=tuple(_reading(une) for une in relectures)),
        Rubrique(code="droits_nouveaux", titre=_("Droits qu’une loi a pu lui ouvrir"), lignes=tuple(_new(un) for un in nouveaux)),
    )


def _answer(un: AccordRappel) -> tuple[Valeur, ...]:
    demande = "oui" if un.a_sa_demande else "non"
    return (
        Valeur(code="reponse", titre=_("Sa réponse"), texte=str(un.get_reponse_display()), quoi=un.reponse),
        Valeur(code="a_sa_demande", titre=_("À sa demande"), texte=_("oui") if un.a_sa_demande else _("non"), quoi=demande),
        Valeur(code="mode", titre=_("Dit"), texte=str(un.get_mode_display()), quoi=un.mode),
        _text("langue", _("Langue"), un.langue),
        _day("le", _("Le"), un.le),
        _day("jusqu_au", _("Jusqu’au"), un.jusqu_au),
        _text("note_par", _("Noté par"), un.par.nom),
        _day("note_le", _("Noté le"), un.note_at),
    )


def _reading(une: Relecture) -> tuple[Valeur, ...]:
    lu, comparaison = open_reading(une), une.comparaison
    incertains = ", ".join(label_of(un.code) for un in lu.incertains)
    return (
        Valeur(code="lois", titre=_("Lois comparées"), texte=_months(une), quoi=f"{comparaison.avant} {comparaison.apres}"),
        Valeur(code="etat", titre=_("Calcul"), texte=str(une.get_etat_display()), quoi=une.etat),
        Valeur(code="raison", titre=_("Raison"), texte=str(une.get_raison_display()) if une.raison else "", quoi=une.raison),
        _text("bilan", _("Bilan"), str(une.bilan_id or "")),
        _text("incertains", _("Droits incertains avec les deux lois"), incertains),
        _day("calcule_le", _("Calculé le"), une.calcule_at),
        _text("demande_par", _("Demandé par"), comparaison.demande_par.nom if comparaison.demande_par else ""),
        _day("demande_le", _("Demandé le"), comparaison.demande_at),
    )


def _new(un: DroitNouveau) -> tuple[Valeur, ...]:
    return (
        Valeur(code="droit", titre=_("Droit"), texte=label_of(un.droit), quoi=un.droit),
        _text("lois", _("Lois comparées"), _months(un.relecture)),
        Valeur(code="nature", titre=_("Ce qui change"), texte=str(un.get_nature_display()), quoi=un.nature),
        Valeur(code="suite", titre=_("Appel"), texte=str(un.get_suite_display()) if un.suite else "", quoi=un.suite),
        _text("note_par", _("Noté par"), un.suite_par.nom if un.suite_par else ""),
        _day("note_le", _("Noté le"), un.suite_at),
    )


def _months(relecture: Relecture) -> str:
    return f"{month_name(relecture.comparaison.avant)}, {month_name(relecture.comparaison.apres)}"


def _text(code: str, titre: str, texte: str) -> Valeur:
    return Valeur(code=code, titre=titre, texte=texte, quoi=texte)


def _day(code: str, titre: str, jour: date | datetime | None) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y") if jour else "", quoi=jour or "")
