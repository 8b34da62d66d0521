"""Records PyTorch's trajectories for tests/nncore/test_optimizers.py; run it where torch is installed.

Problem: the Rosenbrock valley in four variables, float64, fifty steps.
"""

import json
from pathlib import Path

import torch

START = [-1.2, 1.0, 0.5, -0.7]
STEPS = 50
RUNS = {
    "sgd": (torch.optim.SGD, {"lr": 1e-4}),
    "momentum": (torch.optim.SGD, {"lr": 1e-4, "momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"lr": 1e-4, "momentum": 0.9, "nesterov": True}),
    "adagrad": (torch.optim.Adagrad, {"lr": 0.05, "eps": 1e-8}),
    "rmsprop": (torch.optim.RMSprop, {"lr": 0.01, "alpha": 0.9, "eps": 1e-8}),
    "adam": (torch.optim.Adam, {"lr": 0.05, "betas": (0.9, 0.999), "eps": 1e-8}),
    "adamw": (torch.optim.AdamW, {"lr": 0.05, "betas": (0.8, 0.99), "eps": 1e-8, "weight_decay": 0.1}),
}


def rosenbrock(w):
    return (100 * (w[1:] - w[:-1] ** 2) ** 2 + (1 - w[:-1]) ** 2).sum()


def trajectory(make, options):
    w = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = make([w], **options)
    path = [w.tolist()]
    for _ in range(STEPS):
        optimizer.zero_grad()
        rosenbrock(w).backward()
        optimizer.step()
        path.append(w.tolist())
    return path


if __name__ == "__main__":
    record = {name: {"options": options, "path": trajectory(make, options)} for name, (make, options) in RUNS.items()}
    text = json.dumps({"torch": torch.__version__, "runs": record})
    Path(__file__).with_name("optimizers.json").write_text(text + "\n")
