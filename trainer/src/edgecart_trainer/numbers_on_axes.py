"""Round numbers for the axes of charts."""

import math


def ticks(low: float, high: float, about: int) -> list[float]:
    """Round numbers in equal steps, the first not above ``low`` and the last not below ``high``; two at least."""
    span = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / about))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * about >= span * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    # Divided by a whole number where the step is a fraction, so that 3 tenths are 0.3.
    return [round(at * step, 12) for at in range(first, max(last, first + 1) + 1)]
