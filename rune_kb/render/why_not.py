"""Why an image does not answer, as text: what holds, what fails, how closely, and what would change it.

harbour_05 does not answer. What fails: near(#10, #2), distance(#10, #2) = 133 px, not ≤ 100 px.

✗ ∃x (harbor(x) ∧ ∃≥3 y (ship(y) ∧ near(y, x)))   of 4 harbors #2 comes closest
  ✓ harbor(#2)
  ✗ ∃≥3 y (ship(y) ∧ near(y, #2))   2 of the 3 it needs: #7, #9; #10 comes next
    ✗ near(#10, #2)   distance(#10, #2) = 133 px, not ≤ 100 px
"""

from __future__ import annotations

from collections.abc import Iterator

from rune_kb.logic.formula import And
from rune_kb.proof.explanation import Change, Explanation
from rune_kb.proof.verdict import Verdict
from rune_kb.render.nouns import Words, counted, line, plural
from rune_kb.render.proof_lines import bound_text, measured
from rune_kb.render.proof_steps import elided, number_of
from rune_kb.render.proof_text import tree_text
from rune_kb.render.quantities import quantity, score
from rune_kb.vocabulary import Vocabulary


def why_not(explanation: Explanation, vocabulary: Vocabulary | None = None, *, full: bool = False) -> str:
    """The text for an image that does not answer; long lists are cut short unless ``full``."""
    teller = _Teller(explanation, Words(vocabulary), full)
    parts = [teller.headline()]
    if explanation.verdict is not None:
        parts.append("\n".join(teller.verdicts(explanation.verdict, 0)))
    else:
        parts += [tree_text(proof, vocabulary, full=full) for proof in explanation.proofs[:1]]
    if explanation.changes:
        parts.append("\n".join(["It would answer", *map(teller.change, explanation.changes)]))
    return "\n\n".join(parts)


class _Teller:
    def __init__(self, explanation: Explanation, words: Words, full: bool) -> None:
        self._of, self._words, self._full = explanation, words, full
        self._gsd = explanation.image.gsd

    def headline(self) -> str:
        image, verdict = line(self._of.image.id), self._of.verdict
        if verdict is None:
            worth, least = score(self._of.score), score(self._of.threshold)
            return f"{image} does not answer: its best proof is worth {worth}, and answers need {least}."
        failing = verdict.failing
        if failing.outcome == "nothing":
            return f"{image} does not answer: there is no {self._words.noun(failing.cls)}."
        what = bound_text(failing.formula, failing.bindings)
        return ", ".join([f"{image} does not answer. What fails: {what}", *self._facts(failing)]) + "."

    def verdicts(self, verdict: Verdict, depth: int) -> Iterator[str]:
        """A line for the verdict and one for each below it; the parts of a conjunction speak for it."""
        if not (verdict.outcome == "parts" and isinstance(verdict.formula, And) and depth):
            sign = "✓" if verdict.outcome == "holds" else "✗"
            said = f"{sign} {bound_text(verdict.formula, verdict.bindings)}"
            yield "  " * depth + "   ".join([said, "; ".join(self._facts(verdict))]).rstrip()
            depth += 1
        for part in verdict.parts:
            yield from self.verdicts(part, depth)

    def _facts(self, verdict: Verdict) -> list[str]:
        match verdict.outcome:
            case "holds":
                return [] if verdict.score == 1 else [f"score {score(verdict.score)}"]
            case "false":
                return [measured(m, verdict.bindings, self._gsd, fails=True) for m in verdict.measures]
            case "nothing":
                return [f"there is no {self._words.noun(verdict.cls)}"]
            case "closest":
                return [self._closest(verdict)]
            case "few":
                return [self._few(verdict)]
            case "certain" if verdict.counter is not None:
                ids = dict.fromkeys(id for step in verdict.counter.walk() for id in step.witnesses)
                return [f"it is certain: {self._ids(list(ids))}"] if ids else ["it is certain"]
            case _:
                return []

    def _closest(self, verdict: Verdict) -> str:
        chosen = number_of(verdict.chosen or "")
        if verdict.candidates == 1:
            return f"the only {self._words.noun(verdict.cls)} is {chosen}"
        of = f"of {counted(verdict.candidates, self._words.noun(verdict.cls))} {chosen} comes closest"
        tried = f" (of the {verdict.tried} that were tried)" if verdict.tried < verdict.candidates else ""
        return of + tried

    def _few(self, verdict: Verdict) -> str:
        found = f"{len(verdict.found)} of the {verdict.wanted} it needs"
        if verdict.found:
            found += f": {self._ids(list(verdict.found))}"
        if verdict.chosen:
            return f"{found}; {number_of(verdict.chosen)} comes next"
        return f"{found}; there are no other {plural(self._words.noun(verdict.cls))}"

    def _ids(self, ids: list[str]) -> str:
        shown, left = elided(ids, full=self._full)
        return ", ".join([*map(number_of, shown), *([f"{left} more"] if left else [])])

    def change(self, change: Change) -> str:
        """`  with a radius of 133 px (100 px now) in near(y, x)`."""
        after, before, what = change.after, change.before, line(change.subject)
        match change.kind:
            case "threshold":
                return f"  with a threshold of {after:g} ({before:g} now)"
            case "min_score":
                return f"  with a least score of {after:g} ({before:g} now), which lets {what} in"
            case "radius":
                radius, now = (quantity(value, "px", self._gsd) for value in (after, before))
                return f"  with a radius of {radius} in {what} ({now} now)"
            case "constant" | "count":
                return f"  with {after:g} in the place of {before:g} in {what}"
            case "without":
                return f"  without {what}"
