"""A training on top of the last model: one pass over the visits, all choices as they were.

Graph, popularity, what rises and personas are counted anew; they cost seconds. The blend is not tuned again: the last
model has seen most of what is held out for that today.
"""

from .budget import Budget
from .last_model import LastModel
from .learn import RECIPES, Choices, Learned, Recipe
from .popularity import FADES
from .published import PublishError


def made_by(choices: Choices, recipe: Recipe, learned: Learned) -> dict[str, str | float]:
    """For the manifest: how a model was made."""
    return {
        "recipe": recipe.name,
        "graph_exponent": choices.exponent,
        "graph_steps": choices.steps,
        "rise": choices.rise,
        "fade": choices.fade,
        "trust": choices.trust,
        "popularity_weight": round(learned.encoder.popularity, 4),
    }


def taken_over(last: LastModel, budget: Budget) -> tuple[Choices, Recipe]:
    """Raises PublishError for a model that does not tell how it was made."""
    made = last.made
    recipe = next((one for one in RECIPES if one.name == made.get("recipe")), None)
    numbers = [made.get(name) for name in ("graph_exponent", "graph_steps", "rise", "trust")]
    # Models from before it could fade do not name it.
    fade = made.get("fade", FADES[0])
    if recipe is None or fade not in FADES or not all(isinstance(number, int | float) for number in numbers):
        raise PublishError(
            f"the model {last.version[:12]} does not tell how it was made, so there is nothing to go on with: train once "
            "without --from"
        )
    exponent, steps, rise, trust = (float(number) for number in numbers)
    layouts = budget.layouts(last.model.vectors.shape[1])
    layout = next((one for one in layouts if one.bits == last.model.bits), layouts[-1])
    return Choices(layout, exponent, int(steps), last.model.blend, rise, trust, fade), recipe
