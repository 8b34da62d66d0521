"""Writes the data sets of nncore/data/ready.py from packages that hold them; nncore/data/README.md lists the changes.

Run it where scikit-learn 1.9.1, palmerpenguins 0.1.6 and vega_datasets 0.9.0 are installed:
python tests/reference/record_ready_sets.py
"""

import csv
import gzip
import io
import json
from importlib.resources import files
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "nncore" / "data"
MISSING = "NA"

IRIS = ("sepal_length", "sepal_width", "petal_length", "petal_width", "species")
PENGUINS = {
    "island": "island",
    "bill_length_mm": "bill_length",
    "bill_depth_mm": "bill_depth",
    "flipper_length_mm": "flipper_length",
    "body_mass_g": "body_mass",
    "sex": "sex",
    "year": "year",
    "species": "species",
}
CARS = {
    "Cylinders": "cylinders",
    "Displacement": "displacement",
    "Horsepower": "horsepower",
    "Weight_in_lbs": "weight",
    "Acceleration": "acceleration",
    "Year": "model_year",
    "Origin": "origin",
    "Miles_per_Gallon": "mpg",
}
FIRST_OF_1982, CARS_OF_1981 = "1982-01-01", 29
"""vega_datasets dates the cars of 1981 one year late; the original has 29 of them, before those of 1982."""
SIDE = 8


def package_bytes(package, *path):
    return files(package).joinpath(*path).read_bytes()


def as_csv(header, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    return text.getvalue().encode()


def iris():
    first, *rows = csv.reader(package_bytes("sklearn", "datasets", "data", "iris.csv").decode().splitlines())
    species = first[2:]
    return as_csv(IRIS, [[*row[:-1], species[int(row[-1])]] for row in rows])


def penguins():
    rows = csv.DictReader(package_bytes("palmerpenguins", "data", "penguins.csv").decode().splitlines())
    return as_csv(PENGUINS.values(), [[row[name] or MISSING for name in PENGUINS] for row in rows])


def cars():
    known = [row for row in json.loads(package_bytes("vega_datasets", "_data", "cars.json")) if row["Miles_per_Gallon"]]
    late = [row for row in known if row["Year"] == FIRST_OF_1982][:CARS_OF_1981]
    for row in known:
        row["Year"] = 1981 if any(row is other for other in late) else int(row["Year"][:4])
    return as_csv(CARS.values(), [[MISSING if row[name] is None else row[name] for name in CARS] for row in known])


def digits():
    rows = csv.reader(
        gzip.decompress(package_bytes("sklearn", "datasets", "data", "digits.csv.gz")).decode().splitlines()
    )
    pixels = [f"pixel_{row}_{column}" for row in range(SIDE) for column in range(SIDE)]
    return as_csv([*pixels, "digit"], rows)


if __name__ == "__main__":
    for make in (iris, penguins, cars):
        (FOLDER / f"{make.__name__}.csv").write_bytes(make())
    (FOLDER / "digits.csv.gz").write_bytes(gzip.compress(digits(), 9, mtime=0))
