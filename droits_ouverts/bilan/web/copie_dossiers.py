"""The several files of one person in her copy: what each one says of her, and who put them together or separated them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from droits_ouverts.bilan.rubriques import Rubrique, Valeur
from droits_ouverts.foundation.jours import date_format
from droits_ouverts.personnes.dossiers import persons_of_files
from droits_ouverts.personnes.enums import Moyen
from droits_ouverts.personnes.selectors import open_identity, open_own_contact
from droits_ouverts.personnes.selectors_rapprochement import links_told

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from droits_ouverts.personnes.models import Personne, Rapprochement


def rubrics(personne: Personne) -> list[Rubrique]:
    """Return her other files, as each says who she is and how to reach her, and the links between them. Two queries, one more where she has several."""
    autres = persons_of_files(personne)[1:]
    return [
        Rubrique(code="dossiers_joints", titre=_("Ses autres dossiers, lus avec celui-ci"), lignes=tuple(map(_file, autres))),
        Rubrique(code="rapprochements", titre=_("Dossiers réunis ou séparés"), lignes=tuple(map(_link, links_told(personne)))),
    ]


def together(rubriques: Iterable[Rubrique]) -> list[Rubrique]:
    """Return each heading once, with the lines of all her files under it."""
    reunies: dict[str, Rubrique] = {}
    for une in rubriques:
        deja = reunies.get(une.code)
        reunies[une.code] = une if deja is None else Rubrique(code=une.code, titre=une.titre, lignes=(*deja.lignes, *une.lignes))
    return list(reunies.values())


def _file(elle: Personne) -> tuple[Valeur, ...]:
    identite, contact = open_identity(elle), open_own_contact(elle)
    permis = ", ".join(str(Moyen(moyen).label) for moyen in contact.permis) if contact else ""
    heures = _("%(de)s h à %(a)s h") % {"de": contact.de_heure, "a": contact.a_heure} if contact and contact.a_heure else ""
    return (
        _text("numero", _("Numéro du dossier"), str(elle.pk)),
        _text("gardee", _("Lu avec le dossier"), str(elle.rapprochee_de_id or "")),
        _text("prenom", _("Prénom"), identite.prenom),
        _text("nom", _("Nom"), identite.nom),
        _text("naissance", _("Date de naissance"), identite.naissance),
        _text("langue", _("Langue de sa fiche"), identite.langue),
        _day("accord_le", _("Accord donné le"), elle.accord_le),
        Valeur(code="accord_mode", titre=_("Accord donné"), texte=str(elle.get_accord_mode_display()), quoi=elle.accord_mode),
        _day("creee_le", _("Dossier créé le"), elle.created_at),
        _text("permis", _("Ce qu’elle accepte"), permis),
        _text("telephone", _("Numéro sûr"), contact.telephone if contact else ""),
        _text("adresse", _("Où lui écrire"), contact.adresse if contact else ""),
        _text("heures", _("Heures sûres"), heures),
        _text("discretion", _("Qui ne doit rien savoir"), contact.discretion if contact else ""),
    )


def _link(lien: Rapprochement) -> tuple[Valeur, ...]:
    return (
        _text("dossier", _("Dossier joint"), str(lien.jointe_id)),
        _text("avec", _("Au dossier"), str(lien.gardee_id)),
        _text("reuni_par", _("Réuni par"), lien.par.nom),
        _day("reuni_le", _("Réuni le"), lien.fait_at),
        _day("joindre_redit_le", _("Comment la joindre redit le"), lien.contact_redit_at),
        _text("separe_par", _("Séparé par"), lien.separe_par.nom if lien.separe_par else ""),
        _day("separe_le", _("Séparé le"), lien.separe_at),
    )


def _day(code: str, titre: str, jour: date | datetime | None) -> Valeur:
    return Valeur(code=code, titre=titre, texte=date_format(jour, "j F Y") if jour else "", quoi=jour or "")


def _text(code: str, titre: str, texte: str) -> Valeur:
    return Valeur(code=code, titre=titre, texte=texte, quoi=texte)
