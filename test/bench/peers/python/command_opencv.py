"""INPUT OUTPUT KERNEL DIVISOR dense|separable PNG_LEVEL JPEG_QUALITY"""
import sys

import cv2
import numpy as np

source, target, kernel, divisor, way, level, quality = sys.argv[1:]
k = np.loadtxt(kernel, delimiter=",", ndmin=2) / float(divisor)
x = cv2.imread(source, cv2.IMREAD_UNCHANGED)
if way == "separable":
    y = cv2.sepFilter2D(x, -1, k[0], k[0], borderType=cv2.BORDER_REPLICATE)
else:
    y = cv2.filter2D(x, -1, k, borderType=cv2.BORDER_REPLICATE)
settings = [cv2.IMWRITE_PNG_COMPRESSION, int(level)] if target.endswith(".png") else []
if target.endswith(".jpg"):
    settings = [cv2.IMWRITE_JPEG_QUALITY, int(quality)]
cv2.imwrite(target, y, settings)
