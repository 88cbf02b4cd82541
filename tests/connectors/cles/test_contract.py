"""Who holds the key-encryption key: the folder and the remote service are held to the same contract, by the same tests."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from droits_ouverts.coffre.dossier import Dossier
from droits_ouverts.coffre.envelope import Context, Sujet
from droits_ouverts.coffre.errors import CoffreError, KeyServiceError, MissingKeyError, TamperedError
from droits_ouverts.coffre.keys import Keyring
from droits_ouverts.coffre.models import CleSujet
from droits_ouverts.coffre.ports import Enveloppe, FournisseurCle
from droits_ouverts.coffre.rotation import rotate, usages
from droits_ouverts.coffre.services import open_sealed, seal
from droits_ouverts.connectors.cles.client import ServiceDeCles
from tests.connectors.cles.faux import JETON, FauxService, started

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
CLES = [(secrets.token_bytes(32), f"sujet {rang}".encode()) for rang in range(5)]


@pytest.fixture
def service() -> Iterator[FauxService]:
    with started() as un:
        yield un


def client(service: FauxService, **autres: str) -> ServiceDeCles:
    return ServiceDeCles(**{"url": service.url, "nom": "coffre", "jeton": JETON, "timeout": 2} | autres)  # type: ignore[arg-type]  # as given


@pytest.fixture(params=["folder", "service"])
def holder(request: pytest.FixtureRequest, service: FauxService, tmp_path: Path) -> tuple[FournisseurCle, Callable[[], object]]:
    """One that holds keys, and how a newer key is made."""
    if request.param == "service":
        return client(service), service.rotate
    keyring = Keyring(tmp_path / "cles", make_first=True)
    return Dossier(keyring), keyring.add


class TestEachHolder:
    def test_unwraps_what_it_wrapped_in_its_order(self, holder: tuple[FournisseurCle, Callable[[], object]]) -> None:
        fournisseur, _ = holder
        enveloppes = fournisseur.wrap(CLES)

        assert {enveloppe.cle_id for enveloppe in enveloppes} == {fournisseur.active_id()}
        assert fournisseur.unwrap([(enveloppe, lies) for enveloppe, (_, lies) in zip(enveloppes, CLES, strict=True)]) == [secret for secret, _ in CLES]

    def test_shows_no_key_and_wraps_the_same_twice_otherwise(self, holder: tuple[FournisseurCle, Callable[[], object]]) -> None:
        fournisseur, _ = holder
        une, autre = fournisseur.wrap([CLES[0], CLES[0]])

        assert une.texte != autre.texte
        assert une.texte not in repr(une)
        assert len(une.cle_id) <= CleSujet._meta.get_field("cle_id").max_length  # type: ignore[operator]  # a CharField has one

    def test_refuses_a_key_moved_to_another_subject(self, holder: tuple[FournisseurCle, Callable[[], object]]) -> None:
        fournisseur, _ = holder
        une, autre = fournisseur.wrap(CLES[:2])

        with pytest.raises(TamperedError):
            fournisseur.unwrap([(une, CLES[0][1]), (autre, CLES[0][1])])

    def test_refuses_what_was_altered(self, holder: tuple[FournisseurCle, Callable[[], object]]) -> None:
        fournisseur, _ = holder
        (une,) = fournisseur.wrap(CLES[:1])

        for texte in (une.texte[:-6] + ("AAAAAA" if not une.texte.endswith("AAAAAA") else "BBBBBB"), une.texte[:-8], "", "vault:v1:!", une.texte + "="):
            with pytest.raises(CoffreError):
                fournisseur.unwrap([(dataclasses.replace(une, texte=texte), CLES[0][1])])

    def test_a_newer_key_wraps_at_once_and_the_old_one_still_unwraps(self, holder: tuple[FournisseurCle, Callable[[], object]]) -> None:
        fournisseur, renew = holder
        (avant,) = fournisseur.wrap(CLES[:1])
        renew()
        (apres,) = fournisseur.wrap(CLES[:1])

        assert avant.cle_id != apres.cle_id == fournisseur.active_id()
        assert fournisseur.unwrap([(avant, CLES[0][1]), (apres, CLES[0][1])]) == [CLES[0][0]] * 2
        with pytest.raises(TamperedError):
            fournisseur.unwrap([(Enveloppe(cle_id=apres.cle_id, texte=avant.texte), CLES[0][1])])

    def test_says_which_key_is_not_there(self, holder: tuple[FournisseurCle, Callable[[], object]], service: FauxService, tmp_path: Path) -> None:
        ailleurs = client(service, nom="autre") if isinstance(holder[0], ServiceDeCles) else Dossier(Keyring(tmp_path / "vide"))

        with pytest.raises(MissingKeyError):
            ailleurs.wrap(CLES)

    def test_asked_for_nothing_answers_nothing(self, holder: tuple[FournisseurCle, Callable[[], object]]) -> None:
        assert holder[0].wrap([]) == holder[0].unwrap([]) == []


class TestServiceInTrouble:
    @pytest.mark.parametrize("panne", [500, 503, 403, 429, 307, b"", b"[]", b'{"data": {}}', b'{"data": {"batch_results": [{}]}}', b"\xff" * 100])
    def test_is_told_apart_from_an_altered_key(self, service: FauxService, panne: int | bytes) -> None:
        fournisseur = client(service)
        (une,) = fournisseur.wrap(CLES[:1])
        service.panne = panne

        for ask in (fournisseur.active_id, lambda: fournisseur.wrap(CLES[:1]), lambda: fournisseur.unwrap([(une, CLES[0][1])])):
            with pytest.raises(KeyServiceError):
                ask()

    def test_stopped_or_refusing_us(self, service: FauxService) -> None:
        with pytest.raises(KeyServiceError, match="403"):
            client(service, jeton="autre").active_id()
        with pytest.raises(KeyServiceError):
            ServiceDeCles(url="http://127.0.0.1:9", nom="coffre", jeton=JETON).active_id()

    @pytest.mark.parametrize("faux", [{"url": "http://cles.exemple.fr"}, {"url": "ftp://x"}, {"nom": "../x"}, {"jeton": ""}])
    def test_is_never_spoken_to_in_clear_nor_without_a_token(self, service: FauxService, faux: dict[str, str]) -> None:
        with pytest.raises(KeyServiceError):
            client(service, **faux)

    def test_nothing_of_the_key_is_in_what_is_said(self, service: FauxService) -> None:
        fournisseur = client(service)
        service.panne = 500

        with pytest.raises(KeyServiceError) as refusal:
            fournisseur.wrap(CLES[:1])

        assert JETON not in f"{refusal.value} {refusal.value.detail} {refusal.value.__cause__!r}"

    def test_many_keys_are_asked_by_batches(self, service: FauxService) -> None:
        client(service).wrap([CLES[0]] * 501)

        assert service.asked == ["POST /v1/transit/encrypt/coffre"] * 2


@pytest.mark.django_db
class TestInPlaceOfTheFolder:
    def test_the_safe_seals_and_a_rotation_moves_there_what_the_folder_wrapped(self, service: FauxService, settings: Settings, tmp_path: Path) -> None:
        settings.COFFRE_CLES = tmp_path / "cles"
        contexts = [Context(structure=1, kind="x", id=rang, field="y", sujet=Sujet("personne", rang)) for rang in range(3)]
        tokens = [seal(b"x", context=context) for context in contexts[:2]]
        (tmp_path / "jeton").write_text(JETON)
        settings.COFFRE_FOURNISSEUR = "droits_ouverts.connectors.cles.client.from_settings"
        settings.COFFRE_SERVICE_URL, settings.COFFRE_SERVICE_CLE, settings.COFFRE_SERVICE_JETON = service.url, "coffre", str(tmp_path / "jeton")
        tokens.append(seal(b"x", context=contexts[2]))
        assert [open_sealed(token, context=context) for token, context in zip(tokens, contexts, strict=True)] == [b"x"] * 3

        list(rotate())

        assert usages() == {"service:coffre:v1": 3}
        for path in (tmp_path / "cles").glob("*.cle"):
            path.unlink()
        assert [open_sealed(token, context=context) for token, context in zip(tokens, contexts, strict=True)] == [b"x"] * 3

    def test_without_its_token_the_safe_says_so(self, settings: Settings, tmp_path: Path) -> None:
        settings.COFFRE_FOURNISSEUR = "droits_ouverts.connectors.cles.client.from_settings"
        settings.COFFRE_SERVICE_JETON = str(tmp_path / "absent")

        with pytest.raises(KeyServiceError, match="COFFRE_SERVICE_JETON"):
            seal(b"x", context=Context(structure=1, kind="x", id=1, field="y", sujet=Sujet("personne", 1)))
