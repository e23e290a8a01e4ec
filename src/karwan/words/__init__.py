"""The words of the field as frozen values, one word a file; `docs/words.md` says what each means."""
