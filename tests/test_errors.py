"""Errors: what they say, what they carry, and names that were misspelt."""

from __future__ import annotations

import copy
import inspect
import pickle

import pytest

from atsmu_kg import errors
from atsmu_kg.errors import AtsmuKGError, ParameterError, UnknownNameError
from atsmu_kg.text import nearest

CLASSES = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, Exception)]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({}, "wrong"),
        ({"file": "a.rq"}, "a.rq: wrong"),
        ({"file": "a.rq", "line": 3}, "a.rq:3: wrong"),
        ({"file": "a.rq", "line": 3, "column": 7}, "a.rq:3:7: wrong"),
        ({"line": 3, "column": 7}, "3:7: wrong"),
        ({"line": 3, "advice": "Mend it."}, "3: wrong\n  Mend it."),
        ({"advice": "Mend it.\nOr not."}, "wrong\n  Mend it.\n  Or not."),
    ],
)
def test_says_where_what_and_what_to_do(place: dict[str, object], text: str) -> None:
    assert str(AtsmuKGError("wrong", **place)) == text  # type: ignore[arg-type]


def test_facts_are_attributes_and_in_the_repr() -> None:
    error = UnknownNameError("no such query", advice="Look.", name="facultis", nearest=["faculties"])
    assert (error.name, error.nearest, error.message) == ("facultis", ["faculties"], "no such query")
    assert repr(error) == (
        "UnknownNameError('no such query', advice='Look.', name='facultis', nearest=['faculties'])"
    )
    assert error.args == ("no such query",)


def test_a_fact_that_was_not_told_is_no_attribute() -> None:
    error = ParameterError("wrong", value=1)
    assert not hasattr(error, "nearest")
    with pytest.raises(AttributeError, match="'ParameterError' object has no attribute 'nearest'"):
        _ = error.nearest


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_error_has_one_root_and_a_docstring(cls: type[Exception]) -> None:
    assert issubclass(cls, AtsmuKGError), f"derive {cls.__name__} from AtsmuKGError"
    assert cls.__doc__


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))])
@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_survives_pickle_and_copy(cls: type[AtsmuKGError], again: object) -> None:
    error = cls("wrong", advice="Mend it.", file="a.rq", line=3, column=7, value=[1])
    twin = again(error)  # type: ignore[operator]
    assert type(twin) is cls
    assert (str(twin), repr(twin), twin.value) == (str(error), repr(error), [1])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("facultis", ["faculties"]),
        ("FACULTIES", ["faculties"]),
        ("figurs", ["Figures"]),
        ("xyzzy", []),
        ("", []),
    ],
)
def test_nearest_names(name: str, expected: list[str]) -> None:
    known = {"faculties", "Figures", "partner_countries"}
    assert nearest(name, known)[:1] == expected
    assert nearest(name, iter(sorted(known, reverse=True))) == nearest(name, known)
