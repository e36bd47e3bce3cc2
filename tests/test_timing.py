"""`timing`: by the day after the interview."""

from __future__ import annotations

import datetime as dt

import pytest
from judging import findings


@pytest.mark.parametrize(
    ("on", "occasion", "late"),
    [
        (None, "interview", False),
        ("2026-10-06", "interview", False),
        ("2026-10-07", "interview", False),
        ("2026-10-08", "interview", True),
        ("2026-10-05", "interview", False),
        ("2027-10-08", "offer", False),
    ],
)
def test_late_is_later_than_the_day_after(on: str | None, occasion: str, late: bool) -> None:
    found = findings("timing", on=dt.date.fromisoformat(on) if on else None, occasion=occasion)
    assert [f.severity for f in found] == (["warning"] if late else [])
