"""The journey through the screens, without JavaScript unless a test says so."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from droits_ouverts.bilan import selectors, services
from droits_ouverts.bilan.models import Bilan, Estimation
from droits_ouverts.bilan.rules import Reponse
from droits_ouverts.comptes.models import Compte
from droits_ouverts.engine.questionnaire.types import Role
from droits_ouverts.journal.models import Ligne
from tests.bilan import faux
from tests.bilan.conftest import NOW
from tests.factories.structures import MembreFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page(reponse: object) -> BeautifulSoup:
    return BeautifulSoup(reponse.content, "html.parser")  # type: ignore[attr-defined]


def words(soupe: BeautifulSoup) -> str:
    return re.sub(r"\s+", " ", soupe.get_text(" "))


def answers(bilan: Bilan) -> dict[str, object]:
    bilan.refresh_from_db()
    return selectors.open_answers(bilan).questionnaire()


def sujet(bilan: Bilan, nom: str) -> str:
    return reverse("bilan:sujet", args=[bilan.pk, nom])


class TestWalls:
    @pytest.mark.parametrize("nom", ["foyer", "resultats", "fiche", "fiche_pdf"])
    def test_another_structure_finds_nothing(self, nom: str, foyer: Bilan, session: Client) -> None:
        etranger = Client()
        etranger.force_login(MembreFactory.create().compte, backend="allauth.account.auth_backends.AuthenticationBackend")

        assert etranger.get(reverse(f"bilan:{nom}", args=[foyer.pk])).status_code == 404
        assert etranger.post(sujet(foyer, "logement"), {"menage.loyer": "zero"}).status_code == 404
        assert etranger.post(reverse("bilan:estimation", args=[foyer.pk])).status_code == 404
        assert session.get(reverse("bilan:foyer", args=[uuid.uuid4()])).status_code == 404

    def test_nobody_enters_without_signing_in(self, foyer: Bilan) -> None:
        for adresse in (reverse("bilan:list"), reverse("bilan:foyer", args=[foyer.pk]), sujet(foyer, "logement")):
            assert Client().get(adresse).status_code == 302

    def test_a_member_who_does_no_check_up_starts_none(self, session: Client, ines: Compte) -> None:
        ines.appartenances.update(jusqu_au="2026-01-31")

        assert session.get(reverse("bilan:start")).status_code == 403


class TestStart:
    def test_leads_to_the_person_then_to_the_household(self, session: Client) -> None:
        mois = page(session.get(reverse("bilan:start"))).select_one("select[name=mois] option[selected]")["value"]
        structure = page(session.get(reverse("bilan:start"))).select_one("input[name=structure]")["value"]

        arrivee = session.post(reverse("bilan:start"), {"structure": structure, "mois": mois, "forme": "complet"}, follow=True)
        assert "D’abord, y a-t-il une urgence ?" in words(page(arrivee))

        suite = session.post(arrivee.redirect_chain[-1][0], {}, follow=True)
        assert "Pour qui est ce bilan ?" in words(page(suite))
        session.post(suite.redirect_chain[-1][0], {"role": "demandeur", "prenom": "Awa", "annee": "1992"})
        bilan = Bilan.objects.get()
        assert answers(bilan)["personnes"] == [{"id": "p1", "role": "demandeur", "faits": {"date_naissance": "1992-01-01"}}]

    def test_the_list_proposes_a_first_step_then_shows_the_check_ups(self, session: Client, foyer: Bilan) -> None:
        assert "1 bilan, le dernier modifié d’abord" in words(page(session.get(reverse("bilan:list"))))
        Bilan.objects.all().delete()
        assert "Commencez le premier" in words(page(session.get(reverse("bilan:list"))))


class TestHousehold:
    def test_a_birth_that_cannot_be_is_told_on_top_and_beside_and_nothing_typed_is_lost(self, session: Client, foyer: Bilan) -> None:
        adresse = reverse("bilan:person_add", args=[foyer.pk, "enfant"])

        reponse = session.post(adresse, {"role": "enfant", "prenom": "Fanta", "jour": "31", "mois": "2", "annee": "2020"})

        assert reponse.status_code == 422
        soupe = page(reponse)
        phrase = "Le 31/2/2020 n’existe pas."
        assert phrase in words(soupe.select_one("#erreurs"))
        assert phrase in words(soupe.select_one(".champ--erreur"))
        assert soupe.select_one("#erreurs a")["href"] == "#id_jour"
        assert [soupe.select_one(f"#id_{nom}")["value"] for nom in ("prenom", "jour", "mois", "annee")] == ["Fanta", "31", "2", "2020"]

    def test_taking_out_can_be_undone(self, session: Client, foyer: Bilan) -> None:
        apres = session.post(reverse("bilan:person_remove", args=[foyer.pk, "p2"]), follow=True)
        assert "Moussa : retiré du foyer." in words(page(apres))

        session.post(reverse("bilan:person_restore", args=[foyer.pk, "p2"]))

        assert len(answers(foyer)["personnes"]) == 2  # type: ignore[arg-type]

    def test_a_person_can_be_changed(self, session: Client, foyer: Bilan) -> None:
        adresse = reverse("bilan:person_update", args=[foyer.pk, "p2"])
        assert page(session.get(adresse)).select_one("#id_annee")["value"] == "2019"

        session.post(adresse, {"role": "autre", "prenom": "Moussa", "jour": "2", "mois": "5", "annee": "2000"})

        assert answers(foyer)["personnes"][1]["role"] == "autre"  # type: ignore[index]


class TestQuestions:
    def test_progress_is_in_words_and_months_are_named(self, session: Client, foyer: Bilan, ines: Compte) -> None:
        texte = words(page(session.get(sujet(foyer, "ressources"))))

        assert re.search(r"Vos ressources : étape \d+ sur \d+", texte)
        assert "en juillet 2026" in texte
        assert "Le même montant chaque mois" in texte

    def test_every_question_can_be_left_unknown_or_refused(self, session: Client, foyer: Bilan) -> None:
        soupe = page(session.get(sujet(foyer, "logement")))

        for question in soupe.select("fieldset.question"):
            assert [r["value"] for r in question.select(".choix--sans-reponse input")] == ["ne_sait_pas", "refus"]
            assert question.legend.get_text()
            assert question.select_one(".champ__aide").get_text()

    def test_answers_are_saved_and_come_back(self, session: Client, foyer: Bilan) -> None:
        envoi = {
            "menage.commune": "valeur",
            "menage.commune:valeur": "vénissieux",
            "menage.statut_occupation_logement": "v:proprietaire",
            "menage.loyer": "refus",
        }
        session.post(sujet(foyer, "logement"), envoi)

        assert answers(foyer)["menage"] == {"commune": "69259", "statut_occupation_logement": "proprietaire"}
        soupe = page(session.get(sujet(foyer, "logement")))
        assert soupe.select_one('input[name="menage.commune:valeur"]')["value"] == "Vénissieux"
        assert soupe.select_one('input[value="v:proprietaire"]').has_attr("checked")

    def test_an_answer_that_opens_others_keeps_the_screen_once(self, session: Client, foyer: Bilan) -> None:
        premier = session.post(sujet(foyer, "logement"), {"menage.statut_occupation_logement": "v:locataire_hlm"})
        assert premier["Location"].endswith("questions/logement/?suite=1")
        soupe = page(session.get(premier["Location"]))
        assert "Vos réponses font apparaître" in words(soupe)
        assert soupe.select_one('input[name="menage.loyer"]')

        affichees = soupe.select_one("input[name=affichees]")["value"]
        second = session.post(
            sujet(foyer, "logement"),
            {"affichees": affichees, "menage.statut_occupation_logement": "v:locataire_hlm", "menage.loyer": "valeur", "menage.loyer:valeur": "420"},
        )

        assert second["Location"] == sujet(foyer, "activite")
        assert answers(foyer)["menage"] == {"statut_occupation_logement": "locataire_hlm", "loyer": 420}

    def test_a_mistake_is_told_twice_and_the_rest_is_saved(self, session: Client, foyer: Bilan, ines: Compte) -> None:
        services.save_answers(
            bilan_id=foyer.pk, actor=ines, reponses=[Reponse(fait="statut_occupation_logement", entite="menage", valeur="locataire_hlm")], sujet=None, now=NOW
        )

        reponse = session.post(sujet(foyer, "logement"), {"menage.loyer": "valeur", "menage.loyer:valeur": "beaucoup", "menage.colocation": "non"})

        assert reponse.status_code == 422
        soupe = page(reponse)
        phrase = "« beaucoup » n’est pas compris."
        assert phrase in words(soupe.select_one("#erreurs"))
        assert phrase in words(soupe.select_one("#q-menage-loyer"))
        assert soupe.select_one(soupe.select_one("#erreurs a")["href"])
        assert soupe.select_one('input[name="menage.loyer:valeur"]')["value"] == "beaucoup"
        assert answers(foyer)["menage"]["colocation"] is False  # type: ignore[index]

    def test_one_amount_by_month(self, session: Client, foyer: Bilan) -> None:
        envoi = {"p1.salaire_net": "par_mois", "p1.salaire_net:2026-07": "900", "p1.salaire_net:2026-11": "0"}

        session.post(sujet(foyer, "ressources"), envoi)

        faits = answers(foyer)["personnes"][0]["faits"]  # type: ignore[index]
        assert faits["salaire_net"] == {"2026-07": 900, "2026-08": None, "2026-09": None, "2026-10": None, "2026-11": 0}

    def test_rights_already_received(self, session: Client, foyer: Bilan) -> None:
        session.post(sujet(foyer, "droits_recus"), {"famille.droits_recus": "liste", "famille.droits_recus:asf": "1"})
        assert answers(foyer)["famille"] == {"droits_recus": ["asf"]}
        assert page(session.get(sujet(foyer, "droits_recus"))).select_one("#recu-asf").has_attr("checked")

        assert session.post(sujet(foyer, "droits_recus"), {"famille.droits_recus": "liste"}).status_code == 422
        fin = session.post(sujet(foyer, "droits_recus"), {"famille.droits_recus": "zero"})

        assert fin["Location"] == reverse("bilan:resultats", args=[foyer.pk])
        assert answers(foyer)["famille"] == {"droits_recus": []}

    def test_a_subject_that_does_not_exist_is_not_found(self, session: Client, foyer: Bilan) -> None:
        assert session.get(sujet(foyer, "astrologie")).status_code == 404

    def test_without_anybody_the_household_comes_first(self, session: Client, bilan: Bilan) -> None:
        assert session.get(sujet(bilan, "logement"))["Location"] == reverse("bilan:foyer", args=[bilan.pk])


class TestAutosave:
    def test_each_answer_is_saved_with_a_word(self, session: Client, foyer: Bilan) -> None:
        affichees = page(session.get(sujet(foyer, "activite"))).select_one("input[name=affichees]")["value"]

        reponse = session.post(sujet(foyer, "activite"), {"affichees": affichees, "p1.activite": "v:actif"}, headers=HTMX)

        assert "Réponses enregistrées" in words(page(reponse))
        assert answers(foyer)["personnes"][0]["faits"]["activite"] == "actif"  # type: ignore[index]
        assert selectors.open_answers(foyer).vus == ()

    def test_questions_that_appear_come_with_the_answer(self, session: Client, foyer: Bilan) -> None:
        affichees = page(session.get(sujet(foyer, "logement"))).select_one("input[name=affichees]")["value"]

        reponse = session.post(sujet(foyer, "logement"), {"affichees": affichees, "menage.statut_occupation_logement": "v:locataire_hlm"}, headers=HTMX)

        assert reponse["HX-Retarget"] == "#questions"
        assert page(reponse).select_one("#q-menage-loyer")

    def test_a_mistake_comes_in_its_place(self, session: Client, foyer: Bilan) -> None:
        affichees = page(session.get(sujet(foyer, "logement"))).select_one("input[name=affichees]")["value"]

        reponse = session.post(
            sujet(foyer, "logement"), {"affichees": affichees, "menage.commune": "valeur", "menage.commune:valeur": "Atlantide"}, headers=HTMX
        )

        erreur = page(reponse).select_one("#q-menage-commune-erreur")
        assert erreur["hx-swap-oob"] == "true"
        assert "Atlantide" in words(erreur)
        assert "est à reprendre" in words(page(reponse))


class TestResults:
    def test_without_javascript_a_button_computes_then_shows(self, session: Client, foyer: Bilan, faux_moteur: faux.FauxMoteur) -> None:
        avant = page(session.get(reverse("bilan:resultats", args=[foyer.pk])))
        assert "L’estimation n’est pas encore faite" in words(avant)
        adresse = avant.select_one("#estimation form")["action"]

        apres = words(page(session.post(adresse, follow=True)))

        assert len(faux_moteur.demandes) == 1
        for mots in (
            "Awa pourrait recevoir de 610 à 721 € de plus par mois",
            "Chaque mois d’attente ferait perdre environ 321 €",
            "Probables (2)",
            "À vérifier (2)",
            "Déjà reçus (1)",
            "Pas dans cette situation (1)",
            "Qui décide :",
            "Vous travaillez.",
            "La question qui aide le plus",
            "Est-ce que Moussa vit aussi",
            "OpenFisca",
            "Le calcul de ce droit n’a pas abouti.",
            "Vos ressources dépassent le montant prévu.",
        ):
            assert mots in apres, mots

    @pytest.mark.parametrize(
        ("moteur", "phrase"), [("programme", "Calculé par le programme compilé de ce mois."), ("interpreteur", "Calculé par l’interpréteur.")]
    )
    def test_it_says_who_computed(self, moteur: str, phrase: str, session: Client, foyer: Bilan, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(faux, "COMPLETE", replace(faux.COMPLETE, moteur=moteur))

        credit = page(session.post(reverse("bilan:estimation", args=[foyer.pk]), follow=True)).select_one(".credit")

        assert phrase in words(credit)
        assert words(credit).count("Calculé par") == 1

    def test_it_says_which_rights_were_interpreted_beside_the_programme(self, session: Client, foyer: Bilan, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(faux, "COMPLETE", replace(faux.COMPLETE, moteur="programme", interpretes=("rsa", "asf")))

        credit = page(session.post(reverse("bilan:estimation", args=[foyer.pk]), follow=True)).select_one(".credit")

        assert "Calculé à part, par l’interpréteur : Allocation de soutien familial" in words(credit)
        assert "Revenu de solidarité active (RSA)" in words(credit)

    def test_the_button_of_the_next_question_leads_to_it(self, session: Client, foyer: Bilan) -> None:
        soupe = page(session.post(reverse("bilan:estimation", args=[foyer.pk]), follow=True))
        adresse, ancre = soupe.select_one(".question-suivante a")["href"].split("#")

        assert page(session.get(adresse)).select_one(f"#{ancre}")

    def test_the_same_answers_are_computed_once(self, session: Client, foyer: Bilan, faux_moteur: faux.FauxMoteur) -> None:
        for _ in range(3):
            session.post(reverse("bilan:estimation", args=[foyer.pk]))

        assert len(faux_moteur.demandes) == 1
        assert Estimation.objects.count() == 1

    def test_results_of_before_say_that_they_are(self, session: Client, foyer: Bilan, ines: Compte) -> None:
        session.post(reverse("bilan:estimation", args=[foyer.pk]))
        services.add_person(bilan_id=foyer.pk, actor=ines, role=Role.ENFANT, prenom="", date_naissance=NOW.date(), now=NOW)

        texte = words(page(session.get(reverse("bilan:resultats", args=[foyer.pk]))))

        assert "Des réponses ont changé depuis." in texte
        assert "Probables (2)" in texte

    def test_a_warming_engine_is_told_and_asked_again(self, session: Client, foyer: Bilan, faux_moteur: faux.FauxMoteur) -> None:
        faux_moteur.etape = faux.EtapeMoteur.CHARGEMENT

        fragment = page(session.post(reverse("bilan:estimation", args=[foyer.pk]), headers=HTMX))

        assert "lit la législation" in words(fragment)
        assert fragment.select_one("#estimation")["hx-trigger"] == "load delay:5s"
        assert session.get(sujet(foyer, "logement")).status_code == 200

    def test_a_failure_is_told_as_one(self, session: Client, foyer: Bilan, faux_moteur: faux.FauxMoteur) -> None:
        faux_moteur.echoue = True

        fragment = words(page(session.post(reverse("bilan:estimation", args=[foyer.pk]), headers=HTMX)))

        assert "Cela ne dit rien des droits." in fragment
        assert "Pas dans cette situation" not in words(page(session.get(reverse("bilan:resultats", args=[foyer.pk]))))

    def test_the_fragment_sums_up_and_refreshes_the_results(self, session: Client, foyer: Bilan) -> None:
        reponse = session.post(reverse("bilan:estimation", args=[foyer.pk]), {"depuis": "resultats"}, headers=HTMX)

        assert reponse["HX-Refresh"] == "true"
        assert "2 droits à demander." in words(page(reponse))


class TestSheet:
    def test_as_a_page_and_as_a_pdf(self, session: Client, foyer: Bilan) -> None:
        assert session.get(reverse("bilan:fiche", args=[foyer.pk])).status_code == 404
        session.post(reverse("bilan:estimation", args=[foyer.pk]))

        assert "Commencez par le numéro 1." in words(page(session.get(reverse("bilan:fiche", args=[foyer.pk]))))
        pdf = session.get(reverse("bilan:fiche_pdf", args=[foyer.pk]), {"langue": "en"})

        assert pdf["Content-Type"] == "application/pdf"
        lu = pypdfium2.PdfDocument(pdf.content)
        assert len(lu) == 1
        lu.close()

    def test_handing_it_over_is_told_once(self, session: Client, foyer: Bilan) -> None:
        for _ in range(2):
            session.post(reverse("bilan:close", args=[foyer.pk]))

        foyer.refresh_from_db()
        assert foyer.statut == "termine"
        assert Ligne.objects.filter(verb="terminer_bilan").count() == 1

    @pytest.mark.parametrize("langue", ["fr", "en", "ar", "tlh"])
    def test_in_each_language(self, session: Client, foyer: Bilan, langue: str) -> None:
        session.post(reverse("bilan:estimation", args=[foyer.pk]))

        fiche = page(session.get(reverse("bilan:fiche", args=[foyer.pk]), {"langue": langue})).select_one(".fiche")

        assert fiche["lang"] == (langue if langue != "tlh" else "fr")
        assert fiche["dir"] == ("rtl" if langue == "ar" else "ltr")
