"""Makes two trainings with the same seed alike, on either of Keras' backends."""

import os

BACKENDS = ("tensorflow", "torch")


class BackendError(Exception):
    """The backend is not installed; the message says how it is had."""


def choose_backend(name: str) -> None:
    """Must come before the first import of Keras, which is why the imports of training are late."""
    os.environ["KERAS_BACKEND"] = name
    try:
        __import__(name)
    except ImportError as error:
        extra = "pip install 'edgecart-trainer[torch]' (some 3 GB on Linux: it brings CUDA)"
        raise BackendError(
            f"--backend {name} needs the Python package {name}, which is not installed here: {extra}"
            if name == "torch"
            else f"--backend {name} needs the Python package {name}: {error}"
        ) from error


def prepare_backend(name: str, threads: int, seed: int) -> None:
    """``threads`` can't change once something was computed."""
    choose_backend(name)
    import keras

    if name == "torch":
        import torch

        torch.set_num_threads(threads)
        torch.use_deterministic_algorithms(True)
    else:
        import tensorflow as tf

        if tf.config.threading.get_intra_op_parallelism_threads() != threads:
            tf.config.threading.set_intra_op_parallelism_threads(threads)
            tf.config.threading.set_inter_op_parallelism_threads(1)
        tf.config.experimental.enable_op_determinism()
    keras.utils.set_random_seed(seed)
