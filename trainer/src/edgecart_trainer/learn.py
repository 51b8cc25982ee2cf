"""Learns item vectors, encoder and graph from visits, and chooses by validation how they make one model."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from .average import averaged
from .blend import OBJECTIVE, tune_blend
from .budget import Budget, Layout
from .content import TRUSTS, USUAL_TRUST, described_vectors, placed
from .evaluate import Task
from .first_vectors import first_vectors
from .graph import EXPONENTS, Graph, learned_pairs, walks
from .item_vectors import vector_tensors
from .last_model import Before, start_vectors, turned_back
from .model import Blend, Model
from .options import TrainOptions
from .personas import Persona
from .popularity import FADES, Prior, popularity, popularity_of_late, prior
from .progress import Progress, say
from .quantise import quantise_popularity, quantise_shares
from .rising import STRENGTHS, rising
from .visits import Visits

# Of the validation part. Chance picks less among 40,000 than among 10,000: .06 points of hit rate on RetailRocket.
MOST_SESSIONS = 40_000
# Taken while there is nothing to tune on.
WITHOUT_VALIDATION = {"exponent": 0.3, "steps": 1, "graph_share": 0.2, "decay": 8.0}


@dataclass(frozen=True)
class Recipe:
    """How to train. ``dropout``: share of each vector; ``backward``: what paths walked backwards count."""

    name: str
    dropout: float
    backward: float
    epochs: int


# The first for plenty of data for each item, the second for little; the validation part decides.
RECIPES = (Recipe("plenty", 0.2, 0.0, 8), Recipe("sparse", 0.3, 0.5, 4))
# Of an item that nobody wants yet beside the most wanted one, where items share a codebook.
LEAST_WEIGHT = 0.1
# Between the seeds of the runs whose mean is taken.
RUN_STEP = 1000
# On top of what is known already: one pass, in small steps.
DAILY_EPOCHS = 1
DAILY_RATE = 1e-3


@dataclass(frozen=True)
class Choices:
    """What the validation part decides. ``layout``: how the bytes are spent; ``exponent``, ``steps``: see graph.walks;
    ``rise``: what an item's rise counts, see rising.py; ``trust``: see content.placed; ``fade``: see popularity.FADES."""

    layout: Layout
    exponent: float
    steps: int
    blend: Blend
    rise: float = 0.0
    trust: float = USUAL_TRUST
    fade: float = 0.0
    value: float = 0.0


@dataclass(frozen=True)
class Learned:
    """What was learned, not yet rounded. ``encoder``: a TrainedEncoder; ``popularity``: [N] each, by how it fades;
    ``wanted``: [N] how often each item was;
    ``described``: [N, d] item vectors by description, where the catalogue has any; ``likeness``: mean cosine with the
    vectors of the model that it went on from; ``runs``: what ``encoder`` is the mean of."""

    encoder: "TrainedEncoder"  # noqa: F821  (its module loads Keras, which takes seconds)
    pairs: sparse.csr_matrix
    popularity: dict[float, np.ndarray]
    rising: np.ndarray
    wanted: np.ndarray
    described: np.ndarray | None = None
    likeness: float = 0.0
    runs: "tuple[TrainedEncoder, ...]" = ()  # noqa: F821

    def vectors(self, trust: float) -> np.ndarray:
        if self.described is None:
            return self.encoder.vectors
        return placed(self.encoder.vectors, self.wanted, self.described, trust)

    def graph(self, exponent: float, steps: int, neighbours: int, rise: float) -> Graph:
        return walks(self.pairs, exponent, steps, neighbours, np.exp(rise * self.rising))

    def prior(self, rise: float, fade: float) -> Prior:
        return prior(self.popularity[fade], max(self.encoder.popularity, 0.05), rise * self.rising)

    def blend(self, repeats: bool, rise: float = 0.0, fade: float = 0.0) -> Blend:
        """``repeats``: whether the data says what comes again. Carts do not: in training nothing is taken twice, so what
        the encoder learned there would only keep a shopper's old favourites down."""
        encoder = self.encoder
        repeat = encoder.repeat if repeats else (0.0, 0.0)
        return Blend(encoder.temperature, self.prior(rise, fade).weight, 0.0, 2.0, repeat)

    def model(
        self, choices: Choices, items: list[str], categories: list[str], personas: list[Persona],
        kept: dict[str, np.ndarray], graph: Graph | None = None,
    ) -> Model:  # fmt: skip
        """Rounded to the types of the file."""
        layout = choices.layout
        graph = graph or self.graph(choices.exponent, choices.steps, layout.neighbours, choices.rise)
        narrow = np.uint16 if len(items) <= 65_535 else np.uint32
        tensors = {
            **kept,
            **vector_tensors(self.vectors(choices.trust), layout.bits, self.popularity[0.0] + LEAST_WEIGHT),
            "popularity": quantise_popularity(self.prior(choices.rise, choices.fade).values),
            "graph_items": graph.items[:, : layout.neighbours].astype(narrow),
            "graph_weights": quantise_shares(graph.weights[:, : layout.neighbours]),
            **self.encoder.tensors,
        }
        return Model(items, categories, personas, tensors, choices.blend)


