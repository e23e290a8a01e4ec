"""What the tests of the page share: sizes, a question, and Playwright's `expect`, which waits."""

import re

try:
    from playwright.sync_api import expect
except ImportError:
    expect = None  # tests/browser/conftest.py tells it

WIDE, PHONE = (1440, 900), (390, 844)
PAIR = "?from=Lahore&to=Almaty&on=2026-11-24"
# So long a slow machine may take over anything; only what never comes is waited for to its end.
WAIT_MS = 300_000
if expect:
    expect.set_options(timeout=WAIT_MS)


def address_with(words):
    """What an address is like that says something."""
    return re.compile(re.escape(words))
