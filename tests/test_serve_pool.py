"""Who gets a worker next: what is known to be quick does not wait for what is not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from atsmu_kg.errors import LimitError
from atsmu_kg.serve import pool as pools
from atsmu_kg.serve.link import WorkerLink
from atsmu_kg.serve.pool import Pool
from atsmu_kg.stores.workers import frames


class Link(WorkerLink):
    """A worker without a process."""

    started = 0

    @classmethod
    async def start(cls, megabytes: int, dataset: tuple[bytes, bytes]) -> WorkerLink:
        Link.started += 1
        return cls()

    def kill(self) -> None:
        self._gone = True

    async def gone(self) -> None:
        """It is."""


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.Runner]:
    monkeypatch.setattr(pools, "WorkerLink", Link)
    monkeypatch.setattr(pools, "SOON", 3600.0)
    monkeypatch.setattr(Link, "started", 0)
    with asyncio.Runner() as runner:
        yield runner


async def opened(count: int = 3) -> Pool:
    pool = Pool((frames.FILE, b""), count=count, megabytes=1)
    await pool.open()
    await settled()
    return pool


async def settled() -> None:
    """Let all that can go on do so."""
    loop = asyncio.get_running_loop()
    for _ in range(20):
        turn: asyncio.Future[None] = loop.create_future()
        loop.call_soon(turn.set_result, None)
        await turn


class Asked:
    """Questions under way, each with its worker once it has one."""

    def __init__(self, pool: Pool, stack: AsyncExitStack) -> None:
        self.pool = pool
        self.stack = stack
        self.links: dict[str, Any] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def ask(self, text: str, client: str = "") -> None:
        end = asyncio.Event()

        async def question() -> None:
            async with self.pool.worker(text, client or text) as link:
                self.links[text] = link
                link.answering = True
                await end.wait()
                link.answering = False

        self.tasks[text] = asyncio.create_task(question())
        self.stack.callback(self.tasks[text].cancel)
        self.end = end
        await settled()


def test_what_is_not_known_leaves_a_worker_for_what_is(runner: asyncio.Runner) -> None:
    async def run() -> None:
        pool = await opened()
        async with AsyncExitStack() as stack:
            for known in ("quick text", "quick client"):
                async with pool.worker(known, known):
                    pass
            asked = Asked(pool, stack)
            for text in ("one", "two", "three"):
                await asked.ask(text)
            assert set(asked.links) == {"one", "two"}
            assert pool.waiting == 1
            await asked.ask("quick text")
            assert "quick text" in asked.links
            # When that is answered the worker is free again, but not for the one that waits.
            asked.end.set()
            await settled()
            assert "three" not in asked.links
            await asked.ask("a new text", "quick client")
            assert "a new text" in asked.links
            # A client is known for one question at once.
            await asked.ask("another new text", "quick client")
            assert "another new text" not in asked.links
        await pool.close()

    runner.run(run())


def test_a_worker_that_has_not_answered_is_replaced(runner: asyncio.Runner) -> None:
    async def run() -> None:
        pool = await opened()
        with pytest.raises(ZeroDivisionError):
            async with pool.worker("text", "client") as link:
                link.answering = True
                raise ZeroDivisionError
        await settled()
        assert not link.is_alive
        assert (pool.ended, pool.size, Link.started) == (1, 3, 4)
        await pool.close()

    runner.run(run())


def test_one_who_gives_up_waiting_leaves_nothing_behind(runner: asyncio.Runner) -> None:
    async def run() -> None:
        pool = await opened()
        async with AsyncExitStack() as stack:
            asked = Asked(pool, stack)
            for text in ("one", "two", "three", "four"):
                await asked.ask(text)
            asked.tasks["three"].cancel()
            await settled()
            assert pool.waiting == 1
            asked.tasks["one"].cancel()
            await settled()
            assert "four" in asked.links
        await settled()
        assert (pool.waiting, pool.busy, pool.size) == (0, 0, 3)
        await pool.close()

    runner.run(run())


def test_what_turns_out_slow_makes_room_for_others(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        pool = await opened()
        async with pool.worker("text", "client"):
            pass
        monkeypatch.setattr(pools, "SOON", 0.0)
        async with AsyncExitStack() as stack:
            asked = Asked(pool, stack)
            for text in ("one", "two"):
                await asked.ask(text)
            await asked.ask("text", "client")
            assert pool.size == 4
            await asked.ask("text again", "client")
            assert pool.waiting == 1
        await settled()
        assert pool.size == 3
        await pool.close()

    runner.run(run())


def test_too_many_can_not_wait(runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        pool = await opened(2)
        async with AsyncExitStack() as stack:
            asked = Asked(pool, stack)
            for text in ("one", "two", "three"):
                await asked.ask(text)
            with pytest.raises(LimitError, match="2 queries wait"):
                async with pool.worker("four", "four"):
                    pass
        await pool.close()

    monkeypatch.setattr(pools, "QUEUE", 2)
    runner.run(run())


def test_a_pool_that_is_closed_waits_for_the_end_of_workers_that_were_just_being_started(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends: list[str] = []

    async def never(cls: type[Link], megabytes: int, dataset: tuple[bytes, bytes]) -> WorkerLink:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            await settled()
            ends.append("a worker that was being started")
        return cls()

    async def closed() -> None:
        pool = Pool((frames.FILE, b""), count=3, megabytes=1)
        await pool.open()
        monkeypatch.setattr(Link, "start", classmethod(never))
        await settled()
        await pool.close()
        ends.append("the pool")

    runner.run(closed())
    assert ends == ["a worker that was being started"] * 2 + ["the pool"]


def test_the_first_question_of_a_worker_is_not_slow_for_that(
    runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "SOON", 0.0)

    async def is_slow(pool: Pool, warming: float) -> bool:
        async with pool.worker("text", "client", warming=warming):
            for _ in range(3):
                await settled()
        return "client" not in pool._remembered

    async def run() -> None:
        pool = await opened(2)
        assert await is_slow(pool, 0.0)
        assert not pool._idle[-1].is_warm
        assert not await is_slow(pool, 3600.0)
        assert pool._idle[-1].is_warm
        # For the next one that is no excuse.
        assert await is_slow(pool, 3600.0)
        await pool.close()

    runner.run(run())
