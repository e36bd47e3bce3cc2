"""The report without a browser: what is counted, where text is marked, what the page holds."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_runs import HOSTILE, attempt, hostile_run, outcome, report, run_of, version

import thankgen
from thankgen.cli import run as run_command
from thankgen.evals.report import figures
from thankgen.evals.report.marking import Piece, Segment, segments, visible, word_differences
from thankgen.evals.runs import Gap, Outcome, Run
from thankgen.finding import Finding
from thankgen.note import Edit

GAP = Gap(reason="missing", attempt=2, difference="the recording ends after 1 draft")


def finding(*span: int, severity: str = "error") -> Finding:
    return Finding.model_validate(
        {"guardrail": "close", "message": "no", "span": span or None, "severity": severity}
    )


def test_overlapping_findings_cut_the_text_where_each_begins_and_ends() -> None:
    found = segments("one two three", [finding(0, 7), finding(4, 13, severity="warning"), finding()])
    assert found == [
        Segment("one ", (1,), "error"),
        Segment("two", (1, 2), "error", (1,)),
        Segment(" three", (2,), "warning", (2,)),
    ]


def test_spans_outside_of_the_text_are_no_marks() -> None:
    assert segments("ab", [finding(5, 9), finding(2, 2)]) == [Segment("ab")]
    assert segments("ab", [finding(1, 900)]) == [Segment("a"), Segment("b", (1,), "error", (1,))]
    assert segments("", [finding(0, 1)]) == []


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=5),
)
def test_segments_joined_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    found = segments(text, [finding(*span) for span in spans])
    assert "".join(segment.text for segment in found) == text


@given(st.text("ab .\n", max_size=40), st.text("ab .\n", max_size=40))
def test_differences_hold_both_texts(before: str, after: str) -> None:
    pieces = word_differences(before, after)
    assert "".join(p.text for p in pieces if p.kind != "new") == before
    assert "".join(p.text for p in pieces if p.kind != "gone") == after


def test_changed_words_next_to_each_other_are_one_change() -> None:
    assert word_differences("I will call soon.", "I shall ring soon.") == [
        Piece("same", "I "),
        Piece("gone", "will call"),
        Piece("new", "shall ring"),
        Piece("same", " soon."),
    ]


def test_characters_without_a_look_are_shown() -> None:
    assert visible("a\u202eb\x07c\r\nd\te\x85") == "a[U+202E]b[U+0007]c\nd\te[U+0085]"


NOTES: list[tuple[str, Outcome]] = [
    ("drafted", outcome("v1", "a", attempt())),
    ("edited", outcome("v1", "b", attempt("close", report=report()), passed=True)),
    ("regenerated-1", outcome("v1", "c", attempt("close"), attempt(number=2))),
    ("regenerated-2", outcome("v1", "d", attempt("close"), attempt("close", number=2), attempt(number=3))),
    ("failed", outcome("v1", "e", attempt("close"))),
    ("declined", outcome("v1", "f", declined="The model declined.")),
    ("unknown", outcome("v1", "g", attempt("close"), gap=GAP)),
    ("unknown", outcome("v1", "h", error="ValueError: no")),
]


@pytest.mark.parametrize(("stage", "note"), NOTES, ids=[note.case for _, note in NOTES])
def test_a_note_ends_at_one_stage(stage: str, note: Outcome) -> None:
    assert figures.stage_of(note)[0] == stage


def test_the_waterfall_goes_from_the_first_stage_to_the_last() -> None:
    stages = figures.waterfall([note for _, note in NOTES], 2, set())
    assert [(s.key, s.count, s.before) for s in stages] == [
        ("drafted", 1, 0),
        ("edited", 1, 1),
        ("regenerated-1", 1, 2),
        ("regenerated-2", 1, 3),
        ("failed", 1, 4),
        ("declined", 1, 5),
        ("unknown", 2, 6),
    ]


def test_rates_leave_out_what_cannot_be_told() -> None:
    notes = [note for _, note in NOTES]
    first = figures.rate(notes, figures.accepted_as_drafted)
    assert (first.hits, first.trials) == (1, 7)  # declined is not accepted, a crash says nothing
    last = figures.rate(notes, figures.accepted_at_last)
    assert (last.hits, last.trials) == (4, 6)
    assert figures.rate([], figures.passes("close")).share is None


def test_spending_counts_notes_that_came_to_their_end() -> None:
    spent = figures.spending([note for _, note in NOTES])
    assert (spent.notes, spent.requests, spent.most_requests) == (5, 8, 3)
    assert (spent.tokens, spent.median_tokens, spent.most_tokens) == (4000, 500, 1500)
    assert spent.cost is None
    uncounted = attempt(usage={"prompt_tokens": None, "completion_tokens": 5})
    assert figures.spending([outcome("v1", "a", uncounted)]).tokens is None
    assert figures.spending([]).cost is None


class Tags(HTMLParser):
    """Counts tags, and keeps every address that the page names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] += 1
        for name, value in attrs:
            if name in ("src", "href", "action", "data"):
                self.addresses.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)


