"""The probability of a formula in an image, from its lineage (docs/scoring.md).

The reasoner grounds a formula into its lineage, which says of each set of detections whether the formula
holds when just these are present (prolog/lineage.pl). From there on it is arithmetic:

- :mod:`.circuit` holds lineages as shared nodes and simplifies them; :mod:`.read` makes them from what Prolog
  sends;
- :mod:`.bounds` gives quick bounds, :mod:`.evaluate` the probability, or a bracket when the time is over;
  :mod:`.spread` is how many of some events occur;
- :mod:`.proofs` finds the best proofs, for `topk`;
- :mod:`.grounded` takes an image's lineages to its answers.
"""
