"""How likely so many are by chance: upper tails of the Poisson and negative binomial distributions."""

from math import exp, lgamma, log, log1p

TERMS = 2000  # beyond the mean; what follows is too small to matter


def tail(observed: int, mean: float, variance: float) -> float:
    """P(X ≥ observed) of a count with this mean and variance; no more variance than mean is Poisson."""
    if observed <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    size = mean * mean / (variance - mean) if variance > mean * (1 + 1e-9) else None
    term = exp(first_term(observed, mean, size))
    total, count = term, observed
    while count < observed + TERMS and term > total * 1e-15:
        term *= mean / (count + 1) if size is None else (count + size) / (count + 1) * mean / (size + mean)
        total, count = total + term, count + 1
    return min(total, 1.0)


def first_term(count: int, mean: float, size: float | None) -> float:
    """The logarithm of P(X = count); `size` is the negative binomial's, None for Poisson."""
    if size is None:
        return count * log(mean) - mean - lgamma(count + 1)
    chosen = lgamma(count + size) - lgamma(size) - lgamma(count + 1)
    return chosen - size * log1p(mean / size) + count * log(mean / (size + mean))
