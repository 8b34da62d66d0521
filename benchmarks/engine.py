# ruff: noqa: E402 – the number of threads has to be set before NumPy is imported
"""How fast the engine trains, beside textbook NumPy, PyTorch, Keras and scikit-learn where installed.

    python benchmarks/engine.py [--only steps,batches,…] [--rounds 7] [--wall] [--json FILE]

One thread, processor time (a busy machine would spoil the clock on the wall; --wall takes it). The engines
of a workload start from the same weights, take turns, and have to end at the same
cost; ratios are medians over the rounds, each the quotient of two runs that stood side by side.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import argparse
import json
import platform
import sys
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.nn_ts import beside
from benchmarks.peers import Ours, Ours32, Textbook, peers
from nncore.data.table_rows import read_pima
from nncore.network import Network, dense
from nncore.parameters import Parameters, initialize
from nncore.program import Evaluator, Grid, Program, Race
from nncore.propagation import cost, forward
from nncore.settings import Training


@dataclass(frozen=True)
class Workload:
    """A network, its settings and seeded rows."""

    name: str
    network: Network
    training: Training
    count: int

    @cached_property
    def inputs(self):
        return np.random.default_rng(1).normal(size=(self.count, self.network.sizes[0]))

    @cached_property
    def targets(self):
        """A ring: 1 where the first two inputs lie near 0. Shape (rows, 1)."""
        return (np.hypot(*self.inputs.T[:2]) < 1.2).astype(float)[:, None]

    @cached_property
    def order(self):
        return np.random.default_rng(2).permutation(self.count)

    @cached_property
    def theta(self):
        return initialize(self.network, "glorot_uniform", np.random.default_rng(3)).theta

    def orders(self, count, shuffle):
        """The order of rows of each of `count` epochs."""
        generator = np.random.default_rng(4)
        return (generator.permutation(self.count) if shuffle else self.order for _ in range(count))

    @property
    def batch(self):
        return self.training.batch_size or self.count

    @property
    def steps(self):
        return -(-self.count // self.batch)

    def cost(self, theta):
        trace = forward(self.network, Parameters(self.network, theta), self.inputs)
        return cost(self.network, trace, self.targets, self.training.loss)


PLAYGROUND = Training(loss="half_mse", optimizer="sgd", learning_rate=0.03, batch_size=10)
ADAM = Training(loss="binary_crossentropy", optimizer="adam", learning_rate=0.001, batch_size=10)
W1 = Workload("W1  8-12-8-1 ReLU, Adam", dense(8, 12, 8, 1, hidden="relu"), ADAM, 768)
W2 = Workload("W2  2-4-2-1 tanh, SGD", dense(2, 4, 2, 1, output="tanh"), PLAYGROUND, 250)
W3 = Workload("W3  7-8×6-1 tanh, SGD", dense(7, *[8] * 6, 1, output="tanh"), PLAYGROUND, 250)
W4 = Workload(
    "W4  2-64-64-1 tanh, Adam, all 1000 rows",
    dense(2, 64, 64, 1, output="tanh"),
    replace(PLAYGROUND, optimizer="adam", learning_rate=0.001, batch_size=0),
    1000,
)


def linear_output(workload):
    """The same with a linear output, which is what scikit-learn has for squared errors."""
    return replace(workload, network=workload.network.activate(workload.network.depth, "linear"))


# -------------------------------------------------------------------- measuring


clock = process_time


def seconds(run):
    start = clock()
    run()
    return clock() - start


def side_by_side(runs, rounds):
    """Seconds of each run, a list a name; the runs take turns so that a busy machine hurts all alike."""
    times = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            times[name].append(seconds(run))
    return times


def ratio(times, slow, fast):
    """How many times longer `slow` took: the median over the rounds."""
    return median(a / b for a, b in zip(times[slow], times[fast], strict=True))


def measure(workload, engines, rounds, budget=0.08):
    """Microseconds a step and ratio to ours of every engine; all have to end at one cost."""
    made = {name: engine(workload) for name, engine in engines.items()}
    epochs = {}
    for name, engine in made.items():
        engine.start(workload.theta)
        engine.epochs(1)
        once = seconds(lambda engine=engine: engine.epochs(1))
        epochs[name] = max(1, round(budget / once))
    check_same_end(workload, made)

    def turn(name):
        made[name].epochs(epochs[name])

    for name in made:
        made[name].start(workload.theta)
    times = side_by_side({name: (lambda name=name: turn(name)) for name in made}, rounds)
    each = {n: [t / epochs[n] / workload.steps * 1e6 for t in times[n]] for n in times}
    return {name: {"µs": median(each[name]), "ratio": ratio(each, name, "ours")} for name in each}


def check_same_end(workload, made, epochs=3):
    ends = {}
    for name, engine in made.items():
        engine.start(workload.theta)
        engine.epochs(epochs, shuffle=False)
        ends[name] = workload.cost(engine.theta())
    for name, end in ends.items():
        tolerance = 1e-9 if name in ("ours", "textbook NumPy") else 2e-3  # the others count in float32
        if abs(end - ends["ours"]) > tolerance * ends["ours"]:
            raise SystemExit(f"{workload.name}: {name} ends at cost {end:.6f}, ours at {ends['ours']:.6f}")


# -------------------------------------------------------------------- what is measured


def steps(rounds):
    """A training step of W1 to W4."""
    rows = {}
    for workload in (W1, W2, W3, W4):
        engines = peers()
        sklearn = engines.pop("scikit-learn", None)
        rows[workload.name] = measure(workload, engines, rounds)
        if sklearn and workload.training.loss == "half_mse":
            pair = {"ours": Ours, "scikit-learn": sklearn}
            rows[workload.name]["scikit-learn"] = measure(linear_output(workload), pair, rounds)["scikit-learn"]
        elif sklearn:
            pair = {"ours": Ours, "scikit-learn": sklearn}
            rows[workload.name]["scikit-learn"] = measure(workload, pair, rounds)["scikit-learn"]
    return rows


def numpy_only():
    return {"ours": Ours, "ours float32": Ours32, "textbook NumPy": Textbook}


def batches(rounds):
    """W1 to W3 by batch size."""
    rows = {}
    for workload in (W1, W2, W3):
        for size in (1, 5, 10, 30, 250):
            training = replace(workload.training, batch_size=size)
            sized = replace(workload, training=training, name=f"{workload.name[:2]} batch {size}")
            rows[sized.name] = measure(sized, numpy_only(), rounds)
    return rows


def growth(rounds):
    """How a step grows with width, depth and rows in the batch."""
    rows = {}
    for width in (4, 16, 64, 256):
        net = dense(2, width, width, 1, output="tanh")
        name = f"2-{width}-{width}-1, batch 10"
        rows[name] = measure(Workload(name, net, PLAYGROUND, 250), numpy_only(), rounds)
    for depth in (1, 2, 4, 8):
        net = dense(2, *[8] * depth, 1, output="tanh")
        name = f"2-8×{depth}-1, batch 10"
        rows[name] = measure(Workload(name, net, PLAYGROUND, 250), numpy_only(), rounds)
    for count in (100, 1000, 10_000):
        training = replace(PLAYGROUND, batch_size=0)
        name = f"2-8-8-1, full batch of {count}"
        net = dense(2, 8, 8, 1, output="tanh")
        rows[name] = measure(Workload(name, net, training, count), numpy_only(), rounds)
    return rows


def live(rounds):
    """What live training does: an epoch, then the costs of the training and of as many test rows."""
    rows = {}
    for workload in (W2, W3):
        program = Program(workload.network, workload.training, workload.inputs, workload.targets)
        evaluate = Evaluator(
            workload.network,
            workload.training.loss,
            (workload.inputs, workload.targets),
            (-workload.inputs, workload.targets),
        )
        program.load(workload.theta)
        generator = np.random.default_rng(0)

        def epochs(program=program, evaluate=evaluate, generator=generator):
            for _ in range(200):
                program.epoch(generator.permutation(250))
                evaluate(program.theta)

        took = median(side_by_side({"live": epochs}, rounds)["live"]) / 200
        rows[f"{workload.name[:2]} epoch + 500 rows"] = {"ours": {"µs": took * 1e6, "epochs/s": 1 / took}}
    return rows


def grid(rounds):
    """Every unit of W3's network on 100 × 100 points."""
    axis = np.linspace(-6, 6, 100)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    features = np.column_stack([points, points**2, points.prod(axis=1), np.sin(points)])
    ours = Grid(W3.network, features)
    parameters = Parameters(W3.network, W3.theta)
    runs = {"ours": lambda: ours(W3.theta), "readable": lambda: forward(W3.network, parameters, features)}
    times = side_by_side(runs, rounds * 10)
    cells = {name: {"µs": median(times[name]) * 1e6, "ratio": ratio(times, name, "ours")} for name in times}
    return {"W3 on 100 × 100 points": cells}


