"""Reasons become sentences and keep the case of what they name."""

import pytest

from nncore.sentences import capitalised, sentence


@pytest.mark.parametrize("text, shown", [("the ReLU is dead", "The ReLU is dead"), ("x", "X"), ("", "")])
def test_only_the_first_letter_changes(text, shown):
    assert capitalised(text) == shown


def test_a_sentence_ends_with_a_full_stop():
    assert sentence("an AND gate has two inputs") == "An AND gate has two inputs."
