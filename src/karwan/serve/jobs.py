"""Long work: begun, looked at, stopped; found again by its id after a reload."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from karwan.errors import KarwanError
from karwan.serve.bench import Found, Told
from karwan.serve.desk import BusyError
from karwan.serve.faults import nearest_of, unforeseen
from karwan.serve.hands import Hands
from karwan.serve.workers import LostError

# Shares are told in hundredths.
OF = 100
# Of a job that ended, whatever it found.
_LEAST_BYTES = 2_000
# So much has to be done before anything is said of how long the rest takes.
_TOLD_FROM = 0.02
Work = Callable[[Told], Found]


class Stage(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = (Stage.DONE, Stage.FAILED, Stage.CANCELLED)


class _StoppedError(BaseException):
    """Raised within the work, when it next tells how far it is: nothing in between may catch it."""


@dataclass(slots=True)
class Job:
    """One piece of long work.

    Attributes:
        id: which nobody can guess. kind: what it is. asked: what decides its answer.
        stage: where it is. step: what is at work. share: how much is done, 0 to 1.
        begun: when the step began, in seconds. begun_at: the share that was done then.
        found: what it found, once it is done. error: what is wrong once it failed.
    """

    kind: str
    asked: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    stage: Stage = Stage.WAITING
    step: str = ""
    share: float = 0.0
    begun: float = field(default_factory=time.monotonic)
    begun_at: float = 0.0
    found: Found | None = None
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        """How far it is, as JSON types; without its answer."""
        error = None if self.error is None else {"what": self.error, "nearest": nearest_of(self.error)}
        return {
            "id": self.id,
            "kind": self.kind,
            "state": str(self.stage),
            "step": self.step or None,
            "done": int(self.share * OF),
            "of": OF,
            "seconds_left": self._seconds_left(),
            "error": error,
        }

    def text(self) -> str:
        """The same with its answer, as JSON text."""
        told = json.dumps(self.as_json(), ensure_ascii=False)
        answer = "null" if self.found is None else self.found.answer.content.decode()
        return f'{told[:-1]}, "answer": {answer}}}'

    def _seconds_left(self) -> float | None:
        done = self.share - self.begun_at
        if self.stage is not Stage.RUNNING or done < _TOLD_FROM:
            return None
        return round((time.monotonic() - self.begun) * (1 - self.share) / done, 1)


class Jobs:
    """Works on one job after the other.

    Args:
        waiting: how many may wait. most_bytes: what those that ended and are remembered may hold.
    """

    def __init__(self, waiting: int, most_bytes: int) -> None:
        self._waiting, self._most_bytes = waiting, most_bytes
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._hands = Hands(1, "job")

    def begin(self, kind: str, asked: str, work: Work) -> Job:
        """Begins a job; who asks for the same as before gets that, unless it failed or was stopped.

        Raises:
            BusyError: too many wait.
        """
        with self._lock:
            for job in self._jobs.values():
                if job.asked == asked and job.stage not in (Stage.FAILED, Stage.CANCELLED):
                    return job
            if sum(job.stage is Stage.WAITING for job in self._jobs.values()) >= self._waiting:
                raise BusyError
            job = Job(kind, asked)
            self._jobs[job.id] = job
        self._hands.give(lambda: self._run(job, work))
        return job

    def get(self, name: str) -> Job | None:
        """The job of an id, None if there is none."""
        return self._jobs.get(name)

    def cancel(self, job: Job) -> None:
        """Stops a job when it next tells how far it is; nothing if it has ended."""
        with self._lock:
            if job.stage not in ENDED:
                job.stage = Stage.CANCELLED
                self._forget()

    def end(self) -> None:
        """Stops all."""
        for job in list(self._jobs.values()):
            self.cancel(job)
        self._hands.end()

    def _forget(self) -> None:
        """Lets those go that ended first, so that the rest is within bounds; the last one stays."""
        ended = [job for job in self._jobs.values() if job.stage in ENDED]
        sizes = [_LEAST_BYTES + (job.found.size if job.found else 0) for job in ended]
        held = sum(sizes)
        for job, size in zip(ended[:-1], sizes, strict=False):
            if held <= self._most_bytes:
                return
            del self._jobs[job.id]
            held -= size

    def _run(self, job: Job, work: Work) -> None:
        if not self._turned(job, Stage.RUNNING):
            return
        job.begun = time.monotonic()

        def told(step: str, share: float | None) -> None:
            if job.stage is Stage.CANCELLED:
                raise _StoppedError
            share = job.share if share is None else min(1.0, max(0.0, share))
            if step != job.step:  # some steps count a share of their own, some that of the whole
                job.begun, job.begun_at = time.monotonic(), share
            job.step, job.share = step, share

        try:
            found = work(told)
        except _StoppedError:
            return
        except KarwanError as error:
            job.error = str(error)
            self._turned(job, Stage.FAILED)
        except LostError:
            job.error = "the process that worked on it was ended from outside; begin it again"
            self._turned(job, Stage.FAILED)
        except Exception as error:  # noqa: BLE001  the page has to learn of it
            job.error = unforeseen(error)
            self._turned(job, Stage.FAILED)
        else:
            job.share = 1.0
            self._turned(job, Stage.DONE, found)

    def _turned(self, job: Job, stage: Stage, found: Found | None = None) -> bool:
        """Turns a job to a stage, unless it was stopped: then what it found meanwhile is nobody's."""
        with self._lock:
            if job.stage is Stage.CANCELLED:
                return False
            # The stage comes last: whoever reads that a job is done, finds its answer.
            job.found = found
            job.stage = stage
            self._forget()
            return True
