"""The statements of a department, by the profile of the benchmark's data: triples of terms of N-Triples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.lubm.random import Random

Triple = tuple[str, str, str]
Range = tuple[int, int]

UB = "http://swat.cse.lehigh.edu/onto/univ-bench.owl#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
RESEARCH_INTERESTS = 30


@dataclass(frozen=True)
class Profile:
    """How many there are, from the least to the greatest number; by default as published."""

    # Those that degrees are from.
    universities: int = 1000
    departments: Range = (15, 25)
    research_groups: Range = (10, 20)
    faculty: dict[str, Range] = field(
        default_factory=lambda: {
            "FullProfessor": (7, 10),
            "AssociateProfessor": (10, 14),
            "AssistantProfessor": (8, 11),
            "Lecturer": (5, 7),
        }
    )
    publications: dict[str, Range] = field(
        default_factory=lambda: {
            "FullProfessor": (15, 20),
            "AssociateProfessor": (10, 18),
            "AssistantProfessor": (5, 10),
            "Lecturer": (0, 5),
            "GraduateStudent": (0, 5),
        }
    )
    courses_of_teacher: Range = (1, 2)
    undergraduates_per_teacher: Range = (8, 14)
    graduates_per_teacher: Range = (3, 4)
    courses_of_undergraduate: Range = (2, 4)
    courses_of_graduate: Range = (1, 3)
    # One of so many.
    undergraduates_with_advisor: int = 5
    teaching_assistants: Range = (4, 5)
    research_assistants: Range = (3, 4)


PUBLISHED = Profile()


def universities(count: int, seed: int = 0, profile: Profile = PUBLISHED) -> Iterator[list[Triple]]:
    """The statements of so many universities, one department after the other."""
    for university in range(count):
        random = Random((seed << 32) + university)
        for number in range(random.between(*profile.departments)):
            yield Department(university, number, random, profile).statements()


class Department:
    """One department of a university; ``statements`` makes all that is said of it."""

    def __init__(self, university: int, number: int, random: Random, profile: Profile) -> None:
        self._address = f"Department{number}.University{university}.edu"
        self._iri = f"<http://www.{self._address}>"
        self._university = _university(university)
        self._random = random
        self._profile = profile
        self._triples: list[Triple] = []
        # With the kind of each; those of professors, of each kind of course, and of publications.
        self._faculty: list[tuple[str, str]] = []
        self._professors: list[str] = []
        self._courses: dict[str, list[str]] = {"Course": [], "GraduateCourse": []}
        self._publications: list[str] = []

    def statements(self) -> list[Triple]:
        """All triples; can be asked once."""
        self._type(self._university, "University")
        self._type(self._iri, "Department")
        self._say(self._iri, "subOrganizationOf", self._university)
        self._say(self._iri, "name", f'"{self._address.partition(".")[0]}"')
        for number in range(self._random.between(*self._profile.research_groups)):
            group = self._thing("ResearchGroup", number)
            self._say(group, "subOrganizationOf", self._iri)
        for kind, bounds in self._profile.faculty.items():
            for number in range(self._random.between(*bounds)):
                self._teacher(kind, number)
        full = [teacher for kind, teacher in self._faculty if kind == "FullProfessor"]
        self._say(self._random.choice(full), "headOf", self._iri)
        self._undergraduates()
        self._graduates()
        return self._triples

    def _teacher(self, kind: str, number: int) -> None:
        teacher = self._person(kind, number)
        self._faculty.append((kind, teacher))
        self._say(teacher, "worksFor", self._iri)
        for degree in ("undergraduate", "masters", "doctoral"):
            self._degree(teacher, degree)
        for course in ("Course", "GraduateCourse"):
            for _ in range(self._random.between(*self._profile.courses_of_teacher)):
                taught = self._named(course, len(self._courses[course]))
                self._courses[course].append(taught)
                self._say(teacher, "teacherOf", taught)
        if kind != "Lecturer":
            self._professors.append(teacher)
            interest = self._random.below(RESEARCH_INTERESTS)
            self._say(teacher, "researchInterest", f'"Research{interest}"')
        for written in range(self._random.between(*self._profile.publications[kind])):
            publication = f"{teacher[:-1]}/Publication{written}>"
            self._type(publication, "Publication")
            self._say(publication, "name", f'"Publication{written}"')
            self._say(publication, "publicationAuthor", teacher)
            if kind != "Lecturer":
                self._publications.append(publication)

    def _undergraduates(self) -> None:
        profile = self._profile
        for number in range(self._people(profile.undergraduates_per_teacher)):
            student = self._person("UndergraduateStudent", number)
            self._say(student, "memberOf", self._iri)
            self._take(student, "Course", profile.courses_of_undergraduate)
            if self._random.below(profile.undergraduates_with_advisor) == 0:
                self._say(student, "advisor", self._random.choice(self._professors))

    def _graduates(self) -> None:
        profile, random = self._profile, self._random
        students = [
            self._person("GraduateStudent", number)
            for number in range(self._people(profile.graduates_per_teacher))
        ]
        for student in students:
            self._say(student, "memberOf", self._iri)
            self._degree(student, "undergraduate")
            self._take(student, "GraduateCourse", profile.courses_of_graduate)
            self._say(student, "advisor", random.choice(self._professors))
            for publication in random.sample(
                self._publications, random.between(*profile.publications["GraduateStudent"])
            ):
                self._say(publication, "publicationAuthor", student)
        assistants = random.sample(students, len(students) // random.between(*profile.teaching_assistants))
        # Of different courses, as far as there are so many.
        for assistant, course in zip(
            assistants, random.sample(self._courses["Course"], len(assistants)), strict=False
        ):
            self._type(assistant, "TeachingAssistant")
            self._say(assistant, "teachingAssistantOf", course)
        for assistant in random.sample(
            students, len(students) // random.between(*profile.research_assistants)
        ):
            self._type(assistant, "ResearchAssistant")

    def _people(self, per_teacher: Range) -> int:
        least, most = per_teacher
        return self._random.between(least * len(self._faculty), most * len(self._faculty))

    def _take(self, student: str, course: str, bounds: Range) -> None:
        for taken in self._random.sample(self._courses[course], self._random.between(*bounds)):
            self._say(student, "takesCourse", taken)

    def _degree(self, person: str, degree: str) -> None:
        university = _university(self._random.below(self._profile.universities))
        self._type(university, "University")
        self._say(person, f"{degree}DegreeFrom", university)

    def _person(self, kind: str, number: int) -> str:
        person = self._named(kind, number)
        digits = self._random.below(10**10)
        self._say(person, "emailAddress", f'"{kind}{number}@{self._address}"')
        self._say(
            person, "telephone", f'"{digits // 10**7:03}-{digits // 10**4 % 1000:03}-{digits % 10**4:04}"'
        )
        return person

    def _named(self, kind: str, number: int) -> str:
        thing = self._thing(kind, number)
        self._say(thing, "name", f'"{kind}{number}"')
        return thing

    def _thing(self, kind: str, number: int) -> str:
        thing = f"{self._iri[:-1]}/{kind}{number}>"
        self._type(thing, kind)
        return thing

    def _type(self, subject: str, name: str) -> None:
        self._triples.append((subject, TYPE, f"<{UB}{name}>"))

    def _say(self, subject: str, name: str, object: str) -> None:
        self._triples.append((subject, f"<{UB}{name}>", object))


def _university(number: int) -> str:
    return f"<http://www.University{number}.edu>"
