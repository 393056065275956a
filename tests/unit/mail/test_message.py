"""An e-mail as it goes over the wire."""

from __future__ import annotations

import email
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ids import new_id
from app.mail.message import COLUMNS, Letter, UnusableSenderError, compose, plain
from app.settings import get_settings

WRITTEN = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LINK = "http://127.0.0.1:8000/interview/" + "Aa0_-" * 9
TEXT = f"Hello Zoë,\n\nCome in here:\n{LINK}\n\nSee you,\nthe “Works”.\n"
ID = new_id()


def letter(**fields) -> Letter:
    values = {
        "id": ID,
        "written_at": WRITTEN,
        "recipient": "ada@example.com",
        "subject": "Your interview",
        "text": TEXT,
    }
    return Letter(**(values | fields))


def arrived(made: EmailMessage) -> EmailMessage:
    """The message as a mail program reads it."""
    return email.message_from_bytes(made.as_bytes(), policy=default)


def read(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content()


class Page(HTMLParser):
    """The text of a page, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.links, self.tags = "", [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_message_says_from_whom_to_whom_when_and_that_a_program_wrote_it() -> None:
    message = arrived(compose(letter(reply_to="member@example.com")))
    assert message["From"] == get_settings().mail_from
    assert message["To"] == "ada@example.com"
    assert message["Reply-To"] == "member@example.com"
    assert message["Date"].datetime == WRITTEN
    assert message["Auto-Submitted"] == "auto-generated"


def test_every_attempt_has_the_same_message_id() -> None:
    first, second = compose(letter()), compose(letter())
    assert first["Message-ID"] == second["Message-ID"] == f"<{ID}@localhost>"
    assert compose(letter(id=new_id()))["Message-ID"] != first["Message-ID"]


def test_the_text_arrives_as_it_was_written_and_as_a_page_with_a_link() -> None:
    message = arrived(compose(letter()))
    assert read(message, "plain").replace("\r\n", "\n") == TEXT
    page = Page(read(message, "html"))
    assert page.links == [LINK]
    assert page.tags.count("p") == 3
    for words in ("Hello Zoë,", LINK, "the “Works”."):
        assert words in page.text


def test_a_link_is_in_one_piece_in_the_file_itself() -> None:
    long = f"https://{'a' * 60}.example.com/{'b' * 200}"
    assert long.encode() in compose(letter(text=f"Here:\n{long}\n")).as_bytes()


def test_what_people_typed_is_text_in_the_page_and_their_addresses_are_no_links() -> None:
    text = 'Hello <script>alert("x")</script> & http://elsewhere.example.com/ and\n' + LINK + "."
    page = Page(read(arrived(compose(letter(text=text))), "html"))
    assert "script" not in page.tags
    assert 'Hello <script>alert("x")</script> & http://elsewhere.example.com/ and' in page.text
    assert page.links == [LINK]


def test_an_address_that_only_begins_like_ours_is_no_link() -> None:
    base = get_settings().base_url
    for address in (f"{base}.example.com/x", f"{base}@example.com/x"):
        assert Page(read(arrived(compose(letter(text=address))), "html")).links == []


@given(subject=st.text(max_size=300), text=st.text(max_size=300))
def test_whatever_is_said_adds_no_header_and_no_recipient(subject: str, text: str) -> None:
    subject, text = (value.encode("utf-8", "ignore").decode() for value in (subject, text))
    message = arrived(compose(letter(subject=subject, text=text)))
    assert set(message.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
    }
    assert [one.addr_spec for one in message["To"].addresses] == ["ada@example.com"]
    assert set(Page(read(message, "html")).tags) <= {
        *("html", "head", "meta", "title", "body", "div", "p", "br")
    }


@pytest.mark.parametrize("separator", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\0"])
def test_a_line_break_in_a_subject_ends_no_header(separator: str) -> None:
    raw = compose(letter(subject=f"Hello{separator}Bcc: victim@example.com")).as_bytes()
    assert not re.search(rb"^bcc:", raw, re.MULTILINE | re.IGNORECASE)
    assert arrived(compose(letter(subject=f"A{separator}B")))["Subject"] in {"A B", "AB"}


@pytest.mark.parametrize(
    "recipient",
    [
        "ada@host",
        "ada@example.test",
        '"ada example"@example.com',
        '"ada@home"@example.com',
        "o'ada+tag/{x}@example.com",
        "ada@[192.0.2.1]",
        "ada@[IPv6:2001:db8::1]",
    ],
)
def test_an_address_of_any_form_is_written_to_as_it_is(recipient: str) -> None:
    message = arrived(compose(letter(recipient=recipient)))
    (address,) = message["To"].addresses
    assert address.addr_spec == recipient


@pytest.mark.parametrize(
    "recipient",
    [
        "ada@example.com\r\nBcc: x@example.com",
        "jörg\r\nBcc: x@example.com",
        "jörg@bücher.example\r\nBcc: x@example.com",
        "jörg weiß@example.com",
        "ada",
        "a@b@example.com",
        "",
    ],
)
def test_what_is_no_address_is_not_written_to(recipient: str) -> None:
    with pytest.raises(ValueError, match=r"address|@-sign|invalid"):
        compose(letter(recipient=recipient))


def test_a_subject_in_any_script_arrives() -> None:
    subject = "Łódź · 面接 · مقابلة · 🙂 " + "ö" * 150
    assert arrived(compose(letter(subject=subject)))["Subject"] == subject


def test_a_domain_of_any_script_is_written_in_ascii() -> None:
    assert compose(letter(recipient="ada@bücher.example"))["To"] == "ada@xn--bcher-kva.example"


def test_a_sender_that_is_no_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for wrong in ("Vivavoce", "", "a b <x y>"):
        monkeypatch.setattr(get_settings(), "mail_from", wrong)
        with pytest.raises(UnusableSenderError, match="VIVAVOCE_MAIL_FROM"):
            compose(letter())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_lines_are_short_and_no_word_is_lost(text: str) -> None:
    lines = plain(text).splitlines()
    assert all(len(line) <= COLUMNS or " " not in line for line in lines)
    assert plain(text).split() == text.split()
