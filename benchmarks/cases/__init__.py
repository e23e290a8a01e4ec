"""One case a file: `measure()` gives its figures."""
