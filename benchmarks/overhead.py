"""What the loop adds to a hand-written call of the client, for a clean note: milliseconds a note."""

from __future__ import annotations

import time
from statistics import median

import openai
from samples import GOOD_NOTE, make_facts

import thankgen
from thankgen.testing import ScriptedEndpoint

RUNS = 60


def main() -> None:
    facts = make_facts()
    to = "Keith Abernethy"
    body = list(GOOD_NOTE.split("\n\n")[2:-1])
    reply = {"subject": "Thank you for Tuesday", "paragraphs": body}
    with ScriptedEndpoint(lambda _: reply) as endpoint:
        writer = thankgen.OpenAIWriter(base_url=endpoint.base_url, model="scripted-model")
        thankgen.write(facts, to, writer=writer)
        messages = endpoint.requests[-1]["messages"]
        schema = endpoint.requests[-1]["response_format"]
        with openai.OpenAI(base_url=endpoint.base_url, api_key="none", max_retries=0) as client:
            ours, bare = [], []
            for _ in range(RUNS):
                start = time.perf_counter()
                client.chat.completions.create(
                    model="scripted-model", messages=messages, response_format=schema
                )
                bare.append(time.perf_counter() - start)
                start = time.perf_counter()
                thankgen.write(facts, to, writer=writer)
                ours.append(time.perf_counter() - start)
        writer.close()
    extra = (median(ours) - median(bare)) * 1000
    print(
        f"a clean note: {extra:.2f} ms above the bare call (ratio {median(ours) / median(bare):.2f}), {RUNS} pairs"
    )
