"""INPUT OUTPUT KERNEL DIVISOR dense|separable PNG_LEVEL JPEG_QUALITY"""
import sys

import numpy as np
from PIL import Image

source, target, kernel, divisor, way, level, quality = sys.argv[1:]
k = np.loadtxt(kernel, delimiter=",", ndmin=2) / float(divisor)
x = np.asarray(Image.open(source)).astype(np.float32)
if way == "separable":
    from scipy import ndimage

    y = ndimage.correlate1d(x, k[0], axis=0, mode="nearest")
    y = ndimage.correlate1d(y, k[0], axis=1, mode="nearest")
elif k.shape[0] < 9:
    from scipy import ndimage

    y = ndimage.correlate(x, k[:, :, None], mode="nearest")
else:
    from scipy import signal

    r = k.shape[0] // 2
    padded = np.pad(x, ((r, r), (r, r), (0, 0)), "edge")
    y = signal.oaconvolve(padded, k[::-1, ::-1, None].astype(np.float32), "valid", axes=(0, 1))
result = Image.fromarray(np.clip(np.rint(y), 0, 255).astype(np.uint8))
if target.endswith(".png"):
    result.save(target, compress_level=int(level))
else:
    result.save(target, quality=int(quality))
