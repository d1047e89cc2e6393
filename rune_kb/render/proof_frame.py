"""A proof as a pandas DataFrame, a row a step: to filter, group, and join with other tables.

pandas comes with the extra `frames` (and with `geo`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rune_kb.proof.tree import Proof
from rune_kb.render.proof_lines import bound_text, graded, measured, near_miss
from rune_kb.render.proof_steps import Node, nodes, witnessed

if TYPE_CHECKING:
    import pandas as pd


def to_frame(proof: Proof) -> pd.DataFrame:
    """A row a step, parents first; the index is the step's number, ``parent`` that of the step above.

    ``against`` is true of the steps of counter-proofs. ``bindings``, ``witnesses`` and ``paid`` hold the
    values themselves, dictionaries and tuples; ``measures`` is text; ``source`` and ``line`` are of the
    detection that a class step is about.
    """
    import pandas as pd

    rows = [_row(node, proof) for node in nodes(proof)]
    frame = pd.DataFrame(rows, index=pd.RangeIndex(len(rows), name="step"))
    whole = ("parent", "branch", "candidates", "line")
    return frame.astype({**dict.fromkeys(whole, "Int64"), "score": "float64"})


def _row(node: Node, proof: Proof) -> dict[str, Any]:
    step, search = node.step, node.step.search
    gsd = proof.image.gsd
    measures = [measured(m, step.bindings, gsd, soft=graded(step)) for m in step.measures]
    cited = [proof.detections[id] for id in step.bindings.values()] if step.rule == "class" else []
    return {
        "parent": node.parent,
        "depth": node.depth,
        "rule": step.rule,
        "formula": bound_text(step.formula, step.bindings),
        "bindings": {**step.bindings, **dict(witnessed(step, node.above))},
        "score": step.score,
        "witnesses": step.witnesses,
        "paid": step.paid,
        "measures": "; ".join(measures),
        "branch": step.branch,
        "against": node.denied,
        "candidates": search.candidates if search else None,
        "nearest": near_miss(search.nearest, gsd) if search and search.nearest else None,
        "source": cited[0].source if cited else None,
        "line": cited[0].line if cited else None,
    }
