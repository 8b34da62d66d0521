"""The data sets that come with Netsketch: their files, what each column holds, and who made and who may use them.

README.md in this folder says what was changed; tests/reference/record_ready_sets.py writes the files.
"""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
SIDE = 8
"""Pixels along each side of a picture of a digit."""


@dataclass(frozen=True)
class ReadyColumn:
    """A column of a ready set.

    unit: "" where values have none. missing: the cell that stands for "not measured", "" where every cell is known.
    """

    name: str
    meaning: str
    unit: str = ""
    missing: str = ""


@dataclass(frozen=True)
class ReadySet:
    """A data set that comes with Netsketch, as a file of its own.

    columns: as in the file, in its order. target: the column to predict; task: binary, multiclass or regression.
    classes: names of the classes in the order of their cells, empty where the cells are the names.
    inputs: columns that a network reads at first, empty for all but the target.
    source: who made it, and where it was published. year: of the publication. url: where it can be found.
    licence: under which it may be passed on.
    """

    name: str
    label: str
    description: str
    file: str
    columns: tuple[ReadyColumn, ...]
    target: str
    task: str
    source: str
    year: int
    licence: str
    url: str
    classes: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()

    @property
    def units(self) -> dict[str, str]:
        """Column → unit, of the columns that have one."""
        return {column.name: column.unit for column in self.columns if column.unit}

    @property
    def missing(self) -> dict[str, str]:
        """Column → the cell that stands for "not measured", of the columns where some are."""
        return {column.name: column.missing for column in self.columns if column.missing}


@cache
def ready_bytes(name: str) -> bytes:
    """The CSV of a ready set, with its header line, as a visitor would upload it.

    Raises ValueError for a name that isn't in READY.
    """
    if name not in READY:
        raise ValueError(f"unknown ready data set {name[:40]!r}; choose from {', '.join(READY)}")
    path = FOLDER / READY[name].file
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


CC_BY, CC0 = "CC BY 4.0", "CC0 1.0"

IRIS_COLUMNS = (
    ReadyColumn("sepal_length", "length of a sepal, the green leaf under the flower", "cm"),
    ReadyColumn("sepal_width", "width of a sepal", "cm"),
    ReadyColumn("petal_length", "length of a petal, the coloured leaf of the flower", "cm"),
    ReadyColumn("petal_width", "width of a petal", "cm"),
    ReadyColumn("species", "species of iris"),
)
PENGUIN_COLUMNS = (
    ReadyColumn("island", "island of the Palmer Archipelago, Antarctica, where the penguin nests"),
    ReadyColumn("bill_length", "length of the bill", "mm", "NA"),
    ReadyColumn("bill_depth", "depth of the bill, from top to bottom", "mm", "NA"),
    ReadyColumn("flipper_length", "length of a flipper", "mm", "NA"),
    ReadyColumn("body_mass", "body mass", "g", "NA"),
    ReadyColumn("sex", "female or male", "", "NA"),
    ReadyColumn("year", "year of the study"),
    ReadyColumn("species", "species of penguin"),
)
CAR_COLUMNS = (
    ReadyColumn("cylinders", "number of cylinders"),
    ReadyColumn("displacement", "volume that all pistons sweep", "in³"),
    ReadyColumn("horsepower", "power of the engine", "hp", "NA"),
    ReadyColumn("weight", "weight of the car", "lb"),
    ReadyColumn("acceleration", "time from 0 to 60 miles per hour", "s"),
    ReadyColumn("model_year", "model year, 1970 to 1982"),
    ReadyColumn("origin", "where it was built: USA, Europe or Japan"),
    ReadyColumn("mpg", "distance in the city on one US gallon of fuel", "miles/gal"),
)
DIGIT_COLUMNS = (
    *(
        ReadyColumn(f"pixel_{row}_{column}", f"ink in row {row + 1}, column {column + 1} of the picture: 0 to 16")
        for row in range(SIDE)
        for column in range(SIDE)
    ),
    ReadyColumn("digit", "the digit that was written, 0 to 9"),
)
PIMA_COLUMNS = (
    ReadyColumn("pregnancies", "number of pregnancies"),
    ReadyColumn("glucose", "glucose in the blood plasma, two hours into a tolerance test", "mg/dl", "0"),
    ReadyColumn("blood_pressure", "diastolic blood pressure", "mm Hg", "0"),
    ReadyColumn("skin_thickness", "thickness of the skin fold over the triceps", "mm", "0"),
    ReadyColumn("insulin", "insulin in the blood serum after two hours", "mu U/ml", "0"),
    ReadyColumn("bmi", "body mass index", "kg/m²", "0.0"),
    ReadyColumn("pedigree", "diabetes pedigree function: how often diabetes occurs among relatives"),
    ReadyColumn("age", "age", "years"),
    ReadyColumn("diabetes", "1 = diagnosed within five years, 0 = not"),
)

