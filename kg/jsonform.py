"""Records as JSON: the public form of ``jipu extract``, and of named queries."""

from typing import Any

from kg.model import Indicator, Problem, Project
from kg.questions import Question
from kg.target import plain_number, target_to_json

Json = dict[str, Any]


def project_to_json(project: Project) -> Json:
    """The public form of a project: ``name, year, region, department, … indicators, problems``."""
    return {
        "name": project.name,
        "year": project.year,
        "region": project.region,
        "department": project.department,
        "unit": project.unit,
        "office": project.office,
        "attribute": project.attribute,
        "term": project.term,
        "amount_yuan": None if project.amount_yuan is None else plain_number(project.amount_yuan),
        "goal": project.goal,
        "indicators": [indicator_to_json(indicator) for indicator in project.indicators],
        "problems": [problem_to_json(problem) for problem in project.problems],
    }


def indicator_to_json(indicator: Indicator) -> Json:
    """The public form of an indicator; ``place`` is there only where its value is for one."""
    source = indicator.source
    form: Json = {
        "level1": indicator.level1,
        "level2": indicator.level2,
        "category": indicator.category,
        "name": indicator.name,
        "value": indicator.value,
        "blank": indicator.blank,
        "target": target_to_json(indicator.target),
        "source": {
            "document": source.document,
            "table": source.table,
            "row": source.row,
            "cell": source.cell,
        },
    }
    return form if indicator.place is None else {**form, "place": indicator.place}


def problem_to_json(problem: Problem) -> Json:
    """The public form of a problem: ``where`` and ``message``."""
    return {"where": problem.where, "message": problem.message}


def question_to_json(question: Question) -> dict[str, Any]:
    """A named query with what it asks and what it can be asked with."""
    return {
        "name": question.name,
        "zh": question.zh,
        "en": question.en,
        "parameters": [
            {"name": p.name, "type": p.kind, "default": p.default, "zh": p.zh, "en": p.en}
            for p in question.parameters
        ],
        "sparql": question.text,
    }