def together(rounds):
    """Four networks trained in one program, against one after another."""
    rows = {}
    for workload in (W1, W2, W3):
        four = [replace(workload.training, learning_rate=rate) for rate in (0.001, 0.003, 0.01, 0.03)]
        rows[f"{workload.name[:2]} four learning rates"] = four_at_once(workload, four, rounds)
    kinds = [replace(W2.training, optimizer=name) for name in ("sgd", "momentum", "rmsprop", "adam")]
    rows["W2 four optimisers"] = four_at_once(W2, kinds, rounds)
    return rows


def four_at_once(workload, four, rounds):
    data = workload.inputs, workload.targets
    orders = [np.random.default_rng(seed).permutation(workload.count) for seed in range(4)]
    thetas = [initialize(workload.network, "glorot_uniform", np.random.default_rng(seed)).theta for seed in range(4)]
    programs = [Program(workload.network, training, *data) for training in four]
    crowd = Race(workload.network, four, *data)

    def one_after_another(epochs=10):
        for program, order in zip(programs, orders, strict=True):
            for _ in range(epochs):
                program.epoch(order)

    def at_once(epochs=10):
        for _ in range(epochs):
            crowd.epoch(orders)

    def begin():
        for program, theta in zip(programs, thetas, strict=True):
            program.load(theta)
        crowd.load(thetas)

    begin()
    one_after_another(3)
    at_once(3)
    ends = [workload.cost(program.theta) for program in programs]
    if not np.allclose([workload.cost(theta) for theta in crowd.thetas], ends, rtol=1e-9):
        raise SystemExit(f"{workload.name}: the race ends elsewhere than its runners alone")
    begin()
    times = side_by_side({"ours": at_once, "one after another": one_after_another}, rounds)
    steps = 10 * workload.steps
    cells = {name: median(times[name]) / steps * 1e6 for name in times}
    return {n: {"µs": cells[n], "ratio": ratio(times, n, "ours")} for n in times}


