"""How e-mails leave: by SMTP, or into a folder where no mail server is configured."""

from __future__ import annotations

import asyncio
import os
import ssl
from typing import TYPE_CHECKING, Protocol

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from app.settings import Settings, SmtpSecurity, get_settings

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

STEP_SECONDS, WHOLE_SECONDS = 20, 60
OUTBOX = "outbox"
_PERMANENT = 500
_ABOUT_THE_MAIL = (SMTPRecipientRefused, SMTPSenderRefused, SMTPDataError)


class Way(Protocol):
    """How a message leaves: under that name, where one is needed. Raises NotSentError."""

    async def __call__(self, message: EmailMessage, *, name: str) -> None:
        """Have it leave."""
        ...


class NotSentError(Exception):
    """An e-mail did not leave. `words` say why; `is_final` says that trying again is in vain."""

    def __init__(self, words: str, *, is_final: bool) -> None:
        super().__init__(words)
        self.words = words
        self.is_final = is_final


async def carry(message: EmailMessage, *, name: str) -> None:
    """Hand the message to the mail server, or put it into `var/outbox/<name>.eml`.

    The same name again replaces the file. Raises NotSentError.
    """
    settings = get_settings()
    if settings.smtp_host:
        await _by_smtp(message, settings)
    else:
        await lay_out(message, name=name)


async def lay_out(message: EmailMessage, *, name: str) -> None:
    """Put the message into `var/outbox/<name>.eml`, whatever mail server there is.

    Raises NotSentError.
    """
    settings = get_settings()
    try:
        await asyncio.to_thread(_into_folder, message, settings.var_dir / OUTBOX, f"{name}.eml")
    except OSError as error:
        raise NotSentError(f"The outbox cannot be written: {error}", is_final=False) from error


async def _by_smtp(message: EmailMessage, settings: Settings) -> None:
    try:
        async with asyncio.timeout(WHOLE_SECONDS):
            await aiosmtplib.send(
                message,
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user or None,
                password=settings.smtp_password.get_secret_value() or None,
                use_tls=settings.smtp_security is SmtpSecurity.TLS,
                start_tls=settings.smtp_security is SmtpSecurity.STARTTLS,
                validate_certs=True,
                timeout=STEP_SECONDS,
            )
    except (SMTPException, OSError, ValueError) as error:
        raise _not_sent(error) from error


def _not_sent(error: Exception) -> NotSentError:
    """Why, in words for members; what is about us and not about the e-mail may pass."""
    if isinstance(error, SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, SMTPAuthenticationError):
        return NotSentError("The mail server refused our sign-in.", is_final=False)
    if isinstance(error, _ABOUT_THE_MAIL):
        said = " ".join(f"{error.code} {error.message}".split())
        if error.code >= _PERMANENT:
            return NotSentError(f"The mail server refused it: {said}", is_final=True)
        return NotSentError(f"The mail server put it off: {said}", is_final=False)
    if isinstance(error, SMTPNotSupported):
        return NotSentError(
            "The mail server takes no addresses with letters outside ASCII.", is_final=True
        )
    # A certificate's error is both an OSError and a ValueError, and is not the e-mail's fault.
    if isinstance(error, ValueError) and not isinstance(error, OSError):
        return NotSentError(f"It cannot be sent: {error}", is_final=True)
    return NotSentError(_about_the_connection(error), is_final=False)


def _about_the_connection(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "The mail server did not answer in time."
    if isinstance(error, SMTPResponseException):
        return f"The mail server does not serve us now: {error.code} {error.message}"
    if _has_cause(error, ssl.SSLCertVerificationError):
        return "The mail server's certificate is not valid."
    if isinstance(error, SMTPException) and "STARTTLS" in error.message:
        return "The mail server offers no protected connection."
    return "The mail server cannot be reached."


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False


def _into_folder(message: EmailMessage, folder: Path, name: str) -> None:
    """Write a file that is either whole or not there, for its owner's eyes alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{name}.part"
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(message.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(folder / name)
