# ruff: noqa: INP001  no package: this file is run by its path
"""Takes the pictures of the page that README.md shows: `python docs/page_pictures.py` with Chromium at hand.

Each is the page at a link, as `./run page` built it, on the day that the links name. They are taken by hand
after a change of the page: how a browser draws letters differs from machine to machine.
"""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from karwan.opening import open_state

TOP = Path(__file__).resolve().parents[1]
sys.path.append(str(TOP / "tests"))

from served import bundle, served  # noqa: E402  the server of the tests

PICTURES = TOP / "docs" / "pictures"
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
    with served(open_state(), bundle=bundle()) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        for shot in SHOTS:
            take(browser, address, shot)
        browser.close()


if __name__ == "__main__":
    main()
