"""TensorFlow Playground's engine, nn.ts, in node: the same networks, rows and batches, timed in turns with ours."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.peers import Ours

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = """
import * as nn from "./nn.js";
import { createInterface } from "node:readline";
const { shape, hidden, output, rows, targets, batch, rate } = JSON.parse(process.argv[2]);
const ids = rows[0].map((_, i) => `x${i}`);
const network = nn.buildNetwork(shape, nn.Activations[hidden], nn.Activations[output], null, ids);
function epochs(count) {
  for (let epoch = 0; epoch < count; epoch += 1) {
    for (let i = 0; i < rows.length; i += 1) {
      nn.forwardProp(network, rows[i]);
      nn.backProp(network, targets[i], nn.Errors.SQUARE);
      if ((i + 1) % batch === 0) nn.updateWeights(network, rate, 0);
    }
  }
}
epochs(20); // until node has compiled it
for await (const line of createInterface({ input: process.stdin })) {
  const start = process.cpuUsage();
  epochs(Number(line));
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1e6);
}
"""


class NnTs:
    """It answers a number of epochs with the seconds of processor time that they took."""

    def __init__(self, source: Path, workload):
        node, npx = shutil.which("node"), shutil.which("npx")
        if not (node and npx):
            raise SystemExit("nn.ts needs node and npx")
        self.folder = tempfile.TemporaryDirectory()
        folder = Path(self.folder.name)
        shutil.copy(source, folder / "nn.ts")
        (folder / "package.json").write_text('{"type": "module"}')
        compiled = [npx, "tsc", "--target", "es2022", "--module", "es2022", "--ignoreConfig", str(folder / "nn.ts")]
        subprocess.run(compiled, cwd=ROOT, capture_output=True, check=False)  # it complains of types, and compiles
        (folder / "run.js").write_text(SCRIPT)
        network, training = workload.network, workload.training
        what = {
            "shape": list(network.sizes),
            "hidden": network.activations[1].upper(),
            "output": network.activations[-1].upper(),
            "rows": workload.inputs.tolist(),
            "targets": workload.targets[:, 0].tolist(),
            "batch": workload.batch,
            "rate": training.learning_rate,
        }
        self.process = subprocess.Popen(
            [node, "run.js", json.dumps(what)], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def epochs(self, count: int) -> float:
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)
        self.folder.cleanup()


def beside(source: Path, workload, rounds: int, clock) -> dict[str, list[float]]:
    """Seconds of as many epochs by each of the two, in turns."""
    ours, theirs, count = Ours(workload), NnTs(source, workload), 40
    ours.start(workload.theta)
    ours.epochs(count)
    times: dict[str, list[float]] = {"ours": [], "nn.ts": []}
    for _ in range(rounds):
        start = clock()
        ours.epochs(count)
        times["ours"].append((clock() - start) / count)
        times["nn.ts"].append(theirs.epochs(count) / count)
    theirs.close()
    return times
