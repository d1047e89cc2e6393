"""What the slow proofs measure: the gap of near and far, areas, the left side of a comparison."""

from __future__ import annotations

from engine_scene import DEFINITIONS
from reference import written_out

from rune_kb.logic.formula import Apply, Atom, Compare, Count, Var
from rune_kb.logic.printer import to_text
from rune_kb.proof.tree import Measure
from rune_kb.reference import geometry
from rune_kb.reference.crisp import Crisp, Env

UNITS = {"area": "px2", "angle": "deg", "score": "", "storeys": "", "damage": "", "date": "", "gsd": ""}
"""Of functions; of all others ``px``."""


def measures(formula: Atom | Compare, env: Env, crisp: Crisp) -> tuple[Measure, ...]:
    """Some of what there is to measure, as the contract has it."""
    match formula:
        case Compare(op=op, left=Apply() | Count() as left):
            unit = "" if isinstance(left, Count) else UNITS.get(left.name, "px")
            written = written_out(formula, DEFINITIONS)
            assert isinstance(written, Compare)
            value, bound = crisp.value(written.left, env), crisp.value(written.right, env)
            assert isinstance(value, float | str | None)
            assert isinstance(bound, float | str | None)
            return (Measure(to_text(left), value, unit, op, bound),)
        case Atom(name="near" | "far" as name, args=(Var(name=x), Var(name=y), *radius)):
            gap = geometry.distance(env[x], env[y])
            least = crisp.value(radius[0], env) if radius else crisp.near_radius()
            assert isinstance(least, float)
            asked = ("<=", least) if name == "near" else (">", 4 * least)
            return (Measure(f"distance({x}, {y})", gap, "px", *asked),)  # type: ignore[arg-type]
        case Atom(name="larger_than", args=(Var(name=x), Var(name=y))):
            areas = [env[name].outline.area for name in (x, y)]
            return (
                Measure(f"area({x})", areas[0], "px2", ">", areas[1]),
                Measure(f"area({y})", areas[1], "px2"),
            )
        case Atom(name="parallel_to", args=(Var(name=x), Var(name=y))):
            one, other = (geometry.axes(env[name].outline)[2] for name in (x, y))
            apart = abs(one - other)
            turn = min(apart, 180 - apart)
            return (Measure(f"turn({x}, {y})", turn, "deg", "<=", 15.0), Measure(f"angle({x})", one, "deg"))
        case _:
            return ()
