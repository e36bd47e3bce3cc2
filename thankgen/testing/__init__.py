"""Fakes for tests of code that uses thankgen: no model, no key, no network but loopback.

`ScriptedWriter` stands in for a writer. `ScriptedEndpoint` stands in for the endpoint behind
`OpenAIWriter` (or any other client), with everything that can go wrong on the way:

    from thankgen.testing import ScriptedEndpoint, Status

    with ScriptedEndpoint([Status(429, headers={"Retry-After": "1"}), draft]) as endpoint:
        writer = thankgen.OpenAIWriter(base_url=endpoint.base_url)
        [note] = thankgen.write(facts, writer=writer)
    assert endpoint.requests[0]["messages"]
"""

from __future__ import annotations

from thankgen.testing.endpoint import ScriptedEndpoint
from thankgen.testing.repairs import ReportedFault, mending, reported
from thankgen.testing.script import MODEL, Answer, Drop, Script, Scripted, Stall, Status, approximate_tokens
from thankgen.testing.writer import ScriptedWriter

__all__ = [
    "MODEL",
    "Answer",
    "Drop",
    "ReportedFault",
    "Script",
    "Scripted",
    "ScriptedEndpoint",
    "ScriptedWriter",
    "Stall",
    "Status",
    "approximate_tokens",
    "mending",
    "reported",
]
