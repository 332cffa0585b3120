"""From radiance to a photograph: exposure, white balance, focus, tone, grain and JPEG, as a plant's camera would."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Radiance = NDArray[np.float32]
Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Sensor:
    """One photograph's settings. `key` is where the bright tenth of the picture lands (1 clips), `gains` (3,) the white
    balance, `blur` and `sharpen` are in pixels and strength, `grain` the noise of a mid grey, `quality` JPEG's."""

    key: float
    gains: tuple[float, float, float]
    contrast: float
    blur: float
    sharpen: float
    denoise: float
    grain: float
    vignette: float
    quality: int
    seed: int


def draw_sensor(rng: np.random.Generator) -> Sensor:
    """Settings drawn without knowledge of the can's class."""
    warm, green = rng.normal(0, 0.045), rng.normal(0, 0.012)
    return Sensor(
        key=float(np.exp(rng.uniform(np.log(0.6), np.log(1.35)))),
        gains=(float(1 + warm), float(1 + green), float(1 - warm)),
        contrast=float(rng.uniform(0.0, 0.55)),
        blur=float(np.clip(rng.gamma(2.0, 0.2), 0.0, 1.1)),
        sharpen=float(rng.uniform(0.0, 0.45)),
        denoise=float(rng.uniform(0.5, 1.0)),
        grain=float(rng.uniform(0.002, 0.014)),
        vignette=float(rng.uniform(0.0, 0.22)),
        quality=int(rng.integers(78, 96)),
        seed=int(rng.integers(2**62)),
    )


def meter(radiance: Radiance, sensor: Sensor) -> float:
    """The exposure factor for this scene: brings its bright tenth to the sensor's key."""
    bright = float(np.percentile(radiance.mean(axis=2), 90))
    return sensor.key / max(bright, 1e-6)


def develop(radiance: Radiance, sensor: Sensor, exposure: float) -> Picture:
    """The picture (height, width, 3) uint8, RGB, before JPEG; the same radiance and sensor give the same picture."""
    rng = np.random.default_rng(sensor.seed)
    light = tone(radiance, sensor, exposure)
    spread = rng.standard_normal(light.shape).astype(np.float32)
    coarse = cv2.GaussianBlur(rng.standard_normal(light.shape).astype(np.float32), (0, 0), 0.8)
    grain = sensor.grain * np.sqrt(0.25 + light) * (0.7 * spread + 1.2 * coarse)
    return np.asarray(np.clip((light + grain) * 255 + 0.5, 0, 255), dtype=np.uint8)


def tone(radiance: Radiance, sensor: Sensor, exposure: float) -> NDArray[np.float32]:
    """The noise-free picture (height, width, 3) in 0..1, sRGB-like, that `develop` adds grain to."""
    light = radiance * (exposure * np.asarray(sensor.gains, np.float32))
    light = np.minimum(light, 6.0)
    if sensor.blur > 0.15:
        light = cv2.GaussianBlur(light, (0, 0), sensor.blur)
    height, width = light.shape[:2]
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    light = light * (1 - sensor.vignette * (x**2 + y**2) / 2)[..., None].astype(np.float32)
    knee = 0.8
    light = np.where(light < knee, light, knee + (1 - knee) * (1 - np.exp(-(light - knee) / (1 - knee))))
    grey = np.where(light < 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-6) ** (1 / 2.4) - 0.055)
    grey = np.clip(grey, 0, 1).astype(np.float32)
    smooth = grey * grey * (3 - 2 * grey)
    grey = grey + sensor.contrast * (smooth - grey)
    grey = _denoise(grey, sensor.denoise)
    soft = cv2.GaussianBlur(grey, (0, 0), 1.6)
    return np.asarray(np.clip(grey + sensor.sharpen * (grey - soft), 0, 1), dtype=np.float32)


def encode(picture: Picture, quality: int) -> bytes:
    """The picture as JPEG bytes."""
    ok, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not ok:
        raise ValueError("the picture could not be encoded")
    return data.tobytes()


def _denoise(grey: NDArray[np.float32], strength: float) -> NDArray[np.float32]:
    """What a camera's own noise filter does to the grain of few samples; edges stay."""
    picture = np.asarray(grey * 255 + 0.5, dtype=np.uint8)
    laplacian = cv2.filter2D(grey[..., 1], -1, np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32))
    noise = float(np.median(np.abs(laplacian))) / 0.6745 / 6 * 255
    level = float(np.clip(1.5 * noise, 2.0, 9.0)) * (0.6 + 0.6 * strength)
    quiet = cv2.fastNlMeansDenoisingColored(picture, None, level, 1.5 * level, 3, 11)
    return np.asarray(grey + (quiet.astype(np.float32) / 255 - grey) * (0.6 + 0.4 * strength), dtype=np.float32)
