"""Regular expressions that XPath, RE2 and Java read alike, and letters that they have no case alike for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from atsmu_kg.stores.tables.refusal import refusal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from atsmu_kg.sparql.nodes import Node

# One step: a character, a class without escapes, a dot, an anchor, a parenthesis or a bar.
STEP = re.compile(
    r"(?P<plain>[A-Za-z0-9 _\-,:;/@#%&=<>\"'!~`]|[^\x00-\x7f])"
    r"|(?P<escaped>\\[.\\?*+{}()\[\]|^$-])"
    r"|(?P<set>\[\^?(?:[A-Za-z0-9 _,:;/@#%=<>!.]-[A-Za-z0-9]|[A-Za-z0-9 _,:;/@#%=<>!.])+\])"
    r"|(?P<dot>\.)|(?P<start>\^)|(?P<end>\$)|(?P<open>\((?!\?))|(?P<close>\))|(?P<bar>\|)"
)
REPETITION = re.compile(r"(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})")

# Letters that a newer Unicode gave another case to, or without a counterpart of one character, or with one
# that depends on what stands beside it.
NEWER = "\u1c89\u1c8a\u2c2f\u2c5f\ua7c0-\ua7ff\U00010570-\U000105bc\U00010d40-\U00010d8f\U00016ea0-\U00016eff"
LOWER = f"[\u0130\u03a3{NEWER}]"
UPPER = (
    "[\u00df\u0149\u019b\u01f0\u0264\u0390\u03b0\u0587\u1e96-\u1e9a\u1f50-\u1f57\u1f80-\u1faf\u1fb2-\u1ffc"
    f"\ufb00-\ufb17{NEWER}]"
)


@dataclass(frozen=True, slots=True)
class TextPattern:
    """A pattern in the words of engines, the number of its groups, and whether it may match no character."""

    text: str
    groups: int
    may_be_empty: bool


def read(form: str, flags: str, node: Node) -> TextPattern:
    """A pattern of XPath for engines; UnsupportedQueryError for one that they may read otherwise.

    form: the pattern.
    flags: those of REGEX and REPLACE; only ``i`` is taken.
    node: the call, for its place.
    """
    if flags not in ("", "i"):
        raise refusal(f"{node_name(node)} with the flags {flags!r}", node)
    if flags and not form.isascii():
        raise refusal("a pattern for both cases of other letters than ASCII's", node)
    steps: list[str] = []
    at = groups = 0
    while at < len(form):
        step = STEP.match(form, at)
        if step is None:
            raise refusal(f"the pattern {form!r}", node)
        at = step.end()
        groups += step.lastgroup == "open"
        steps.append({"dot": r"[^\n]", "end": r"\z"}.get(step.lastgroup or "", step[0]))
        repetition = REPETITION.match(form, at)
        if repetition is not None:
            if step.lastgroup in ("start", "end", "open", "bar"):
                raise refusal(f"the pattern {form!r}", node)
            at = repetition.end()
            steps.append(repetition[0])
            if form[at : at + 1] in ("?", "+", "*", "{"):
                raise refusal(f"the pattern {form!r}", node)
    try:
        may_be_empty = re.compile(form).search("") is not None
    except re.error as error:
        raise refusal(f"the pattern {form!r}", node) from error
    text = "".join(steps)
    return TextPattern(f"(?i){text}" if flags else text, groups, may_be_empty)


def replacement(form: str, pattern: TextPattern, node: Node) -> str:
    r"""A replacement of XPath, with ``$1`` for a group, as RE2 has it: ``\1``."""
    parts = re.findall(r"\$\d|\\[\\$]|[^$\\]+|.", form, re.DOTALL)
    written = []
    for place, part in enumerate(parts):
        if re.fullmatch(r"\$[1-9]", part) and int(part[1]) <= pattern.groups:
            if parts[place + 1 : place + 2] and parts[place + 1][0].isalnum():
                raise refusal(f"the replacement {form!r}", node)
            written.append(rf"\{part[1]}")
        elif part[0] in "$\\":
            raise refusal(f"the replacement {form!r}", node)
        else:
            written.append(part)
    return "".join(written)


def node_name(node: Node) -> str:
    """What a call is called."""
    return str(getattr(node, "name", "a pattern"))
