"""Run the benchmarks named, or all of them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

# The samples of the tests serve here as well.
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

NAMES = ("coldstart", "checks", "hostile", "loop", "overhead", "replay", "web")


def main() -> None:
    wanted = sys.argv[1:] or list(NAMES)
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        sys.exit(f"no benchmark {', '.join(unknown)}; benchmarks: {', '.join(NAMES)}")
    for name in wanted:
        print(f"── {name} ──")
        importlib.import_module(f"benchmarks.{name}").main()
        print()


if __name__ == "__main__":
    main()
