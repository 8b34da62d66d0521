"""A live class: a teacher's board on many phones, questions to all, and boards of one's own.

codes           class codes, secrets, how often one may try
texts           titles, questions and nicknames
values          numbers of the board that can be asked for
questions       questions, answers, and how answers are grouped
records         what is kept of a class
store           where it is kept
boards          the teacher's board as it is kept
room            all that happens in a class
rooms           the classes of this process
states          what the pages of students and teacher are sent of it
board_frame     the teacher's board as one frame for everybody, and all boards small
summary         what is left of a class: a table and a page to print

`ui/classroom/README.md` says what the pages and the server send each other.
"""
