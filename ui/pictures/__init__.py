"""Pictures that stand still, as SVG text: for slides and papers, and for the report of a run. They know no Plotly."""
