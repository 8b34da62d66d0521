"""The report of a run: one HTML file to print or to hand in, with everything that was done and what came of it.

report          all of it, in order
page            the file around it, its style, and the pieces it is made of
experiment      the drawing, the settings, the data
results         figures, curves, the plane, what the doctor found, the weights
lessons         predictions and missions
link            the link to the run, and its QR code
"""

from ui.report.report import report_of as report_of
