import os

from hypothesis import settings

# The machines of a CI are slow and shared, and must not fail by chance; a long run looks for new cases.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "here"))


def pytest_terminal_summary(terminalreporter):
    """Says in one line that the page was not looked at in a browser, and how to have that."""
    skipped = [one for one in terminalreporter.stats.get("skipped", []) if "tests/browser/" in one.nodeid]
    if skipped:
        reason = str(skipped[0].longrepr[2]).removeprefix("Skipped: ")
        terminalreporter.write_line(
            f"{len(skipped)} browser tests were skipped, for {reason};"
            " to have them: apt install chromium, then ./run page"
        )
