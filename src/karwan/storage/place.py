"""Where a user's cache lies."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

import platformdirs


def folder() -> Path:
    """The user's cache folder for karwan, absolute; it need not be there yet.

    `KARWAN_CACHE` names another one. Without a home (a bare container) it is a folder of this user alone
    among the temporary files.
    """
    chosen = os.environ.get("KARWAN_CACHE")
    usual = Path(chosen or platformdirs.user_cache_path("karwan", appauthor=False))
    with suppress(RuntimeError):  # `~` of a user without a home
        usual = usual.expanduser()
    if chosen or usual.is_absolute():
        return usual.absolute()
    return _homeless()


def _homeless() -> Path:
    """A folder that no other user can have laid out for us, in a place where all may write."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    own = Path(tempfile.gettempdir(), f"karwan-{user}")
    with suppress(OSError):
        own.mkdir(mode=0o700)
    with suppress(OSError):
        status = own.lstat()
        if stat.S_ISDIR(status.st_mode) and status.st_uid == user and not status.st_mode & 0o022:
            return own
    return Path(tempfile.mkdtemp(prefix="karwan-"))
