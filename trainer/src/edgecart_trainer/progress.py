"""Tells on standard output what is going on, and how long it will still take."""

import sys
import time
from collections.abc import Callable

_SECONDS_BETWEEN_LINES = 15.0


def say(text: str) -> None:
    print(text, flush=True)


def duration(seconds: float) -> str:
    """``45 s`` or ``3 min 20 s``."""
    whole = max(0, round(seconds))
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02d} s"


class Progress:
    """One line that is written over on a terminal, and a line now and then elsewhere. Call it with done and total."""

    def __init__(self, what: str, now: Callable[[], float] = time.monotonic):
        self._what, self._now = what, now
        self._start = now()
        self._last = self._start
        self._terminal = sys.stdout.isatty()

    def __call__(self, done: int, total: int, note: str = "") -> None:
        now = self._now()
        finished = done >= total
        if not finished and now - self._last < (0.5 if self._terminal else _SECONDS_BETWEEN_LINES):
            return
        self._last = now
        passed = now - self._start
        left = f"{duration(passed)} in all" if finished else f"about {duration(passed / done * (total - done))} left"
        line = f"  {self._what}: {100 * done // total:3d} %, {left}{note}"
        if self._terminal:
            print(f"\r\x1b[2K{line}", end="\n" if finished else "", flush=True)
        else:
            print(line, flush=True)
