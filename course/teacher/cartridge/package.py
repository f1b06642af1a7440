"""The course as a file: Common Cartridge 1.3 for any platform, what Canvas itself exports, or what Moodle restores.

Canvas's own reader, which alone keeps published states, rubrics and the settings of quizzes, takes a package for one
of its own by a flag file; it then reads discussions of version 1.1 only, and quizzes from a folder of its own. So there
are two files. The one for Canvas is a cartridge of version 1.1, as Canvas writes them.

Moodle restores no version after 1.1 (``backup/converter/imscc11``), which knows no assignments: they are pages there.
It makes of a quiz one that tells everybody what is said to a right answer, so there are none in the file for it: its
question bank takes them whole (``course.teacher.quizzes.moodle``).
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec
from markupsafe import Markup

from course.checks.numbers import write_number
from course.html import style
from course.html.element import element
from course.html.text import unlink
from course.model import language
from course.teacher.cartridge import canvas, profile
from course.teacher.cartridge.contents import (
    AnyItem,
    Assignment,
    Course,
    Link,
    Module,
    Page,
    Test,
    Topic,
    listing,
    page_html,
)
from course.teacher.quizzes.qti import pack, root_of
from course.teacher.quizzes.qti_item import child, name_of

ASSIGNMENT = "http://www.imsglobal.org/xsd/imscc_extensions/assignment"
ASSIGNMENT_SCHEMA = "http://www.imsglobal.org/profile/cc/cc_extensions/cc_extresource_assignmentv1p0_v1p0.xsd"
EXTENSION = "http://www.imsglobal.org/xsd/imsccv1p3/imscp_extensionv1p2"
OLD, STANDARD = "ccv1p1", "ccv1p3"
STYLE = "course.css"
_LEADS = re.compile(r'(href|src)="(page|file):([^"]+)"')
_NOWHERE = "page:|#"

Parts = dict[str, Element | bytes]


def standard(course: Course) -> bytes:
    """Return the course as Common Cartridge 1.3."""
    return _Package(version=STANDARD).written(course)


def for_canvas(course: Course) -> bytes:
    """Return the course as Canvas exports one: Common Cartridge 1.1 with Canvas's own settings beside it."""
    return _Package(version=OLD, is_canvas=True).written(course)


def for_moodle(course: Course) -> bytes:
    """Return the course as Common Cartridge 1.1 without its quizzes."""
    modules = tuple(
        msgspec.structs.replace(module, items=tuple(item for item in module.items if not isinstance(item, Test)))
        for module in course.modules
    )
    return _Package(version=OLD).written(msgspec.structs.replace(course, modules=modules))


class _Resource(msgspec.Struct, kw_only=True):
    """One entry of the manifest, with its files; ``prefers`` is what a platform takes in its place if it can."""

    id: str
    type: str
    href: str = ""
    files: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    prefers: str = ""


