"""`rune explain`: why an image answers a question, and why not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rune_kb.arguments import (
    Fol,
    Json,
    Kb,
    MinScore,
    ModelOption,
    Question,
    Soft,
    Threshold,
    TranslatorName,
    TranslatorOption,
    Yes,
    agreed,
    asked,
    examples,
    min_score_of,
)


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        "explain",
        epilog=examples(
            "rune explain kb P0019 'ships near a harbor with no bridge'",
            "rune explain kb P0019 --fol 'exists x, y (ship(x) & harbor(y) & near(x, y))'",
            "rune explain kb P0019 --fol 'exists>=3 x (ship(x))' --proofs 2 --save why.png",
            "rune explain kb P0706 --fol 'exists x (plane(x)) & ~exists y (ship(y))' --json",
        ),
    )(explain_command)


def explain_command(
    kb: Kb,
    image: Annotated[str, typer.Argument(metavar="IMAGE", help="The image's id: its file's stem.")],
    question: Question = None,
    fol: Fol = None,
    scoring: Annotated[Literal["best", "boolean"], typer.Option(help="How answers are scored.")] = "best",
    min_score: MinScore = None,
    threshold: Threshold = 0.1,
    soft: Soft = False,
    translator: TranslatorOption = TranslatorName.auto,
    model: ModelOption = None,
    yes: Yes = False,
    proofs: Annotated[
        int, typer.Option(metavar="K", min=1, help="How many proofs; each rests on other detections.")
    ] = 1,
    full: Annotated[bool, typer.Option("--full", help="Cut no list short.")] = False,
    save: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the best proof: .txt, .json, .ttl (PROV-O), .dot, .svg (the tree), .csv, .html, "
            "or .png (the picture).",
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Prove every step again, without the engine that found it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Tell why an image answers a question, or why not.

    A proof, step by step; or which part fails, how closely, and the smallest changes that would do.
    """
    from rune_kb.errors import RuneError
    from rune_kb.kb import KnowledgeBase
    from rune_kb.render.proof_files import write_proof
    from rune_kb.terminal import print_json, print_text

    text, language = asked(question, fol)
    with KnowledgeBase.open(kb) as base:
        read = base.translate(text, language=language, translator=translator.value, model=model)
        agreed(read, yes=yes or as_json)
        explanation = base.explain(
            image,
            read,
            scoring=scoring,
            min_score=min_score_of(min_score),
            threshold=threshold,
            soft=soft,
            proofs=proofs,
        )
        reports = [proof.check(base) for proof in explanation.proofs] if check else []
        if as_json:
            record = explanation.to_dict()
            if check:
                record["checked"] = [{"steps": report.steps, "ok": report.ok} for report in reports]
            print_json(record)
        else:
            print_text("\n\n".join([explanation.to_text(full=full), *map(str, reports)]))
        if save is not None:
            if explanation.proof is None:
                raise RuneError(f"{image} has no proof, so {save} was not written")
            write_proof(explanation.proof, save)
