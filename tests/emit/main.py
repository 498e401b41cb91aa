import importlib
import struct
import sys

CASES = [
TABLE]


def take(axes, numbers):
    if not axes:
        return next(numbers)
    return [take(axes[1:], numbers) for _ in range(axes[0])]


def flat(result):
    if isinstance(result, (tuple, list)):
        for entry in result:
            yield from flat(entry)
    else:
        yield result


def main():
    lines = []
    for line in open(sys.argv[1]):
        place, *words = line.split()
        module, routines, axes = CASES[int(place)]
        module = importlib.import_module(module)
        numbers = iter([struct.unpack(">d", bytes.fromhex(word))[0] for word in words])
        arguments = [take(own, numbers) for own in axes]
        out = [x for routine in routines for x in flat(getattr(module, routine)(*arguments))]
        lines.append(" ".join(struct.pack(">d", x).hex() for x in out))
    print("\n".join(lines))


main()
