"""The JSON Schema of the facts, for editors: `python -m thankgen.schema > schema/facts.schema.json`."""

from __future__ import annotations

import json
import sys

from thankgen.facts import Facts


def facts_schema() -> str:
    """The schema as indented JSON text with a line feed at the end."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Facts.model_json_schema(by_alias=True),
        "title": "thankgen facts",
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(facts_schema().encode())
