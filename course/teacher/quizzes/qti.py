"""Quizzes as a package of QTI 1.2 in the dialect that Canvas writes and reads (other platforms read most of it).

Names in a package come from the ids of the content files, and nothing in it tells the day: who imports a newer export
over an older one gets the same quiz anew, not a second one.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, indent, tostring

import msgspec

from course.teacher.quizzes.qti_item import add_field, add_item, child, name_of, text_of
from course.teacher.quizzes.quiz import AnyQuestion

XSI = "http://www.w3.org/2001/XMLSchema-instance"
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
METADATA = "http://www.imsglobal.org/xsd/imsmd_v1p2"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
# The earliest day that a zip file can name.
DAY = (1980, 1, 1, 0, 0, 0)


class Quiz(msgspec.Struct, frozen=True, kw_only=True):
    """Questions under one title. ``id`` stays the same from export to export; ``description`` is plain text."""

    id: str
    title: str
    description: str = ""
    questions: tuple[AnyQuestion, ...]


def package(title: str, quizzes: Sequence[Quiz]) -> bytes:
    """Return a zip file with one or several quizzes."""
    parts = {"imsmanifest.xml": _manifest(title, quizzes)}
    for quiz in quizzes:
        name = name_of(quiz.id)
        parts[f"{name}/{name}.xml"] = assessment(quiz)
        parts[f"{name}/assessment_meta.xml"] = settings(quiz)
    return pack(parts)


def pack(parts: Mapping[str, Element | bytes]) -> bytes:
    """Return a zip file of XML and of files as they are, the same to the byte whenever it is made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, part in parts.items():
            if not isinstance(part, bytes):
                indent(part)
                part = tostring(part, encoding="utf-8", xml_declaration=True)
            archive.writestr(zipfile.ZipInfo(path, DAY), part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def root_of(tag: str, namespace: str, schema: str, **attributes: str) -> Element:
    """Return the root of a file of ``namespace``, with the address of its schema."""
    return Element(
        tag, {"xmlns": namespace, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{namespace} {schema}", **attributes}
    )


def assessment(quiz: Quiz) -> Element:
    """Return a quiz in the dialect of Canvas."""
    root = root_of("questestinterop", QTI, "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd")
    assessment = child(root, "assessment", ident=name_of(quiz.id), title=text_of(quiz.title))
    add_field(child(assessment, "qtimetadata"), "cc_maxattempts", "unlimited")
    section = child(assessment, "section", ident="root_section")
    for question in quiz.questions:
        add_item(section, question)
    return root


def settings(quiz: Quiz) -> Element:
    """Return what Canvas wants to know of a quiz: for practice, any number of tries, nothing in the gradebook."""
    root = root_of("quiz", CANVAS, "https://canvas.instructure.com/xsd/cccv1p0.xsd", identifier=name_of(quiz.id))
    child(root, "title", quiz.title)
    child(root, "description", quiz.description)
    child(root, "shuffle_answers", "false")
    child(root, "scoring_policy", "keep_highest")
    child(root, "quiz_type", "practice_quiz")
    child(root, "points_possible", f"{len(quiz.questions)}.0")
    child(root, "show_correct_answers", "false")
    child(root, "allowed_attempts", "-1")
    child(root, "available", "false")
    return root


def _manifest(title: str, quizzes: Sequence[Quiz]) -> Element:
    root = root_of(
        "manifest",
        PACKAGE,
        f"http://www.imsglobal.org/xsd/imscp_v1p1.xsd {METADATA} http://www.imsglobal.org/xsd/imsmd_v1p2p2.xsd",
        identifier=name_of("/".join(quiz.id for quiz in quizzes) + "/package"),
    )
    root.set("xmlns:imsmd", METADATA)
    metadata = child(root, "metadata")
    child(metadata, "schema", "IMS Content")
    child(metadata, "schemaversion", "1.1.3")
    general = child(child(metadata, "imsmd:lom"), "imsmd:general")
    child(child(general, "imsmd:title"), "imsmd:string", title)
    child(root, "organizations")
    resources = child(root, "resources")
    for quiz in quizzes:
        name, settings = name_of(quiz.id), name_of(f"{quiz.id}/settings")
        resource = child(resources, "resource", identifier=name, type="imsqti_xmlv1p2")
        child(resource, "file", href=f"{name}/{name}.xml")
        child(resource, "dependency", identifierref=settings)
        path = f"{name}/assessment_meta.xml"
        kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
        child(child(resources, "resource", identifier=settings, type=kind, href=path), "file", href=path)
    return root
