"""The words of answers in the languages of readers: message files beside this one, names from the facts."""

from karwan.languages.messages import ENGLISH, Messages, known, messages

__all__ = ["ENGLISH", "Messages", "known", "messages"]
