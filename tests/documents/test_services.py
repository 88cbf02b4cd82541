"""Papers: sealed, found by whoever holds the person, erased for good; a link gives one away a few times and no more."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from PIL import Image

from droits_ouverts.coffre.errors import ErasedError, TamperedError
from droits_ouverts.coffre.models import CleSujet, RegistreEffacement
from droits_ouverts.coffre.services import export_erasures, replay_erasures
from droits_ouverts.conservation import nuit
from droits_ouverts.conservation.enums import MotifReserve
from droits_ouverts.conservation.services import lift_hold, set_hold
from droits_ouverts.documents import effacement, lecture, rules, selectors, services, services_liens
from droits_ouverts.documents.enums import DureeLien, EtatLien, Nature, Validite
from droits_ouverts.documents.errors import (
    CodeFauxError,
    CopieRateeError,
    LienFermeError,
    PapierChangeError,
    PapierRefuseError,
    TropDePapiersError,
    TropDEssaisError,
)
from droits_ouverts.documents.lecture import Papier, texts_of
from droits_ouverts.documents.models import Document, LienPapier, Morceau
from droits_ouverts.foundation.errors import NotVisibleError
from droits_ouverts.journal.models import Ligne
from droits_ouverts.personnes.enums import ModeAccord, Obstacle
from droits_ouverts.personnes.models import Personne
from droits_ouverts.personnes.services_droits import ask_erasure
from droits_ouverts.personnes.services_partage import withdraw
from droits_ouverts.personnes.signals import personne_effacee
from droits_ouverts.structures.models import Membre
from tests.factories.papiers import NOW, a_paper, kept
from tests.factories.partages import person_of, shared
from tests.factories.structures import MembreFactory, StructureFactory

pytestmark = pytest.mark.django_db
MOIS_6 = date(2027, 5, 24)


@pytest.fixture
def membre() -> Membre:
    return MembreFactory.create()


@pytest.fixture
def personne(membre: Membre) -> Personne:
    return person_of(membre)


def page_of(contenu: bytes) -> Image.Image:
    """The first page of a PDF, as it is seen."""
    return Image.open(io.BytesIO(lecture.picture_of(contenu, 1)))


def inked(image: Image.Image, part: tuple[float, float, float, float]) -> int:
    """How many points of a part of a page (shares of its sides) are written on."""
    gauche, haut, droite, bas = part
    coupe = image.convert("L").crop((round(gauche * image.width), round(haut * image.height), round(droite * image.width), round(bas * image.height)))
    return sum(coupe.histogram()[:235])


def verbs() -> list[str]:
    return list(Ligne.objects.order_by("pk").values_list("verb", flat=True))


class TestKeeping:
    def test_gives_back_the_very_bytes_in_pieces_that_nobody_reads(self, membre: Membre, personne: Personne) -> None:
        contenu = b"%PDF-" + bytes(range(256)) * 9000

        document = kept(membre, personne, papier=Papier(contenu=contenu, pages=3), titre="Bail de Vénissieux")

        assert Morceau.objects.filter(document=document).count() == 3
        assert selectors.bytes_of(document) == contenu
        base = "".join(Morceau.objects.values_list("contenu_scelle", flat=True)) + document.fiche_scellee
        assert "Vénissieux" not in base
        assert selectors.sheet_of(document).titre == "Bail de Vénissieux"
        assert (document.pages, document.octets, document.efface_le) == (3, len(contenu), MOIS_6)

    def test_writes_one_line_about_the_person(self, membre: Membre, personne: Personne) -> None:
        avant = len(verbs())
        document = kept(membre, personne)
        services.read_document(actor=membre.compte, personne_id=personne.pk, document_id=document.pk, now=NOW)

        assert verbs()[avant:] == ["ajouter_papier", "lire_papier"]
        assert set(Ligne.objects.filter(verb__endswith="papier").values_list("thing_kind", "thing_id")) == {("personne", str(personne.pk))}

    @pytest.mark.parametrize("faute", ["piece lost", "pieces exchanged", "another paper's"])
    def test_refuses_a_paper_that_is_not_whole(self, membre: Membre, personne: Personne, faute: str) -> None:
        document = kept(membre, personne, papier=Papier(contenu=b"x" * (rules.MORCEAU + 10), pages=1))
        autre = kept(membre, personne, papier=Papier(contenu=b"y" * (rules.MORCEAU + 10), pages=1))
        un, deux = document.morceaux.all().in_order()

        if faute == "piece lost":
            deux.delete()
        elif faute == "pieces exchanged":
            contenu = un.contenu_scelle
            Morceau.objects.filter(pk=un.pk).update(contenu_scelle=deux.contenu_scelle)
            Morceau.objects.filter(pk=deux.pk).update(contenu_scelle=contenu)
        else:
            sien = autre.morceaux.get(rang=1)
            Morceau.objects.filter(pk=deux.pk).update(contenu_scelle=sien.contenu_scelle)

        with pytest.raises(TamperedError):
            selectors.bytes_of(document)

    def test_is_for_who_holds_the_person(self, membre: Membre, personne: Personne) -> None:
        document, ailleurs = kept(membre, personne), MembreFactory.create()
        autre = person_of(membre, "Autre")

        with pytest.raises(NotVisibleError):
            services.read_document(actor=ailleurs.compte, personne_id=personne.pk, document_id=document.pk, now=NOW)
        with pytest.raises(NotVisibleError):
            kept(ailleurs, personne)
        # Another person of the same structure is no way to it.
        with pytest.raises(NotVisibleError):
            services.read_document(actor=membre.compte, personne_id=autre.pk, document_id=document.pk, now=NOW)

    def test_stops_at_two_hundred(self, membre: Membre, personne: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "PAPIERS_MAX", 2)
        kept(membre, personne)
        retire = kept(membre, personne)
        with pytest.raises(TropDePapiersError):
            kept(membre, personne)

        services.remove_document(actor=membre.compte, personne_id=personne.pk, document_id=retire.pk, now=NOW)

        assert kept(membre, personne).pk

    def test_is_told_by_what_it_is_while_it_serves(self, membre: Membre, personne: Personne) -> None:
        carte, bail = kept(membre, personne, Nature.IDENTITE), kept(membre, personne, Nature.LOGEMENT, sujet=("droit_suivi", "abc"))
        services.describe_document(
            actor=membre.compte, personne_id=personne.pk, document_id=carte.pk, nature=Nature.IDENTITE, titre="Carte", expire_le=date(2026, 12, 1), now=NOW
        )

        avant, apres = (selectors.papers_by_nature(personne, on=jour) for jour in (date(2026, 12, 1), date(2026, 12, 2)))

        assert {nature: [ligne.document.pk for ligne in lignes] for nature, lignes in avant.items()} == {
            Nature.IDENTITE: [carte.pk],
            Nature.LOGEMENT: [bail.pk],
        }
        assert avant[Nature.IDENTITE][0].validite is Validite.BIENTOT
        assert set(apres) == {Nature.LOGEMENT}
        assert [ligne.document.pk for ligne in selectors.papers_for(personne, genre="droit_suivi", sujet_id="abc", on=NOW.date())] == [bail.pk]
        assert [ligne.papier.document.pk for ligne in selectors.to_renew(membre.compte, on=NOW.date())] == [carte.pk]
        assert selectors.to_renew(MembreFactory.create().compte, on=NOW.date()) == []

    @pytest.mark.parametrize("combien", [1, 5])
    def test_lists_in_as_many_queries_whatever_their_number(self, membre: Membre, personne: Personne, combien: int, django_assert_num_queries: object) -> None:
        from droits_ouverts.coffre.trousseau import kept_open

        for _ in range(combien):
            kept(membre, personne, titre="Un")

        with kept_open(), django_assert_num_queries(2):  # type: ignore[operator]  # a fixture that is a context
            assert len(selectors.papers_of(personne, on=NOW.date())) == combien


class TestRemoving:
    def test_can_be_undone_for_a_minute(self, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne)
        qui = {"actor": membre.compte, "personne_id": personne.pk, "document_id": document.pk}
        services.remove_document(**qui, now=NOW)
        assert selectors.papers_of(personne, on=NOW.date()) == []

        services.restore_document(**qui, now=NOW + timedelta(seconds=59))
        assert len(selectors.papers_of(personne, on=NOW.date())) == 1

        services.remove_document(**qui, now=NOW)
        with pytest.raises(PapierChangeError):
            services.restore_document(**qui, now=NOW + timedelta(seconds=60))

    def test_is_final_by_night(self, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne)
        services.remove_document(actor=membre.compte, personne_id=personne.pk, document_id=document.pk, now=NOW)

        assert effacement.erase_expired(NOW + timedelta(hours=12), dry_run=True) == 1
        assert nuit.sweep(NOW + timedelta(hours=12), dry_run=False)["documents.Document"] == 1

        assert not Document.objects.filter(pk=document.pk).exists()
        assert not Morceau.objects.filter(document_id=document.pk).exists()


class TestErasing:
    def test_comes_six_months_after_the_last_use(self, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne)
        la_veille, le_jour = (NOW.replace(year=2027, month=5, day=jour) for jour in (23, 24))

        assert nuit.sweep(la_veille, dry_run=False)["documents.Document"] == 0
        services.keep_longer(actor=membre.compte, personne_id=personne.pk, document_id=document.pk, now=la_veille)
        assert nuit.sweep(le_jour, dry_run=False)["documents.Document"] == 0
        assert nuit.sweep(le_jour + timedelta(days=183), dry_run=False)["documents.Document"] == 1

    def test_waits_for_a_hold(self, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne)
        tenu = {"actor": membre.compte, "genre": "personne", "sujet_id": personne.pk, "now": NOW}
        set_hold(**tenu, motif=MotifReserve.RECOURS)  # type: ignore[arg-type]  # the test's own values
        plus_tard = NOW + timedelta(days=300)

        assert effacement.erase_expired(plus_tard, dry_run=True) == 0
        assert effacement.erase_expired(plus_tard) == 0
        lift_hold(**tenu)  # type: ignore[arg-type]  # the test's own values

        assert effacement.erase_expired(plus_tard) == 1
        assert not Document.objects.filter(pk=document.pk).exists()

    def test_is_not_undone_by_a_restored_backup(self, membre: Membre, personne: Personne) -> None:
        document = kept(membre, personne, papier=a_paper(marque="m"))
        lignes, cle = list(document.morceaux.all()), CleSujet.objects.get(genre="document", sujet_id=str(document.pk))
        effacement.erase_expired(NOW + timedelta(days=300))
        registre = io.StringIO()
        export_erasures(registre)

        # The backup of before comes back, key included, without the register; then the erasures are replayed.
        document.save(force_insert=True)
        Morceau.objects.bulk_create(lignes)
        cle.pk = None
        cle.save()
        assert selectors.bytes_of(document)
        registre.seek(0)
        replay_erasures(registre)

        with pytest.raises(ErasedError):
            selectors.bytes_of(document)

    def test_goes_with_the_person(self, membre: Membre, personne: Personne) -> None:
        siens = {str(kept(membre, personne).pk) for _ in range(2)}
        autre = kept(membre, person_of(membre, "Autre"))

        with transaction.atomic():
            personne_effacee.send(sender=Personne, structure_id=personne.structure_id, personne_id=personne.pk)

        assert list(Document.objects.values_list("pk", flat=True)) == [autre.pk]
        assert set(RegistreEffacement.objects.filter(genre="document").values_list("sujet_id", flat=True)) == siens
        assert not CleSujet.objects.filter(genre="document", sujet_id__in=siens).exists()


class TestLink:
    def given(self, membre: Membre, personne: Personne, mention: str = "") -> tuple[Document, services_liens.LienDonne]:
        document = kept(membre, personne, papier=a_paper(marque="zzmarque"))
        donne = services_liens.give_link(
            actor=membre.compte, personne_id=personne.pk, document_id=document.pk, duree=DureeLien.UN_JOUR, mention=mention, now=NOW
        )
        return document, donne

    def test_opens_with_its_code_five_times(self, membre: Membre, personne: Personne) -> None:
        _, donne = self.given(membre, personne)
        tape = f" {donne.code[:3]} {donne.code[3:]} "

        for rang in range(rules.OUVERTURES_MAX):
            assert page_of(services_liens.open_link(jeton=donne.jeton, code=tape, now=NOW + timedelta(hours=rang))).height > 1000
        with pytest.raises(LienFermeError):
            services_liens.open_link(jeton=donne.jeton, code=donne.code, now=NOW + timedelta(hours=6))

        assert verbs().count("ouvrir_papier_confie") == 5
        assert Ligne.objects.filter(verb="ouvrir_papier_confie").first().actor_id is None  # type: ignore[union-attr]  # there are five

    def test_keeps_neither_its_address_nor_its_code(self, membre: Membre, personne: Personne) -> None:
        _, donne = self.given(membre, personne, mention="Pour la CAF")
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM documents_lienpapier")
            base = repr(cursor.fetchall())

        assert not [secret for secret in (donne.jeton, donne.code, "CAF") if secret in base]

    def test_looking_counts_nothing(self, membre: Membre, personne: Personne) -> None:
        _, donne = self.given(membre, personne)

        assert all(services_liens.is_open(donne.jeton, now=NOW) for _ in range(20))
        assert LienPapier.objects.get().ouvertures == 0

    @pytest.mark.parametrize("fin", ["expired", "revoked", "removed", "unknown", "erased"])
    def test_says_nothing_once_over(self, membre: Membre, personne: Personne, fin: str) -> None:
        document, donne = self.given(membre, personne)
        jeton, now = donne.jeton, NOW + timedelta(minutes=2)
        qui = {"actor": membre.compte, "personne_id": personne.pk, "document_id": document.pk}
        if fin == "expired":
            now = NOW + timedelta(hours=24)
        elif fin == "revoked":
            services_liens.revoke_link(**qui, lien_id=donne.lien.pk, now=NOW)
        elif fin == "removed":
            services.remove_document(**qui, now=NOW)
        elif fin == "unknown":
            jeton = "x" * 43
        else:
            services.remove_document(**qui, now=NOW)
            effacement.erase_expired(NOW + timedelta(minutes=1))

        assert not services_liens.is_open(jeton, now=now)
        with pytest.raises(LienFermeError):
            services_liens.open_link(jeton=jeton, code=donne.code, now=now)

    def test_slows_then_closes_to_who_guesses(self, membre: Membre, personne: Personne) -> None:
        _, donne = self.given(membre, personne)
        faux = "000000" if donne.code != "000000" else "111111"

        for _ in range(services_liens.ESSAIS_PAR_FENETRE):
            with pytest.raises(CodeFauxError):
                services_liens.open_link(jeton=donne.jeton, code=faux, now=NOW)
        with pytest.raises(TropDEssaisError):
            services_liens.open_link(jeton=donne.jeton, code=donne.code, now=NOW)
        plus_tard = NOW + timedelta(seconds=services_liens.FENETRE)
        for _ in range(services_liens.ESSAIS_PAR_FENETRE):
            with pytest.raises(CodeFauxError):
                services_liens.open_link(jeton=donne.jeton, code=faux, now=plus_tard)

        assert LienPapier.objects.get().state(plus_tard) is EtatLien.FERME
        with pytest.raises(LienFermeError):
            services_liens.open_link(jeton=donne.jeton, code=donne.code, now=plus_tard + timedelta(seconds=services_liens.FENETRE))

    def test_is_use_and_keeps_the_paper_six_months_more(self, membre: Membre, personne: Personne) -> None:
        document, donne = self.given(membre, personne)
        Document.objects.filter(pk=document.pk).update(servi_le=date(2026, 10, 1), efface_le=date(2026, 12, 1))

        services_liens.open_link(jeton=donne.jeton, code=donne.code, now=NOW)

        document.refresh_from_db()
        assert (document.servi_le, document.efface_le) == (NOW.date(), MOIS_6)

    def test_draws_its_line_in_the_very_points_of_the_pages(self, membre: Membre, personne: Personne) -> None:
        document, donne = self.given(membre, personne, mention="Confié à la CAF\u202e du Rhône")

        contenu = services_liens.open_link(jeton=donne.jeton, code=donne.code, now=NOW)

        nu, marque = page_of(selectors.bytes_of(document)), page_of(contenu)
        assert nu.convert("L").getextrema() == (255, 255)
        assert inked(marque, (0, 0, 1, 0.97)) > 2000
        assert inked(marque, (0, 0.93, 1, 0.98)) > 200
        # Nothing of it is a text or a drawing that a reader of PDF takes away: there is one picture a page.
        assert [texte.strip() for texte in texts_of(contenu)] == [""]
        assert contenu.count(b"/Font") == 0
        assert contenu.count(b" Do Q") == contenu.count(b"/DCTDecode") == 1

    def test_an_opening_that_gives_nothing_is_not_counted(self, membre: Membre, personne: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        _, donne = self.given(membre, personne)

        def fails(*_args: object, **_kwargs: object) -> bytes:
            assert not connection.in_atomic_block or len(connection.savepoint_ids) <= 1
            raise PapierRefuseError("lent")

        with monkeypatch.context() as panne:
            panne.setattr(lecture, "marked", fails)
            for _ in range(3):
                with pytest.raises(CopieRateeError):
                    services_liens.open_link(jeton=donne.jeton, code=donne.code, now=NOW)

        assert LienPapier.objects.get().ouvertures == 0
        assert "ouvrir_papier_confie" not in verbs()
        services_liens.open_link(jeton=donne.jeton, code=donne.code, now=NOW)
        assert LienPapier.objects.get().ouvertures == 1

    def test_closed_while_its_copy_is_drawn_gives_nothing(self, membre: Membre, personne: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
        document, donne = self.given(membre, personne)

        def revoked(*_args: object, **_kwargs: object) -> bytes:
            services_liens.revoke_link(actor=membre.compte, personne_id=personne.pk, document_id=document.pk, lien_id=donne.lien.pk, now=NOW)
            return b"%PDF-"

        monkeypatch.setattr(lecture, "marked", revoked)

        with pytest.raises(LienFermeError):
            services_liens.open_link(jeton=donne.jeton, code=donne.code, now=NOW)

    @pytest.mark.parametrize("geste", ["erasure", "erasure refused", "agreement"])
    def test_stops_where_she_asks_that_all_stops(self, membre: Membre, personne: Personne, geste: str) -> None:
        _, donne = self.given(membre, personne)
        if geste == "agreement":
            partage = shared(membre, personne, StructureFactory.create().pk, now=NOW)
            withdraw(actor=membre.compte, partage_id=partage.pk, mode=ModeAccord.ORAL, now=NOW)
        else:
            obstacle = Obstacle.AUCUN if geste == "erasure" else next(un for un in Obstacle if un != Obstacle.AUCUN)
            ask_erasure(actor=membre.compte, personne_id=personne.pk, mode=ModeAccord.ORAL, obstacle=obstacle, now=NOW)

        ouvert = services_liens.is_open(donne.jeton, now=NOW)

        assert ouvert is (geste == "erasure refused")
        assert verbs().count("revoquer_lien_papier") == int(not ouvert)

    def test_of_another_structure_cannot_be_revoked(self, membre: Membre, personne: Personne) -> None:
        document, donne = self.given(membre, personne)
        ailleurs = MembreFactory.create()

        with pytest.raises(NotVisibleError):
            services_liens.revoke_link(actor=ailleurs.compte, personne_id=personne.pk, document_id=document.pk, lien_id=donne.lien.pk, now=NOW)
        with pytest.raises(PapierChangeError):
            services_liens.revoke_link(actor=membre.compte, personne_id=personne.pk, document_id=kept(membre, personne).pk, lien_id=donne.lien.pk, now=NOW)
