"""Time stamp authorities of our own, made with `openssl ts` and served over HTTP on loopback."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from guwah.instruments.proofs import der

_CERTIFICATES = 0xA0
# The certificates hold from a year before this run until ten years after it.
_BEGINS = datetime.now(UTC) - timedelta(days=365)
_ENDS = datetime.now(UTC) + timedelta(days=3650)
_CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = {names}
"""


@dataclass(frozen=True)
class Holder:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)


@dataclass(frozen=True)
class Wanted:
    """What a certificate is to be."""

    name: str
    authority: bool = True
    ends: datetime = _ENDS
    stamps: bool = False
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))


def issue(wanted: Wanted, by: Holder | None = None) -> Holder:
    """Make a certificate: a root when nobody issues it."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, wanted.name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(wanted.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGINS)
        .not_valid_after(wanted.ends)
        .add_extension(x509.BasicConstraints(ca=wanted.authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(wanted.key.public_key()), critical=False)
    )
    if wanted.stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return Holder(builder.sign(by.key if by else wanted.key, hashes.SHA256()), wanted.key)


@dataclass(frozen=True)
class Authority:
    """A root, perhaps somebody between, and the one that stamps."""

    folder: Path
    root: Holder
    stamper: Holder
    chain: tuple[Holder, ...] = ()
    names: str = "sha256"

    def reply(self, request: bytes, *, bare: bool = False) -> bytes:
        """Answer a request with `openssl ts -reply`."""
        files = {
            "tsa.cnf": _CONFIG.format(folder=self.folder, names=self.names).encode(),
            "serial": b"01\n",
            "signer.pem": self.stamper.pem,
            "key.pem": self.stamper.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
            "chain.pem": b"".join(each.pem for each in self.chain),
            "request.tsq": request,
        }
        for name, data in files.items():
            if name != "serial" or not (self.folder / name).exists():
                (self.folder / name).write_bytes(data)
        command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "request.tsq"]
        command += ["-signer", "signer.pem", "-inkey", "key.pem", "-out", "reply.tsr"]
        command += ["-chain", "chain.pem"] if self.chain else []
        command += ["-token_out"] if bare else []
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "reply.tsr").read_bytes()


def make_authority(folder: Path, name: str = "Tallow Bridge Clock", *, names: str = "sha256") -> Authority:
    """Make an authority: root, one certificate between, and the one that stamps."""
    folder.mkdir(parents=True, exist_ok=True)
    root = issue(Wanted(f"{name} Root"))
    between = issue(Wanted(f"{name} Between"), root)
    stamper = issue(Wanted(f"{name} Stamper", authority=False, stamps=True), between)
    return Authority(folder, root, stamper, (between,), names)


def cross_signed(whole: Authority) -> Authority:
    """Return the authority sending, beside its chain, its root's key signed by an older, untrusted root."""
    older = issue(Wanted("A root of long ago"))
    name = whole.root.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    copy = issue(Wanted(str(name), key=whole.root.key), older)
    return Authority(whole.folder, whole.root, whole.stamper, (*whole.chain, copy), whole.names)


@dataclass
class Served:
    """An authority behind an address, with what it was asked and how it answers."""

    url: str
    asked: list[bytes] = field(default_factory=list)
    answer: Callable[[bytes], bytes | int] = lambda _: 503
    redirect: str = ""


@contextmanager
def serving(answer: Callable[[bytes], bytes | int]) -> Iterator[Served]:
    """Serve on loopback: `answer` gives the reply's bytes, or a status code that is no reply."""
    served = Served("", answer=answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers["Content-Length"]))
            served.asked.append(request)
            found = 302 if served.redirect else served.answer(request)
            self.send_response(found if isinstance(found, int) else 200)
            self.send_header("Location", served.redirect or served.url)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(b"" if isinstance(found, int) else found)

        def log_message(self, *_: object) -> None:
            """Say nothing on the terminal."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}/stamp"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def unordered(reply: bytes) -> bytes:
    """Return a reply with the certificates of its token in reverse DER order, as some authorities send."""

    def turned(element: der.Element) -> der.Element:
        if element.tag == der.SET:
            return element
        if element.tag == _CERTIFICATES and len(element.children) > 1:
            held = sorted(element.children, key=lambda each: each.der, reverse=True)
            return der.Element(element.tag, b"", tuple(held))
        return der.Element(element.tag, element.content, tuple(map(turned, element.children)))

    return turned(der.read(reply)).der


def in_loose_form(data: bytes) -> bytes:
    """Return the same value in BER: outer lengths marked at their end, octet strings in pieces."""

    def loose(element: der.Element, depth: int) -> bytes:
        if element.tag == der.SET or depth > 4:
            return element.der
        if element.tag == der.OCTETS:
            halves = (element.content[:7], element.content[7:])
            pieces = b"".join(der.Element(der.OCTETS, each).der for each in halves)
            return b"\x24\x80" + pieces + b"\x00\x00"
        if not element.children or (element.tag == _CERTIFICATES and len(element.children) > 1):
            return element.der
        inside = b"".join(loose(child, depth + 1) for child in element.children)
        return bytes((element.tag, 0x80)) + inside + b"\x00\x00"

    return loose(der.read(data), 0)
