"""A set of facts and a note that passes everything, for tests and benchmarks."""

from __future__ import annotations

from typing import Any

from thankgen.facts import Facts


def make_facts(**changes: Any) -> Facts:
    """The facts of the fixture with top-level keys changed."""
    data: dict[str, Any] = {
        "company": "Brackwater Ferries",
        "role": "Route Manager",
        "candidate": {
            "name": "Imogen Sørvik-Hale",
            "email": "imogen@sorvik-hale.example",
            "phone": "01632 960111",
        },
        "interview": {"date": "2026-10-06", "format": "onsite"},
        "recipients": [
            {
                "name": "Keith Abernethy",
                "relation": "hiring_manager",
                "address": "Keith",
                "email": "keith@brackwater.example",
                "discussed": ["the winter timetable", "crew rotas"],
            },
            {"name": "Małgorzata Wiśniewska", "relation": "peer", "discussed": ["the new ticket gates"]},
        ],
        "discussed": ["the harbour extension"],
        "highlights": [
            "I cut turnaround times by a fifth.",
            "I planned crew rotas with the crews themselves.",
        ],
        "next_steps": {"decision_by": "2026-10-16", "follow_up_on": "2026-10-19"},
    }
    return Facts.model_validate({**data, **changes})


GOOD_NOTE = """\
Subject: Thank you for Tuesday

Hi Keith,

Thank you for the time you gave me on Tuesday, and for telling me so much about the winter timetable.

Crew rotas are close to my heart: I planned mine with the crews themselves, and cutting turnaround times by a \
fifth came out of that work. I would love to do the same at Brackwater Ferries.

I look forward to your decision by Friday 16 October. If I have not heard anything by then, I will be in touch on \
Monday 19 October.

Best wishes,
Imogen Sørvik-Hale
01632 960111
"""
