"""The command line, `atsmu-kg`: what a shell needs of the library.

Exit codes: 0 fine, 1 the answer is no or the data is invalid, 2 usage, 3 the engine or the network failed.
"""

from __future__ import annotations

import gc
import sys

from atsmu_kg.choices import texts
from atsmu_kg.errors import AtsmuKGError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

FINE, NO, USAGE, FAILED = 0, 1, 2, 3
# So many more objects than before make a look for cycles worth its time.
OBJECTS = 100_000
# As large are the texts of long answers, in bytes.
LARGEST = 8 * 2**20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; an error of ours is one message on standard error.

    arguments: its words (default: those of this process, which then does nothing else).
    """
    if arguments is not None:
        return _run(arguments)
    gc.set_threshold(OBJECTS)
    # What is freed up to this size, the GNU allocator keeps from now on: a new page has to be cleared first.
    bytes(LARGEST)
    code = _run(sys.argv[1:])
    # The end of the process would look for cycles in all that there is.
    gc.freeze()
    return code


def _run(arguments: Sequence[str]) -> int:
    from atsmu_kg.cli.plain import plain_run

    for stream in (sys.stdout, sys.stderr):
        # A StringIO in its place has no encoding, and None of it.
        if (stream.encoding or "utf-8").lower() != "utf-8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        words = texts(arguments=arguments)
        options: Any = plain_run(words)
        if options is None:
            from atsmu_kg.cli.arguments import parse

            options = parse(words)
        code: int = options.command(options)
        sys.stdout.flush()
    except AtsmuKGError as error:
        if isinstance(error.__cause__, BrokenPipeError):
            return _leave_pipe()
        from atsmu_kg.cli.advice import in_shell

        error.advice = in_shell(error)
        sys.stderr.write(f"atsmu-kg: {error}\n")
        return _code(error)
    except BrokenPipeError:
        return _leave_pipe()
    except OSError as error:
        if error.filename is not None:
            raise
        return _output_lost(error)
    except KeyboardInterrupt:
        return 130
    return code


def _code(error: AtsmuKGError) -> int:
    """The exit code of an error by its kind."""
    from atsmu_kg import errors
    from atsmu_kg.stores.remote.errors import EndpointError

    if isinstance(error, errors.DataSyntaxError | errors.DataError | errors.ShapeError):
        return NO
    if isinstance(
        error, errors.StoreError | errors.QueryError | errors.MissingDependencyError | EndpointError
    ):
        return FAILED
    return USAGE


def _output_lost(error: OSError) -> int:
    """Say that standard output could not be written, as to a full disk."""
    sys.stderr.write(
        f"atsmu-kg: standard output: can't be written: {error.strerror or error}\n"
        "  Make room, or send the output somewhere else.\n"
    )
    _leave_pipe()
    return FAILED


def _leave_pipe() -> int:
    """Stop quietly when the reader of our output has gone, and don't let Python complain at exit."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINE
