"""OpenCV: no flip, centre anchor K//2, border REPLICATE as asked, half-even rounding, saturation."""
import cv2
import numpy as np

BORDER = cv2.BORDER_REPLICATE
REUSES_OUTPUTS = True


def versions():
    return {"opencv": cv2.__version__, "numpy": np.__version__}


def set_threads(n):
    cv2.setNumThreads(n)


def plane(p):
    return p["taps"].reshape(int(p["height"]), int(p["width"]))


def gaussian(x, p, out):
    size = (int(p["width"]), int(p["width"]))
    return cv2.GaussianBlur(x, size, p["sigma"], dst=out, sigmaY=p["sigma"], borderType=BORDER)


def box(x, p, out):
    return cv2.boxFilter(x, -1, (int(p["width"]), int(p["width"])), dst=out, borderType=BORDER)


def match(method):
    def call(x, p, out):
        size = int(p["size"])
        return cv2.matchTemplate(x, np.ascontiguousarray(x[100 : 100 + size, 100 : 100 + size]), method, result=out)

    return call


CALLS = {
    "filter2D": lambda x, p, out: cv2.filter2D(x, -1, plane(p), dst=out, borderType=BORDER),
    "sepFilter2D": lambda x, p, out: cv2.sepFilter2D(x, -1, p["row"], p["column"], dst=out, borderType=BORDER),
    "GaussianBlur": gaussian,
    "boxFilter": box,
    "Sobel": lambda x, p, out: cv2.Sobel(x, -1, 1, 0, dst=out, ksize=3, borderType=BORDER),
    "CCORR": match(cv2.TM_CCORR),
    "CCOEFF_NORMED": match(cv2.TM_CCOEFF_NORMED),
}
