"""A provider is believed for what it signed, for us, now, in answer to what we asked; and for nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from droits_ouverts.comptes.errors import FournisseurError, PreuveTropFaibleError
from droits_ouverts.comptes.ports import Demande, IdentiteProuvee
from droits_ouverts.connectors.oidc import jetons, reglages
from droits_ouverts.connectors.oidc.client import FournisseurOidc
from tests.connectors.oidc.faux import AUTRE_CLE, CLE, Faux, coupe, ouvert, sans_signature, signe_par, signe_par_le_secret

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
DEMANDE = Demande(state="s" * 40, nonce="n" * 40, verifier="v" * 60, retour="https://droits.exemple.test/compte/fournisseur/pro/retour/")


@pytest.fixture
def faux() -> Iterator[Faux]:
    with ouvert() as provider:
        yield provider


def client_of(faux: Faux, **more: Any) -> FournisseurOidc:
    options = {"profil": "proconnect", "amr": ("mfa", "totp"), "acr": ()} | more
    return FournisseurOidc(code="pro", nom="Pro", emetteur=faux.emetteur, client=faux.client, secret=faux.secret, **options)


def passed(faux: Faux, demande: Demande = DEMANDE, **more: Any) -> IdentiteProuvee:
    client = client_of(faux, **more)
    code, _ = faux.accorder(client.authorization(demande))
    return client.identity(demande, code, now=time.time())


def without(name: str) -> Any:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def saying(**more: Any) -> Any:
    return lambda claims: claims | more


class TestWhatHolds:
    def test_the_identity_is_issuer_and_subject(self, faux: Faux) -> None:
        found = passed(faux)
        assert (found.emetteur, found.sujet) == (faux.emetteur, "sub-ines")
        assert found.auth_time == pytest.approx(time.time(), abs=5)

    def test_the_request_has_pkce_a_nonce_and_asks_nothing_about_the_person(self, faux: Faux) -> None:
        passed(faux, acr=("eidas2",))
        asked = faux.demandes[0]
        assert (asked["response_type"], asked["scope"], asked["code_challenge_method"]) == ("code", "openid", "S256")
        assert "verifier" not in str(asked)
        assert asked["claims"] == '{"id_token": {"amr": {"essential": true}, "acr": {"essential": true, "values": ["eidas2"]}}}'

    def test_to_confirm_she_is_asked_again(self, faux: Faux) -> None:
        address = client_of(faux).authorization(DEMANDE, again=True)
        assert "prompt=login" in address
        assert "max_age=0" in address

    def test_a_plain_provider_asks_no_second_factor_and_no_userinfo(self, faux: Faux) -> None:
        faux.dit, faux.clair = without("amr"), True
        assert passed(faux, profil="standard", amr=(), acr=()).sujet == "sub-ines"

    def test_an_accepted_acr_is_enough(self, faux: Faux) -> None:
        faux.dit = saying(amr=["pwd"])
        assert passed(faux, acr=("eidas2",)).sujet == "sub-ines"

    def test_a_new_key_is_asked_for_once(self, faux: Faux, monkeypatch: pytest.MonkeyPatch) -> None:
        client = client_of(faux)
        code, _ = faux.accorder(client.authorization(DEMANDE))
        client.identity(DEMANDE, code, now=time.time())
        assert faux.cles_demandees == 1
        faux.signe = signe_par(CLE, kid="2")
        code, _ = faux.accorder(client.authorization(DEMANDE))
        with pytest.raises(FournisseurError):
            client.identity(DEMANDE, code, now=time.time())
        assert faux.cles_demandees <= 2


LIES: dict[str, dict[str, Any]] = {
    "signed by another key": {"signe": signe_par(AUTRE_CLE)},
    "not signed": {"signe": sans_signature},
    "signed by a shared secret": {"signe": signe_par_le_secret},
    "changed after signing": {"signe": coupe},
    "of an unknown key": {"signe": signe_par(CLE, kid="9")},
    "not a token": {"signe": lambda _: "a.b.c"},
    "an empty token": {"signe": lambda _: ""},
    "of another issuer": {"dit": saying(iss="https://autre.exemple")},
    "of almost the same issuer": {"dit": lambda claims: claims | {"iss": claims["iss"] + "/"}},
    "for another service": {"dit": saying(aud="autre")},
    "for several, asked by another": {"dit": saying(aud=["droits-ouverts", "autre"], azp="autre")},
    "over": {"dit": saying(exp=1)},
    "without an end": {"dit": without("exp")},
    "without a subject": {"dit": without("sub")},
    "with an empty subject": {"dit": saying(sub="")},
    "with a subject that is a number": {"dit": saying(sub=7)},
    "with a subject without end": {"dit": saying(sub="x" * 300)},
    "without a nonce": {"dit": without("nonce")},
    "with the nonce of another request": {"dit": saying(nonce="autre")},
    "of the future": {"dit": saying(iat=int(time.time()) + 86400, nbf=int(time.time()) + 86400)},
    "described in clear text": {"clair": True},
    "described for another service": {"decrit": saying(aud="autre")},
    "described by another issuer": {"decrit": saying(iss="https://autre.exemple")},
    "described as somebody else": {"decrit": saying(sub="sub-autre")},
    "announced by another issuer": {"annonce": {"issuer": "https://autre.exemple"}},
    "announced outside of HTTPS": {"annonce": {"token_endpoint": "http://exemple.test/token"}},
    "announced as a file": {"annonce": {"jwks_uri": "file:///etc/passwd"}},
    "announced without keys": {"annonce": {"jwks_uri": None}},
}


class TestWhatDoesNot:
    @pytest.mark.parametrize("lie", LIES)
    def test_an_identity_that_lies_is_refused(self, faux: Faux, lie: str) -> None:
        for name, value in LIES[lie].items():
            setattr(faux, name, value)
        with pytest.raises(FournisseurError) as refusal:
            passed(faux)
        assert not isinstance(refusal.value, PreuveTropFaibleError)

    @pytest.mark.parametrize("amr", [["pwd"], ["mail"], [], None, "mfa", [["mfa"]], {"mfa": 1}])
    def test_one_factor_is_too_weak(self, faux: Faux, amr: Any) -> None:
        faux.dit = saying(amr=amr)
        with pytest.raises(PreuveTropFaibleError):
            passed(faux)

    def test_a_code_serves_once_and_only_with_its_verifier(self, faux: Faux) -> None:
        client = client_of(faux)
        code, _ = faux.accorder(client.authorization(DEMANDE))
        other = Demande(state=DEMANDE.state, nonce=DEMANDE.nonce, verifier="w" * 60, retour=DEMANDE.retour)
        with pytest.raises(FournisseurError):
            client.identity(other, code, now=time.time())
        code, _ = faux.accorder(client.authorization(DEMANDE))
        client.identity(DEMANDE, code, now=time.time())
        with pytest.raises(FournisseurError):
            client.identity(DEMANDE, code, now=time.time())

    def test_a_provider_that_is_down_is_a_sentence(self) -> None:
        away = FournisseurOidc(code="x", nom="X", emetteur="http://127.0.0.1:9", client="c", secret="s")
        with pytest.raises(FournisseurError, match="can't be reached"):
            away.authorization(DEMANDE)

    def test_the_sabotage_is_seen(self, faux: Faux, monkeypatch: pytest.MonkeyPatch) -> None:
        import jwt

        monkeypatch.setattr(jetons.jwt, "decode", lambda token, **_: jwt.api_jwt.PyJWT().decode(token, options={"verify_signature": False}))
        faux.signe = signe_par(AUTRE_CLE)
        assert passed(faux).sujet == "sub-ines"


class TestSettings:
    GOOD = {"code": "pro", "nom": "ProConnect", "emetteur": "https://exemple.test", "client": "c", "secret": "s", "profil": "proconnect"}

    def test_several_at_once(self, settings: Settings) -> None:
        settings.OIDC_FOURNISSEURS = [self.GOOD, self.GOOD | {"code": "autre", "profil": "standard"}]
        first, second = reglages.from_settings()
        assert (first.amr, second.amr) == (("mfa", "pop", "totp"), ())
        assert "'s'" not in repr(first)

    @pytest.mark.parametrize(
        "wrong",
        [{"secret": ""}, {"code": "É"}, {"code": "a/b"}, {"profil": "autre"}, {"emetteur": "http://exemple.test"}, {"amr": []}, {"nom": None}],
    )
    def test_a_mistake_is_told_at_the_start(self, settings: Settings, wrong: dict[str, Any]) -> None:
        settings.OIDC_FOURNISSEURS = [self.GOOD | wrong]
        with pytest.raises(ImproperlyConfigured, match="OIDC_FOURNISSEURS"):
            reglages.from_settings()

    def test_two_of_one_name_are_refused(self, settings: Settings) -> None:
        settings.OIDC_FOURNISSEURS = [self.GOOD, self.GOOD]
        with pytest.raises(ImproperlyConfigured, match="même code"):
            reglages.from_settings()
