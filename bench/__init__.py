"""Measurements. Some hold the engine to the reference evaluator, which lives with the tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
