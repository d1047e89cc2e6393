"""Proof trees made slowly.

:class:`ProofMaker` builds the tree that the choices of a best proof stand for; or takes the choices of a
given tree and builds what they stand for (:meth:`ProofMaker.follow`). A tree is right if it is what its own
choices build: that is how the tests of the checker know, without it, that a proof they tampered with still is
one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from engine_scene import vocabulary
from reference import TAXONOMY, Scene, Settings
from slow_choices import UNFOLD, Choice, Choices, Env, branches_of, least, no_more
from slow_measures import measures
from slow_near_misses import a_near_miss, is_near_miss

from rune_kb.detection import Detection
from rune_kb.kb import MIN_SCORE
from rune_kb.limits import limits
from rune_kb.logic import formula as fol
from rune_kb.logic.formula import Atom, Compare, ExistsCount, Formula, Not, free_variables
from rune_kb.proof.searched import searched
from rune_kb.proof.tree import Cited, Proof, Rule, Search, Step
from rune_kb.proof.unfold import denied, undenied, unfolded
from rune_kb.reference.meaning import Ks


class Illegal(Exception):
    """The choices stand for no proof."""


class ProofMaker(Choices):
    """Makes proofs in one scene."""

    def __init__(self, scene: Scene, settings: Settings) -> None:
        super().__init__(scene, settings)
        self.scene, self.settings, self.following = scene, settings, False

    def best(self, formula: Formula) -> Iterator[Proof]:
        """A best proof for every binding of the free variables, where there is one."""
        for env in self.meaning.environments(formula):
            scope = frozenset(d.k for d in env.values())
            found = self.proofs(formula, env, scope)
            if found:
                best = max(found, key=lambda ks: found[ks][0] * self.price(ks - scope))
                yield self.proof(formula, self.answer(env, found[best][1]), self.settings.scoring)

    def follow(self, proof: Proof) -> Proof:
        """What the proof's choices stand for; raises Illegal where that is no proof."""
        self.following = True  # a near miss that is not shown is none of the choices
        names, choice = free_variables(proof.formula), Choice.of(proof.root)
        if len(names) != len(choice.witnesses) and proof.root.rule == "answer":
            raise Illegal("bindings")
        cited = [d for d in self.scene.detections if d.id in proof.detections]
        return self.proof(proof.formula, choice, proof.scoring, cited)

    def answer(self, env: Env, choice: Choice) -> Choice:
        return Choice(witnesses=tuple(d.id for d in env.values()), below=(choice,)) if env else choice

    def proof(self, formula: Formula, choice: Choice, scoring: str, cited: Iterable[Detection] = ()) -> Proof:
        names = free_variables(formula)
        if names:
            env = dict(zip(names, self.there(choice.witnesses, len(names)), strict=True))
            root = self.step("answer", formula, env, choice, frozenset(), set(), [(formula, env)])
        else:
            root = self.build(formula, {}, choice, frozenset(), set())
        told = {d.id: d for d in (*map(self.detection, sorted(set(named(root)))), *cited)}
        detections = {id: Cited(id, d.cls, d.label, d.score, d.source, d.line) for id, d in told.items()}
        radius = self.meaning.crisp.near_radius()
        floor = limits(self.settings.min_score, MIN_SCORE[self.settings.scoring], vocabulary())
        return Proof(
            self.scene.image,
            formula,
            scoring,
            floor.default,
            radius,
            root,
            detections,
            floor.by_class,
            self.settings.soft,
        )

    # -- the tree that choices stand for ---------------------------------------------------------------------

    def build(self, formula: Formula, env: Env, choice: Choice, scope: Ks, paid: set[str]) -> Step:
        match formula:
            case Atom(name=name) if name in UNFOLD:
                body = unfolded(formula, UNFOLD)
                return self.step("definition", formula, env, choice, scope, paid, [(body, env)])
            case Atom() | Compare():
                if not self.degree(formula, env) > 0:
                    raise Illegal(formula)
                return self.leaf(formula, env)
            case Not() if (inner := undenied(formula, UNFOLD)) is not None:
                return self.step("double-neg", formula, env, choice, scope, paid, [(inner, env)])
            case fol.Exists(vars=names, body=body):
                inside = {**env, **dict(zip(names, self.there(choice.witnesses, len(names)), strict=True))}
                return self.step("exists", formula, env, choice, scope, paid, [(body, inside)])
            case ExistsCount() if denied(formula) is None:
                return self.members(formula, env, choice, scope, paid)
            case fol.And(parts=parts):
                return self.step("and", formula, env, choice, scope, paid, [(part, env) for part in parts])
            case fol.Or() | fol.Implies() | fol.Iff() | fol.Xor():
                branches = branches_of(formula)
                if branches is None or choice.branch not in range(len(branches)):
                    raise Illegal("branch")
                rule: Rule = type(formula).__name__.lower()  # type: ignore[assignment]
                below: list[tuple[Formula, Env]] = [(part, env) for part in branches[choice.branch]]
                return self.step(rule, formula, env, choice, scope, paid, below)
        return self.denial(formula, env, choice, scope)

    def step(
        self,
        rule: Rule,
        formula: Formula,
        env: Env,
        choice: Choice,
        scope: Ks,
        paid: set[str],
        parts: list[tuple[Formula, Env]],
    ) -> Step:
        if len(choice.below) != len(parts):
            raise Illegal("children")
        branch = choice.branch if rule in ("or", "implies", "iff", "xor") else None
        witnesses = choice.witnesses if rule in ("exists", "member", "answer") else ()
        due = self.due(witnesses, paid)
        inner = scope | {self.detection(id).k for id in witnesses}
        children = tuple(
            self.build(part, inside, below, inner, paid)
            for (part, inside), below in zip(parts, choice.below, strict=True)
        )
        worth = math.prod((self.price(self.detection(id).k for id in due), *(c.score for c in children)))
        return Step(rule, formula, bound(formula, env), worth, children, branch, witnesses, due)

    def due(self, witnesses: tuple[str, ...], paid: set[str]) -> tuple[str, ...]:
        due = () if self.boolean else tuple(dict.fromkeys(id for id in witnesses if id not in paid))
        paid.update(due)
        return due

    def members(self, formula: ExistsCount, env: Env, choice: Choice, scope: Ks, paid: set[str]) -> Step:
        number, children = least(formula), []
        extra = [no_more(formula)] if formula.op == "=" else []
        if len(choice.below) != number + len(extra):
            raise Illegal("members")
        for below in choice.below[:number]:
            (d,) = self.there(below.witnesses, 1)
            inside = {**env, formula.var: d}
            part = [(formula.body, inside)]
            children.append(self.step("member", formula.body, inside, below, scope, paid, part))
        self.make_sure_all_differ([child.witnesses for child in children])
        for part, below in zip(extra, choice.below[number:], strict=True):
            children.append(self.build(part, env, below, scope, paid))
        worth = math.prod(child.score for child in children)
        return Step("exists-count", formula, bound(formula, env), worth, tuple(children))

    def leaf(self, formula: Atom | Compare, env: Env) -> Step:
        bindings = bound(formula, env)
        if isinstance(formula, Compare):
            told = measures(formula, env, self.meaning.crisp)
            return Step("compare", formula, bindings, 1.0, measures=told)
        if formula.name in TAXONOMY.covers:
            (d,) = (env[name] for name in bindings)
            return Step("class", formula, bindings, 1.0, path=path(d.cls, formula.name))
        if formula.name in TAXONOMY.flags:
            return Step("attribute", formula, bindings, 1.0)
        told = measures(formula, env, self.meaning.crisp)
        return Step("relation", formula, bindings, self.degree(formula, env), measures=told)

    def denial(self, formula: Formula, env: Env, choice: Choice, scope: Ks) -> Step:
        other = denied(formula)
        assert other is not None
        found = self.proofs(other, env, scope)
        worths = {ks: weight * self.price(ks - scope) for ks, (weight, _) in found.items()}
        best = max(worths, key=lambda ks: worths[ks], default=None)
        left = 1.0 if best is None else 1 - worths[best]
        if left <= 0:
            raise Illegal("what is denied is certain")
        cls = searched(other, vocabulary(), UNFOLD)
        candidates = sum(d.cls in TAXONOMY.covers[cls] for d in self.present.values()) if cls else 0
        counter, nearest = None, choice.nearest
        if best is not None:
            against = found[best][1] if choice.against is None else choice.against
            counter = self.build(
                other, env, against, scope, {d.id for d in self.present.values() if d.k in scope}
            )
            if abs(counter.score - worths[best]) > 1e-9 or nearest is not None:
                raise Illegal("not the best counter-proof")
        elif nearest is None and not self.following:
            nearest = a_near_miss(self, other, env, cls, scope)
        elif nearest is not None and not is_near_miss(self, nearest, other, env, scope):
            raise Illegal("no near miss")
        rule: Rule = "not" if isinstance(formula, Not) else "forall"
        rule = "at-most" if isinstance(formula, ExistsCount) else rule
        search = Search(cls, candidates, counter, nearest)
        return Step(rule, formula, bound(formula, env), left, search=search)

    def make_sure_all_differ(self, members: list[tuple[str, ...]]) -> None:
        if len(set(members)) < len(members):
            raise Illegal("a member twice")

    def there(self, ids: tuple[str, ...], number: int) -> list[Detection]:
        if len(ids) != number or not all(id in self.present for id in ids):
            raise Illegal("witnesses")
        return [self.present[id] for id in ids]

    def detection(self, id: str) -> Detection:
        if id not in self.present:
            raise Illegal(id)
        return self.present[id]


def bound(formula: Formula, env: Env) -> dict[str, str]:
    return {name: env[name].id for name in free_variables(formula)}


def path(below: str, above: str) -> tuple[str, ...]:
    """In the tests' taxonomy, which is a tree of three levels."""
    vehicle = "vehicle" if below in ("small_vehicle", "large_vehicle") else below
    whole = tuple(dict.fromkeys((below, vehicle, "object")))
    return whole[: whole.index(above) + 1] if above in whole else (below, above)


def named(step: Step) -> Iterator[str]:
    """All detections that the step and all below and against it name."""
    yield from (*step.bindings.values(), *step.witnesses)
    for below in step.children:
        yield from named(below)
    if step.search is not None and step.search.counter is not None:
        yield from named(step.search.counter)
    if step.search is not None and step.search.nearest is not None:
        yield from step.search.nearest.bindings.values()
