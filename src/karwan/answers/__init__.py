"""One question a file, typed in and out; what is printed, sent as JSON and drawn is the same object."""
