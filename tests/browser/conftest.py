"""The page in a browser: Debian's Chromium driven by Playwright, on a server of its own."""

import os
import shutil
import time
from pathlib import Path

import pytest

from in_browser import PHONE, WAIT_MS, WIDE, expect
from karwan.opening import open_state
from karwan.serve.settings import Limits
from served import bundle, served

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

CHROMIUM = shutil.which("chromium") or ""
ROOT = Path(__file__).parents[2]
AXE = ROOT / "page/node_modules/axe-core/axe.min.js"
# The map is drawn without a graphics card.
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
# How many times slower the browser shall be than this machine, to find tests that pass by luck.
SLOWER = float(os.environ.get("KARWAN_BROWSER_SLOWER") or 1)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Ends once nothing has changed or moved in the page for some turns; a page that is busy has no turns.
STILL = """(longest) => new Promise((done, fail) => {
  const begun = performance.now();
  let turns = 0;
  const watch = new MutationObserver(() => { turns = 0; });
  watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const look = () => {
    const moves = document.getAnimations().some((one) => one.playState === "running");
    turns = moves || document.fonts.status !== "loaded" ? 0 : turns + 1;
    if (performance.now() - begun > longest) fail(new Error("the page never comes to rest"));
    else if (turns > 6) done();
    else return setTimeout(() => requestAnimationFrame(look), 50);
    watch.disconnect();
  };
  look();
})"""


def _missing() -> str:
    if sync_playwright is None:
        return "playwright is not installed"
    if not CHROMIUM:
        return "chromium is not installed"
    return "" if bundle() else "the page is not built"


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
def address(tmp_path_factory):
    """Where the page is, on a free port of this machine: as it was when the tests began."""
    kept = shutil.copytree(bundle(), tmp_path_factory.mktemp("page") / "bundle")
    with served(open_state(), bundle=kept, limits=Limits(request_s=WAIT_MS / 1000)) as found:
        yield found


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


class Watched:
    """A page, what it waits for, and everything that it complained of or asked of others."""

    def __init__(self, page, address):
        self.page, self.address = page, address
        self.complaints, self.foreign = [], []
        self.asked, self.awaited = 0, set()
        page.on(
            "console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text)
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._note)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def _note(self, request):
        self.asked += 1
        self.awaited.add(request)
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.foreign.append(request.url)

    def _end(self, request):
        self.awaited.discard(request)

    def open(self, words=""):
        self.page.goto(f"{self.address}/{words}")
        return self.page

    def settle(self):
        """Waits until nothing is asked for any more and what came is drawn."""
        end = time.monotonic() + WAIT_MS / 1000
        is_quiet = False
        while not is_quiet:
            assert time.monotonic() < end, [one.url for one in self.awaited]
            before = (set(self.awaited), self.asked)
            self.page.evaluate(STILL, WAIT_MS)
            is_quiet = before == (set(), self.asked) and not self.awaited

    def violations(self):
        """What axe finds in the page at rest, in light and in dark."""
        self.settle()
        self.page.add_script_tag(path=str(AXE))
        told = []
        for theme in ("dark", "light"):
            self.page.emulate_media(color_scheme=theme)
            expect(self.page.locator("html")).to_have_attribute("data-theme", theme)
            self.settle()
            found = self.page.evaluate("(rules) => axe.run({ runOnly: rules })", RULES)["violations"]
            told += [(theme, one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
        return told


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
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        if SLOWER > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        found.append(Watched(page, address))
        return found[-1]

    yield make
    for one in found:
        one.page.context.close()
        assert not one.complaints
        assert not one.foreign
