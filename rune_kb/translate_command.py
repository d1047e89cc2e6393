"""`rune translate`: what a question means, as a formula and said back in English."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from rune_kb.arguments import (
    AllReadings,
    Json,
    ModelOption,
    TranslatorName,
    TranslatorOption,
    examples,
)

if TYPE_CHECKING:
    from rune_kb.kb import KnowledgeBase


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        "translate",
        epilog=examples(
            "rune translate 'ships near a harbor with no bridge'",
            "rune translate 'cranes left of a pier' --kb kb --all-readings",
            "rune translate 'anything that floats by the quay' --model openai:qwen2.5-coder",
        ),
    )(translate_command)


def translate_command(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A question in English, or a formula.")],
    kb: Annotated[
        Path | None,
        typer.Option("--kb", metavar="KB", help="A knowledge base, for its words; else RUNE's own."),
    ] = None,
    translator: TranslatorOption = TranslatorName.auto,
    model: ModelOption = None,
    all_readings: AllReadings = False,
    as_json: Json = False,
) -> None:
    """Tell what a question means: the formula, what it says, and who read it."""
    from rune_kb.terminal import print_json, print_read

    with _words_of(kb) as base:
        read = base.translate(question, translator=translator.value, model=model)
    if as_json:
        print_json(read.to_dict())
    else:
        print_read(read, all_readings=all_readings)


@contextmanager
def _words_of(kb: Path | None) -> Iterator[KnowledgeBase]:
    """The knowledge base, or an empty one that knows RUNE's own words and is gone afterwards."""
    from rune_kb.kb import KnowledgeBase

    if kb is not None:
        with KnowledgeBase.open(kb) as base:
            yield base
        return
    with TemporaryDirectory(prefix="rune-") as folder, KnowledgeBase.create(folder) as base:
        yield base
