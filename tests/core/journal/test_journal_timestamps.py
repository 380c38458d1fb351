"""Time-stamps by an authority that the test runs; an authority that is down blocks nothing."""

import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings

from o2r.core.journal.anchoring import anchor_heads
from o2r.core.journal.authors import Author
from o2r.core.journal.enums import Fault
from o2r.core.journal.services import record
from o2r.core.journal.timestamps import FILE, stamps
from o2r.core.journal.verification import verify

NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
CONFIGURATION = """[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
"""


def certificate(
    name: str, issuer: x509.Name, key: rsa.RSAPrivateKey, by: rsa.RSAPrivateKey, *, ca: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if not ca:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(by, hashes.SHA256())


class Authority:
    """A small time-stamping authority: openssl answers, over HTTP on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mode = "up"
        keys = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]
        root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test root")])
        root = certificate("Test root", root_name, keys[0], keys[0], ca=True)
        leaf = certificate("Test TSA", root_name, keys[1], keys[0], ca=False)
        pem = serialization.Encoding.PEM
        (folder / "ca.pem").write_bytes(root.public_bytes(pem))
        (folder / "tsa.pem").write_bytes(leaf.public_bytes(pem))
        (folder / "tsa.key").write_bytes(
            keys[1].private_bytes(
                pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        (folder / "serial").write_text("01")
        (folder / "tsa.cnf").write_text(CONFIGURATION.format(folder=folder))

    def answer(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        subprocess.run(
            ["openssl", "ts", "-reply", "-config", self.folder / "tsa.cnf"]
            + ["-queryfile", self.folder / "query", "-out", self.folder / "reply"],
            check=True,
            capture_output=True,
        )
        return (self.folder / "reply").read_bytes()


@pytest.fixture
def authority(tmp_path: Path, settings: Settings) -> Iterator[Authority]:
    home = tmp_path / "authority"
    home.mkdir()
    authority = Authority(home)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            if authority.mode == "down":
                self.send_error(503)
                return
            body = b"garbage" if authority.mode == "garbage" else authority.answer(query)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TSA_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.TSA_CA_FILE = str(home / "ca.pem")
    yield authority
    server.shutdown()
    server.server_close()


def write() -> None:
    by = Author.system("test")
    record(by=by, action="read", kind="identity", object_id=None, organisation=None)


def test_an_anchor_is_time_stamped_and_the_stamp_verifies(
    authority: Authority, folder: Path
) -> None:
    write()
    run = anchor_heads(now=NOON)
    assert (run.written, run.stamped, run.troubles) == (True, 1, [])
    assert len(stamps(folder)) == 1
    assert verify(anchors=folder).sound
    assert anchor_heads(now=NOON).stamped == 0


@pytest.mark.parametrize(("mode", "told"), [("down", "ne répond pas"), ("garbage", "invalide")])
def test_an_authority_that_fails_blocks_nothing_and_is_asked_again(
    authority: Authority, folder: Path, mode: str, told: str
) -> None:
    authority.mode = mode
    write()
    run = anchor_heads(now=NOON)
    assert (run.written, run.stamped) == (True, 0)
    assert told in run.sentence()
    write()
    authority.mode = "up"
    assert anchor_heads(now=NOON + timedelta(hours=1)).stamped == 2
    assert len(stamps(folder)) == 2


def test_a_stamp_of_another_anchor_or_of_another_authority_is_seen(
    authority: Authority, folder: Path, settings: Settings
) -> None:
    for hour in range(2):
        write()
        anchor_heads(now=NOON + timedelta(hours=hour))
    file = folder / FILE
    written = file.read_text()
    one, two = stamps(folder)
    file.write_text(written.replace(one, "x").replace(two, one).replace('"x"', f'"{two}"'))
    faults = [finding.fault for finding in verify(anchors=folder).findings]
    assert faults == [Fault.BAD_TIMESTAMP, Fault.BAD_TIMESTAMP]
    file.write_text(written)
    other = folder / "other"
    other.mkdir()
    Authority(other)
    settings.TSA_CA_FILE = str(other / "ca.pem")
    assert len(verify(anchors=folder).findings) == 2


def test_without_certificates_or_with_a_wrong_address_no_stamp_is_believed(
    authority: Authority, settings: Settings
) -> None:
    write()
    settings.TSA_CA_FILE = ""
    assert "O2R_TSA_CA_FILE" in anchor_heads(now=NOON).sentence()
    settings.TSA_CA_FILE = str(authority.folder / "ca.pem")
    settings.TSA_URL = "file:///etc/hostname"
    assert "O2R_TSA_URL" in anchor_heads(now=NOON).sentence()


def test_the_officer_receives_the_anchor_and_a_dead_mail_server_blocks_nothing(
    folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DPO_EMAIL = "dpo@o2r.example"
    write()
    anchor_heads(now=NOON)
    anchor_heads(now=NOON + timedelta(hours=1))
    (message,) = mail.outbox
    name, content, _ = message.attachments[0]
    assert message.to == ["dpo@o2r.example"]
    kept = folder.parent / "received"
    kept.mkdir()
    (kept / name).write_text(content)
    report = verify(anchors=kept)
    assert report.sound
    assert report.anchors == 1

    def refuse(self: EmailMessage, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", refuse)
    write()
    run = anchor_heads(now=NOON + timedelta(hours=2))
    assert run.written
    assert "n’est pas parti" in run.sentence()
