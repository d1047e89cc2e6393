"""From a question in English to formulas: the grammar (english.py), language models (openai.py,
transformers.py).

- :mod:`.translation` is what they all give and the protocol they keep;
- nothing that they give is run before rune_kb/logic/checker.py has checked it.
"""

from rune_kb.translate.translation import CannotBeExpressed, NotUnderstood, Translation, Translator

__all__ = ["CannotBeExpressed", "NotUnderstood", "Translation", "Translator"]
