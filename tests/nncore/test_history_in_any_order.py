"""Play, halt, go back, change and undo in any order: every snapshot is the one that plain training gives."""

from dataclasses import replace
from unittest.mock import patch

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import nncore as nn
from nncore import Data, Experiment, History, Progress, Snapshot, Trainer, Training, dense
from nncore.drawing import carry

CIRCLE = Experiment(Data("circle", samples=24), dense(2, 3, 1, output="tanh"), Training(batch_size=5))
EXPERIMENTS = (
    CIRCLE,
    replace(CIRCLE, training=replace(CIRCLE.training, optimizer="adam", dropout=0.3)),
    replace(CIRCLE, training=replace(CIRCLE.training, optimizer="momentum", precision="float32", batch_size=0)),
    replace(CIRCLE, network=CIRCLE.network.add_unit(1)),
    replace(CIRCLE, network=CIRCLE.network.add_unit(0)),  # does not fit the data
    replace(CIRCLE, training=replace(CIRCLE.training, loss="binary_crossentropy")),  # nor does tanh this loss
    replace(CIRCLE, data=Data("points")),  # no rows at all
    replace(CIRCLE, network=dense(2, 3, 1, hidden="relu", output="linear"), training=Training(learning_rate=1e6)),
    replace(CIRCLE, training=replace(CIRCLE.training, stop_epoch=4)),
)


def same(a: Snapshot, b: Snapshot) -> bool:
    names = [name for name in Snapshot.__slots__ if name != "cause"]
    return all(np.array_equal(getattr(a, name), getattr(b, name), equal_nan=True) for name in names)


class Played(RuleBasedStateMachine):
    """shown: a snapshot, or an epoch on its way. plain: what training in one go gave for each branch."""

    @initialize(experiment=st.sampled_from(EXPERIMENTS))
    def begin(self, experiment):
        self.patches = [
            patch("nncore.program.training.batches_a_replay", lambda *_: 1),
            patch("nncore.history.MOST_BYTES", 14_000),
            patch("nncore.history.USUAL_BYTES", 7_000),
            patch("nncore.history.LEAST_KEPT", 4),
            patch("nncore.history.MOST_POINTS", 20),
        ]
        for each in self.patches:
            each.start()
        self.history, self.plain, self.places = History(experiment), {}, []
        self.shown = self.history.near(0)

    def teardown(self):
        for each in getattr(self, "patches", []):
            each.stop()

    @property
    def snapshot(self):
        return self.shown.snapshot if isinstance(self.shown, Progress) else self.shown

    def expected(self, epoch):
        """The snapshot of an epoch, trained from the start of its branch without halting or keeping."""
        branch = self.history.branch_at(epoch)
        passed = self.plain.setdefault(branch, [branch.start])
        while passed[-1].epoch < epoch:
            trainer = Trainer(branch.experiment, nn.make_dataset(branch.experiment))
            passed.append(trainer.epoch(passed[-1]))
        return passed[epoch - branch.start.epoch]

    def halting(self, asks):
        """Says to halt when asked for the `asks`-th time."""
        left = [asks]

        def halted():
            left[0] -= 1
            return left[0] <= 0

        return halted

    def arrive(self, reached):
        """Show what an advance has reached: never further than the next epoch."""
        before = self.snapshot
        if isinstance(reached, Progress):
            assert reached.snapshot is before
            assert reached.batch > (self.shown.batch if isinstance(self.shown, Progress) else 0)
        elif reached.cause:
            assert reached.epoch in (before.epoch, before.epoch + 1)
        else:
            assert reached.epoch == before.epoch + 1
        self.shown = reached

    @rule(asks=st.none() | st.integers(1, 4))
    def play(self, asks):
        self.arrive(self.history.after(self.shown, asks and self.halting(asks)))

    @rule(epochs=st.integers(1, 12))
    def play_long(self, epochs):
        for _ in range(epochs):
            self.play(None)

    @rule()
    def step(self):
        self.arrive(self.history.step(self.shown))

    @rule(share=st.floats(0, 1), asks=st.none() | st.integers(1, 4))
    def seek(self, share, asks):
        epoch = round(self.history.first + share * (self.history.last - self.history.first))
        self.shown = self.history.at(epoch, asks and self.halting(asks))
        assert self.shown.epoch == epoch or (asks and self.shown.epoch < epoch)

    @rule(share=st.floats(-1, 2))
    def drag(self, share):
        epoch = round(share * self.history.last)
        self.shown = self.history.near(epoch)
        assert self.shown.epoch <= max(epoch, self.history.first)

    @rule(experiment=st.sampled_from(EXPERIMENTS))
    def change(self, experiment):
        """As the session does: the weights stay as far as they fit, and the optimiser's state with them."""
        here = self.shown
        old, theta = self.history.experiment_at(self.snapshot.epoch), here.theta
        reached = replace(self.snapshot, state=here.state, steps=here.steps)
        if old.network != experiment.network:
            first = replace(experiment, theta=None).first_theta()
            theta = carry(old.network, theta, experiment.network, self._kept_in(experiment.network), first)
        same_kind = old.network == experiment.network and old.training.optimizer == experiment.training.optimizer
        start = self.history.begin(experiment, theta, self.snapshot.epoch, reached if same_kind else None)
        self.history.fork(experiment, start, "change")
        self.shown = start

    def _kept_in(self, network):
        def relocate(unit):
            there = unit.layer < len(network.layers) and unit.index < network.sizes[unit.layer]
            return unit if there else None

        return relocate

    @rule(experiment=st.sampled_from(EXPERIMENTS), epoch=st.sampled_from([0, 7]))
    def restart(self, experiment, epoch):
        start = self.history.begin(experiment, None, epoch)
        self.history.restart(experiment, start)
        self.shown = start

    @rule()
    def remember(self):
        self.places.append((self.history.place(self.snapshot.epoch), self.shown))

    @precondition(lambda self: self.places)
    @rule(data=st.data())
    def go_back(self, data):
        place, self.shown = data.draw(st.sampled_from(self.places))
        self.history.go(place)

    @invariant()
    def what_is_shown_is_what_plain_training_gives(self):
        run, epoch = self.history, self.snapshot.epoch
        assert run.first <= epoch <= run.last
        assert same(self.snapshot, self.expected(epoch))

    @invariant()
    def the_timeline_is_in_order(self):
        run = self.history
        starts = [branch.start.epoch for branch in run.chain]
        assert starts == sorted(set(starts))
        epochs = run.curves().epoch
        assert (np.diff(epochs) > 0).all()
        assert (epochs[0], epochs[-1]) == (run.first, run.last)


TestPlayed = Played.TestCase
TestPlayed.settings = settings(max_examples=100, stateful_step_count=30)