READY = {
    ready.name: ready
    for ready in (
        ReadySet(
            name="iris",
            label="Iris flowers",
            description="150 irises: which of three species is it, by its leaves?",
            file="iris.csv",
            columns=IRIS_COLUMNS,
            target="species",
            task="multiclass",
            source="Fisher (1936), “The use of multiple measurements in taxonomic problems”, Annals of Eugenics 7(2), "
            "179–188; measured by E. Anderson",
            year=1936,
            licence=CC_BY,
            url="https://doi.org/10.24432/C56C76",
        ),
        ReadySet(
            name="penguins",
            label="Palmer penguins",
            description="344 penguins of Antarctica: which of three species is it, by its size?",
            file="penguins.csv",
            columns=PENGUIN_COLUMNS,
            target="species",
            task="multiclass",
            source="Gorman, Williams & Fraser (2014), “Ecological sexual dimorphism and environmental variability "
            "within a community of Antarctic penguins (genus Pygoscelis)”, PLoS ONE 9(3), e90081; Palmer Station LTER; "
            "compiled by Horst, Hill & Gorman (2020)",
            year=2014,
            licence=CC0,
            url="https://allisonhorst.github.io/palmerpenguins/",
            inputs=("bill_length", "bill_depth", "flipper_length", "body_mass"),
        ),
        ReadySet(
            name="cars",
            label="Cars",
            description="398 cars of 1970 to 1982: how far does each go on a gallon of fuel?",
            file="cars.csv",
            columns=CAR_COLUMNS,
            target="mpg",
            task="regression",
            source="Quinlan (1993), “Auto MPG”, UCI Machine Learning Repository; collected by E. Ramos and D. Donoho "
            "for the data exposition of the American Statistical Association (1983), StatLib",
            year=1993,
            licence=CC_BY,
            url="https://doi.org/10.24432/C5859H",
        ),
        ReadySet(
            name="digits",
            label="Handwritten digits",
            description="1,797 pictures of 8 × 8 pixels: which digit was written?",
            file="digits.csv.gz",
            columns=DIGIT_COLUMNS,
            target="digit",
            task="multiclass",
            source="Alpaydin & Kaynak (1998), “Optical recognition of handwritten digits”, UCI Machine Learning "
            "Repository",
            year=1998,
            licence=CC_BY,
            url="https://doi.org/10.24432/C50P49",
        ),
        ReadySet(
            name="pima",
            label="Pima diabetes",
            description="768 women of Pima heritage: who has diabetes?",
            file="pima-indians-diabetes.csv",
            columns=PIMA_COLUMNS,
            target="diabetes",
            task="binary",
            source="Smith et al. (1988), “Using the ADAP learning algorithm to forecast the onset of diabetes "
            "mellitus”; US National Institute of Diabetes and Digestive and Kidney Diseases",
            year=1988,
            licence=CC0,
            url="https://www.kaggle.com/datasets/uciml/pima-indians-diabetes-database",
            classes=("no diabetes", "diabetes"),
        ),
    )
}
