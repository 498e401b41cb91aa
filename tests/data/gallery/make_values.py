#!/usr/bin/env python3
"""Writes values.jsonl: values and gradients of the formulas examples/*.sd at one point each, by NumPy.

Run: pip install numpy==2.4.6, then python3 make_values.py > values.jsonl.

Each model is written here a second time, as a plain NumPy function; loops stand where the formula has convolutions and
pooling. Derivatives are by the complex step, d f / d x = Im f(x + i h) / h with h = 1e-30, which has no cancellation, so they
are good to about 1e-15 of the largest term and owe nothing to any rule of differentiation. A choice, as in relu, abs and max,
looks at real parts. Points are random numbers with 4 decimals; none lies within 1e-3 of a kink of its model.
"""
import json

import numpy as np

H = 1e-30
random = np.random.default_rng(20261124)


def numbers(*shape, low=-1.5, high=1.5):
    return np.round(random.uniform(low, high, shape), 4)


def one_hot(rows, columns):
    labels = np.zeros((rows, columns))
    labels[np.arange(rows), random.integers(0, columns, rows)] = 1.0
    return labels


class NearKink(Exception):
    """A point that would lie too close to a kink."""


def away_from_0(x):
    if np.min(np.abs(np.real(x))) < 1e-3:
        raise NearKink
    return x


def relu(x):
    return np.where(np.real(away_from_0(x)) > 0, x, 0 * x)


def logsumexp(x, axis=None):
    largest = np.max(np.real(x), axis=axis, keepdims=True)
    sums = np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=True)) + largest
    return np.squeeze(sums, axis=axis) if axis is not None else sums.item()


def least_squares(X, y, w):
    r = X @ w - y
    return np.sum(r**2) / (2 * len(y))


def svm(W, x, y, **rest):
    s = W @ x
    right = np.sum(s * y)
    return np.sum(relu(s - right + 1) * (1 - y)) + rest["lambda"] * np.sum(W**2)


def svm_squared(X, y, w, b, **rest):
    return np.sum(relu(1 - y * (X @ w + b)) ** 2) / len(y) + rest["lambda"] / 2 * np.sum(w**2)


def cross_entropy(S, Y):
    return np.sum(logsumexp(S, axis=1)) - np.sum(Y * S)


def softmax(X, W, Y, **rest):
    return cross_entropy(X @ W, Y) / len(X) + rest["lambda"] * np.sum(W**2)


def entropy(p):
    return -np.sum(p * np.log(p))


def divergence(p, z):
    q = np.exp(z) / np.sum(np.exp(z))
    return np.sum(p * np.log(p / q))


def elastic_net(X, y, w, alpha, **rest):
    size = np.sum(np.where(np.real(away_from_0(w)) > 0, w, -w))
    loss = np.sum((X @ w - y) ** 2) / (2 * len(y))
    return loss + rest["lambda"] * (alpha * size + (1 - alpha) / 2 * np.sum(w**2))


def two_layer(X, Y, W1, b1, W2, b2, **rest):
    hidden = relu(X @ W1 + b1)
    squares = np.sum(W1**2) + np.sum(W2**2)
    return cross_entropy(hidden @ W2 + b2, Y) / len(X) + rest["lambda"] / 2 * squares


def conv_net(X, F, G, b, Y, **rest):
    batch, _, rows, columns = X.shape
    padded = np.pad(X, ((0, 0), (0, 0), (1, 1), (1, 1)))
    maps = np.zeros((batch, F.shape[0], rows, columns), dtype=complex)
    for i in range(rows):
        for j in range(columns):
            window = padded[:, :, i : i + 3, j : j + 3]
            maps[:, :, i, j] = np.einsum("ncij,ocij->no", window, F)
    maps = relu(maps)
    pooled = np.zeros((batch, F.shape[0], rows // 2, columns // 2), dtype=complex)
    for i in range(rows // 2):
        for j in range(columns // 2):
            window = maps[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2].reshape(batch, -1, 4)
            best = np.argmax(np.real(window), axis=2)
            pooled[:, :, i, j] = np.take_along_axis(window, best[:, :, None], 2)[:, :, 0]
    scores = np.einsum("nchw,oc->nohw", pooled, G[:, :, 0, 0])
    means = np.mean(scores, axis=(2, 3)) + b
    return cross_entropy(means, Y) / batch + rest["lambda"] * (np.sum(F**2) + np.sum(G**2))


def distribution(n):
    p = numbers(n, low=0.1, high=1.0)
    p[-1] = np.round(np.sum(p) * 0.2, 4)
    return p


def signs(n):
    return np.where(random.uniform(size=n) < 0.5, -1.0, 1.0)


MODELS = [
    (least_squares, {"m": 5, "n": 3}, lambda m, n: {"X": numbers(m, n), "y": numbers(m), "w": numbers(n)}),
    (svm, {"k": 4, "n": 3}, lambda k, n: {
        "W": numbers(k, n), "x": numbers(n), "y": one_hot(1, k)[0], "lambda": 0.05}),
    (svm_squared, {"m": 6, "n": 3}, lambda m, n: {
        "X": numbers(m, n), "y": signs(m), "w": numbers(n), "b": 0.3, "lambda": 0.1}),
    (softmax, {"m": 4, "n": 3, "k": 5}, lambda m, n, k: {
        "X": numbers(m, n), "W": numbers(n, k), "Y": one_hot(m, k), "lambda": 0.01}),
    (entropy, {"n": 4}, lambda n: {"p": distribution(n)}),
    (divergence, {"n": 4}, lambda n: {"p": distribution(n), "z": numbers(n)}),
    (elastic_net, {"m": 6, "n": 4}, lambda m, n: {
        "X": numbers(m, n), "y": numbers(m), "w": numbers(n), "lambda": 0.3, "alpha": 0.25}),
    (two_layer, {"m": 4, "n": 3, "h": 5, "k": 2}, lambda m, n, h, k: {
        "X": numbers(m, n), "Y": one_hot(m, k), "W1": numbers(n, h), "b1": numbers(h),
        "W2": numbers(h, k), "b2": numbers(k), "lambda": 0.02}),
    (conv_net, {}, lambda: {
        "X": numbers(2, 2, 6, 6), "F": numbers(3, 2, 3, 3), "G": numbers(4, 3, 1, 1), "b": numbers(4),
        "Y": one_hot(2, 4), "lambda": 0.001}),
]


def listed(x):
    return np.asarray(x).tolist()


for model, dims, point in MODELS:
    while True:
        at = {name: np.asarray(value) for name, value in point(**dims).items()}
        try:
            value = np.real(model(**at))
            break
        except NearKink:
            pass
    gradient = {}
    for name, own in at.items():
        slopes = np.zeros(own.shape)
        for place in np.ndindex(own.shape):
            moved = own.astype(complex)
            moved[place] += 1j * H
            slopes[place] = np.imag(model(**{**at, name: moved})) / H
        gradient[name] = slopes
    row = {
        "file": model.__name__ + ".sd",
        "dims": dims,
        "at": {name: listed(own) for name, own in at.items()},
        "value": float(value),
        "gradient": {name: listed(own) for name, own in gradient.items()},
    }
    print(json.dumps(row))
