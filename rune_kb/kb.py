"""The knowledge base: the one front door.

>>> kb = KnowledgeBase.create("harbours")                                         # doctest: +SKIP
>>> kb.ingest("labelTxt", format="dota")                                          # doctest: +SKIP
>>> answers = kb.ask("ships near a harbor")                                       # doctest: +SKIP
>>> answers[0].image, answers[0].score, answers[0].bindings                       # doctest: +SKIP
('P0019', 0.93, {'x': 'P0019#4', 'y': 'P0019#0'})
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from rune_kb.answers import Answer, Answers, named_answers
from rune_kb.asking import Asking
from rune_kb.detection import Detection, Image
from rune_kb.errors import FormatError, RuneError
from rune_kb.formats.base import ReadOptions, Scene
from rune_kb.ingest import IngestSummary, Progress, ingest, ingest_scenes, rename_labels
from rune_kb.limits import MinScore, limits
from rune_kb.lineage.grounded import Wanted
from rune_kb.logic.checker import MetricSupport, check
from rune_kb.logic.formula import Formula
from rune_kb.logic.parser import parse
from rune_kb.proof import Explanation
from rune_kb.proof.explainer import Explainer
from rune_kb.proof.prover import Asked
from rune_kb.radius import DEFAULT_RADIUS, Radius
from rune_kb.reading import Language, Reader, ReadQuestion
from rune_kb.store import Store
from rune_kb.translate.policy import Policy
from rune_kb.vocabulary import Vocabulary
from rune_kb.words_now import WordsNow

if TYPE_CHECKING:
    from rune_kb.calibration.calibrate import CalibrationReport
    from rune_kb.calibration.fit import Method

__all__ = ["Answer", "Answers", "KnowledgeBase"]

Scoring = Literal["boolean", "best", "exact", "topk"]

MIN_SCORE: dict[Scoring, float] = {"boolean": 0.5, "best": 0.05, "exact": 0.05, "topk": 0.05}
"""Weaker detections do not exist, by default (DESIGN 4.2)."""
THRESHOLD = 0.1
"""Answers below it are not returned, by default."""
TOP = 20
PROOFS = 10
"""How many proofs `topk` looks at, by default."""
BUDGET = 1.0
"""Seconds that `exact` and `topk` may take an image, by default."""


class KnowledgeBase:
    """A directory of detections that can be asked questions.

    It belongs to the thread that opened it. Use it as a context manager, or :meth:`close` it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._words = WordsNow(store)
        self._asking = Asking(store, _name(store), lambda: self.vocabulary)
        cache = store.directory / "cache" / "translations"
        self._reader = Reader(self._asking.engine, self.check, lambda: self.vocabulary, cache)
        self._explainer: Explainer | None = None

    @classmethod
    def create(cls, directory: str | Path, *, exist_ok: bool = False) -> KnowledgeBase:
        """A new knowledge base in a directory that is absent or empty.

        With ``exist_ok`` one that is there already is opened. Raises StoreError where that cannot be.
        """
        return cls(Store.create(directory, exist_ok=exist_ok))

    @classmethod
    def open(cls, directory: str | Path) -> KnowledgeBase:
        """The knowledge base there; raises StoreError if there is none, or a newer RUNE wrote it."""
        return cls(Store.open(directory))

    def close(self) -> None:
        """Ends it; everything that was ingested is on disk."""
        if self._explainer is not None:
            self._explainer.close()
        self._asking.close()
        self._store.close()

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- in -----------------------------------------------------------------------------

    def ingest(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        format: str | None = None,
        images: str | Path | None = None,
        names: dict[int, str] | None = None,
        gsd: float | None = None,
        strict: bool = False,
        progress: Progress | None = None,
    ) -> IngestSummary:
        """Reads files and folders of detections; all of them, or nothing.

        ``format`` is found out from the content unless given; ``images`` is a folder of pictures (for their
        sizes), ``names`` class names by number, ``gsd`` metres per pixel where the source does not say.
        ``strict`` refuses everything if any record is malformed. Raises FormatError.
        """
        if gsd is not None and not 0 < gsd < math.inf:
            raise FormatError(f"a ground sample distance is above 0 metres per pixel, not {gsd:g}")
        options = ReadOptions(images=Path(images) if images else None, names=names, gsd=gsd)
        try:
            return ingest(
                self._store,
                self.vocabulary,
                sources,
                format=format,
                options=options,
                strict=strict,
                progress=progress,
            )
        except UnicodeEncodeError as error:
            raise FormatError(f"the name {error.object!a} is not UTF-8; rename the file") from error

    def ingest_scenes(self, scenes: Iterable[Scene], source: str, *, strict: bool = False) -> IngestSummary:
        """Takes scenes made in Python (see :mod:`rune_kb.interop`), as said by a source of this name."""
        return ingest_scenes(self._store, self.vocabulary, scenes, source, strict=strict)

    def prepare(self) -> None:
        """Makes the tables that questions will want, so that the first one need not wait for them."""
        self._asking.prepare()

    def add_ontology(self, file: str | Path) -> list[str]:
        """Adds classes, words, definitions in OWL; what of it RUNE does not use comes back, a line each.

        Raises OntologyError, naming the axiom, for a document that cannot be read or contradicts itself.
        """
        from rune_kb.ontology import load_vocabulary

        path = Path(file)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise RuneError(f"cannot read {path}: {why}") from error
        others = [d for d in self._words.documents() if d[0] != path.name]
        vocabulary, unused = load_vocabulary([*others, (path.name, text)])
        with self._store.writing() as writer:
            writer.add_ontology(path.name, text)
            rename_labels(writer, vocabulary)
        return unused

    def calibrate(
        self,
        labels: str | Path,
        *,
        format: str | None = None,
        images: str | Path | None = None,
        names: dict[int, str] | None = None,
        source: str | None = None,
        method: Method = "isotonic",
        iou: float = 0.5,
        per_class: bool = False,
    ) -> CalibrationReport:
        """Makes probabilities of a detector's scores, by labels of some of its images (docs/calibration.md).

        ``labels`` are read as :meth:`ingest` reads, but not kept. ``source``, a file, a folder or a pattern,
        says whose scores are meant: by default all files of the detector that speaks of these images. A
        detection is right if it overlaps a label of its class by ``iou``. ``per_class``: classes with enough
        examples get a curve of their own. Raises RuneError, and leaves everything as it was.
        """
        from rune_kb.calibration.calibrate import calibrate

        return calibrate(
            self._store,
            self.vocabulary,
            labels,
            format=format,
            options=ReadOptions(images=Path(images) if images else None, names=names),
            source=source,
            method=method,
            iou=iou,
            per_class=per_class,
        )

    def remove_calibration(self, source: str | None = None) -> list[str]:
        """Takes the scores as the detector said them again; the sources for which that is a change."""
        from rune_kb.calibration.calibrate import remove_calibration

        return remove_calibration(self._store, source)

    # -- asking -------------------------------------------------------------------------

    def ask(
        self,
        question: str | Formula | ReadQuestion,
        *,
        language: Language | None = None,
        translator: Policy = "auto",
        model: str | None = None,
        top: int | None = TOP,
        scoring: Scoring = "best",
        min_score: MinScore | None = None,
        threshold: float = THRESHOLD,
        k: int = PROOFS,
        budget: float = BUDGET,
        soft: bool = False,
    ) -> Answers:
        """The images that answer the question, best first.

        A question is English or a formula; ``language`` says which, where it cannot be seen. English is read
        by the grammar, and by the language ``model`` where there is one and the grammar does not understand
        (``translator``, docs/language.md); what is asked is the preferred reading, ``answers.reading``. What
        :meth:`translate` gave is taken too.

        ``top`` None gives all. ``scoring``, ``min_score`` and ``threshold`` are those of docs/scoring.md; by
        default only detections of score 0.05 (``boolean``: 0.5) exist. ``min_score`` can be a number, or
        numbers by class, ``{"object": 0.1, "ship": 0.6}``. ``k`` is the number of proofs that ``topk`` takes
        together; ``budget`` the seconds ``exact`` and ``topk`` may take an image, after which an answer has a
        ``bracket``. With ``soft`` `near` and `far` hold to a degree. Raises FormulaError and NotUnderstood.
        """
        if isinstance(question, ReadQuestion):
            read = question
        else:
            read = self.translate(question, language=language, translator=translator, model=model)
        started = time.perf_counter()
        asked = self._asked(read, scoring, min_score, soft)
        if k < 1:
            raise RuneError(f"topk needs at least one proof, not k={k}")
        if not budget > 0:
            raise RuneError(f"a budget is above 0 seconds, not {budget:g}")
        raw = self._asking.answers(asked, Wanted(k if scoring == "topk" else None, budget, threshold, top))
        return Answers(
            read=read,
            scoring=scoring,
            images=self._store.image_count(),
            elapsed_ms=(time.perf_counter() - started) * 1000,
            items=named_answers(raw, asked.formula, self._the_explainer().prove(asked)),
            soft=soft,
        )

    def explain(
        self,
        image: str,
        question: str | Formula | ReadQuestion,
        *,
        language: Language | None = None,
        translator: Policy = "auto",
        model: str | None = None,
        scoring: Literal["best", "boolean"] = "best",
        min_score: MinScore | None = None,
        threshold: float = THRESHOLD,
        soft: bool = False,
        proofs: int = 1,
    ) -> Explanation:
        """Why the image answers the question, or why not; the best ``proofs`` of it, if there are so many.

        Free variables stand for whatever makes the formula true best. Raises FormulaError, and RuneError for
        an image that is not there.
        """
        if scoring not in ("best", "boolean"):
            raise RuneError(f"what is explained is a proof, so scoring is best or boolean, not {scoring!r}")
        if isinstance(question, ReadQuestion):
            read = question
        else:
            read = self.translate(question, language=language, translator=translator, model=model)
        asked = self._asked(read, scoring, min_score, soft)
        return self._the_explainer().explain(read.question, asked, image, threshold=threshold, proofs=proofs)

    def translate(
        self,
        question: str | Formula,
        *,
        language: Language | None = None,
        translator: Policy = "auto",
        model: str | None = None,
    ) -> ReadQuestion:
        """What the question means: its readings as formulas and in English, the preferred one first.

        Raises NotUnderstood, naming the words, CannotBeExpressed, and FormulaError for a formula.
        """
        return self._reader.read(question, language, translator, model)

    def check(self, question: str | Formula) -> Formula:
        """The formula with canonical names; raises FormulaError with line, column and near misses."""
        text = question if isinstance(question, str) else ""
        formula = parse(question) if isinstance(question, str) else question
        without, examples = self._store.images_without_gsd()
        support = MetricSupport(self._store.image_count(), without, examples)
        return check(formula, self.vocabulary, text=text, images=support)

    def prolog(self, goal: str, *, limit: int | None = None) -> list[dict[str, Any]]:
        """Runs a Prolog goal that you wrote; a dictionary of its named variables for each solution.

        Classes and relations are predicates, ``ship(Image, D)`` and ``near(Image, D, E)``; a detection comes
        out as ``"IMAGE#K"``. Raises EngineError with Prolog's message.
        """
        return self._asking.rows(goal, limit)

    # -- what there is ------------------------------------------------------------------

    @property
    def vocabulary(self) -> Vocabulary:
        """Classes, relations and attributes, as they are now."""
        return self._words.vocabulary

    @property
    def ontology(self) -> Any:
        """The ontology with the detections as individuals, an owlready2 Ontology in memory.

        ``kb.ontology.Ship.instances()`` are the ships. It is made anew when the knowledge base has changed;
        what you change in it is not written back.
        """
        return self._words.ontology

    @property
    def store(self) -> Store:
        """The system of record."""
        return self._store

    def images(self) -> list[Image]:
        """All images, by id."""
        return self._store.images()

    def detections(self, image: str) -> list[Detection]:
        """The detections of an image, in the order of their numbers.

        Where its source is calibrated a detection's ``score`` is the probability, ``raw_score`` what the
        detector said.
        """
        return self._store.detections(image, calibrated=True)

    @property
    def near_radius(self) -> Radius:
        """What `near` means without a distance of its own."""
        kept = self._store.setting("near_radius")
        return Radius(*kept) if kept else DEFAULT_RADIUS

    @near_radius.setter
    def near_radius(self, radius: Radius) -> None:
        self._store.set_setting("near_radius", [radius.metres, radius.pixels])

    # -- inside -------------------------------------------------------------------------

    def _asked(self, read: ReadQuestion, scoring: Scoring, min_score: MinScore | None, soft: bool) -> Asked:
        if scoring not in MIN_SCORE:
            raise RuneError(f"no scoring {scoring!r}; there are {', '.join(MIN_SCORE)}")
        if soft and scoring == "boolean":
            raise RuneError("soft relations hold to a degree, and boolean scoring knows only true and false")
        least = limits(min_score, MIN_SCORE[scoring], self.vocabulary)
        return Asked(read.formula, scoring, least, self.near_radius, soft)

    def _the_explainer(self) -> Explainer:
        if self._explainer is None:
            self._explainer = Explainer(self._store, _name(self._store), lambda: self.vocabulary)
        return self._explainer


def _name(store: Store) -> str:
    """Of the directory and of what is in it now: a directory can be deleted and made anew."""
    basis = f"{store.directory.resolve()}\0{store.revisions().identity}"
    return hashlib.sha256(basis.encode()).hexdigest()[:12]