def fit(
    visits: Visits, counts: np.ndarray, options: TrainOptions, recipe: Recipe, words: sparse.csr_matrix | None = None,
    before: Before | None = None, runs: int | None = None, after: Learned | None = None,
) -> Learned:  # fmt: skip
    """Learns from ``visits``. ``counts``: [N] how often each item was wanted; ``words``: see content.py; ``before``:
    what to go on from; ``runs``: the options' unless told; ``after``: what fewer runs of the very same have found."""
    # Late: Keras' backend takes seconds to load, and an unreadable log should be told at once.
    from .backend import prepare_backend

    prepare_backend(options.backend, options.threads, options.seed)
    from .encoder import Training, train_encoder

    size = len(counts)
    pairs = learned_pairs(visits, size, options.min_pair)
    first = first_vectors(pairs, options.dimensions, options.seed)
    epochs = options.epochs or (recipe.epochs if before is None else DAILY_EPOCHS)
    training = Training(
        dimensions=options.dimensions, epochs=epochs, seed=options.seed, dropout=recipe.dropout, backward=recipe.backward
    )
    # What goes on from a model has little chance in it that a mean would take out.
    runs = 1 if before is not None else (runs or options.runs)
    done = () if after is None else after.runs
    if before is not None:
        training = replace(training, learning_rate=DAILY_RATE)
        first = start_vectors(before, first)
    more = range(len(done), runs)
    if more:
        many = f"{int((visits.sizes >= 2).sum()):,} visits"
        say(f"Training on {options.backend}: {len(more)} x {epochs} epochs over {many} ...")
    bar = Progress(f"recipe {recipe.name}")
    wanted = popularity(counts)
    of_late = {fade: popularity_of_late(visits, size, fade) for fade in FADES if fade > 0}

    def run(number: int) -> "TrainedEncoder":  # noqa: F821
        def progress(done: int, total: int, loss: float) -> None:
            bar((number - more.start) * total + done, len(more) * total, f", loss {loss:.3f}")

        own = replace(training, seed=options.seed + RUN_STEP * number)
        return train_encoder(visits, first, wanted, counts, own, progress, before)

    found = (*done, *(run(number) for number in more))
    encoder = averaged(found)
    likeness = 0.0
    if before is not None:
        vectors, tensors, likeness = turned_back(before, encoder.vectors, encoder.tensors)
        encoder = replace(encoder, vectors=vectors, tensors=tensors)
    described = None if words is None else described_vectors(encoder.vectors, counts, words)
    return Learned(
        encoder, pairs, {0.0: wanted, **of_late}, rising(visits, size), counts, described, likeness, found
    )


def worth(
    learned: Learned, validation: list[Task], budget: Budget, model_of: Callable[[Learned, Choices], Model]
) -> float:
    """What it comes to on the validation part with the usual graph, to compare recipes by; ``choose`` takes ten times as long."""
    first = _first_choices(learned, validation, budget)
    return tune_blend(model_of(learned, first), _thinned(validation))[1]


def _first_choices(learned: Learned, validation: list[Task], budget: Budget) -> Choices:
    layout = budget.layouts(learned.encoder.vectors.shape[1])[-1]
    return Choices(layout, EXPONENTS[0], 1, learned.blend(any(task.repeats for task in validation)))


def _thinned(validation: list[Task]) -> list[Task]:
    stride = -(-sum(len(task.targets) for task in validation) // MOST_SESSIONS)
    return [task.pick(slice(None, None, stride)) for task in validation]


def choose(
    learned: Learned, validation: list[Task], budget: Budget, model_of: Callable[[Learned, Choices], Model]
) -> Choices:
    """Graph, rise, fade, layout, trust and blend that do best on the validation part, one after the other."""
    layouts = budget.layouts(learned.encoder.vectors.shape[1])
    if not validation:
        defaults = WITHOUT_VALIDATION
        blend = replace(learned.blend(repeats=False), decay=defaults["decay"])
        blend = replace(blend, graph=defaults["graph_share"] * float(np.exp(1.0 / blend.temperature)))
        return Choices(layouts[0], defaults["exponent"], defaults["steps"], blend)
    say("Choosing graph and blend on the validation part ...")
    validation = _thinned(validation)
    bar = Progress("choosing")
    tries = [(exponent, steps) for exponent in EXPONENTS for steps in (1, 2)]
    trusts = [] if learned.described is None else [trust for trust in TRUSTS if trust != USUAL_TRUST]
    repeats = any(task.repeats for task in validation)
    total = len(tries) + len(STRENGTHS) - 1 + len(FADES) - 1 + len(layouts) - 1 + len(trusts)
    done = 0

    def tried(choices: Choices) -> Choices:
        nonlocal done
        start = replace(choices, blend=learned.blend(repeats, choices.rise, choices.fade))
        blend, value = tune_blend(model_of(learned, start), validation)
        done += 1
        bar(done, total)
        return replace(choices, blend=blend, value=value)

    def best_of(*choices: Choices) -> Choices:
        return max(choices, key=lambda one: one.value)

    first = _first_choices(learned, validation, budget)
    best = best_of(*(tried(replace(first, exponent=exponent, steps=steps)) for exponent, steps in tries))
    best = best_of(best, *(tried(replace(best, rise=rise)) for rise in STRENGTHS[1:]))
    best = best_of(best, *(tried(replace(best, fade=fade)) for fade in FADES[1:]))
    best = best_of(best, *(tried(replace(best, layout=layout)) for layout in layouts[:-1]))
    best = best_of(best, *(tried(replace(best, trust=trust)) for trust in trusts))
    say(
        f"  {best.layout.bits} bits, {best.layout.neighbours} neighbours by walks of {best.steps}, exponent "
        f"{best.exponent}, rise {best.rise}, fade {best.fade}{f', trust {best.trust}' if trusts else ''}: {OBJECTIVE} = {best.value:.4f} "
        f"({best.blend})"
    )
    return best