def pima(rounds):
    """The article's run: 150 epochs of 8-12-8-1 on the 768 women, batch 10."""
    table = np.array(list(read_pima().rows()), float)

    class Women(Workload):
        inputs, targets = table[:, :-1], table[:, -1:]

    network = dense(8, 12, 8, 1, hidden="relu")
    women = Women("Pima", network, ADAM, len(table))
    engines = {name: made for name, made in peers().items() if name in ("ours", "textbook NumPy", "Keras (JAX)")}
    made = {name: engine(women) for name, engine in engines.items()}
    check_same_end(women, made, epochs=1)
    for engine in made.values():
        engine.start(women.theta)
    runs = {name: (lambda engine=engine: engine.epochs(150)) for name, engine in made.items()}
    times = side_by_side(runs, max(3, rounds // 2))
    cells = {n: {"µs": median(times[n]) * 1e6, "ratio": ratio(times, n, "ours")} for n in times}
    return {"Pima, 150 epochs": cells}


def nn_ts(source, rounds):
    """A step beside TensorFlow Playground's nn.ts in node; the last column is our share of its time."""
    rows = {}
    for workload in (W2, W3):
        times = beside(source, workload, rounds, clock)
        cells = {name: {"µs": median(taken) / workload.steps * 1e6, "ratio": 1} for name, taken in times.items()}
        share = ratio(times, "ours", "nn.ts")
        rows[f"{workload.name[:2]}, {share:.2f} of nn.ts"] = cells
    return rows


PARTS = {
    "steps": steps,
    "live": live,
    "grid": grid,
    "race": together,
    "pima": pima,
    "batches": batches,
    "growth": growth,
}


def show(title, rows):
    columns = list(dict.fromkeys(name for cells in rows.values() for name in cells))
    width = max(map(len, rows))
    print(f"\n{title}\n{'':{width}}  " + "".join(f"{name:>24}" for name in columns))
    for row, cells in rows.items():
        print(f"{row:{width}}  " + "".join(f"{cell(cells.get(name)):>24}" for name in columns), flush=True)


def cell(value):
    if value is None:
        return "–"
    if "epochs/s" in value:
        return f"{value['µs']:.0f} µs  {value['epochs/s']:,.0f} epochs/s"
    return f"{value['µs']:,.1f} µs" + (f"  {value['ratio']:5.1f} ×" if value["ratio"] != 1 else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(PARTS), help="parts to run, of: " + ", ".join(PARTS))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--wall", action="store_true", help="take the clock on the wall")
    parser.add_argument("--nn", metavar="FILE", type=Path, help="TensorFlow Playground's nn.ts, to run beside ours")
    options = parser.parse_args()
    if options.wall:
        global clock
        clock = perf_counter
    print(f"Python {platform.python_version()}, NumPy {np.__version__}; µs a step and how many times ours it is")
    result = {}
    for name in options.only.split(","):
        result[name] = PARTS[name](options.rounds)
        show(PARTS[name].__doc__.strip(), result[name])
    if options.nn:
        result["nn.ts"] = nn_ts(options.nn, options.rounds)
        show(nn_ts.__doc__.strip(), result["nn.ts"])
    if options.json:
        Path(options.json).write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
