"""numpy.convolve: the direct sum by dot products, in the BLAS that numpy was built with."""
import numpy as np


def versions():
    return {"numpy": np.__version__}


def set_threads(_n):
    """By OPENBLAS_NUM_THREADS and its like, which the benchmark sets."""


CALLS = {"convolve": lambda x, p: np.convolve(x, p["flipped"], "same")}
