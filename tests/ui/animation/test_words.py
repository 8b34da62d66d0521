"""The line of text in a frame."""

import math
from dataclasses import replace

import nncore as nn
from nncore.training import untrained
from ui.animation import words

BLANK = untrained(nn.Experiment(nn.Data("circle"), nn.dense(2, 3, 1)))
TRAINED = replace(
    BLANK, epoch=1200, train_loss=0.12, test_loss=0.1512, train_accuracy=0.99, test_accuracy=0.9375
)  # fmt: skip


def test_it_says_epoch_losses_and_the_accuracy_of_what_is_held_out():
    assert words(TRAINED, False) == "epoch 1,200 · training loss 0.12 · held-out loss 0.151 · accuracy 93.8 %"


def test_for_values_it_says_r_squared():
    assert words(TRAINED, True).endswith(" · R² 0.938")


def test_without_rows_held_out_the_accuracy_is_that_of_the_training_rows():
    alone = replace(TRAINED, test_loss=math.nan, test_accuracy=math.nan)
    assert words(alone, False) == "epoch 1,200 · training loss 0.12 · accuracy 99 %"


def test_what_has_no_number_is_left_out():
    assert words(BLANK, False) == "epoch 0"
