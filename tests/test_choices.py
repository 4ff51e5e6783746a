"""One list of each option's values, which those who carry the options out hold to."""

from __future__ import annotations

import subprocess
import sys
import typing
from pathlib import Path

import pytest

from atsmu_kg import choices
from atsmu_kg.choices import Choices
from atsmu_kg.cli.options import GRAPHS, RESULTS
from atsmu_kg.errors import ExportError, ParameterError, UnknownNameError
from atsmu_kg.pictures.choice import NEEDS
from atsmu_kg.pictures.diagram import Diagram
from atsmu_kg.pictures.picture import Picture
from atsmu_kg.publishing import catalogue
from atsmu_kg.rdf.formats import FORMATS, named
from atsmu_kg.validation import engines

ALL = {name: value for name, value in vars(choices).items() if isinstance(value, Choices)}


def test_those_who_carry_options_out_know_all_values() -> None:
    known = {name for format in FORMATS for name in (format.name, *format.aliases)}
    assert known == {*choices.GRAPH_FORMATS} and {*GRAPHS} <= known
    assert all(named(name) in FORMATS for name in choices.GRAPH_FORMATS)
    assert [*catalogue.PROFILES] == [*choices.PROFILES]
    assert [*engines.ENGINES] == [*choices.ENGINES]
    assert [*NEEDS] == [*choices.PICTURE_KINDS]
    assert {*choices.RESULT_FORMATS} < {*RESULTS}
    for kind in (Picture, Diagram):
        assert {*kind.formats} <= {*choices.PICTURE_FORMATS}
        assert all(hasattr(kind, f"to_{format}") or format == "mmd" for format in kind.formats)


@pytest.mark.parametrize("name", ALL)
def test_each_value_is_taken_and_no_other(name: str) -> None:
    values = ALL[name]
    assert len(values) == len({*values}) > 1
    assert [values.checked(value) for value in values] == [*values]
    for other in ("", f"{values[0]}x", None, 5, b"en", ["en"], object()):
        with pytest.raises(ParameterError) as caught:
            values.checked(other)
        assert caught.value.parameter == values.parameter
        assert all(value in caught.value.advice for value in values)
    assert values[0] in str(values.refusal(f"{values[0]}x").nearest)


def test_errors_are_of_the_kinds_that_they_were() -> None:
    assert issubclass(choices.UnknownFormatError, ExportError)
    assert issubclass(choices.UnknownProfileError, UnknownNameError)


def test_the_values_are_those_of_the_literals() -> None:
    """For type checkers the names are Literals: the same module, read with the real one."""
    source = (
        Path(choices.__file__).read_text("utf-8").replace("TYPE_CHECKING = False", "TYPE_CHECKING = True")
    )
    read: dict[str, typing.Any] = {"__name__": "choices_as_type_checkers_read_them"}
    exec(source.replace("choices.parameter, ", "choices.literal = values; choices.parameter, "), read)
    literals = [value for value in read.values() if typing.get_origin(value) is typing.Literal]
    assert len(literals) == len(ALL)
    assert {typing.get_args(value) for value in literals} == {tuple(values) for values in ALL.values()}


def test_importing_them_does_not_import_typing() -> None:
    program = "import sys, atsmu_kg.choices; sys.exit('typing' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
