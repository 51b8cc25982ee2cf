"""Edgecart's trainer: from anonymous records and baskets to the model that runs in the shopper's browser."""

import os

# Both are read when Keras and TensorFlow are first imported, which may be by any of our modules.
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# oneDNN picks its order of summation by the machine; without it, the same seed gives the same model on more of them.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
