"""Runs a peer's calls for the benchmark: one JSON request a line on stdin, one JSON answer a line on stdout.

Usage: server.py MODULE THREADS. MODULE is a file beside this one with `versions()`, `set_threads(n)` and `CALLS`, a
dictionary of name -> function(array, parameters) that returns an array. Where it has a true `REUSES_OUTPUTS`, its functions
take a third argument: the array that the same call returned last, or None.

Requests: {"do": "data", "file", "type", "shape"}; {"do": "run", "call", "rows", "parameters"} answers
{"wall", "cpu"} in nanoseconds; {"do": "result", "file"} writes the last result as raw samples and answers
{"type", "shape"}.
"""
import importlib
import json
import sys
import time

import numpy as np


def main():
    module = importlib.import_module(sys.argv[1])
    module.set_threads(int(sys.argv[2]))
    data = result = None
    reuses = getattr(module, "REUSES_OUTPUTS", False)
    outputs = {}
    say({"versions": module.versions()})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "data":
                outputs.clear()
                data = np.fromfile(request["file"], dtype=request["type"]).reshape(request["shape"])
                say({})
            elif request["do"] == "run":
                call = module.CALLS[request["call"]]
                parameters = {k: array(v) for k, v in request["parameters"].items()}
                part = data[: request["rows"]]
                given = [outputs.pop(of(request), None)] if reuses else []
                result = None
                wall, cpu = time.perf_counter_ns(), time.process_time_ns()
                result = call(part, parameters, *given)
                say({"wall": time.perf_counter_ns() - wall, "cpu": time.process_time_ns() - cpu})
                if reuses:
                    outputs[of(request)] = result
            else:
                np.ascontiguousarray(result).tofile(request["file"])
                say({"type": result.dtype.name, "shape": list(result.shape)})
        except Exception as error:  # the benchmark shows it and goes on without this peer
            say({"error": f"{type(error).__name__}: {error}"})


def of(request):
    return request["call"], request["rows"]


def array(value):
    return np.asarray(value, dtype=np.float64) if isinstance(value, list) else value


def say(answer):
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


main()