def test_hostile_text_makes_no_markup_and_no_address() -> None:
    tags = Tags(thankgen.report_html(hostile_run()))
    assert (tags.counts["script"], tags.counts["style"], tags.counts["img"]) == (1, 1, 0)
    assert all(address.startswith("#") for address in tags.addresses)
    assert tags.handlers == []


def test_hostile_text_is_there_to_be_read() -> None:
    page = thankgen.report_html(hostile_run())
    assert "&lt;/script&gt;&lt;/style&gt;&lt;img src=x onerror=&#34;window.hostile=1&#34;&gt;" in page
    assert "{{7*7}}" in page
    assert HOSTILE not in page


def test_the_same_run_gives_the_same_page() -> None:
    assert thankgen.report_html(hostile_run()) == thankgen.report_html(hostile_run())


@pytest.mark.parametrize(
    "run",
    [
        run_of([]),
        run_of([], version("v1")),
        run_of([outcome("v1", "c", gap=GAP)], version("v1", model=None, seal=None)),
        run_of(
            [outcome("offline", "c", attempt(source="offline", usage={}))],
            version("offline", origin="offline"),
        ),
        run_of([n for _, n in NOTES], version("v1"), samples=2),
    ],
    ids=["nothing", "one version", "only a gap", "offline", "samples"],
)
def test_poor_runs_have_a_page_too(run: Run) -> None:
    assert Tags(thankgen.report_html(run)).counts["h1"] == 1


def test_gaps_crashes_and_refusals_are_told() -> None:
    page = thankgen.report_html(run_of([note for _, note in NOTES], version("v1")))
    for told in (
        "The recording of request 2 is missing: the recording ends after 1 draft",
        "Crashed: ValueError: no",
        "The model declined.",
        "2 notes did not come to an end",
    ):
        assert told in page


def test_the_text_after_the_edits_shows_what_changed() -> None:
    edit = Edit(guardrail="close", description="the next step added", before="", after=" See you.")
    mended = attempt("close", report=report(), edits=(edit,), draft="Thank you.")
    page = thankgen.report_html(run_of([outcome("v1", "c", mended, text="Thank you. See you.", passed=True)]))
    assert "<h5>After the edits</h5>" in page
    assert "Thank you.<ins> See you.</ins></div>" in page


def test_versions_are_compared_with_the_first() -> None:
    notes = [outcome(name, "c", attempt()) for name in ("v1", "v2")]
    page = thankgen.report_html(run_of(notes, version("v1"), version("v2"), version("v3")))
    assert "No difference between v1 and v2 is shown" in page
    assert "There is no pair of notes to compare: for no case is there a first draft by v1 and by v3." in page


def test_the_command_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, page = tmp_path / "run.jsonl", tmp_path / "report.html"
    run.write_text(hostile_run().dump(), encoding="utf-8")
    assert run_command(["eval", "report", str(run), "--out", str(page)]) == 0
    assert capsys.readouterr() == ("", f"wrote {page}\n")
    assert run_command(["eval", "report", str(run)]) == 0
    assert capsys.readouterr().out == page.read_text(encoding="utf-8") + "\n"
    assert run_command(["eval", "report", str(tmp_path / "none.jsonl")]) == 2
