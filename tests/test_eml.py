"""E-mail drafts and links: what mail programs read out of them is what was written."""

from __future__ import annotations

import email
import email.policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

import fast_mail_parser
import pytest
from conftest import corpus_cases
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import GOOD_NOTE, make_facts

import thankgen
from thankgen.deliver import eml
from thankgen.deliver.flowed import flowed
from thankgen.finding import Report
from thankgen.note import Note

KEITH = "Keith Abernethy"
TEXT = GOOD_NOTE.partition("\n\n")[2]
RECEIPTS = {
    "Disposition-Notification-To",
    "Return-Receipt-To",
    "X-Confirm-Reading-To",
    "Read-Receipt-To",
    "Generate-Delivery-Report",
    "Return-Receipt-Requested",
}
HEADERS = {
    "To",
    "From",
    "Subject",
    "X-Unsent",
    "X-Uniform-Type-Identifier",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
}


def _note(text: str = GOOD_NOTE, subject: str = "Thank you for Tuesday", to: str = KEITH) -> Note:
    return Note(to=to, subject=subject, body="", text=text, report=Report(), source="offline")


def _parsed(note: Note, facts: thankgen.Facts) -> EmailMessage:
    message = email.message_from_bytes(eml.draft(note, facts), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _people(*recipients: dict[str, object], **changes: object) -> thankgen.Facts:
    data = make_facts().model_dump(by_alias=True)
    return thankgen.Facts.model_validate({**data, "recipients": recipients, **changes})


def unflowed(text: str) -> str:
    """Text as a mail program shows it that follows RFC 3676, section 4.1, with delsp=no."""
    lines, paragraph = [], ""
    for raw in text.split("\n"):
        line = raw.removesuffix("\r").removeprefix(" ")
        if line.endswith(" ") and line != "-- ":
            paragraph += line
            continue
        if line == "-- " and paragraph:
            lines.append(paragraph)
            paragraph = ""
        lines.append(paragraph + line)
        paragraph = ""
    return "\n".join([*lines, paragraph] if paragraph else lines)


def _without_trailing_spaces(text: str) -> str:
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in text.splitlines())


# headers


def test_an_e_mail_draft_is_addressed_and_unsent() -> None:
    message = _parsed(_note(), make_facts())
    assert message["To"] == "Keith Abernethy <keith@brackwater.example>"
    assert message["From"] == "Imogen Sørvik-Hale <imogen@sorvik-hale.example>"
    assert message["Subject"] == "Thank you for Tuesday"
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None
    assert not RECEIPTS & set(message.keys())


def test_the_body_is_marked_as_flowed_text() -> None:
    kind = _parsed(_note(), make_facts())["Content-Type"]
    assert kind.content_type == "text/plain"
    assert dict(kind.params) == {"charset": "utf-8", "format": "flowed", "delsp": "no"}


def test_the_body_is_the_note_below_its_subject() -> None:
    body = _parsed(_note(), make_facts()).get_content()
    assert unflowed(body) == TEXT
    assert max(map(len, body.splitlines())) <= 78


@pytest.mark.parametrize("label", ["Subject", "Ämne", "Betreff", "Emne"])
def test_the_subject_line_is_left_out_in_any_language(label: str) -> None:
    text = GOOD_NOTE.replace("Subject:", f"{label}:")
    assert _parsed(_note(text), make_facts()).get_content().startswith("Hi Keith,")


def test_a_card_keeps_its_first_line() -> None:
    assert unflowed(_parsed(_note(TEXT, subject=""), make_facts()).get_content()) == TEXT


def test_headers_are_ascii_on_the_wire_and_lines_end_in_crlf() -> None:
    raw = eml.draft(_note(subject="Tack för i går – åter, " + "mycket " * 20), make_facts())
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_a_line_break_in_a_subject_adds_no_header() -> None:
    message = _parsed(_note(subject="Thanks\r\nBcc: all@example.org"), make_facts())
    assert message["Bcc"] is None
    assert message["Subject"] == "Thanks Bcc: all@example.org"


def test_a_domain_that_is_not_ascii_is_encoded() -> None:
    facts = make_facts(candidate={"name": 'Åsa "Ace" Öst, MSc', "email": "asa@Große-Öst.example"})
    sender = _parsed(_note(), facts)["From"].addresses[0]
    assert sender.display_name == 'Åsa "Ace" Öst, MSc'
    assert sender.addr_spec == "asa@xn--groe-st-2va3s.example"


