"""Made-up worlds in which formulas are compared (rune_kb/translate/equivalence.py).

A world is an image with detections. Many are held at once as arrays, so that a formula is decided in all of
them by a few operations of numpy. From left to right:

- :mod:`.arrangements` puts outlines where relations begin and end to hold; :mod:`.layouts` measures them,
  once a process;
- :mod:`.theme` reads off formulas what their worlds must be about: classes, counts, thresholds, dates;
- :mod:`.population` is the worlds, how they are drawn and changed, and each as a scene of the reference's;
- :mod:`.degrees` tells how nearly a formula is true, 1 where it is: what the reference decides, with a slope
  towards it that a search can climb; :mod:`.terms` is its atoms and terms, :mod:`.elimination` its
  conjunctions of many variables.
"""

from rune_kb.worlds.degrees import Degrees
from rune_kb.worlds.population import Worlds
from rune_kb.worlds.theme import Theme

__all__ = ["Degrees", "Theme", "Worlds"]
