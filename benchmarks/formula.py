"""Whether taking a formula apart costs in proportion to its length, whatever it is made of.

``python -m benchmarks.formula`` takes 4,096 and 8,192 characters of every kind apart, as CPU time in one run, and
prints the kinds for which twice the length cost most; 2 is in proportion, 4 is the square.
"""

from __future__ import annotations

import time

from zi_score.model.formula import Formula

_KINDS = (
    *("A", "1", "'", '"', "!", "(", ")", "[", "]", "{", "$", ":", ".", "_", "%", "#", "é", "\n", "\0", " ", "<", ">"),
    *("A1", "A1:", ":A1", "$A$1:", "a!", "'a", "'a'", "''", "'!", "!'", "'a'!", '""', '"a', "1E", "1E+", "1.", "#A/"),
    *("A(", "A1!", "A1:A1!", "[#This Row],", "R1C1", "SUM(", "((", "A1:A1", "'''", "\"'", "'\"", "=", "<>=", "É.", "¹"),
)
_LENGTH = 4096
_TIMES = 5
_SHOWN = 10


def cost(kind: str, length: int) -> float:
    """Return the least CPU time of several tries, in seconds."""
    text = "=" + (kind * length)[: length - 1]
    tries = []
    for _ in range(_TIMES):
        begun = time.process_time()
        _ = Formula(text).is_plain
        tries.append(time.process_time() - begun)
    return max(min(tries), 1e-9)


def main() -> None:
    """Print the dearest kinds."""
    found = [(cost(kind, 2 * _LENGTH) / cost(kind, _LENGTH), cost(kind, 2 * _LENGTH), kind) for kind in _KINDS]
    print("| of this | twice as long costs | milliseconds |\n|---|--:|--:|")
    for ratio, seconds, kind in sorted(found, reverse=True)[:_SHOWN]:
        print(f"| `{kind!r}` | {ratio:.1f} times | {seconds * 1000:.1f} |")


if __name__ == "__main__":
    main()
