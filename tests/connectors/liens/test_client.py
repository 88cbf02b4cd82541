"""Visits to a real server of this machine: what sites do, and how they fail."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from droits_ouverts.connectors.liens.client import Client
from droits_ouverts.droits.enums import ConstatLien

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class Serveur(ThreadingHTTPServer):
    """Notes what it is asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Reponses)
        self.asked: list[tuple[str, str, str]] = []
        self.leaving = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a visitor who left: it is what some of these tests do."""


class Reponses(BaseHTTPRequestHandler):
    server: Serveur

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers.get("User-Agent", "")))
        what = self.path.partition("?")[0].strip("/")
        if what == "lent":
            self.server.leaving.wait(30)
        elif what == "coupe":
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        elif what == "charabia":
            self.wfile.write(b"n'importe quoi\r\n\r\n")
            return
        places = {
            "vers": self.path.partition("?")[2],
            "vers-ok": "/200",
            "vers-absent": "/404",
            "boucle": "/boucle",
            "ailleurs": "ftp://127.0.0.1/",
            "permanent": "/200",
        }
        if what in places:
            self.send_response(308 if what == "permanent" else 302)
            self.send_header("Location", places[what])
        elif what == "sans-head":
            self.send_response(200 if self.command == "GET" else 404)
        else:
            self.send_response(int(what) if what.isdigit() else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name that the base class gives it
        """Say nothing."""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def serveur() -> Iterator[Serveur]:
    with Serveur() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.leaving.set()
        server.shutdown()
        thread.join()


def client(timeout: float = 5.0, context: ssl.SSLContext | None = None) -> Client:
    # The server of these tests is on this machine, in clear text: what a redirection may not name in earnest.
    return Client(site_url="https://droits.exemple.fr", version="1.2.3", timeout=timeout, context=context, allowed=frozenset({"127.0.0.1"}))


def address(serveur: Serveur, path: str, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{serveur.server_address[1]}/{path}"


class TestAnswers:
    @pytest.mark.parametrize(
        ("path", "statut", "constat"),
        [
            ("200", 200, ConstatLien.OK),
            ("404", 404, ConstatLien.ABSENT),
            ("410", 410, ConstatLien.ABSENT),
            ("403", 403, ConstatLien.MUET),
            ("503", 503, ConstatLien.EN_PANNE),
            ("vers-ok", 200, ConstatLien.OK),
            ("permanent", 200, ConstatLien.OK),
            ("vers-absent", 404, ConstatLien.ABSENT),
            ("sans-head", 200, ConstatLien.OK),
            ("coupe", None, ConstatLien.INJOIGNABLE),
            ("charabia", None, ConstatLien.INJOIGNABLE),
            ("boucle", None, ConstatLien.INJOIGNABLE),
            ("ailleurs", None, ConstatLien.MUET),
        ],
    )
    def test_are_read_for_what_they_are(self, serveur: Serveur, path: str, statut: int | None, constat: ConstatLien) -> None:
        visite = client()(address(serveur, path))

        assert (visite.statut, visite.constat) == (statut, constat)

    def test_head_is_enough_where_it_satisfies(self, serveur: Serveur) -> None:
        client()(address(serveur, "200"))

        assert [method for method, _path, _agent in serveur.asked] == ["HEAD"]

    def test_head_stays_head_behind_a_redirection(self, serveur: Serveur) -> None:
        client()(address(serveur, "vers-ok"))

        assert [(method, path) for method, path, _agent in serveur.asked] == [("HEAD", "/vers-ok"), ("HEAD", "/200")]

    def test_the_visitor_says_who_it_is(self, serveur: Serveur) -> None:
        client()(address(serveur, "200"))

        assert serveur.asked[0][2] == "DroitsOuverts/1.2.3 (verification des liens ; https://droits.exemple.fr)"


class TestRedirections:
    @pytest.mark.parametrize(
        "place",
        [
            "https://10.0.0.8/",
            "https://192.168.1.1/",
            "https://169.254.169.254/latest/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://127.0.0.2/",
            "http://192.0.43.8/",
        ],
    )
    def test_to_this_network_or_in_clear_text_are_not_followed(self, serveur: Serveur, place: str) -> None:
        visite = client()(address(serveur, f"vers?{place}"))

        assert (visite.statut, visite.cause, visite.constat) == (None, "redirection non suivie", ConstatLien.MUET)

    def test_to_this_machine_are_refused_without_the_allowance_of_tests(self, serveur: Serveur) -> None:
        visite = Client(site_url="https://droits.exemple.fr", version="1.2.3", timeout=5.0)(address(serveur, "vers-ok"))

        assert visite.constat is ConstatLien.MUET
        assert {path for _method, path, _agent in serveur.asked} == {"/vers-ok"}

    def test_a_name_that_leads_into_this_network_is_refused(self, serveur: Serveur, monkeypatch: pytest.MonkeyPatch) -> None:
        resolve = socket.getaddrinfo

        def inside(host: str, *args: object, **kwargs: object) -> object:
            return resolve("10.0.0.8" if host == "dedans.exemple.fr" else host, *args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

        monkeypatch.setattr(socket, "getaddrinfo", inside)

        assert client()(address(serveur, "vers?https://dedans.exemple.fr/")).cause == "redirection non suivie"


class TestFailures:
    def test_a_slow_site_is_left(self, serveur: Serveur) -> None:
        visite = client(timeout=0.2)(address(serveur, "lent"))

        assert (visite.statut, visite.cause) == (None, "délai dépassé")

    def test_a_port_where_nobody_listens(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]

        assert client()(f"http://127.0.0.1:{port}/").constat is ConstatLien.INJOIGNABLE

    def test_a_certificate_that_nobody_signed_is_refused_and_one_we_trust_is_not(self, serveur: Serveur, tmp_path: Path) -> None:
        certificate, key = _self_signed(tmp_path)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        serveur.socket = context.wrap_socket(serveur.socket, server_side=True)

        refused = client()(address(serveur, "200", "https"))
        trusted = client(context=ssl.create_default_context(cafile=str(certificate)))(address(serveur, "200", "https"))

        assert (refused.statut, refused.cause) == (None, "certificat refusé")
        assert trusted.statut == 200

    def test_a_name_that_does_not_resolve(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_args: object, **_kwargs: object) -> None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)

        assert client()("https://nulle-part.exemple.fr/").constat is ConstatLien.INJOIGNABLE


def _self_signed(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificat.pem", folder / "cle.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return paths
