"""A9: breaking the glass needs a reason, a second person and a notice; it closes by itself; administrators and support never."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from droits_ouverts.foundation.errors import ForbiddenError, NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes import access, selectors_droits
from droits_ouverts.personnes.enums import DecisionUrgence, MotifUrgence, Portee
from droits_ouverts.personnes.errors import UrgenceDecidedError
from droits_ouverts.personnes.models import OuvertureUrgente
from droits_ouverts.personnes.services_urgence import ask_opening, decide_opening
from droits_ouverts.structures.enums import Profession, Role
from droits_ouverts.structures.models import Membre
from tests.factories.foyers import NAISSANCES, Dossier, dossier
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def responsable() -> Membre:
    return MembreFactory.create(role=Role.RESPONSABLE, compte__nom="Odile")


@pytest.fixture
def awa(responsable: Membre) -> Dossier:
    elle = dossier(responsable, "Awa", "Karim", now=timezone.now())
    OuvertureUrgente.objects.all().delete()
    return elle


@pytest.fixture
def ailleurs() -> Membre:
    return MembreFactory.create(compte__nom="Sofia", profession=Profession.MEDIATEUR_SOCIAL)


def ask(qui: Membre, awa: Dossier, nom: str = "ZqAwanom") -> OuvertureUrgente | None:
    return ask_opening(
        actor=qui.compte,
        structure_id=awa.personne.structure_id,
        nom=nom,
        naissance=NAISSANCES["Awa"],
        motif=MotifUrgence.DANGER,
        raison="Elle est à l’hôpital.",
        now=timezone.now(),
    )


def grant(responsable: Membre, demande: OuvertureUrgente | None) -> OuvertureUrgente:
    assert demande is not None
    return decide_opening(actor=responsable.compte, urgence_id=demande.pk, accordee=True, now=timezone.now())


def session(qui: Membre) -> Client:
    client = Client()
    client.force_login(qui.compte, backend=BACKEND)
    return client


def reads(qui: Membre, awa: Dossier) -> int:
    return session(qui).get(reverse("personnes:urgence_lire", args=[awa.personne.pk])).status_code


class TestTwoPersons:
    def test_asking_opens_nothing(self, ailleurs: Membre, awa: Dossier) -> None:
        ask(ailleurs, awa)

        assert reads(ailleurs, awa) == 404

    def test_a_yes_opens_for_four_hours_to_who_asked_only(self, responsable: Membre, ailleurs: Membre, awa: Dossier) -> None:
        collegue = MembreFactory.create(structure=ailleurs.structure)
        grant(responsable, ask(ailleurs, awa))

        assert reads(ailleurs, awa) == 200
        assert reads(collegue, awa) == 404
        with time_machine.travel(timezone.now() + timedelta(hours=4, minutes=1), tick=True):
            assert reads(ailleurs, awa) == 404

    def test_a_no_opens_nothing(self, responsable: Membre, ailleurs: Membre, awa: Dossier) -> None:
        demande = ask(ailleurs, awa)
        assert demande is not None
        decide_opening(actor=responsable.compte, urgence_id=demande.pk, accordee=False, now=timezone.now())

        assert reads(ailleurs, awa) == 404

    def test_nobody_answers_herself(self, responsable: Membre, awa: Dossier) -> None:
        """Odile manages both structures: she asks from the other one, and would say yes here."""
        deux = MembreFactory.create(compte=responsable.compte)
        with pytest.raises(ForbiddenError):
            ask(deux, awa)
        demande = OuvertureUrgente(personne=awa.personne, compte=responsable.compte, structure=deux.structure, motif="danger", demandee_at=timezone.now())
        demande.raison_scellee = "x"
        demande.save()
        with pytest.raises(UrgenceDecidedError):
            grant(responsable, demande)
        with pytest.raises(IntegrityError), transaction.atomic():
            OuvertureUrgente.objects.update(
                decision=DecisionUrgence.ACCORDEE, decideur=responsable.compte, decidee_at=timezone.now(), jusqu_at=timezone.now() + timedelta(hours=1)
            )

    def test_only_who_manages_the_structure_that_holds_it_answers(self, responsable: Membre, ailleurs: Membre, awa: Dossier) -> None:
        demande = ask(ailleurs, awa)
        simple = MembreFactory.create(structure=responsable.structure)
        with pytest.raises(ForbiddenError):
            grant(simple, demande)
        with pytest.raises(NotVisibleError):
            grant(MembreFactory.create(role=Role.RESPONSABLE), demande)

    def test_an_old_or_answered_request_is_not_answered_again(self, responsable: Membre, ailleurs: Membre, awa: Dossier) -> None:
        demande = grant(responsable, ask(ailleurs, awa))
        with pytest.raises(UrgenceDecidedError):
            grant(responsable, demande)
        autre = ask(ailleurs, awa)
        assert autre is not None
        with pytest.raises(UrgenceDecidedError):
            decide_opening(actor=responsable.compte, urgence_id=autre.pk, accordee=True, now=timezone.now() + timedelta(hours=25))


class TestWhoNever:
    @pytest.mark.parametrize("role", [Role.TECHNIQUE, Role.ELU, Role.PILOTE, Role.COORDINATEUR])
    def test_asks(self, awa: Dossier, role: Role) -> None:
        qui = MembreFactory.create(role=role)
        with pytest.raises(ForbiddenError):
            ask(qui, awa)
        assert session(qui).get(reverse("personnes:urgences")).status_code == 403

    @pytest.mark.parametrize("role", [Role.TECHNIQUE, Role.ELU, Role.PILOTE, Role.COORDINATEUR])
    def test_reads_even_with_a_yes_of_before(self, responsable: Membre, ailleurs: Membre, awa: Dossier, role: Role) -> None:
        grant(responsable, ask(ailleurs, awa))
        ailleurs.role = role
        ailleurs.save()

        assert access.urgent_scopes(ailleurs.compte, awa.personne, now=timezone.now()) == (None, frozenset())
        assert reads(ailleurs, awa) == 403

    def test_who_left_meanwhile(self, responsable: Membre, ailleurs: Membre, awa: Dossier) -> None:
        grant(responsable, ask(ailleurs, awa))
        ailleurs.jusqu_au = timezone.localdate() - timedelta(days=1)
        ailleurs.save()

        assert reads(ailleurs, awa) == 403


class TestWhatIsRead:
    def test_less_what_secrecy_keeps(self, responsable: Membre, ailleurs: Membre, awa: Dossier) -> None:
        grant(responsable, ask(ailleurs, awa))
        sociale = MembreFactory.create(profession=Profession.ASSISTANT_SERVICE_SOCIAL)
        grant(responsable, ask(sociale, awa))

        assert Portee.VIOLENCES not in access.urgent_scopes(ailleurs.compte, awa.personne, now=timezone.now())[1]
        assert access.urgent_scopes(sociale.compte, awa.personne, now=timezone.now())[1] == frozenset(Portee)

    def test_asking_tells_nobody_whether_she_is_known(self, ailleurs: Membre, awa: Dossier) -> None:
        envoi = {"structure": awa.personne.structure_id, "naissance": "1992-03-14", "motif": "danger", "raison": "x"}
        client = session(ailleurs)
        connue = client.post(reverse("personnes:urgences"), envoi | {"nom": "ZqAwanom"}, follow=True)
        inconnue = client.post(reverse("personnes:urgences"), envoi | {"nom": "Personne"}, follow=True)

        pages = [un.content.decode() for un in (connue, inconnue)]
        assert [un.status_code for un in (connue, inconnue)] == [200, 200]
        assert without_tokens(pages[0]) == without_tokens(pages[1])
        assert OuvertureUrgente.objects.count() == 1


class TestItIsTold:
    def test_to_the_structure_and_on_her_page_and_in_her_list(self, responsable: Membre, ailleurs: Membre, awa: Dossier) -> None:
        ask(ailleurs, awa)
        client = session(responsable)
        assert "demande à ouvrir un dossier en urgence" in client.get("/").content.decode()
        attente = client.get(reverse("personnes:urgences")).content.decode()
        assert "ZqAwanom" in attente
        assert "Elle est à l’hôpital." in attente
        urgence = OuvertureUrgente.objects.get()
        client.post(reverse("personnes:urgence_decider", args=[awa.personne.pk, urgence.pk]), {"reponse": "oui"})
        reads(ailleurs, awa)

        page = client.get(reverse("personnes:personne", args=[awa.personne.pk])).content.decode()
        assert "Elle est à l’hôpital." in page
        assert "Accepté par Odile" in page
        ouvertures = client.get(reverse("personnes:ouvertures", args=[awa.personne.pk])).content.decode()
        for mots in ("a demandé à ouvrir ce dossier en urgence", "a accepté une ouverture d’urgence", "a lu le dossier en urgence", "Sofia"):
            assert mots in ouvertures
        verbes = Ligne.objects.filter(thing_kind="personne", thing_id=str(awa.personne.pk), purpose="urgence").values_list("verb", flat=True)
        assert set(verbes) == {"demander_urgence", "accorder_urgence", "lire_en_urgence"}

    def test_her_words_are_sealed(self, ailleurs: Membre, awa: Dossier) -> None:
        demande = ask(ailleurs, awa)

        assert demande is not None
        assert "hôpital" not in demande.raison_scellee
        assert selectors_droits.emergencies_of(awa.personne)[0].raison == "Elle est à l’hôpital."

    def test_answering_asks_for_a_fresh_proof(self, responsable: Membre, ailleurs: Membre, awa: Dossier) -> None:
        demande = ask(ailleurs, awa)
        assert demande is not None
        client = session(responsable)
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=True):
            reponse = client.post(reverse("personnes:urgence_decider", args=[awa.personne.pk, demande.pk]), {"reponse": "oui"})

        assert reponse.headers["Location"] == "/compte/confirmer/?next=%2Fpersonnes%2Furgences%2F"
        assert OuvertureUrgente.objects.get().decision == ""


class TestTheProofBites:
    def test_on_an_emergency_that_never_closes(self, responsable: Membre, ailleurs: Membre, awa: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
        grant(responsable, ask(ailleurs, awa))
        monkeypatch.setattr(OuvertureUrgente.objects.all().__class__, "running", lambda self, now: self)

        with time_machine.travel(timezone.now() + timedelta(hours=5), tick=True):
            assert reads(ailleurs, awa) == 200


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
