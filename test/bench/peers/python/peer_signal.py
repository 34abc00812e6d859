"""scipy.signal: convolution (the benchmark flips the taps beforehand); transforms take `workers` threads."""
import numpy as np
import scipy
import scipy.fft
import scipy.signal as sg


def versions():
    return {"scipy": scipy.__version__, "numpy": np.__version__}


def set_threads(n):
    scipy.fft.set_workers(n).__enter__()


CALLS = {
    "oaconvolve": lambda x, p: sg.oaconvolve(x, p["flipped"], "same"),
    "fftconvolve": lambda x, p: sg.fftconvolve(x, p["flipped"], "same"),
    # Causal: its sample i stands (K-1)//2 places before the centred result's.
    "lfilter": lambda x, p: sg.lfilter(p["flipped"], 1.0, x),
}
