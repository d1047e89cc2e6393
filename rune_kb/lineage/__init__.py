"""The probability of a formula in an image, from its lineage (docs/scoring.md).

The reasoner grounds a formula into its lineage, which says of each set of detections whether the formula
holds when just these are present (prolog/lineage.pl). From there on it is arithmetic:

- :mod:`.nodes` and :mod:`.circuit` hold lineages as shared nodes and simplify them; :mod:`.read` makes them
  from what Prolog sends;
- :mod:`.bounds` gives quick bounds, :mod:`.evaluate` the probability, or a bracket when the time is over;
  :mod:`.order` is how a node comes apart, :mod:`.spread` how many of some events occur, :mod:`.levels` bounds
  on that;
- :mod:`.proofs` finds the best proofs, for `topk`, led by :mod:`.hopes`;
- :mod:`.grounded` takes an image's lineages to its answers.
"""
