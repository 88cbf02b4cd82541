"""What outreach holds of a person since she agreed, as it goes into her copy and on her page: the room stands below, and knows nothing of either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from droits_ouverts.bilan.rubriques import Bloc, Rubrique, Valeur
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.reperage.models import LienRencontre

if TYPE_CHECKING:
    from datetime import date

    from droits_ouverts.personnes.models import Personne


def tell_copy(sender: object, *, structure_id: int, personne_id: int, **_rest: Any) -> Sequence[Rubrique]:  # noqa: ANN401  Django's own signature
    """Return the encounters that a person agreed to link to her file. One query."""
    siens = LienRencontre.objects.of_structures([structure_id]).filter(personne_id=personne_id)
    lus = siens.select_related("rencontre", "rencontre__endroit", "rencontre__par", "par").order_by("rencontre__le", "rencontre__heure", "pk")
    return (Rubrique(code="rencontres", titre=_("Rencontres avant le dossier"), lignes=tuple(_told(lien) for lien in lus)),)


def show_on_page(sender: object, *, personne: Personne, **_rest: Any) -> Bloc:  # noqa: ANN401  Django's own signature
    """Return the way to her encounters. No query: whether some are linked is said on the next page."""
    return Bloc(
        titre=_("Les rencontres d’avant"),
        phrases=(_("Elle a été rencontrée avant d’avoir un dossier ? La rencontre n’y entre que si elle l’accepte."),),
        adresse=reverse("reperage:personne", args=[personne.pk]),
        bouton=_("Lier une rencontre, ou délier"),
    )


def _told(lien: LienRencontre) -> tuple[Valeur, ...]:
    une = lien.rencontre
    return (
        _day("le", _("Jour"), une.le),
        _text("heure", _("Heure"), f"{une.heure} h"),
        _text("endroit", _("Endroit"), une.endroit.nom if une.endroit else ""),
        _choice("forme", _("Façon d’aller vers"), une.forme, une.get_forme_display()),
        _choice("age", _("Âge"), une.age, une.get_age_display()),
        _choice("langue", _("Langue"), une.langue, une.get_langue_display()),
        _choice("situation", _("Situation"), une.situation, une.get_situation_display()),
        _choice("objet", _("De quoi on a parlé"), une.objet, une.get_objet_display()),
        _choice("suite", _("Ce qui a suivi"), une.suite, une.get_suite_display()),
        _choice("raison", _("Pourquoi le bilan est refusé"), une.raison, une.get_raison_display()),
        _choice("revue", _("Déjà rencontrée"), "oui" if une.revue else "non", _("oui") if une.revue else _("non")),
        _text("avec", _("Rencontrée par"), une.par.nom),
        _choice("accord_mode", _("Accord donné"), lien.accord_mode, lien.get_accord_mode_display()),
        _day("accord_le", _("Accepté le"), lien.accord_le),
        _text("note_par", _("Noté par"), lien.par.nom),
    )


def _text(code: str, titre: str, texte: str) -> Valeur:
    return Valeur(code=code, titre=titre, texte=texte, quoi=texte)


def _choice(code: str, titre: str, quoi: str, texte: str) -> Valeur:
    return Valeur(code=code, titre=titre, texte=texte if quoi else "", quoi=quoi)


def _day(code: str, titre: str, jour: date) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y"), quoi=jour)