class _Package(msgspec.Struct, frozen=True, kw_only=True):
    version: str
    is_canvas: bool = False

    @property
    def is_moodle(self) -> bool:
        """Tell whether Moodle restores this, which knows no page by an address in the file and drops every ``id``."""
        return self.version == OLD and not self.is_canvas

    @property
    def short(self) -> str:
        """Return the version as names of types have it: "v1p3"."""
        return self.version.removeprefix("cc")

    def written(self, course: Course) -> bytes:
        """Return the whole file."""
        parts: Parts = {"imsmanifest.xml": b""}
        resources: list[_Resource] = []
        folder = "web_resources" if self.is_canvas else "files"
        for path, data in course.files.items():
            resources.append(_webcontent(f"file/{path}", f"{folder}/{path}"))
            parts[f"{folder}/{path}"] = data
        if self.is_canvas:
            resources.append(
                _Resource(
                    id=name_of(f"{course.id}/settings"),
                    type=_extra(),
                    href="course_settings/canvas_export.txt",
                    files=tuple(f"course_settings/{name}" for name in canvas.FILES),
                )
            )
            parts |= {f"course_settings/{name}": part for name, part in canvas.settings(course).items()}
        elif not self.is_moodle:
            resources.append(_webcontent("style", f"{folder}/{STYLE}"))
            parts[f"{folder}/{STYLE}"] = (style.screen() + style.part("platform")).encode()
        for item in listing(course):
            for resource, made in self._item(item):
                resources.append(resource)
                parts |= made
        parts["imsmanifest.xml"] = self._manifest(course, resources)
        return pack(parts)

    def _item(self, item: AnyItem) -> Iterator[tuple[_Resource, Parts]]:
        id = name_of(item.id)
        if isinstance(item, Page):
            path = f"wiki_content/{item.name}.html" if self.is_canvas else f"pages/{item.name}.html"
            yield _webcontent(item.id, path), {path: self._page(item).encode()}
        elif isinstance(item, Topic):
            yield from self._topic(item, id)
        elif isinstance(item, Test):
            yield from self._test(item, id)
        elif isinstance(item, Assignment):
            yield from self._assignment(item, id)
        else:
            yield self._link(item, id)

    def _page(self, page: Page) -> str:
        if self.is_canvas:
            metas = (
                element("meta", name="identifier", content=name_of(page.id)),
                element("meta", name="editing_roles", content="teachers"),
                element("meta", name="workflow_state", content="active"),
            )
            return self._led(_bare(page.title, page.html, *metas), "page")
        if self.is_moodle:
            return self._led(_bare(page.title, page.html), "page")
        link = element("link", rel="stylesheet", href=f"../files/{STYLE}")
        return self._led(page_html(page.title, page.html, link), "page")

    def _led(self, text: str, inside: str = "") -> str:
        """Return HTML with the addresses of this kind of package. ``inside`` says that it is a page of its own."""

        def lead(found: re.Match[str]) -> str:
            attribute, kind, name = found.groups()
            if self.is_canvas:
                address = f"$WIKI_REFERENCE$/pages/{name}" if kind == "page" else f"$IMS-CC-FILEBASE$/{name}"
            else:
                path = f"pages/{name}.html" if kind == "page" else f"files/{name}"
                address = f"../{path}" if inside else f"$IMS-CC-FILEBASE$/{path}"
            return f'{attribute}="{address}"'

        return _LEADS.sub(lead, unlink(text, _NOWHERE) if self.is_moodle else text)

    def _topic(self, topic: Topic, id: str) -> Iterator[tuple[_Resource, Parts]]:
        namespace = f"http://www.imsglobal.org/xsd/ims{self.version}/imsdt_{self.short}"
        root = root_of(
            "topic",
            namespace,
            f"http://www.imsglobal.org/profile/cc/{self.version}/{self.version}_imsdt_{self.short}.xsd",
        )
        child(root, "title", topic.title)
        child(root, "text", self._led(str(topic.html)), texttype="text/html")
        kind = f"imsdt_xml{self.short}"
        path, settings = f"{id}.xml", name_of(f"{topic.id}/settings")
        if not self.is_canvas:
            yield _Resource(id=id, type=kind, files=(path,)), {path: root}
            return
        yield _Resource(id=id, type=kind, files=(path,), needs=(settings,)), {path: root}
        path = f"{settings}.xml"
        yield _Resource(id=settings, type=_extra(), href=path, files=(path,)), {path: canvas.topic(topic)}

    def _test(self, test: Test, id: str) -> Iterator[tuple[_Resource, Parts]]:
        kind = f"imsqti_xmlv1p2/imscc_xml{self.short}/assessment"
        path = f"{id}/assessment_qti.xml"
        parts: Parts = {path: profile.assessment(test.quiz, self.version)}
        if not self.is_canvas:
            yield _Resource(id=id, type=kind, files=(path,)), parts
            return
        settings = name_of(f"{test.id}/settings")
        meta, own = f"{id}/assessment_meta.xml", f"non_cc_assessments/{id}.xml.qti"
        yield _Resource(id=id, type=kind, files=(path,), needs=(settings,)), parts
        yield (
            _Resource(id=settings, type=_extra(), href=meta, files=(meta, own)),
            {meta: canvas.quiz(test), own: canvas.questions(test)},
        )

    def _assignment(self, item: Assignment, id: str) -> Iterator[tuple[_Resource, Parts]]:
        page, html = f"{id}/text.html", self._led(page_html(item.title, item.html))
        if self.is_canvas:
            html = self._led(_bare(item.title, item.html))
            settings = f"{id}/assignment_settings.xml"
            made: Parts = {page: html.encode(), settings: canvas.assignment(item)}
            yield _Resource(id=id, type=_extra(), href=page, files=(page, settings)), made
            return
        if self.is_moodle:
            html = self._led(_bare(item.title, item.html))
            yield _Resource(id=id, type="webcontent", href=page, files=(page,)), {page: html.encode()}
            return
        better, path = name_of(f"{item.id}/assignment"), f"{id}/assignment.xml"
        # A platform that knows no assignments shows the page.
        yield _Resource(id=id, type="webcontent", href=page, files=(page,), prefers=better), {page: html.encode()}
        root = root_of("assignment", ASSIGNMENT, ASSIGNMENT_SCHEMA, identifier=better)
        child(root, "title", item.title)
        child(root, "text", self._led(str(item.html)), texttype="text/html")
        child(root, "instructor_text", "", texttype="text/plain")
        child(root, "gradable", "true", points_possible=write_number(item.worth))
        child(child(root, "submission_formats"), "format", type="html")
        yield _Resource(id=better, type="assignment_xmlv1p0", href=path, files=(path,)), {path: root}

    def _link(self, link: Link, id: str) -> tuple[_Resource, Parts]:
        namespace = f"http://www.imsglobal.org/xsd/ims{self.version}/imswl_{self.short}"
        schema = f"http://www.imsglobal.org/profile/cc/{self.version}/{self.version}_imswl_{self.short}.xsd"
        root = root_of("webLink", namespace, schema)
        child(root, "title", link.title)
        child(root, "url", href=link.url, target="_blank")
        return _Resource(id=id, type=f"imswl_xml{self.short}", files=(f"{id}.xml",)), {f"{id}.xml": root}

    def _manifest(self, course: Course, resources: list[_Resource]) -> Element:
        base = f"http://www.imsglobal.org/xsd/ims{self.version}"
        site = f"http://www.imsglobal.org/profile/cc/{self.version}"
        lom = f"http://ltsc.ieee.org/xsd/ims{self.version}/LOM/manifest"
        schemas = f"{site}/{self.version}_imscp_v1p2_v1p0.xsd {lom} {site}/LOM/{self.version}_lommanifest_v1p0.xsd"
        if self.version == STANDARD:
            schemas += f" {EXTENSION} {site}/{self.version}_cpextensionv1p2_v1p0.xsd"
        root = root_of("manifest", f"{base}/imscp_v1p1", schemas, identifier=name_of(course.id))
        root.set("xmlns:lomm", lom)
        if self.version == STANDARD:
            root.set("xmlns:cpx", EXTENSION)
        metadata = child(root, "metadata")
        child(metadata, "schema", "IMS Common Cartridge")
        child(metadata, "schemaversion", "1.3.0" if self.version == STANDARD else "1.1.0")
        general = child(child(metadata, "lomm:lom"), "lomm:general")
        child(child(general, "lomm:title"), "lomm:string", course.title, language=language.spoken().code)
        child(general, "lomm:language", language.spoken().code)
        child(child(general, "lomm:description"), "lomm:string", course.about, language=language.spoken().code)
        organization = child(
            child(root, "organizations"), "organization", identifier="org_1", structure="rooted-hierarchy"
        )
        top = child(organization, "item", identifier="LearningModules")
        for module in course.modules:
            _list(top, module)
        listed = child(root, "resources")
        for resource in resources:
            _resource(listed, resource)
        return root


