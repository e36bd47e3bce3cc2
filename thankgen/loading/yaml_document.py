"""YAML with lines, without the surprises: no duplicate keys, no aliases, no text read as something else.

The parser's nodes are turned into data here, so that what the file holds is known beside what YAML makes
of it: `no` is False to YAML, and 12:30 is 750.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from thankgen.errors import Fault
from thankgen.loading.document import Document, KeyPath, dotted, unreadable

_TEXT = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_KNOWN = {
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "null", "bool", "int", "float", "timestamp", "map", "seq")
}


class _Composer(yaml.SafeLoader):
    """Composes nodes; refuses aliases, with which a small file unfolds to a large one."""

    def compose_node(self, parent: Node | None, index: object) -> Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # open in the stubs
            raise yaml.composer.ComposerError(None, None, "aliases (*name) are not read; write it out", mark)
        return super().compose_node(parent, index)  # type: ignore[arg-type]  # index is what the stubs call int


def parse_yaml(text: str, file: str) -> Document:
    """A YAML text as a document. Raises `FactsError` where it is no YAML, or more than one document."""
    loader: _Composer | None = None
    try:
        loader = _Composer(text)
        node = loader.get_single_node()
        if node is None:
            return Document({}, "YAML", file)
        reader = _Reader(loader, file)
        data = reader.read(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"column {mark.column + 1}: " if mark else ""
        advice = "indent with spaces, and put text with a colon or a # in quotes"
        raise unreadable(
            f"{where}no valid YAML: {error.problem or error.context}; {advice}",
            file,
            mark.line + 1 if mark else None,
        ) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise unreadable(
            f"holds the character U+{ord(text[error.position]):04X}; delete it", file, line
        ) from None
    except RecursionError:
        raise unreadable("is nested too deeply to be facts", file) from None
    finally:
        if loader is not None:
            loader.dispose()
    return Document(data, "YAML", file, reader.lines, reader.written, tuple(reader.faults))


class _Reader:
    """Turns nodes into data and notes down where each stands."""

    def __init__(self, loader: _Composer, file: str) -> None:
        self.loader = loader
        self.file = file
        self.lines: dict[KeyPath, int] = {}
        self.written: dict[KeyPath, str] = {}
        self.faults: list[Fault] = []

    def read(self, node: Node, path: KeyPath) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if node.tag not in _KNOWN:
            self._fault(
                path,
                node,
                f"the tag {node.tag.replace('tag:yaml.org,2002:', '!!')} is not read; leave it out",
            )
        if isinstance(node, MappingNode):
            return dict(self._items(node, path))
        if isinstance(node, SequenceNode):
            return [self.read(item, (*path, at)) for at, item in enumerate(node.value)]
        assert isinstance(node, ScalarNode)
        return self._scalar(node, path)

    def _items(self, mapping: MappingNode, path: KeyPath) -> Iterator[tuple[str, object]]:
        for key_node, value_node in mapping.value:
            key = key_node.value
            if not isinstance(key_node, ScalarNode) or key_node.tag != _TEXT:
                shown = key if isinstance(key, str) else "a list or table"
                self._fault(
                    path,
                    key_node,
                    f"{shown} is no key that YAML reads as text; docs/facts.md lists the keys",
                )
                continue
            here = (*path, key)
            if here in self.lines:
                self._fault(here, key_node, f"is given twice, first on line {self.lines[here]}; keep one")
                continue
            self.lines[here] = key_node.start_mark.line + 1
            yield key, self.read(value_node, here)

    def _scalar(self, node: ScalarNode, path: KeyPath) -> object:
        if node.tag == _TEXT or node.tag not in _KNOWN:
            return node.value
        if node.tag == _NULL:
            return None
        self.written[path] = node.value
        try:
            return self.loader.construct_object(node)
        except ValueError:
            return node.value  # a day that does not exist; the date's own check says so

    def _fault(self, path: KeyPath, node: Node, message: str) -> None:
        self.faults.append(Fault(dotted(path), message, self.file, node.start_mark.line + 1))
