"""A model out of a GGUF file into a folder: it loads faster from there, and takes three times the space.

python -m rune_kb.translate.unpack FILE.gguf FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from rune_kb.errors import RuneError
from rune_kb.translate.extras import quiet, require
from rune_kb.translate.transformers import NEEDED, NEEDED_FOR_GGUF, load


def unpack(file: str | Path, folder: str | Path) -> None:
    """Writes the model and its tokenizer into the folder, the weights as bfloat16."""
    require("llm", *NEEDED, *NEEDED_FOR_GGUF)
    with quiet():
        model, tokenizer = load(str(file), "bfloat16", "cpu")
        if hasattr(model.config, "quantization_config"):  # it was packed; it is not any more
            del model.config.quantization_config
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m rune_kb.translate.unpack FILE.gguf FOLDER")
    try:
        unpack(sys.argv[1], sys.argv[2])
    except RuneError as error:
        sys.exit(str(error))
