"""Networks that were made elsewhere, read as data: nothing in a file is run or unpickled, and its cost is bounded."""

from nncore.imports.imported import Imported as Imported
from nncore.imports.reading import read_network as read_network
