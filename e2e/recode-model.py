"""Publishes a model again, with its item vectors in one bit a value: ``recode-model.py <folder of models> <other folder>``."""

import sys
from dataclasses import replace
from pathlib import Path

from edgecart_trainer.export import export
from edgecart_trainer.item_vectors import vector_tensors
from edgecart_trainer.load_model import load_model
from edgecart_trainer.publish import last_published, publish

models, other = (Path(argument) for argument in sys.argv[1:])
model = load_model(models / last_published(models)["version"])
coded = replace(model, tensors={**model.tensors, **vector_tensors(model.vectors, 1, model.popularity + 0.1)})
publish(other, export(coded, {}, {}, seed=1))
