"""The chunked transfer coding: whatever the pieces, the same content, or an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atsmu_kg.stores.remote.chunks import content
from atsmu_kg.stores.remote.errors import EndpointError

CHUNKS = st.lists(st.binary(min_size=1, max_size=40), max_size=6)
ENDS = st.sampled_from([b"0\r\n\r\n", b"00\r\n\r\n", b"0;last\r\nX-After: 1\r\n\r\n", b"0\n\n"])


def coded(chunks: list[bytes], end: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def read(data: bytes, size: int) -> bytes:
    pieces = iter([*(data[at : at + size] for at in range(0, len(data), size)), b""])
    return b"".join(content(lambda: next(pieces)))


@given(CHUNKS, ENDS, st.integers(1, 50))
def test_pieces_of_any_size_give_the_content(chunks: list[bytes], end: bytes, size: int) -> None:
    assert read(coded(chunks, end), size) == b"".join(chunks)


@given(CHUNKS, st.data(), st.integers(1, 50))
def test_a_body_that_is_cut_anywhere_is_an_error(chunks: list[bytes], data: st.DataObject, size: int) -> None:
    whole = coded(chunks, b"")
    end = data.draw(st.integers(0, len(whole)))
    with pytest.raises(EndpointError):
        read(whole[:end], size)


@given(st.binary(max_size=60), st.integers(1, 20))
def test_any_bytes_give_content_or_an_error(data: bytes, size: int) -> None:
    try:
        assert len(read(data, size)) < len(data)
    except EndpointError as error:
        assert error.advice


def test_a_large_chunk_is_passed_on_while_it_comes() -> None:
    arriving = iter([b"%x\r\n" % 10_000, b"a" * 4000, b"a" * 6000, b"\r\n0\r\n\r\n", b""])
    assert [len(piece) for piece in content(lambda: next(arriving))] == [0, 4000, 6000, 0]
