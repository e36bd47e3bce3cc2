from __future__ import annotations

import pytest

from thankgen.facts import Facts
from thankgen.masking import WITHHELD_EMAIL, WITHHELD_LINK, WITHHELD_PHONE, Withholder, mask

PHONES = [
    "07700 900184", "01632 960377", "(312) 555-0142", "312-555-0142", "312.555.0142", "+1 (614) 555-0177",
    "1-800-555-0199", "3125550142", "+49 170 5550142", "0049 170 5550142", "0151 5550177", "0171/5550123",
    "(0151) 5550177", "+4917055501", "070-123 45 67", "08-123 456 78", "+46 (0)70 123 45 67",
    "+45 10 48 27 60",
    "10 48 27 60", "+44 (0) 7700 900184", "98450 12345", "+91 98450 12345", "+34 600 123 456",
]  # fmt: skip

OTHER_NUMBERS = [
    "2026-10-16", "16.10.2026", "06.10.2026", "01/12/2026", "06.10.2026 09.00", "01.10.2026-15.10.2026",
    "01.10 - 15.10", "01/2024 - 03/2026", "2019-2021", "1999–2004", "2025/2026", "20261016",
    "09.00-17.00", "9.00–17.00", "24/7", "1,2 millioner", "Rs. 40 lakh to Rs. 22 lakh", "120 000 kronor",
    "1 200 000", "12 500 000", "10 000 000 000", "10,000,000", "1,234,567.89", "1.200.000 Euro",
    "+1 200 000 kr",
    "+1.200.000.000 Euro", "100 000-200 000", "2.000.000-3.000.000", "340-bed", "2,300 prints",
    "12-15 Prozent",
    "0,05", "0.0001-0.0005", "99.95 %", "one in 1000000", "01067 Dresden", "D-01067", "01067-01099",
    "114 55 Stockholm", "SW1A 1AA", "§ 34 BauGB", "Note 1,7", "ISO 9001:2015", "978-3-16-148410-0",
    "v1.2.3.4", "192.168.0.1", "mobile 2024-2025", "calls: 120 000 users",
]  # fmt: skip


@pytest.mark.parametrize("number", PHONES)
def test_a_telephone_number_is_withheld(number: str) -> None:
    assert mask(f"I am on {number}, any day.") == f"I am on {WITHHELD_PHONE}, any day."
    assert mask(number) == WITHHELD_PHONE


@pytest.mark.parametrize("text", OTHER_NUMBERS)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == text
    assert mask(f"about {text} and more.") == f"about {text} and more."


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Tlf. 10482760", f"Tlf. {WITHHELD_PHONE}"),
        ("call me on 555-0142", f"call me on {WITHHELD_PHONE}"),
        ("ring mig på 10482760 i dag", f"ring mig på {WITHHELD_PHONE} i dag"),
        ("tel. 600 123 456", f"tel. {WITHHELD_PHONE}"),
        ("order 10482760", "order 10482760"),
    ],
)
def test_a_word_before_a_number_settles_doubt(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_a_date_beside_a_telephone_number_stays() -> None:
    assert mask("06.10.2026 0151 5550177") == f"06.10.2026 {WITHHELD_PHONE}"


@pytest.mark.parametrize(
    "address",
    [
        "a@b.se",
        "anna.berg+x@post.example",
        "zoë@hartnøll.example",
        "a.b@c.co.uk",
        "anna (at) firma.se",
        "anna[at]firma[dot]se",
    ],
)
def test_an_email_address_is_withheld(address: str) -> None:
    assert mask(f"Write to {address}.") == f"Write to {WITHHELD_EMAIL}."


@pytest.mark.parametrize(
    "text", ["apples @ 5.50", "meet @ noon. Then", "@handle", "at (at) noon", "Bøg & Bølge"]
)
def test_other_at_signs_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("piece", ["1 ", "a.", "a@", "a@b.", "+1 (", "0", "call ", "a(at)", "(1)"])
def test_hostile_text_is_read_once(piece: str) -> None:
    mask(piece * 20_000)


def test_the_facts_own_contact_details_are_withheld_in_any_text(facts: Facts) -> None:
    own = facts.model_copy(
        update={
            "candidate": facts.candidate.model_copy(
                update={"phone": "555 01", "links": ("https://ava.example/work",)}
            )
        }
    )
    hide = Withholder(own)
    assert hide({"a": ["I am on 555 01", "see https://ava.example/work"]}) == {
        "a": [f"I am on {WITHHELD_PHONE}", f"see {WITHHELD_LINK}"]
    }
    assert hide.hidden


def test_nothing_is_withheld_where_there_are_no_contact_details(facts: Facts) -> None:
    hide = Withholder(facts)
    assert hide(["a", 1, None, {"b": "340-bed"}]) == ["a", 1, None, {"b": "340-bed"}]
    assert not hide.hidden


@pytest.mark.parametrize(
    "lead", ["Mit nummer er", "Du kan fange mig på", "Sie erreichen mich unter", "Nå mig på", "My number is"]
)
def test_what_stands_before_a_number_tells(lead: str) -> None:
    assert mask(f"{lead} 20123456.") == f"{lead} {WITHHELD_PHONE}."