def test_an_address_that_is_not_ascii_is_kept_in_utf_8() -> None:
    facts = make_facts(candidate={"name": "Åsa Öst", "email": "åsa@ost.example"})
    assert "From: Åsa Öst <åsa@ost.example>\r\n" in eml.draft(_note(), facts).decode("utf-8")


def test_without_addresses_the_draft_has_none() -> None:
    message = _parsed(_note(), _people({"name": KEITH}, candidate={"name": "Imogen Sørvik-Hale"}))
    assert message["To"] is None
    assert message["From"] is None


# what comes back


@pytest.mark.parametrize("language", ["en", "sv", "de", "da"])
def test_two_independent_parsers_read_the_same_text_names_and_subject(language: str) -> None:
    for case in corpus_cases(language)[:4]:
        facts = thankgen.Facts.model_validate({**case["facts"], "channel": "email"})
        people = [person.model_copy(update={"email": "till@example.org"}) for person in facts.recipients]
        facts = facts.model_copy(update={"recipients": tuple(people)})
        for note in thankgen.write(facts, writer=thankgen.offline_writer()):
            raw = thankgen.render(note, facts, "eml")
            below = note.text.partition("\n\n")[2]
            message = _parsed(note, facts)
            assert message["Subject"] == note.subject
            assert message["To"].addresses[0].display_name == note.to
            assert unflowed(message.get_content()) == below
            other = fast_mail_parser.parse_email(raw)
            assert other.subject == note.subject
            assert [(a.display_name, a.address) for a in other.to] == [(note.to, "till@example.org")]
            assert unflowed("".join(other.text_plain)) == below


@pytest.mark.parametrize(
    "name", ["Bcc: x@example.org" * 5, "von Alten, Friederike " * 4, 'Anna "Nan" Lind ' * 5]
)
def test_a_long_name_is_no_address(name: str) -> None:
    facts = make_facts()
    person = facts.recipients[0].model_copy(update={"name": name})
    raw = eml.draft(_note(TEXT, "Thanks", to=name), facts.model_copy(update={"recipients": (person,)}))
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert [a.addr_spec for a in message["To"].addresses] == ["keith@brackwater.example"]


