"""Whatever a visitor does, in any order: the session stays sound, and what a tab or a link keeps is the same one."""

import json
from dataclasses import replace

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import nncore as nn
from nncore import OPTIMIZERS, Data, Experiment, Training, dense
from ui.core.links import link_of, opened_from_link
from ui.core.saving import opened_from_record, record_of
from ui.core.session import Session

SMALL = Experiment(Data("circle", samples=20), dense(2, 2, 1, output="tanh"), Training(batch_size=4))
UNITS = st.sampled_from(["0.0", "0.1", "0.2", "1.0", "1.1", "2.0", "3.0"])
EDITS = st.one_of(
    st.builds(lambda layer: {"kind": "add_unit", "layer": layer}, st.integers(0, 3)),
    st.builds(lambda id: {"kind": "remove_unit", "id": id}, UNITS),
    st.builds(lambda at, size: {"kind": "add_layer", "at": at, "size": size}, st.integers(1, 3), st.integers(1, 3)),
    st.builds(lambda layer: {"kind": "remove_layer", "layer": layer}, st.integers(0, 3)),
    st.builds(lambda one, other: {"kind": "connect", "id": f"{one}>{other}"}, UNITS, UNITS),
    st.builds(lambda one, other: {"kind": "disconnect", "id": f"{one}>{other}"}, UNITS, UNITS),
    st.builds(
        lambda one, other, value: {"kind": "set_weight", "id": f"{one}>{other}", "value": value},
        UNITS, UNITS, st.floats(-9, 9),
    ),
    st.builds(
        lambda layer, name: {"kind": "activate", "layer": layer, "name": name},
        st.integers(0, 3), st.sampled_from(sorted(nn.ACTIVATIONS)),
    ),
    st.builds(
        lambda index, value: {"kind": "set_input", "index": index, "value": value}, st.integers(0, 3), st.floats(-9, 9)
    ),
    st.builds(lambda name: {"kind": "preset", "name": name}, st.sampled_from(["and", "xor", "slope", "transactions"])),
    st.sampled_from([{"kind": "undo"}, {"kind": "redo"}]),
)  # fmt: skip


class Visit(RuleBasedStateMachine):
    """One visitor's session."""

    @initialize()
    def begin(self):
        self.session = Session(SMALL)

    @rule(edit=EDITS)
    def edit(self, edit):
        reason = self.session.edit(edit)
        assert isinstance(reason, str)

    @rule(epochs=st.integers(1, 4))
    def train(self, epochs):
        self.session.advance(epochs=epochs)

    @rule(steps=st.integers(0, 7), samples=st.integers(0, 9))
    def train_within_an_epoch(self, steps, samples):
        if steps or samples:
            self.session.advance(steps=steps, samples=samples)

    @rule(epoch=st.integers(-1, 30))
    def seek(self, epoch):
        assert self.session.seek(epoch)

    @rule()
    def reset(self):
        self.session.reset()

    @rule()
    def reseed(self):
        self.session.reseed()

    @rule()
    def fit(self):
        assert isinstance(self.session.fit(), str)

    @rule(optimizer=st.sampled_from(sorted(OPTIMIZERS)), rate=st.sampled_from([0.01, 0.3, 50.0]))
    def set_training(self, optimizer, rate):
        training = replace(self.session.experiment.training, optimizer=optimizer, learning_rate=rate)
        assert isinstance(self.session.configure(training=training), str)

    @rule(name=st.sampled_from(["circle", "rings", "sine", "and", "transactions"]))
    def set_data(self, name):
        data = Data(name, samples=20) if nn.DATASETS[name].samples else Data(name)
        assert isinstance(self.session.configure(data=data), str)

    @rule()
    def come_back_with_the_tabs_record(self):
        record = record_of(self.session)
        if record is None:
            assert self.session.fresh
            return
        other = Session(SMALL)
        other.open(opened_from_record(json.loads(json.dumps(record))))
        same_place(self.session, other)
        for one in (self.session, other):
            one.advance(epochs=1)
        same_place(self.session, other)
        self.session = other

    @rule()
    def open_a_link(self):
        if not np.abs(self.session.theta).max(initial=0) < 1e15:
            return  # diverged: weights beyond what a drawing may have
        other = Session(SMALL)
        other.open(opened_from_link(link_of(self.session)))
        same_place(self.session, other)

    @invariant()
    def sound(self):
        session = self.session
        network = session.experiment.network
        assert session.history.first <= session.position <= session.history.last
        assert session.theta.shape == (network.size,)
        assert len(session.inputs) == network.sizes[0]
        assert np.isfinite(session.theta).all()
        assert session.problem == nn.misfit(session.experiment)
        if not session.problem:
            assert 0 <= session.sample < max(len(session.rows), 1)


def same_place(one, other):
    assert other.position == one.position
    assert other.experiment == one.experiment
    assert np.array_equal(other.theta, one.theta)
    assert other.inputs == one.inputs


TestVisit = Visit.TestCase
TestVisit.settings = settings(max_examples=25, stateful_step_count=20, deadline=None, derandomize=True)
