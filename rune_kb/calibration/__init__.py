"""Detector scores into probabilities, learnt from labelled images (docs/calibration.md).

:mod:`.labels` reads what is really there, :mod:`.matching` tells right detections from wrong ones,
:mod:`.fit` makes curves of them, :mod:`.reliability` says how good scores are as probabilities,
:mod:`.sources` whose scores are meant, and :mod:`.calibrate` puts it all together.
"""