_anything = st.text(st.characters(codec="utf-8"), max_size=120)
_names = st.lists(
    st.sampled_from(
        ["Åsa", "Ø", "ß", ",", ";", "<", ">", '"', "\\", "(", ")", "@", ":", " ", "\r\n", "\n", "\x0b", "\u2028",
         "Bcc: x@example.org", "=?utf-8?q?x?=", "\r\n\r\n", "\x00", "\t", "é", "Łukasz", "王"]
    ),
    min_size=1, max_size=8,
).map("".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(name=_names | _anything, subject=_names | _anything)
def test_no_name_or_subject_adds_a_header_or_an_addressee(name: str, subject: str) -> None:
    # Past the validation of the facts: even what they would refuse must not get through.
    facts = make_facts()
    person = facts.recipients[0].model_copy(update={"name": name})
    candidate = facts.candidate.model_copy(update={"name": name})
    facts = facts.model_copy(update={"recipients": (person,), "candidate": candidate})
    raw = eml.draft(_note(TEXT, subject, to=name), facts)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert set(message.keys()) <= HEADERS
    for header, address in (("To", "keith@brackwater.example"), ("From", "imogen@sorvik-hale.example")):
        assert [a.addr_spec for a in message[header].addresses] == [address]
    other = fast_mail_parser.parse_email(raw)
    assert set(other.headers) <= HEADERS
    assert [a.address for a in other.to] == ["keith@brackwater.example"]
    assert unflowed(message.get_content()) == TEXT


@settings(max_examples=100, deadline=None)
@given(
    name=st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")), max_size=60)
)
def test_a_name_that_the_facts_take_comes_back(name: str) -> None:
    try:
        facts = make_facts(recipients=[{"name": f"K{name}", "email": "k@example.org"}])
    except ValueError:
        return  # too long once normalised; that is tested elsewhere
    kept = facts.recipients[0].name
    raw = eml.draft(_note(to=kept), facts)
    assert fast_mail_parser.parse_email(raw).to[0].display_name == kept
    # Not by the policy above, which sets a space between two encoded words of a name (CPython 3.11).
    name, address = parseaddr(email.message_from_bytes(raw)["To"])
    assert (str(make_header(decode_header(name))), address) == (kept, "k@example.org")


# flowed text


@settings(max_examples=300, deadline=None)
@given(
    lines=st.lists(
        st.lists(st.sampled_from(["--", "-", "From", ">", "", "word", "ä" * 30, "x" * 90, "> a", "- item"]), max_size=30)
        .map(" ".join)
        | _anything,
        max_size=6,
    )
)  # fmt: skip
def test_any_text_comes_back_from_flowed_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    sent = flowed(text)
    assert unflowed(sent.removesuffix("\n")) == _without_trailing_spaces(text)
    for line in sent.splitlines():
        assert len(line) <= 78 or len(line.strip(" ").split(" ")) <= 2, line
        assert not line.startswith((">", "From "))


def test_a_signature_separator_stays_and_no_wrapped_line_becomes_one() -> None:
    assert flowed("Best wishes\n-- \nZoë").splitlines()[1] == "-- "
    long = "-- " + "w" * 80 + " and more"
    assert "-- " not in flowed(long).splitlines()
    assert unflowed(flowed(long)).strip() == long


def test_bullets_and_blank_lines_stay_where_they_are() -> None:
    text = "We spoke of:\n- the timetable\n- the quay\n\n" + "and " * 40 + "so on."
    assert flowed(text).splitlines()[:4] == ["We spoke of:", "- the timetable", "- the quay", ""]


# whom to ask


@pytest.mark.parametrize(
    ("others", "relation", "advice"),
    [
        ([("Priya Raman", "recruiter", "priya@x.example")], "hiring_manager",
         "Ask Priya Raman (the recruiter, priya@x.example) for it, or the reception or the HR department of Brackwater"),
        ([("Jo Hart", "hr", None)], "peer", "Ask Jo Hart (from human resources) for it"),
        ([("Al Roe", "peer", "al@x.example")], "interviewer", "Ask Al Roe (from the team, al@x.example)"),
        ([("Al Roe", "peer", None)], "interviewer", "Ask whoever invited you for it: the recruiter, or the reception"),
        ([("Al Roe", "referrer", "al@x.example")], "recruiter", "Look at who sent you the invitation"),
        ([], "referrer", "Look through your earlier messages"),
    ],
)  # fmt: skip
def test_where_an_address_is_missing_it_says_whom_to_ask(
    others: list[tuple[str, str, str | None]], relation: str, advice: str
) -> None:
    rest: list[dict[str, object]] = [
        {"name": name, "relation": kind, "email": address} for name, kind, address in others
    ]
    facts = _people({"name": KEITH, "relation": relation}, *rest)
    said = thankgen.whom_to_ask(facts, KEITH)
    assert said is not None
    assert said.startswith(
        "The facts have no e-mail address for Keith Abernethy, so the draft is addressed to nobody."
    )
    assert advice in said


def test_nobody_is_asked_for_an_address_that_is_there() -> None:
    assert thankgen.whom_to_ask(make_facts(), KEITH) is None


# links


def test_a_link_holds_recipient_subject_and_text() -> None:
    link = thankgen.mailto(_note(), make_facts())
    parts = urlsplit(link)
    assert (parts.scheme, parts.path) == ("mailto", "keith@brackwater.example")
    fields = parse_qs(parts.query, strict_parsing=True, encoding="utf-8")
    assert fields == {"subject": ["Thank you for Tuesday"], "body": [TEXT.strip().replace("\n", "\r\n")]}
    assert "%0D%0A%0D%0A" in link
    assert "+" not in link
    assert link.isascii()


def test_a_link_without_an_address_names_nobody_and_one_without_a_subject_says_none() -> None:
    link = thankgen.mailto(_note(TEXT, subject=""), _people({"name": KEITH}))
    assert link.startswith("mailto:?body=Hi%20Keith%2C%0D%0A")


@settings(max_examples=200, deadline=None)
@given(subject=_names | _anything, user=st.sampled_from(["o'neil+jobs", "a?b", "a&b", "å", "a%b", "a=b"]))
def test_nothing_gets_out_of_its_place_in_a_link(subject: str, user: str) -> None:
    facts = _people({"name": KEITH, "email": f"{user}@x.example"})
    parts = urlsplit(thankgen.mailto(_note(TEXT, subject), facts))
    assert unquote(parts.path) == f"{user}@x.example"
    fields = parse_qs(parts.query, strict_parsing=True)
    assert fields.keys() <= {"subject", "body"}
    assert fields.get("subject", [""]) == [" ".join(subject.split())]
