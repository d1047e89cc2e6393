"""Measurements. Some hold the engine to the reference evaluator (rune_kb/reference)."""
