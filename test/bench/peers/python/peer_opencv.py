"""OpenCV: no flip, centre anchor K//2, border REPLICATE as asked, half-even rounding, saturation."""
import cv2
import numpy as np

BORDER = cv2.BORDER_REPLICATE


def versions():
    return {"opencv": cv2.__version__, "numpy": np.__version__}


def set_threads(n):
    cv2.setNumThreads(n)


def plane(p):
    return p["taps"].reshape(int(p["height"]), int(p["width"]))


def gaussian(x, p):
    size = (int(p["width"]), int(p["width"]))
    return cv2.GaussianBlur(x, size, p["sigma"], sigmaY=p["sigma"], borderType=BORDER)


def match(method):
    def call(x, p):
        size = int(p["size"])
        return cv2.matchTemplate(x, np.ascontiguousarray(x[100 : 100 + size, 100 : 100 + size]), method)

    return call


CALLS = {
    "filter2D": lambda x, p: cv2.filter2D(x, -1, plane(p), borderType=BORDER),
    "sepFilter2D": lambda x, p: cv2.sepFilter2D(x, -1, p["row"], p["column"], borderType=BORDER),
    "GaussianBlur": gaussian,
    "boxFilter": lambda x, p: cv2.boxFilter(x, -1, (int(p["width"]), int(p["width"])), borderType=BORDER),
    "Sobel": lambda x, p: cv2.Sobel(x, -1, 1, 0, ksize=3, borderType=BORDER),
    "CCORR": match(cv2.TM_CCORR),
    "CCOEFF_NORMED": match(cv2.TM_CCOEFF_NORMED),
}
