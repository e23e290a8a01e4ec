# ruff: noqa: INP001  no package: this file is run by its path
"""Takes the pictures of the page that README.md shows: `python docs/page_pictures.py` with Chromium at hand.

Each is the page at a link, as `./run page` built it, on the day that the links name. They are taken by hand
after a change of the page: how a browser draws letters differs from machine to machine.
"""

from __future__ import annotations

import io
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from karwan.opening import open_state
from karwan.serve.app import create_app
from karwan.serve.settings import Limits, Settings

TOP = Path(__file__).resolve().parents[1]
PICTURES = TOP / "docs" / "pictures"
_BUNDLES = (TOP / "page/dist", TOP / "src/karwan/serve/static")
# The map is drawn without a graphics card.
_FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
_WAIT_MS = 120_000
_SETTLES_MS = 4_000
_COLOURS = 200


@dataclass(frozen=True)
class Shot:
    """One picture: its file, the link, the size, and what is there once the answer is.

    `clicks` are pressed in order before that.
    """

    name: str
    link: str
    ready: str
    size: tuple[int, int] = (1440, 900)
    scheme: str = "light"
    clicks: tuple[str, ...] = ()


_DAY = "on=2026-11-24"
SHOTS = (
    Shot("page-routes", f"?from=Lahore&to=Almaty&{_DAY}&lang=en", "li[data-way] >> nth=4"),
    Shot(
        "page-critical",
        f"?tab=critical&from=Lahore&to=Almaty&{_DAY}&lang=en",
        ".ranking-more",
        clicks=("main button.pill >> nth=0", "button.row-name >> nth=0"),
    ),
    Shot(
        "page-reach",
        f"?tab=reach&from=Lahore&{_DAY}&lang=ru",
        "table.cities tbody tr >> nth=8",
        scheme="dark",
        clicks=("main button.main",),
    ),
    Shot("page-phone", f"?from=Lahore&to=Almaty&{_DAY}&lang=ur", "li[data-way] >> nth=2", size=(390, 844)),
)


@contextmanager
def served() -> Iterator[str]:
    """The address of a server on a free port of this machine."""
    bundle = next(one for one in _BUNDLES if (one / "index.html").is_file())
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        settings = Settings(port=port, bundle=bundle, limits=Limits(request_s=60.0))
        server = uvicorn.Server(uvicorn.Config(create_app(open_state(), settings), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(20)


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Takes one picture, in few colours."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme=shot.scheme
    )
    page: Page = context.new_page()
    page.set_default_timeout(_WAIT_MS)
    page.goto(f"{address}/{shot.link}")
    for click in shot.clicks:
        page.click(click)
    page.wait_for_selector(shot.ready)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(_SETTLES_MS)
    with Image.open(io.BytesIO(page.screenshot())) as image:
        few = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{shot.name}.png", optimize=True)
    context.close()


def main() -> None:
    """Takes all pictures."""
    with served() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        for shot in SHOTS:
            take(browser, address, shot)
        browser.close()


if __name__ == "__main__":
    main()
