"""What this room refuses, with the sentences to show: marked here, translated where they are shown."""

from __future__ import annotations

import logging
from typing import Final

from django.utils.translation import gettext_noop as _

from droits_ouverts.foundation.errors import DomainError

logger = logging.getLogger(__name__)

RAISONS: Final = {
    "rien": _("Aucun fichier n’est arrivé."),
    "vide": _("Ce fichier est vide."),
    "genre": _("Ce n’est ni une photo JPEG ou PNG, ni un PDF."),
    "heic": _("C’est une photo HEIC, un format que peu d’ordinateurs ouvrent."),
    "trop_grand": _("Il est trop grand : 10 Mo par fichier, 40 Mo en tout."),
    "trop_de_photos": _("Il y a plus de 20 photos."),
    "trop_de_pages": _("Il a plus de 60 pages."),
    "melange": _("Un papier est fait de photos, ou d’un seul PDF, jamais des deux."),
    "contenu": _("Ce fichier est abîmé, ou il n’est pas ce que son nom annonce."),
    "actif": _("Ce PDF contient un programme ou un fichier caché."),
    "verrouille": _("Ce PDF s’ouvre avec un mot de passe."),
    "lent": _("Le service est très occupé : il n’a pas fini de lire ce fichier."),
}
REMEDES: Final = {
    "rien": _("Choisissez une photo ou un PDF, puis recommencez."),
    "vide": _("Reprenez la photo, ou enregistrez de nouveau le fichier."),
    "genre": _("Prenez-en une photo, ou enregistrez-le en PDF."),
    "heic": _("Dans les réglages de l’appareil photo, choisissez « Le plus compatible » (JPEG), puis reprenez la photo."),
    "trop_grand": _("Prenez une photo moins grande, ou enregistrez le PDF en qualité réduite."),
    "trop_de_photos": _("Faites-en deux papiers."),
    "trop_de_pages": _("Gardez les pages utiles, ou faites-en deux papiers."),
    "melange": _("Ajoutez le PDF seul, puis les photos."),
    "contenu": _("Ouvrez-le sur votre appareil. S’il s’affiche, imprimez-le en PDF ; sinon, reprenez la photo."),
    "actif": _("Ouvrez-le, imprimez-le « en PDF », puis ajoutez ce nouveau fichier."),
    "lent": _("Attendez quelques minutes, puis recommencez."),
    "verrouille": _("Ouvrez-le avec son mot de passe, imprimez-le « en PDF », puis ajoutez ce nouveau fichier."),
}


class PapierRefuseError(DomainError):
    """Files that do not become a paper; `raison` is a key of `RAISONS`, `rang` says which file, from 1."""

    title = _("Ce papier n’a pas pu être ajouté")
    what = _("Rien n’a été enregistré.")
    status = 422
    code = "papier_refuse"

    def __init__(self, raison: str, rang: int = 0) -> None:
        super().__init__(why=RAISONS[raison], next_step=REMEDES[raison])
        self.raison, self.rang = raison, rang
        logger.warning("papier refusé : %s", raison)

    def as_dict(self) -> dict[str, str]:
        """Return the sentences for the page's own program, and which file it is."""
        return super().as_dict() | ({"rang": str(self.rang)} if self.rang else {})


class TropDePapiersError(DomainError):
    """A person has as many papers as are kept."""

    title = _("Il y a déjà 200 papiers")
    what = _("Celui-ci n’a pas été enregistré.")
    why = _("Un dossier garde 200 papiers au plus.")
    next_step = _("Retirez ceux qui ne servent plus, puis recommencez.")
    status = 409
    code = "trop_de_papiers"


class PapierChangeError(DomainError):
    """The paper is no longer in the state that the act needs: removed, put back, or too late to be."""

    title = _("Ce papier a changé entre-temps")
    what = _("Rien n’a été changé.")
    why = _("Quelqu’un l’a retiré ou remis, ou la minute pour le remettre est passée.")
    next_step = _("Rouvrez la page des papiers : elle dit ce qui est gardé.")
    status = 409
    code = "papier_change"


class LienFermeError(DomainError):
    """A link that opens nothing: unknown, over, used up, revoked, or its paper is gone. It never says which."""

    title = _("Ce lien ne s’ouvre pas")
    what = _("Rien ne vous a été montré.")
    why = _("Il a fini de servir, il a été annulé, ou l’adresse est incomplète.")
    next_step = _("Demandez un nouveau lien à la personne qui vous l’a donné.")
    status = 404
    code = "lien_ferme"


class CopieRateeError(DomainError):
    """The copy of a paper could not be made for now; the opening is not counted."""

    title = _("Le document n’a pas pu être préparé")
    what = _("Rien ne vous a été donné, et cette fois ne compte pas.")
    why = _("Le service n’a pas réussi à dessiner ses pages.")
    next_step = _("Attendez quelques minutes, puis tapez de nouveau le code. Si cela recommence, dites-le à la personne qui vous a donné le lien.")
    status = 503
    code = "copie_ratee"


class CodeFauxError(DomainError):
    """The code of a link is not this one."""

    title = _("Ce n’est pas le bon code")
    what = _("Rien ne vous a été montré.")
    why = _("Le code donné avec ce lien a six chiffres.")
    next_step = _("Vérifiez-le auprès de la personne qui vous l’a dit, puis recommencez.")
    status = 422
    code = "code_faux"


class TropDEssaisError(DomainError):
    """Too many codes were tried for now."""

    title = _("Trop de codes essayés")
    what = _("Rien ne vous a été montré.")
    why = _("Après cinq codes faux, il faut attendre.")
    next_step = _("Attendez un quart d’heure, vérifiez le code, puis recommencez.")
    status = 429
    code = "trop_d_essais"
