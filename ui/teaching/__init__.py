"""Classes that are ready to be given: a demonstration, notes for the teacher, and questions to ask.

ready_class     what a class is made of, and how it becomes a demonstration
neuron, learning_rate, overfitting      one class each
classes         all of them, and their files

`python -m ui.teaching` writes the files anew; README.md says how to write a class.
"""
