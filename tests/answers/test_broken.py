"""What is broken or newer in a record: kept, counted, passed over; it takes no page away."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.answers.events import KINDS, read_event
from course.content.interface import words
from course.html.face import Face
from course.model.event import Event, checked_event
from course.pages.portfolio import gather, to_html
from course.record import Record, make_backup, read_backup
from course.teacher.classroom.answers import Work
from course.teacher.classroom.classview import class_view
from course.teacher.classroom.gradebook import gradebook
from course.teacher.classroom.handin import read_files
from course.content.points import points
from tests_support import TODAY