def _bare(title: str, html: Markup, *metas: Markup) -> str:
    """Return a page that holds nothing but ``html``: Canvas and Moodle show the title themselves."""
    head = element("head", element("meta", charset="utf-8"), element("title", title), *metas)
    return f"{element('html', head, element('body', html))}\n"


def _extra() -> str:
    return "associatedcontent/imscc_xmlv1p1/learning-application-resource"


def _webcontent(id: str, path: str) -> _Resource:
    return _Resource(id=name_of(id), type="webcontent", href=path, files=(path,))


def _list(top: Element, module: Module) -> None:
    listed = child(top, "item", identifier=name_of(module.id))
    child(listed, "title", module.title)
    for item in module.items:
        entry = child(listed, "item", identifier=canvas.entry_of(item), identifierref=name_of(item.id))
        child(entry, "title", item.title)


def _resource(listed: Element, resource: _Resource) -> None:
    entry = child(listed, "resource", identifier=resource.id, type=resource.type)
    if resource.href:
        entry.set("href", resource.href)
    for path in resource.files:
        child(entry, "file", href=path)
    for need in resource.needs:
        child(entry, "dependency", identifierref=need)
    if resource.prefers:
        variant = child(entry, "cpx:variant", identifier=f"{resource.id}_variant", identifierref=resource.prefers)
        child(variant, "cpx:metadata")
