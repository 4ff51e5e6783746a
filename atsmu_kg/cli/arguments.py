"""The command line as a whole: which commands there are, and the options of one call."""

from __future__ import annotations

import argparse
from importlib import import_module
from types import MappingProxyType

from atsmu_kg.cli.options import carries_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

PROGRAM = "atsmu-kg"
# Each command with the module that has it: a function of its name, and one for its options.
COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "demo": ("make", "validate, answer the catalogue, export to out/"),
        "run": ("ask", "answer a named query: run NAME [--parameter value …]"),
        "query": ("ask", "answer any SPARQL query"),
        "queries": ("ask", "list the named queries"),
        "show": ("ask", "all that the graph says of a thing, and who says it"),
        "info": ("ask", "what is in the graph"),
        "validate": ("check", "hold the graph, or files of yours, against the shapes"),
        "lint": ("check", "say what is suspicious about queries"),
        "check": ("check", "check the project itself, or a dataset of the same form"),
        "export": ("make", "write the dataset to a file"),
        "load": ("transfer", "put RDF files into an on-disk store, in bulk"),
        "push": ("transfer", "put the graph into a SPARQL endpoint, and compare"),
        "pull": ("transfer", "mirror a SPARQL endpoint into an on-disk store"),
        "catalogue": ("publish", "describe the dataset for a kind of catalogue"),
        "release": ("publish", "put all that is published into a folder"),
        "verify": ("signing", "check that a release is as it was signed"),
        "serve": ("serve", "answer SPARQL on the Web, with limits"),
        "mcp": ("serve", "answer an assistant on standard input and output"),
        "site": ("publish", "make a page for each thing, named graph and passage"),
        "diff": ("publish", "what changed between two releases"),
        "new": ("institution", "begin a dataset of this form about another institution"),
        "convert": ("institution", "turn tables into named graphs of a dataset"),
        "build": ("make", "make the built files of a checkout"),
        "completion": ("make", "print the completion script of a shell"),
    }
)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of one call; `command` among them is what carries it out.

    Only `run` takes options that aren't known beforehand: those are the parameters of the named query.
    """
    if arguments and arguments[0] in COMMANDS:
        # To set up all the other commands takes longer than to answer.
        options, rest = _command(arguments[0]).parse_known_args(arguments[1:])
    else:
        options, rest = parser().parse_known_args(arguments)
    if rest and options.verb != "run":
        options.parser.error(f"unrecognized arguments: {' '.join(rest)}")
    options.rest = rest
    return options


def parser(query_names: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The whole command line.

    Query names are given only to complete them in a shell: `run` checks them itself.
    """
    from atsmu_kg._version import __version__

    top = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Ask, check and export a knowledge graph whose every triple names its source.",
    )
    top.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    verbs = top.add_subparsers(dest="verb", metavar="COMMAND", required=True)
    for name, (_, summary) in COMMANDS.items():
        verb = verbs.add_parser(name, help=summary, description=summary, add_help=name != "run")
        _set_up(verb, name, **({"query_names": query_names} if name == "run" else {}))
    return top


def _command(name: str) -> argparse.ArgumentParser:
    """What `parser` has for one command."""
    verb = argparse.ArgumentParser(
        prog=f"{PROGRAM} {name}",
        description=COMMANDS[name][1],
        add_help=name != "run",
        formatter_class=_narrow,
    )
    _set_up(verb, name)
    verb.set_defaults(verb=name)
    verb.formatter_class = argparse.HelpFormatter
    return verb


def _set_up(verb: argparse.ArgumentParser, name: str, **settings: Any) -> None:
    """Give a parser the options and the work of a command."""
    module = import_module(f"atsmu_kg.cli.{COMMANDS[name][0]}")
    # What `check` does is done by what it looks at.
    if hasattr(module, name):
        carries_out(verb, getattr(module, name))
    getattr(module, f"{name}_options")(verb, **settings)


def _narrow(prog: str) -> argparse.HelpFormatter:
    """A formatter that need not know the terminal, for which argparse imports shutil with each option."""
    return argparse.HelpFormatter(prog, width=80)
