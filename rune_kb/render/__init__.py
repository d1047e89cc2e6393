"""Renderers: an answer as a picture or a page. Each takes plain values and knows nothing of the reasoner."""
