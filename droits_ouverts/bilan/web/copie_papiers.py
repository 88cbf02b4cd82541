"""Her papers in the copy of a person: what each is, how long it is kept, by which links it was handed over.

The papers themselves are hers already; they are given as files, one by one, from the page of her papers.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from droits_ouverts.bilan.rubriques import Rubrique, Valeur
from droits_ouverts.documents.selectors import links_of, mention_of, papers_of, sheet_of
from droits_ouverts.foundation.jours import date_format

if TYPE_CHECKING:
    from droits_ouverts.documents.models import LienPapier
    from droits_ouverts.documents.selectors import LignePapier
    from droits_ouverts.personnes.models import Personne


def rubrics(personne: Personne, *, on: date) -> list[Rubrique]:
    """Return the papers that are kept of a person, and the links that were given. Two queries, and one a paper."""
    papiers = papers_of(personne, on=on)
    return [
        Rubrique(code="papiers", titre=_("Ses papiers"), lignes=tuple(map(_paper, papiers))),
        Rubrique(
            code="liens", titre=_("Liens par lesquels un papier a été confié"), lignes=tuple(_link(ligne, lien) for ligne in papiers for lien in _links(ligne))
        ),
    ]


def _links(ligne: LignePapier) -> list[LienPapier]:
    liens = links_of(ligne.document)
    for lien in liens:
        lien.document = ligne.document
    return liens


def _paper(ligne: LignePapier) -> tuple[Valeur, ...]:
    document = ligne.document
    return (
        _text("numero", _("Numéro"), str(document.pk)),
        Valeur(code="nature", titre=_("Ce que c’est"), texte=str(document.get_nature_display()), quoi=document.nature),
        _text("titre", _("Son nom"), ligne.titre),
        _text("pages", _("Pages"), str(document.pages)),
        _text("octets", _("Octets"), str(document.octets)),
        _text("sha256", _("Empreinte (SHA-256)"), sheet_of(document).sha256),
        _text("pour", _("Gardé pour"), f"{document.sujet_genre} {document.sujet_id}".strip()),
        _day("expire_le", _("Valable jusqu’au"), document.expire_le),
        _day("servi_le", _("A servi le"), document.servi_le),
        _day("efface_le", _("Sera effacé le"), document.efface_le),
        _text("ajoute_par", _("Ajouté par"), document.ajoute_par.nom),
        _day("ajoute_le", _("Ajouté le"), document.ajoute_at),
    )


def _link(ligne: LignePapier, lien: LienPapier) -> tuple[Valeur, ...]:
    return (
        _text("papier", _("Papier"), str(ligne.document.pk)),
        _text("donne_par", _("Donné par"), lien.cree_par.nom),
        _day("donne_le", _("Donné le"), lien.cree_at),
        _day("sert_jusqu_au", _("Sert jusqu’au"), lien.expire_at),
        _text("ouvertures", _("Ouvert, en fois"), f"{lien.ouvertures} / {lien.ouvertures_max}"),
        _day("annule_le", _("Annulé le"), lien.revoque_at),
        _text("mention", _("Écrit en travers des pages"), mention_of(lien).pied),
    )


def _text(code: str, titre: str, texte: str) -> Valeur:
    return Valeur(code=code, titre=titre, texte=texte, quoi=texte)


def _day(code: str, titre: str, quand: date | datetime | None) -> Valeur:
    jour = timezone.localtime(quand).date() if isinstance(quand, datetime) else quand
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y") if jour else "", quoi=quand or "")
