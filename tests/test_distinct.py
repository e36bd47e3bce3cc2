"""`distinct`: two notes for one set of facts."""

from __future__ import annotations

from judging import KEITH, RULEBOOK
from samples import GOOD_NOTE, make_facts

from thankgen.finding import Finding

OTHER = "Małgorzata Wiśniewska"
OWN = "Fog rolled over the breakwater while seven gulls argued about old sandwiches."


def compare(first: str, second: str) -> list[Finding]:
    return list(RULEBOOK.check_all([(KEITH, first), (OTHER, second)], make_facts()).findings)


def test_an_equal_sentence_of_eight_words_is_found() -> None:
    note = GOOD_NOTE.replace("Crew rotas", f"{OWN} Crew rotas")
    (finding,) = compare(
        note, f"Hi Małgorzata,\n\nThank you for the tour. {OWN}\n\nBest wishes,\nImogen Sørvik-Hale\n"
    )
    assert "share a sentence" in finding.message
    assert KEITH in finding.message
    assert OTHER in finding.message


def test_thanks_and_what_the_facts_share_may_be_equal() -> None:
    thanks = "Hi Małgorzata,\n\nThank you for the time you gave me on Tuesday, and for all of it.\n\nBest wishes,\nImogen\n"
    assert compare(thanks, thanks) == []


def test_many_sentences_are_compared_at_once() -> None:
    note = "Hi Keith,\n\n" + " ".join(f"Boat {n} left." for n in range(2000))
    assert isinstance(compare(note, note), list)
