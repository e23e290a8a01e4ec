"""The page in a browser: Debian's Chromium driven by Playwright, on a server of its own."""

import os
import shutil
import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from karwan.opening import open_state
from karwan.serve.app import create_app
from karwan.serve.settings import Limits, Settings

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

CHROMIUM = shutil.which("chromium") or ""
ROOT = Path(__file__).parents[2]
AXE = ROOT / "page/node_modules/axe-core/axe.min.js"
# The map is drawn without a graphics card.
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
WIDE, PHONE = (1440, 900), (390, 844)


def _bundle() -> Path | None:
    folders = (ROOT / "page/dist", ROOT / "src/karwan/serve/static")
    return next((one for one in folders if (one / "index.html").is_file()), None)


def _missing() -> str:
    if sync_playwright is None:
        return "playwright is not installed"
    if not CHROMIUM:
        return "chromium is not installed"
    return "" if _bundle() else "the page is not built"


def pytest_collection_modifyitems(items):
    """Without a browser or a page these tests are skipped; where KARWAN_BROWSER=require is set they fail."""
    missing = _missing()
    if not missing or os.environ.get("KARWAN_BROWSER") == "require":
        return
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.skip(reason=missing))


@pytest.fixture(autouse=True, scope="session")
def there_is_a_browser_and_a_page():
    if missing := _missing():
        pytest.fail(missing)


@pytest.fixture(scope="session")
def address():
    """Where the page is, on a free port of this machine."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        settings = Settings(port=port, bundle=_bundle(), limits=Limits(request_s=60.0))
        app = create_app(open_state(), settings)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", server_header=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


class Watched:
    """A page and everything that it complained of or asked of others."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.complaints, self.foreign = [], []
        page.on(
            "console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text)
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda asked: self._note(asked.url))

    def _note(self, url):
        if not url.startswith((self.address, "blob:", "data:")):
            self.foreign.append(url)

    def open(self, words=""):
        self.page.goto(f"{self.address}/{words}")
        return self.page


@pytest.fixture
def opened(browser, address):
    """Opens a page of a size; at the end nothing may have been complained of or asked elsewhere."""
    found = []

    def make(size=WIDE, **options):
        is_phone = size == PHONE
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=is_phone,
            is_mobile=is_phone,
            reduced_motion="reduce",
            **options,
        )
        found.append(Watched(context.new_page(), address))
        return found[-1]

    yield make
    for one in found:
        one.page.context.close()
        assert not one.complaints
        assert not one.foreign
