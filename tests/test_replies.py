from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thankgen.note import Draft
from thankgen.writers.replies import LONGEST_ANSWER, read_draft

DRAFT = Draft(subject="Hi", paragraphs=["One.", "Two."])
BARE = '{"subject": "Hi", "paragraphs": ["One.", "Two."]}'


@pytest.mark.parametrize(
    "text",
    [
        BARE,
        f"\ufeff\n{BARE}\n",
        f"```json\n{BARE}\n```",
        f"```\n{BARE}",
        f"Sure! Here is your {{draft}}:\n\n{BARE}\n\nIt has 2 words {{x}}.",
        f'Filled in: {{"a": 1}} and then {BARE}',
        f'<think>Perhaps {{"subject": "No", "paragraphs": ["No."]}}?</think>\n{BARE}',
        '[{"subject": "Hi", "paragraphs": ["One.", "Two."]}]',
        '{"draft": {"subject": "Hi", "paragraphs": ["One.", "Two."]}}',
        '{"name": "write", "arguments": {"Subject": "Hi", "Body": "One.\\n\\nTwo."}}',
        '{"subject": "Hi", "note": {"text": ["One.", "Two."]}}',
        '{"Betreff": "Betreff: Hi", "Absätze": ["One.", "Two."]}',
        '{"subject": "Hi", "body": "One.\\n\\nTwo."}',
        '{"subject": "Hi", "body": "One.\\nTwo."}',
        '{"subject": "Hi", "body": "One.\\\\n\\\\nTwo."}',
        '{"subject": "Hi", "body": "One.\\r\\n\\r\\nTwo."}',
        '{"subject": "Hi", "paragraphs": ["One.\\n\\nTwo."]}',
        '{"subject": "Hi", "paragraphs": ["One.\n\nTwo."]}',
        '{"subject": "Hi", "paragraphs": ["One.", "", null, "Two."]}',
        '{"subject": "Hi", "paragraphs": [{"text": "One."}, {"text": "Two."}]}',
        '{"subject": "Hi", "paragraphs": [{"text": "One."}, {"text": "Two."}],}',
        '{"subject": "Hi", "paragraph_1": "One.", "paragraph_2": "Two."}',
        '{"subject": "Hi", "paragraphs": ["One.", "Two.",],}',
        "{'subject': 'Hi', 'paragraphs': ['One.', 'Two.']}",
        "{“subject”: “Hi”, “paragraphs”: [“One.”, “Two.”]}",
    ],
)
def test_a_draft_is_read_however_it_is_wrapped(text: str) -> None:
    assert read_draft(text) == DRAFT


@pytest.mark.parametrize(
    "text",
    [
        '{"subject": "Hi", "paragraphs": ["One.", "Two."',
        '{"subject": "Hi", "paragraphs": ["One.", "Two. And then I wan',
        '{"subject": "Hi", "paragraphs": ["One.", "Two.", "Thr',
        '```json\n{"subject": "Hi", "paragraphs": ["One.", "Two.", ',
    ],
)
def test_of_an_answer_that_breaks_off_the_whole_sentences_are_kept(text: str) -> None:
    assert read_draft(text) == DRAFT


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ('{"paragraphs": ["She said "hi", and left."]}', 'She said "hi", and left.'),
        ("{'paragraphs': ['I'm glad.']}", "I'm glad."),
        ('{"paragraphs": ["A \\"quote\\" and a caf\\u00e9",]}', 'A "quote" and a café'),
        ('{"paragraphs": ["Grü\\u00dfe \\ud83d\\ude00", ]}', "Grüße 😀"),
    ],
)
def test_quotes_and_escapes_are_read(text: str, paragraph: str) -> None:
    draft = read_draft(text)
    assert draft is not None
    assert draft.paragraphs == [paragraph]


def test_characters_that_cannot_be_written_are_left_out() -> None:
    assert read_draft('{"subject": "a\\ud83d\\u0000b", "paragraphs": ["c\\u0007."]}') == Draft(
        subject="ab", paragraphs=["c."]
    )


def test_bullets_join_the_paragraph_that_leads_them_in() -> None:
    draft = read_draft('{"subject": "", "paragraphs": ["Three things:", "- one", "- two", "Bye."]}')
    assert draft == Draft(subject="", paragraphs=["Three things:\n- one\n- two", "Bye."])


@pytest.mark.parametrize(
    "text", ['{"subject": "Thank y', '{"subject": "Thank you", "para', '{"subject": "Hi", "paragraphs": ["On']
)
def test_an_answer_that_breaks_off_before_a_sentence_is_an_empty_draft(text: str) -> None:
    draft = read_draft(text)
    assert draft is not None
    assert draft.paragraphs == []


def test_an_empty_list_of_paragraphs_is_an_empty_draft() -> None:
    assert read_draft('{"subject": "Hi", "paragraphs": []}') == Draft(subject="Hi", paragraphs=[])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear Keith,\n\nThank you {very} much.",
        "{",
        '{"subject": "Hi"}',
        '{"error": {"code": 1}}',
        '{"paragraphs": [1, 2]}',
        '{"type": "object", "properties": {"paragraphs": {"type": "array", "items": {"type": "string"}}}}',
    ],
)
def test_what_holds_no_draft_is_none(text: str) -> None:
    assert read_draft(text) is None


@pytest.mark.parametrize(
    "piece",
    [
        '{"',
        '{"a":',
        '{"a":["',
        '" ',
        "\\",
        " ",
        "[",
        '"a",',
        "<think>",
        "{'a':'",
        "', ",
        "\n ",
        '{"paragraphs":["',
        "{}",
    ],
)
@pytest.mark.parametrize("start", ["", '{"paragraphs": ["', '{"paragraphs": "', '{"p": '])
def test_hostile_answers_are_read_to_an_end(start: str, piece: str) -> None:
    read_draft(start + piece * (LONGEST_ANSWER // len(piece)))


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_draft(text)
    read_draft('{"subject": "' + text)


@given(st.lists(st.text("abc äöåß\"'{}[],:.", min_size=1).map(str.strip).filter(bool), max_size=4))
def test_what_json_writes_is_read_back(paragraphs: list[str]) -> None:
    text = json.dumps({"subject": "s", "paragraphs": paragraphs}, ensure_ascii=False)
    assert read_draft(text) == Draft(subject="s", paragraphs=paragraphs)
