"""The one root of everything that can go wrong in the course and that a person can mend.

Each kind of error stands beside what raises it; this is the whole tree::

    CourseError
      · ContentError         course.content.reader         a file of the content cannot be used
      · RecordError          course.record.trouble         work cannot be saved or read
          · BackupError      course.record.backup          a file is no sound backup
      · NegotiationError     course.negotiation.error      a move, a log or a scenario cannot be used
      · Unclear              course.negotiation.requests   what the table sent is no move
      · Unknown              course.pages.page             an id that this page does not have
      · Refused              course.teacher.verbs.command  what was typed after a verb cannot be done
      · MarkError            course.teacher.classroom.marking  a mark cannot be kept as it was given
      · OddMessage           course.widgets.message        a message that no page of this version sends
      · ScriptError          course.widgets.script         scripts of a widget that cannot be joined

Who shows errors to a person (a cell, the command line, a panel) catches the root. Who goes on without the part that
failed catches the kind that it can do without. Everything outside the tree is a fault of ours: nobody but
``tell_plainly`` catches it, and that one marks it.

``course.launch.problem.Problem`` stays apart: it runs before anything is installed, and uses the standard library
only.
"""


class CourseError(Exception):
    """Something that a person can mend. The message says what is wrong, where, and what to do about it."""
