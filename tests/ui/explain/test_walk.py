"""The steps of a walk, and how a selected neuron leads to one of them."""

from nncore import Unit, dense
from ui.explain.walk import forward_steps, next_step, not_yet_known, training_steps


def test_a_selected_neuron_leads_to_its_next_step_and_from_the_last_to_its_first():
    steps = training_steps(dense(2, 2, 1), by_layer=False)
    about = [number for number, step in enumerate(steps) if Unit(1, 0) in step.units]
    visited = [about[0]]
    for _ in about:
        visited.append(next_step(steps, Unit(1, 0), visited[-1]))
    assert visited == [*about, about[0]]


def test_a_neuron_without_a_step_leads_nowhere():
    steps = training_steps(dense(2, 1), by_layer=True)
    assert next_step(steps, Unit(0, 0), 1) == 1


def test_values_are_known_once_the_walk_has_computed_them():
    network = dense(2, 2, 1)
    steps = forward_steps(network, by_layer=False)
    assert not_yet_known(network, steps, 1, hide_last=False) == (Unit(1, 1), Unit(2, 0))
    assert not_yet_known(network, steps, 1, hide_last=True) == (Unit(1, 0), Unit(1, 1), Unit(2, 0))
