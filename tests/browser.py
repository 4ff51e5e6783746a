"""Debian's Chromium for tests that look at pages; it asks this machine and nobody else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NO_OTHER_HOST = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, started; the test is skipped where it or playwright is not installed."""
    program = shutil.which("chromium")
    if program is None:
        lacking("chromium is not installed: run tests/endpoints/install")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        # Chromium's own sandbox needs rights that containers do not give; the pages are ours.
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", NO_OTHER_HOST]
        )
        try:
            yield browser
        finally:
            browser.close()


def lacking(what: str) -> None:
    """Skip the test, or fail it where everything has been installed."""
    give_up = pytest.fail if os.environ.get("ATSMU_KG_SERVERS") == "required" else pytest.skip
    give_up(what)
