"""The pen behind data/generate.py: draws aerial scenes with Pillow and knows what it drew."""
