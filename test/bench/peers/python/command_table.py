"""numpy|pandas INPUT OUTPUT TAPS: one column with a header, correlated with the taps, zeros outside."""
import sys

import numpy as np
from scipy import signal

way, source, target, kernel = sys.argv[1:]
k = np.loadtxt(kernel, delimiter=",")
if way == "numpy":
    x = np.loadtxt(source, skiprows=1)
    np.savetxt(target, signal.oaconvolve(x, k[::-1], "same"), fmt="%.17g", header="x", comments="")
else:
    import pandas

    table = pandas.read_csv(source)
    table["x"] = signal.oaconvolve(table["x"].to_numpy(), k[::-1], "same")
    table.to_csv(target, index=False)
