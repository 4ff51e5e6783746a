"""The options of a call that gives none: ``run NAME --parameter value``.

To import argparse and to set it up for such a call takes a tenth of the time to a first answer.
"""

from __future__ import annotations

from types import SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# What argparse makes of each option of ``run`` that is left out; but of those that may be repeated a list.
LEFT_OUT = dict.fromkeys(
    ("lang", "format", "timeout", "max_rows", "cite", "source", "store", "endpoint", "dataset")
) | {"help": False, "guard": False, "data": ()}


def plain_run(arguments: Sequence[str]) -> SimpleNamespace | None:
    """The options of a call of a named query with nothing but parameters; None for any other call.

    arguments: the words of the command line.

    >>> plain_run(["run", "certainly_at_least", "--floor", "500"]).rest
    ['--floor', '500']
    >>> plain_run(["run", "faculties", "--form=csv"]), plain_run(["info"])
    (None, None)
    """
    verb, name, *rest = (*arguments, "", "")[: max(len(arguments), 2)]
    if verb != "run" or name[:1] in ("", "-") or not all(map(_is_no_option, rest)):
        return None
    # As import_module does, whose own module is not loaded otherwise.
    command = __import__("atsmu_kg.cli.ask", fromlist=["run"]).run
    return SimpleNamespace(verb=verb, name=name, rest=rest, command=command, **LEFT_OUT)


def _is_no_option(word: str) -> bool:
    """Whether a word behind the name of a query is a parameter of it or the value of one."""
    if not word.startswith("-"):
        return True
    name = word.removeprefix("--").partition("=")[0].replace("-", "_")
    # An option may be cut short.
    return word.startswith("--") and name != "" and not any(option.startswith(name) for option in LEFT_OUT)
