"""A scene as the checker of proofs reads a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reference import Scene, Settings

from rune_kb.detection import Detection, Image
from rune_kb.errors import StoreError


@dataclass(frozen=True)
class SceneRows:
    """The rows of one image."""

    scene: Scene
    near_radius: tuple[float, float] | None = None

    def image(self, image: str) -> Image:
        if image != self.scene.image.id:
            raise StoreError(f"no image {image!r}")
        return self.scene.image

    def detections(self, image: str) -> list[Detection]:
        return list(self.scene.detections) if image == self.scene.image.id else []

    def setting(self, key: str, default: Any = None) -> Any:
        return (self.near_radius or default) if key == "near_radius" else default


def rows_of(scene: Scene, settings: Settings) -> SceneRows:
    """The rows, with the radius that the settings have."""
    return SceneRows(scene, (settings.near_radius_m, settings.near_radius_px))
