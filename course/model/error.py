"""The one root of everything that can go wrong in the course and that a person can mend.

Each kind of error stands beside what raises it; this is the whole tree::

    CourseError
      · ContentError         course.content.reader         a file of the content cannot be used
      · NoSuchLanguage       course.content.language       a language that the course does not speak
      · Undeclared           course.dev.translation.fields  a field of which nobody said whether it is a text
      · Misconfigured        course.hub.configuration      the file of a hub cannot be used
      · RecordError          course.record.trouble         work cannot be saved or read
          · BackupError      course.record.backup          a file is no sound backup
      · NegotiationError     course.negotiation.error      a move, a log or a scenario cannot be used
      · Unclear              course.negotiation.requests   what the table sent is no move
      · Unknown              course.pages.page             an id that this page does not have
      · Refused              course.teacher.verbs.command  what was typed after a verb cannot be done
      · MarkError            course.teacher.classroom.marking  a mark cannot be kept as it was given
          · NewerMark        course.teacher.classroom.marking  another page has marked the text meanwhile
      · CellsError           course.teacher.classroom.cells  a file is no table that can be read
      · ClassListError       course.teacher.classroom.class_list  a class list that names nobody, or a name not on it
      · TableError           course.teacher.classroom.tables  a table that was named can be neither filled nor read
      · NotFetched           course.pages.packages         a package for the browser that cannot be had now
      · NotOpened            course.pages.live_class       a live class cannot be opened from the desk
      · NotNow               course.live.tables.bargaining  a move that cannot be made at a table any more
      · OddMessage           course.widgets.message        a message that no page of this version sends
      · NotBuilt             course.site.trouble           the browser-only edition cannot be built here
      · ScriptError          course.widgets.script         scripts of a widget that cannot be joined

Who shows errors to a person (a cell, the command line, a panel) catches the root. Who goes on without the part that
failed catches the kind that it can do without. Everything outside the tree is a fault of ours: nobody but
``tell_plainly`` catches it, and that one marks it.

``course.launch.problem.Problem`` stays apart: it runs before anything is installed, and uses the standard library
only. So does what the live class's server and those who ask it answer by a status and no page shows: each is caught
where it is raised.
"""


class CourseError(Exception):
    """Something that a person can mend. The message says what is wrong, where, and what to do about it."""
