"""How e-mails leave: what a mail server answers, and what is made of it."""

from __future__ import annotations

import stat
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from app.mail import transport
from app.mail.message import compose
from app.mail.transport import NotSentError, carry
from app.settings import SmtpSecurity, get_settings
from tests.support.server import free_port
from tests.support.smtp import Lingering, Mailbox, Silent, certificate, mail_server, only
from tests.unit.mail.test_message import TEXT, letter, read

PASSWORD = "a mail server's password"


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("VIVAVOCE_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("VIVAVOCE_SMTP_SECURITY", "none")
    monkeypatch.setenv("VIVAVOCE_VAR_DIR", str(tmp_path / "var"))
    get_settings.cache_clear()
    yield get_settings()
    get_settings.cache_clear()


async def sent(port: int, **fields) -> None:
    get_settings().smtp_port = port
    await carry(compose(letter(**fields)), name="letter")


async def failure(port: int, **fields) -> NotSentError:
    with pytest.raises(NotSentError) as caught:
        await sent(port, **fields)
    return caught.value


async def test_an_e_mail_arrives_at_its_recipient_alone() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        await sent(port, reply_to="member@example.com")
    (message,) = mailbox.received
    assert mailbox.recipients == ["ada@example.com"]
    assert message["Reply-To"] == "member@example.com"
    assert read(message, "plain").replace("\r\n", "\n") == TEXT


async def test_a_server_of_seven_bits_gets_the_same_text() -> None:
    class Plain(Mailbox):
        async def handle_EHLO(self, _server, session, _envelope, hostname, _lines):  # noqa: N802
            session.host_name = hostname
            return ["250 mail.example.com"]

    mailbox = Plain()
    async with mail_server(mailbox) as port:
        await sent(port)
    (message,) = mailbox.received
    assert message.get_body(("plain",))["Content-Transfer-Encoding"] != "8bit"
    assert read(message, "plain").replace("\r\n", "\n") == TEXT


@pytest.mark.parametrize("step", ["refuse", "put_off"])
@pytest.mark.parametrize(
    ("answer", "is_final"),
    [
        ("550 No such person here", True),
        ("552 Too large", True),
        ("450 Come back later", False),
        ("451 Greylisted", False),
    ],
)
async def test_a_refusal_is_final_and_a_deferral_is_not(
    step: str, answer: str, is_final: bool
) -> None:
    async with mail_server(Mailbox(**{step: [answer]})) as port:
        error = await failure(port)
        assert error.is_final is is_final
        assert answer in error.words
        await sent(port)


async def test_a_server_that_never_answers_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "STEP_SECONDS", 0.2)
    async with mail_server(Silent()) as port:
        error = await failure(port)
    assert (error.words, error.is_final) == ("The mail server did not answer in time.", False)


async def test_an_attempt_is_bounded_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "WHOLE_SECONDS", 0.2)
    async with mail_server(Silent()) as port:
        assert not (await failure(port)).is_final


async def test_what_was_accepted_has_left_however_the_server_says_good_bye() -> None:
    mailbox = Lingering()
    async with mail_server(mailbox) as port:
        await sent(port)
    assert len(mailbox.received) == 1


async def test_a_server_that_is_not_there_is_tried_again() -> None:
    error = await failure(free_port())
    assert (error.words, error.is_final) == ("The mail server cannot be reached.", False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
async def test_a_server_gets_the_password_only_over_a_protected_connection(
    settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setattr(settings, "smtp_user", "mailer")
    monkeypatch.setattr(settings, "smtp_security", SmtpSecurity.STARTTLS)
    monkeypatch.setattr(type(settings.smtp_password), "get_secret_value", lambda _: PASSWORD)
    options = {"authenticator": only("mailer", PASSWORD), "auth_required": True}
    mailbox = Mailbox()
    async with mail_server(mailbox, tls_context=context, require_starttls=True, **options) as port:
        await sent(port)
    assert len(mailbox.received) == 1
    async with mail_server(mailbox, auth_require_tls=False, **options) as port:
        error = await failure(port)
    assert error.words == "The mail server offers no protected connection."
    assert not error.is_final
    assert len(mailbox.received) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
async def test_a_sign_in_that_is_refused_can_be_put_right(
    settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "smtp_user", "mailer")
    options = {"authenticator": only("mailer", PASSWORD), "auth_require_tls": False}
    async with mail_server(Mailbox(), auth_required=True, **options) as port:
        error = await failure(port)
    assert (error.words, error.is_final) == ("The mail server refused our sign-in.", False)


async def test_a_connection_may_be_protected_from_its_beginning(
    settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    context, trusted = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    monkeypatch.setattr(settings, "smtp_security", SmtpSecurity.TLS)
    mailbox = Mailbox()
    async with mail_server(mailbox, tls=context) as port:
        await sent(port)
    assert len(mailbox.received) == 1


@pytest.mark.parametrize("security", [SmtpSecurity.TLS, SmtpSecurity.STARTTLS])
async def test_a_certificate_nobody_vouches_for_is_not_trusted(
    settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, security: SmtpSecurity
) -> None:
    context, _ = certificate(tmp_path)
    monkeypatch.setattr(settings, "smtp_security", security)
    mailbox = Mailbox()
    protection = {"tls": context} if security is SmtpSecurity.TLS else {"tls_context": context}
    async with mail_server(mailbox, **protection) as port:
        error = await failure(port)
    assert error.words == "The mail server's certificate is not valid."
    assert not error.is_final
    assert mailbox.received == []


@pytest.mark.parametrize(
    "recipient", ["ada@example.test", '"ada example"@example.com', "ada@[192.0.2.1]", "ada@host"]
)
async def test_an_address_of_any_form_reaches_the_server(recipient: str) -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        await sent(port, recipient=recipient)
    assert mailbox.recipients == [recipient]


async def test_a_name_outside_ascii_needs_a_server_that_takes_it() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox, enable_SMTPUTF8=True, decode_data=False) as port:
        await sent(port, recipient="jörg@example.com")
    assert mailbox.recipients == ["jörg@example.com"]
    async with mail_server(mailbox) as port:
        error = await failure(port, recipient="jörg@example.com")
    assert error.is_final
    assert "ASCII" in error.words


async def test_without_a_mail_server_an_e_mail_is_a_file_for_its_owner_alone(
    settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "smtp_host", "")
    for text in (TEXT, "The same again"):
        await carry(compose(letter(text=text)), name="letter")
    folder = settings.var_dir / "outbox"
    (file,) = folder.iterdir()
    assert file.name == "letter.eml"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert read(message, "plain").strip() == "The same again"


async def test_what_a_crash_left_half_written_is_written_anew(
    settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "smtp_host", "")
    folder = settings.var_dir / "outbox"
    folder.mkdir(parents=True)
    (folder / ".letter.eml.part").write_text("To: ada@exam")
    await carry(compose(letter()), name="letter")
    assert [file.name for file in folder.iterdir()] == ["letter.eml"]


async def test_an_outbox_that_cannot_be_written_is_tried_again(
    settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "smtp_host", "")
    settings.var_dir.mkdir()
    (settings.var_dir / "outbox").write_text("a file where the folder should be")
    with pytest.raises(NotSentError, match="outbox") as caught:
        await carry(compose(letter()), name="letter")
    assert not caught.value.is_final
