"""The kernels of each activation, loss and optimiser: which NumPy calls their arithmetic takes.

A kernel is a pair (function, arguments). Nothing is computed here: kernels are written down once, with the arrays they
read and fill, and replayed for every batch. Arrays lie units first: shape (units, batch).

What has no kernels of its own is computed by its record's own functions: slower, with the same numbers.
"""
