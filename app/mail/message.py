"""An e-mail as it goes over the wire: plain text, and the same as simple HTML."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from html import escape
from typing import TYPE_CHECKING

from email_validator import validate_email

from app.settings import get_settings

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

COLUMNS = 72
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]")
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,sans-serif">
<div style="max-width:36em;overflow-wrap:anywhere">
{paragraphs}
</div>
</body>
</html>
"""


class UnusableSenderError(ValueError):
    """`VIVAVOCE_MAIL_FROM` holds no address."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be said to whom. `text` is plain, its paragraphs parted by an empty line.

    `id` and `written_at` stay the same over every attempt, so that a copy is known as one. The
    sender is that of the settings, but for what is given here.
    """

    id: UUID
    written_at: datetime
    recipient: str
    subject: str
    text: str
    reply_to: str | None = None
    sender_name: str | None = None
    sender_address: str | None = None


def may_send_as(address: str) -> bool:
    """Whether our mail server serves the address: it is of the domain that we write from."""
    try:
        return address.rpartition("@")[2].lower() == _sender().domain.lower()
    except UnusableSenderError:
        return False


def compose(letter: Letter) -> EmailMessage:
    """The message. Raises ValueError for an address that cannot be written to."""
    sender = _sender(letter.sender_name, letter.sender_address)
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = sender
        message["To"] = _address(letter.recipient)
        if letter.reply_to:
            message["Reply-To"] = _address(letter.reply_to)
        message["Subject"] = subject = _one_line(letter.subject)
    except MessageError as error:
        raise ValueError(str(error)) from None
    message["Date"] = letter.written_at
    message["Message-ID"] = f"<{letter.id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    # Lines are kept short, and so need no encoding that would break a link in two.
    message.set_content(plain(letter.text), cte="8bit")
    message.add_alternative(as_html(letter.text, subject), subtype="html", cte="8bit")
    return message


def plain(text: str) -> str:
    """The text in lines of at most 72 characters, but no address is broken."""
    return "\n".join("\n".join(_wrapped(line)) for line in text.strip().splitlines()) + "\n"


def as_html(text: str, title: str) -> str:
    """The text as a page of paragraphs, in which our own addresses can be followed.

    Others stay text: they were typed by people, and we vouch for none.
    """
    paragraphs = [
        "<p>"
        + "<br>\n".join("\n".join(_marked(_wrapped(line))) for line in one.split("\n"))
        + "</p>"
        for one in re.split(r"\n\s*\n", "\n".join(text.strip().splitlines()))
    ]
    return _PAGE.format(title=escape(title), paragraphs="\n".join(paragraphs))


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, COLUMNS, break_long_words=False, break_on_hyphens=False) or [""]


def _marked(lines: list[str]) -> list[str]:
    home = get_settings().base_url.rstrip("/") + "/"

    def mark(found: re.Match[str]) -> str:
        address = found.group()
        if not address.startswith(home):
            return escape(address)
        return f'<a href="{escape(address)}">{escape(address)}</a>'

    marked = []
    for line in lines:
        done, end = "", 0
        for found in _ADDRESS.finditer(line):
            done += escape(line[end : found.start()]) + mark(found)
            end = found.end()
        marked.append(done + escape(line[end:]))
    return marked


def _sender(own_name: str | None = None, own_address: str | None = None) -> Address:
    name, spec = parseaddr(get_settings().mail_from)
    try:
        ours = Address(display_name=_one_line(own_name or name), addr_spec=spec)
        return _address(own_address, ours.display_name) if own_address else ours
    except (ValueError, MessageError, IndexError):
        raise UnusableSenderError("VIVAVOCE_MAIL_FROM holds no address") from None


def _address(value: str, name: str = "") -> Address:
    """An address whose domain is written in ASCII, as every mail server understands it."""
    local, _, domain = value.rpartition("@")
    if not (local and domain):
        raise ValueError("the recipient's address has no domain")
    if not domain.isascii():
        stand_in = validate_email(
            f"anyone@{domain}", check_deliverability=False, globally_deliverable=False
        )
        domain = stand_in.ascii_domain
    try:
        # The standard library reads only ASCII, but writes what else a local part may hold.
        if not local.isascii():
            checked = validate_email(f"{local}@example.com", check_deliverability=False)
            return Address(name, username=checked.local_part, domain=domain)
        return Address(name, addr_spec=f"{local}@{domain}")
    except (MessageError, IndexError) as error:
        raise ValueError(f"the recipient's address cannot be read: {error}") from None


def _one_line(value: str) -> str:
    """Without line breaks and control characters: a header ends at its line's end."""
    return "".join(
        character
        for character in " ".join(value.split())
        if unicodedata.category(character) not in {"Cc", "Cs"}
    )
