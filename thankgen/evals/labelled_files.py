"""Files of labelled notes, JSON Lines each.

A folder holds `<lang>.facts.jsonl` and, beside it, `<lang>.notes.jsonl` or `<lang>.drafts.jsonl`; or it holds
labelled sentences: `<lang>.frames.jsonl`, good notes with slots, and `<lang>.sentences.jsonl`, what stands in one
slot instead. Whatever is wrong is told by file and line, because a label that is lost falsifies every figure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, get_args

from thankgen.errors import FactsError, Fault, FaultyInputError, RecipientError
from thankgen.evals.labelled import LabelledNote
from thankgen.facts import Facts, LanguageCode
from thankgen.loading import facts_from_mapping

_NOTE = ("id", "facts_id", "recipient", "note", "why")


def load(folder: Path, kind: Literal["notes", "drafts"] = "notes") -> list[LabelledNote]:
    """All labelled notes of a folder. Raises `FaultyInputError` naming file and line."""
    if not folder.is_dir():
        raise FaultyInputError((Fault("", "there is no such folder of labelled notes", str(folder)),))
    notes: list[LabelledNote] = []
    for path in sorted(folder.glob(f"*.{kind}.jsonl")):
        language = _language(path)
        facts = _facts(folder / f"{language}.facts.jsonl")
        for number, line in _by_id(path):
            notes.append(_labelled(line, language, facts, path, number))
    if kind == "notes":
        notes += _in_frames(folder)
    if not notes:
        raise FaultyInputError((Fault("", f"the folder holds no *.{kind}.jsonl", str(folder)),))
    return notes


def _language(path: Path) -> str:
    language = path.name.split(".")[0]
    if language not in get_args(LanguageCode):
        codes = ", ".join(get_args(LanguageCode))
        raise _fault(f"the name begins with {language!r}, which is no language; one of {codes}", path)
    return language


def _facts(path: Path) -> dict[str, Facts]:
    return {line["id"]: _read_facts(line, path, number) for number, line in _by_id(path, "facts")}


def _read_facts(line: Mapping[str, Any], path: Path, number: int) -> Facts:
    if not isinstance(line["facts"], dict):
        raise _fault("`facts` is no object of keys with values", path, number)
    try:
        return facts_from_mapping(line["facts"])
    except FactsError as error:
        faults = (
            Fault(f"facts.{f.key}" if f.key else "facts", f.message, str(path), number) for f in error.faults
        )
        raise FaultyInputError(tuple(faults)) from error


def _in_frames(folder: Path) -> Iterator[LabelledNote]:
    """Every labelled sentence in its frame, all other slots as they are."""
    for path in sorted(folder.glob("*.sentences.jsonl")):
        language = _language(path)
        file = folder / f"{language}.frames.jsonl"
        frames = {line["id"]: line for _, line in _by_id(file, "facts", "recipient", "note", "defaults")}
        facts = _facts(file)
        for number, line in _lines(path, "frame", "slot", "text", "violates", "why"):
            frame = frames.get(line["frame"])
            if frame is None:
                raise _fault(f"there is no frame {line['frame']!r} in {file.name}", path, number)
            if line["slot"] not in frame["defaults"]:
                slots = ", ".join(frame["defaults"])
                raise _fault(f"the frame has no slot {line['slot']!r}; slots: {slots}", path, number)
            made = {
                "id": f"{language}-s{number:03}",
                "facts_id": line["frame"],
                "recipient": frame["recipient"],
                "note": frame["note"].format_map({**frame["defaults"], line["slot"]: line["text"]}),
                "violates": line["violates"],
                "why": line["why"],
            }
            note = _labelled(made, language, facts, path, number)
            told = _tells_of(frame, file)
            if told is not None and (beyond := note.violates - told):
                names = ", ".join(sorted(beyond))
                raise _fault(f"violates names {names}, of which the frame's labels do not tell", path, number)
            yield note.model_copy(update={"sentence": line["text"], "tells_of": told})


def _tells_of(frame: Mapping[str, Any], file: Path) -> frozenset[str] | None:
    """The guardrails that labels in the frame tell of; None for all, where it names none."""
    told = frame.get("tells_of")
    if told is None:
        return None
    if not isinstance(told, list) or not all(isinstance(name, str) for name in told):
        raise _fault(f"tells_of of frame {frame['id']!r} is {told!r}; a list of guardrails is wanted", file)
    return frozenset(told)


def _labelled(
    line: Mapping[str, Any], language: str, facts: Mapping[str, Facts], path: Path, number: int
) -> LabelledNote:
    if missing := [key for key in (*_NOTE, "violates") if key not in line]:
        raise _fault(f"lacks {', '.join(missing)}", path, number)
    if wrong := [key for key in _NOTE if not isinstance(line[key], str)]:
        raise _fault(f"{wrong[0]} is {line[wrong[0]]!r}; a text is wanted", path, number)
    labels = line["violates"]
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        raise _fault(
            f"violates is {labels!r}; a list of guardrails is wanted, [] for a good note", path, number
        )
    if len(set(labels)) < len(labels):
        raise _fault(f"violates names a guardrail twice: {', '.join(labels)}", path, number)
    if line["facts_id"] not in facts:
        raise _fault(f"there are no facts {line['facts_id']!r} in {language}'s file", path, number)
    if not line["note"].strip():
        raise _fault("the note is empty", path, number)
    try:
        facts[line["facts_id"]].recipient(line["recipient"])
    except RecipientError as error:
        raise _fault(str(error), path, number) from error
    return LabelledNote(
        language=language,
        facts=facts[line["facts_id"]],
        violates=frozenset(labels),
        **{key: line[key] for key in _NOTE},
    )


def _by_id(path: Path, *needed: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The lines of a file, each with an id of its own."""
    seen: dict[str, int] = {}
    for number, line in _lines(path, "id", *needed):
        if line["id"] in seen:
            raise _fault(f"the id {line['id']!r} stands in line {seen[line['id']]} already", path, number)
        seen[line["id"]] = number
        yield number, line


def _lines(path: Path, *needed: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file, each with the keys that are needed, and their lines."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _fault(f"cannot be read: {error.strerror or error}", path) from error
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not raw.strip():
            continue
        try:
            line = json.loads(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise _fault(f"this is not UTF-8 (byte 0x{raw[error.start]:02X})", path, number) from error
        except (json.JSONDecodeError, RecursionError) as error:
            raise _fault(f"this line is no JSON: {getattr(error, 'msg', error)}", path, number) from error
        if not isinstance(line, dict):
            raise _fault("this line is no object of keys with values", path, number)
        if missing := [key for key in needed if key not in line]:
            raise _fault(f"lacks {', '.join(missing)}", path, number)
        yield number, line


def _fault(message: str, path: Path, line: int | None = None) -> FaultyInputError:
    return FaultyInputError((Fault("", message, str(path), line),))
