"""karwan: plans international freight corridors.

>>> import karwan
>>> world = karwan.open()
>>> answer = world.routes("Lahore", "Almaty", cargo="40ft")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from karwan.world import open_world as open  # noqa: A004

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """`karwan.open`, imported when it is used: the command line starts without it."""
    if name == "open":
        from karwan.world import open_world  # noqa: PLC0415

        return open_world
    raise AttributeError(f"module 'karwan' has no attribute {name!r}")
