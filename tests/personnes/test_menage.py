"""A11: living together opens nobody's file. Each document of one adult, against the secrets of the other, by a table written by hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from droits_ouverts.bilan.models import Bilan
from droits_ouverts.bilan.web import copie, copie_pdf
from droits_ouverts.personnes.enums import MotifUrgence, Portee
from droits_ouverts.personnes.models import OuvertureUrgente
from droits_ouverts.personnes.services_urgence import ask_opening, decide_opening
from droits_ouverts.structures.enums import Profession, Role
from droits_ouverts.structures.models import Membre
from droits_ouverts.ui.langues import PAR_CODE
from tests.factories.foyers import NAISSANCES, Dossier, dossier
from tests.factories.partages import shared
from tests.factories.structures import MembreFactory

if TYPE_CHECKING:
    from pytest_django.plugin import DjangoDbBlocker

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TABLE = Path(__file__).with_name("menage.csv")


def cases() -> list[tuple[str, str, bool]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [(line["document"], secret, line[secret] == "oui") for line in csv.DictReader(file) for secret in line if secret != "document"]


class Menage:
    """Awa and Karim, each with a file in the same structure, and who reads a part of Karim's elsewhere."""

    def __init__(self) -> None:
        now = timezone.now()
        self.membre: Membre = MembreFactory.create(role=Role.RESPONSABLE)
        self.lecteur: Membre = MembreFactory.create(profession=Profession.ASSISTANT_SERVICE_SOCIAL)
        self.awa, self.karim = dossier(self.membre, "Awa", "Karim", now=now), dossier(self.membre, "Karim", "Awa", now=now)
        ordinaires = {Portee.IDENTITE, Portee.CONTACT, Portee.FOYER, Portee.RESSOURCES, Portee.LOGEMENT, Portee.DROITS, Portee.DEMARCHES, Portee.NOTES}
        shared(self.membre, self.karim.personne, self.lecteur.structure_id, ordinaires, debut=timezone.localdate(), now=now)
        demande = ask_opening(
            actor=self.lecteur.compte,
            structure_id=self.membre.structure_id,
            nom=self.karim.marques["nom"],
            naissance=NAISSANCES["Karim"],
            motif=MotifUrgence.DANGER,
            raison="Danger.",
            now=now,
        )
        assert isinstance(demande, OuvertureUrgente)
        decide_opening(actor=self.membre.compte, urgence_id=demande.pk, accordee=True, now=now)
        self.documents: dict[str, Callable[[], str]] = {
            "page de Karim": lambda: self.page("personnes:personne", self.karim.personne.pk),
            "copie de Karim (JSON)": lambda: self.copy(self.karim),
            "copie de Karim (papier)": lambda: self.paper(self.karim),
            "résultats de Karim": lambda: self.page("bilan:resultats", self.karim.bilan.pk),
            "fiche de Karim": lambda: self.page("bilan:fiche", self.karim.bilan.pk),
            "historique de Karim": lambda: self.page("bilan:historique", self.karim.bilan.pk),
            "ouvertures de Karim": lambda: self.page("personnes:ouvertures", self.karim.personne.pk),
            "corrections de Karim": lambda: self.page("personnes:rectifier", self.karim.personne.pk),
            "part de Karim partagée": lambda: self.page("personnes:partagee", self.karim.personne.pk, "accompagnement", qui=self.lecteur),
            "Karim lu en urgence": lambda: self.page("personnes:urgence_lire", self.karim.personne.pk, qui=self.lecteur),
            "page d’Awa": lambda: self.page("personnes:personne", self.awa.personne.pk),
            "copie d’Awa (JSON)": lambda: self.copy(self.awa),
        }
        self.lus: dict[str, str] = {}

    def read(self, document: str) -> str:
        """A document, made once."""
        if document not in self.lus:
            self.lus[document] = self.documents[document]()
        return self.lus[document]

    def page(self, nom: str, *parts: object, qui: Membre | None = None) -> str:
        client = Client()
        client.force_login((qui or self.membre).compte, backend=BACKEND)
        reponse = client.get(reverse(nom, args=parts))
        assert reponse.status_code == 200
        return reponse.content.decode()

    @staticmethod
    def copy(elle: Dossier) -> str:
        with override("fr"):
            return json.dumps(copie.whole(elle.personne, now=timezone.now()).json(), ensure_ascii=False)

    @staticmethod
    def paper(elle: Dossier) -> str:
        with override("fr"):
            arbre = copie.whole(elle.personne, now=timezone.now())
            contexte = {"titre": arbre.titre, "autre": arbre.titre, "langue": PAR_CODE["fr"], "lignes": list(copie_pdf.lines(arbre, arbre))}
            return render_to_string("bilan/copie_pdf.html", contexte)


@pytest.fixture(scope="module")
def menage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> object:
    """The household, made once for this file, and gone after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield Menage()
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestLivingTogetherOpensNothing:
    def test_there_are_sixty_cases_of_another_adult(self) -> None:
        assert sum("Karim" in document for document, _, _ in cases()) >= 60

    @pytest.mark.parametrize(("document", "secret", "permis"), cases())
    def test_by_the_table(self, menage: Menage, document: str, secret: str, permis: bool) -> None:
        assert (menage.awa.marques[secret] in menage.read(document)) == permis

    def test_a_file_that_took_the_other_s_for_hers_is_seen(self, menage: Menage, monkeypatch: pytest.MonkeyPatch) -> None:
        """Were check-ups gathered by household rather than by person, the copy of one would hold the words of the other."""
        tous = list(Bilan.objects.filter(structure_id=menage.membre.structure_id).select_related("structure", "site", "auteur"))
        vraies = copie.Sources.of
        monkeypatch.setattr(
            copie.Sources,
            "of",
            classmethod(lambda cls, personne: copie.Sources(**{**{nom: getattr(vraies(personne), nom) for nom in cls.__slots__}, "bilans": tous})),
        )

        assert menage.awa.marques["mots"] in menage.copy(menage.karim)
