"""The words of answers in the languages of readers: message files beside this one, names from the facts."""

from karwan.languages.messages import Messages, known, messages

__all__ = ["Messages", "known", "messages"]
