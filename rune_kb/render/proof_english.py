"""A proof in English: one sentence of what was found, then what needs a sentence of its own.

harbour_02 answers, with score 0.73, because there is a harbor (#0, score 0.97); at least 3 ships are near
harbor #0: #1 (0.94, 3.7 m [12.3 px] away), …; and no bridge is near harbor #0 (1 bridge was looked at; …).
“Near” means within 30 m (100 px).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rune_kb.errors import FormulaError
from rune_kb.logic.formula import (
    Atom,
    Compare,
    CompareOp,
    Formula,
    Not,
    Number,
    Var,
    free_variables,
)
from rune_kb.logic.parser import parse
from rune_kb.proof.tree import Measure, NearMiss, Proof, Search, Step
from rune_kb.render.formula_english import OPS, English
from rune_kb.render.nouns import Words, article, counted, line, listed
from rune_kb.render.proof_lines import graded
from rune_kb.render.proof_steps import Quantified, denied, elided, nodes, number_of, witnessed
from rune_kb.render.quantities import score, told
from rune_kb.vocabulary import Vocabulary

_FAILING: Mapping[CompareOp, CompareOp] = {
    "<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "=",
}  # fmt: skip
"""What is true of a value of which the operator is not."""

_BECAUSE = {
    "or": ("its first part does", "its second part does", "its third part does"),
    "implies": ("its condition does not", "its consequence does"),
    "iff": ("both sides do", "neither side does"),
    "xor": ("only the first does", "only the second does"),
}
"""Why a formula of the rule holds, by branch."""


def english(proof: Proof, vocabulary: Vocabulary | None = None, *, full: bool = False) -> str:
    """The proof in sentences. Long lists are cut short unless ``full``; ``vocabulary`` gives the labels."""
    steps = [node.step for node in nodes(proof) if node.step.rule == "attribute"]
    flags = frozenset(step.formula.name for step in steps if isinstance(step.formula, Atom))
    teller = _Teller(proof, Words(vocabulary), flags, full)
    clauses = teller.clauses(proof.root)
    worth = "" if proof.scoring == "boolean" else f", with score {score(proof.score)},"
    last = f"; and {clauses[-1]}" if len(clauses) > 2 else f", and {clauses[-1]}" if clauses[1:] else ""
    because = "; ".join(clauses[:-1] or clauses) + last
    sentences = [f"{line(proof.image.id)} answers{worth} because {because}.", *teller.notes]
    return " ".join(sentences)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Makes clauses of steps; ``notes`` collects the sentences that follow, each once."""

    proof: Proof
    words: Words
    flags: frozenset[str]
    full: bool
    notes: dict[str, None] = field(default_factory=dict)

    # -- steps -----------------------------------------------------------------------------------------------

    def clauses(self, step: Step) -> list[str]:
        said = self.claim(step.formula, step.bindings)
        match step.rule:
            case "and":
                return [clause for child in step.children for clause in self.clauses(child)]
            case "double-neg" if isinstance(denied(step), Not):
                return self.clauses(step.children[0])
            case "definition" | "double-neg":
                return [f"{said}, because {listed(self.clauses(step.children[0]))}"]
            case "or" | "implies" | "iff" | "xor":
                return [self._case(step, said)]
            case "exists" | "answer":
                return self._introduced(step)
            case "exists-count":
                return self._members(step, said)
            case "member":
                return [f"{self._witness(step)} is one"]
            case "not" | "forall" | "at-most":
                return [self._searched(step, said)]
            case _:
                return [said + self._measured(step)]

    def claim(self, formula: Formula, bindings: Mapping[str, str]) -> str:
        return self._english(bindings).claim(formula)

    def _english(self, bindings: Mapping[str, str]) -> English:
        return English(self.words, {name: self.name(id) for name, id in bindings.items()}, self.flags)

    def name(self, id: str) -> str:
        """A detection by its class and number: `ship #46`."""
        return f"{self.words.noun(self.proof.detections[id].cls)} {number_of(id)}"

    def _case(self, step: Step, said: str) -> str:
        reasons, branch = _BECAUSE[step.rule], step.branch or 0
        why = reasons[branch] if branch < len(reasons) else f"part {branch + 1} of it does"
        below = [clause for child in step.children for clause in self.clauses(child)]
        return f"“{said}” holds, because {why}: {listed(below)}"

    # -- witnesses and members -------------------------------------------------------------------------------

    def _introduced(self, step: Step) -> list[str]:
        """`there is a harbor (#39, score 0.97)`, then what else is said of it."""
        body = step.children[0]
        parts = list(body.children) if body.rule == "and" else [body]
        things, english = [], self._english({})
        for name, id in witnessed(step, None):
            noun = next((p for p in parts if p.rule == "class" and english.is_noun(p.formula, name)), None)
            parts = [part for part in parts if part is not noun]
            asked = noun.formula.name if noun and isinstance(noun.formula, Atom) else None
            things.append((name, self._thing(id, asked, paid=id in step.paid)))
        rest = [clause for part in parts for clause in self.clauses(part)]
        if step.rule == "answer":
            return [f"{name} stands for {thing}" for name, thing in things] + rest
        are = "is" if len(things) == 1 else "are"
        return [f"there {are} {listed([thing for _, thing in things])}", *rest]

    def _thing(self, id: str, asked: str | None, *, paid: bool) -> str:
        """`a vehicle (small vehicle #4, score 0.9)`."""
        cited = self.proof.detections[id]
        own = number_of(id) if asked in (cited.cls, None) else self.name(id)
        raw = "" if cited.raw_score is None else f" (the detector's {score(cited.raw_score)})"
        again = "" if paid or self.proof.scoring == "boolean" else ", counted already"
        return (
            f"{article(self.words.noun(asked or cited.cls))} ({own}, score {score(cited.score)}{raw}{again})"
        )

    def _members(self, step: Step, said: str) -> list[str]:
        members = [child for child in step.children if child.rule == "member"]
        others = [child for child in step.children if child.rule != "member"]
        shown, left = elided(members, full=self.full)
        names = [self._witness(member) for member in shown]
        names += [f"{left} more"] if left else []
        rest = [clause for child in others for clause in self.clauses(child)]
        return [f"{said}: {listed(names)}" if names else said, *rest]

    def _witness(self, member: Step) -> str:
        """`#46 (0.94, 12.3 px away)`; what does not fit there is told in a sentence of its own."""
        id, body = member.witnesses[0], member.children[0]
        parts = body.children if body.rule == "and" else (body,)
        plain = ("class", "attribute", "relation", "compare")
        measures = [self._step_phrases(part) for part in parts if part.rule in plain]
        facts = [phrase.replace(" apart", " away") for phrases in measures for phrase in phrases]
        if more := [c for part in parts if part.rule not in plain for c in self.clauses(part)]:
            self.notes[f"As to {self.name(id)}: {'; '.join(more)}."] = None
        asked = {p.formula.name for p in parts if p.rule == "class" and isinstance(p.formula, Atom)}
        cited = self.proof.detections[id]
        own = number_of(id) if cited.cls in asked else self.name(id)
        return f"{own} ({', '.join([score(cited.score), *facts])})"

    # -- searches --------------------------------------------------------------------------------------------

    def _searched(self, step: Step, said: str) -> str:
        search = step.search
        if search is None:
            return said
        facts = self._looked_at(step, search)
        if search.counter is not None:
            against = "; ".join(self.clauses(search.counter))
            self.notes[
                f"Against “{said}” there is a proof worth {score(search.counter.score)}, "
                f"which leaves {score(step.score)}: {against}."
            ] = None
            facts.append(f"not certain: {score(step.score)}")
        elif search.nearest is not None:
            facts += self._nearest(step, search.nearest)
        return f"{said} ({'; '.join(facts)})" if facts else said

    def _looked_at(self, step: Step, search: Search) -> list[str]:
        """How many candidates there were, where a quantifier went through them."""
        if not isinstance(denied(step), Quantified):
            return []
        noun = self.words.noun(search.cls)
        if search.candidates == 0:
            return [f"no {noun} was detected"]
        return [f"{counted(search.candidates, noun)} {'was' if search.candidates == 1 else 'were'} looked at"]

    def _nearest(self, step: Step, miss: NearMiss) -> list[str]:
        measured = self._phrases(miss.measures, miss.formula, miss.bindings, fails=True)
        searched = [(name, id) for name, id in miss.bindings.items() if name not in step.bindings]
        if not searched or miss.formula == denied(step):
            return measured
        variable, id = searched[0]
        if id in step.bindings.values():
            return []  # it is no news that a thing is not, say, larger than itself
        if isinstance(miss.formula, Atom) and len(measured) == 1 and " apart" in measured[0]:
            return [f"the closest, {self.name(id)}, is {measured[0].replace(' apart', ' away')}"]
        english = self._english(miss.bindings)
        about_it = replace(english, names={**english.names, variable: "it"})
        came = f"{self.name(id)} came closest, but {about_it.claim(miss.formula, holds=False)}"
        return [", ".join([came, *measured])]

    # -- measures -------------------------------------------------------------------------------------------

    def _measured(self, step: Step) -> str:
        if graded(step):
            degree, *phrases = self._step_phrases(step)
            return f" {degree} ({', '.join(phrases)})"
        phrases = self._step_phrases(step)
        return f" ({', '.join(phrases)})" if phrases else ""

    def _step_phrases(self, step: Step) -> list[str]:
        """What was measured; of a soft relation that holds in part, how far, and when it would hold fully."""
        if not graded(step):
            return self._phrases(step.measures, step.formula, step.bindings)
        phrases = [f"to a degree of {score(step.score)}"]
        for measure in step.measures:
            text = told(measure, self.proof.image.gsd).nested()
            fully = "within" if measure.op == "<=" else "beyond"
            phrases.append(f"{text.value} apart; fully {fully} {text.bound}")
        return phrases

    def _phrases(
        self,
        measures: Sequence[Measure],
        formula: Formula,
        bindings: Mapping[str, str],
        *,
        fails: bool = False,
    ) -> list[str]:
        return [self._phrase(measure, formula, bindings, fails=fails) for measure in measures]

    def _phrase(self, measure: Measure, formula: Formula, bindings: Mapping[str, str], *, fails: bool) -> str:
        text = told(measure, self.proof.image.gsd)
        brief, (head, _, _) = text.nested(), measure.name.partition("(")
        if head == "distance" and isinstance(formula, Atom) and text.bound and _is_plain_near(formula):
            self.notes[f"“Near” means within {text.bound}."] = None
            return f"{brief.value} apart"
        if head == "abs" and isinstance(formula, Atom) and brief.bound:  # of the directions
            return f"{brief.value} in that direction and {brief.bound} across"
        asked = ""
        if measure.op and brief.bound and _bound_is_news(formula, measure):
            asked = f", {OPS[_FAILING[measure.op] if fails else measure.op]} {brief.bound}"
        if head == "distance" and isinstance(formula, Atom) and not _of_three(formula):
            return f"{brief.value} apart{asked}"
        if head == "turn":
            return f"{brief.value} from each other{asked}"
        return f"{self._subject(measure.name, bindings)} is {brief.value}{asked}"

    def _subject(self, name: str, bindings: Mapping[str, str]) -> str:
        """What was measured; its name is a term of the formula language, or a word."""
        try:
            parsed = parse(f"{name} = 0")
        except FormulaError:
            return line(name)
        if not isinstance(parsed, Compare) or not bindings.keys() >= set(free_variables(parsed)):
            return line(name)
        return self._english(bindings).term(parsed.left)


def _is_plain_near(atom: Atom) -> bool:
    """Whether the atom is `near` without a distance of its own."""
    return atom.name == "near" and isinstance(atom.args[-1], Var)


def _bound_is_news(formula: Formula, measure: Measure) -> bool:
    """Whether the clause has not said the bound yet, with this unit."""
    if isinstance(formula, Compare):
        return isinstance(formula.right, Number) and formula.right.unit is None and measure.unit != ""
    return isinstance(formula, Atom)


def _of_three(atom: Atom) -> bool:
    """Whether the atom relates more than two, so that `apart` would not say which."""
    return sum(isinstance(arg, Var) for arg in atom.args) > 2
