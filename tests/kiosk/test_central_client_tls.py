"""S6: TLS is always verified. A centre whose certificate nobody vouches for is no centre, and the queue keeps."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from kiosk.accounts import AccountKind, AccountRef
from kiosk.central_answers import CentreSilent
from kiosk.central_client import CentralClient
from kiosk.clock import SystemClock
from offline_queue.terminal_keys import TerminalKeys
from tests.kiosk.hostile_centre import HostileCentre, problem
from tests.kiosk.signing import TOKEN

BODY = ("K0001-1", b'{"amount_fen": 100, "kiosk_seq": 1, "kiosk_id": "K0001"}')
Serve = Callable[..., HostileCentre]


class Authority:
    """A certificate authority of a test's own. ``certificate`` is PEM."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "the operator's own authority")])
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        made = self._made(self._name, self._key.public_key(), days=30)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        made = made.add_extension(usage, critical=True)
        self.certificate = made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM)

    def server(self, folder: Path, host: str = "127.0.0.1", days: int = 30) -> ssl.SSLContext:
        """A server's side of TLS for ``host``; with ``days`` below 0 its certificate has expired."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
        made = self._made(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "centre")]), key.public_key(), days)
        made = made.add_extension(names, critical=False)
        key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        signed = made.add_extension(key_id, critical=False).sign(self._key, hashes.SHA256())
        both = folder / "server.pem"
        both.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + signed.public_bytes(Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        return context

    def _made(self, name: x509.Name, key: ec.EllipticCurvePublicKey, days: int) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        begins = now - timedelta(days=1 + abs(days))
        ends = now + timedelta(days=days)
        made = x509.CertificateBuilder(self._name, name, key, x509.random_serial_number(), begins, ends)
        return made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def serve() -> Iterator[Serve]:
    with ExitStack() as open_centres:

        def make(tls: ssl.SSLContext) -> HostileCentre:
            centre = HostileCentre(tls=tls, answer=lambda _: problem(503, "bss-unavailable"))
            open_centres.callback(centre.close)
            return centre

        yield make


def client_of(centre: HostileCentre, home: Path, ca: bytes | None) -> CentralClient:
    (home / "enrolment.token").write_text(TOKEN)
    trusted = None
    if ca is not None:
        trusted = home / "ca.pem"
        trusted.write_bytes(ca)
    return CentralClient(centre.url, "K0001", home / "enrolment.token", TerminalKeys(home), SystemClock(), ca_file=trusted)


def test_s6_the_operators_own_authority_is_trusted_when_it_is_named(
    authority: Authority, serve: Serve, tmp_path: Path
) -> None:
    centre = serve(authority.server(tmp_path))
    reply = client_of(centre, tmp_path, authority.certificate).post_batch([BODY])
    assert (reply.reachable, reply.reason) == (True, "HTTP 503")


@pytest.mark.parametrize("bad", ["not named", "another authority", "another host", "expired"])
def test_s6_a_bad_certificate_is_an_unreachable_centre_and_hears_nothing(
    authority: Authority, serve: Serve, tmp_path: Path, bad: str
) -> None:
    host = "127.0.0.2" if bad == "another host" else "127.0.0.1"
    centre = serve(authority.server(tmp_path, host, days=-1 if bad == "expired" else 30))
    trusted = {"not named": None, "another authority": Authority().certificate}.get(bad, authority.certificate)
    client = client_of(centre, tmp_path, trusted)
    reply = client.post_batch([BODY])
    assert (reply.answers, reply.reachable, reply.kiosk_refused) == ({"K0001-1": None}, False, None)
    assert "SSLError" in reply.reason
    assert isinstance(client.look_up(AccountRef(AccountKind.MOBILE, "13800135678")), CentreSilent)
    assert not centre.requests


def test_s6_old_tls_is_refused(authority: Authority, serve: Serve, tmp_path: Path) -> None:
    context = authority.server(tmp_path)
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    with pytest.warns(DeprecationWarning):
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    centre = serve(context)
    assert not client_of(centre, tmp_path, authority.certificate).post_batch([BODY]).reachable
    assert not centre.requests
