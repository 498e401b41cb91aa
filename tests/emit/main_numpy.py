import importlib
import itertools
import sys

import numpy as np

CASES = [
TABLE]


def main():
    lines = [line.split() for line in open(sys.argv[1])]
    for place, group in itertools.groupby(lines, key=lambda words: int(words[0])):
        module, routines, axes = CASES[place]
        module = importlib.import_module(module)
        # All points of a case at once: the axes of the points come last.
        columns = np.array([[int(word, 16) for word in words[1:]] for words in group], dtype=np.uint64)
        columns = columns.reshape(len(columns), -1).view(np.float64).T
        arguments = []
        for own in axes:
            size = int(np.prod(own))
            arguments.append(columns[:size].reshape(tuple(own) + columns.shape[1:]))
            columns = columns[size:]
        results = []
        for routine in routines:
            result = getattr(module, routine)(*arguments)
            for part in result if isinstance(result, tuple) else (result,):
                results.append(np.asarray(part).reshape(-1, arguments[0].shape[-1]))
        bits = np.concatenate(results).T.copy().view(np.uint64)
        for row in bits:
            print(" ".join(format(int(word), "016x") for word in row))


main()
