"""Rules of the repository: what a reviewer would otherwise say twice."""

import ast
import io
import json
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db.models import ForeignKey, ManyToManyField, OneToOneField
from django.utils.module_loading import autodiscover_modules

from config.version import version_of
from o2r.core import clock
from o2r.core.measures import suites
from o2r.core.retention import registry
from o2r.core.retention.wording import table

ROOT = Path(__file__).resolve().parent.parent
LAYERS = [
    {"public_map", "capture", "indicators", "evaluation"},
    {"intake", "papers"},
    {"silence"},
    {"fse"},
    {"together", "employment"},
    {"referrals"},
    {"exits"},
    {"measures"},
    {"diagnosis"},
    {"appointments"},
    {"pathways"},
    {"outreach"},
    {"between"},
    {"people"},
    {"selection"},
    {"reading"},
    {"applications"},
    {"calls"},
    {"conventions", "committees", "directory"},
    {"projects", "network"},
    {"signin", "governance", "sample"},
    {"accounts"},
    {"territory"},
    {"core"},
]
FILE_NAMES = {
    *("enums", "models", "permissions", "selectors", "services", "forms", "schemas", "views"),
    *("api", "urls", "admin", "apps", "benchmarks", "__init__"),
}


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository: those git tracks, and the new ones it does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in names.splitlines() if (path := ROOT / name).is_file()]


def source(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def our_models() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.startswith("o2r.")]


def test_lock_files_hold_exact_versions_hashes_and_no_address() -> None:
    locks = tracked("requirements/*.txt", "geodata/requirements.txt")
    assert len(locks) >= 2
    for lock in locks:
        text = source(lock)
        assert not re.search(r"://|--(extra-)?index-url|--find-links|file:", text), lock.name
        pins = re.findall(r"^[a-z0-9][^\s#]*", text, re.MULTILINE)
        assert pins
        assert all("==" in pin for pin in pins), lock.name
        assert text.count("--hash=sha256:") >= len(pins), lock.name


def test_npm_lock_files_hold_hashes_and_no_registry_address() -> None:
    for lock in tracked("package-lock.json", "geodata/package-lock.json"):
        packages = json.loads(source(lock))["packages"]
        for name, package in packages.items():
            assert "resolved" not in package, f"{lock.name}: {name}"
            assert name == "" or package["integrity"].startswith("sha512-"), name
        for other in ("package.json", ".npmrc"):
            assert "registry=" not in source(lock.parent / other)


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    files = (ROOT / "config/settings.py", ROOT / "config/server.py")
    read = {name for path in files for name in re.findall(r'"(O2R_[A-Z_]+)"', source(path))}
    read -= {"O2R_DATA_DIR"}
    documented = set(re.findall(r"^(O2R_[A-Z_]+)=", source(ROOT / ".env.example"), re.MULTILINE))
    assert read == documented


def test_the_version_shown_is_the_first_heading_of_the_changelog() -> None:
    assert version_of(ROOT / "CHANGELOG.md") == settings.VERSION


def _first_cells(path: Path, column: int) -> set[str]:
    rows = [line.split("|") for line in source(path).splitlines() if line.startswith("|")]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row[column])}


def test_every_model_is_in_the_glossary() -> None:
    known = _first_cells(ROOT / "docs/glossary.md", column=2)
    assert {model.__name__ for model in our_models()} <= known


def test_every_model_states_its_personal_data_and_retention() -> None:
    """The table of the DPO is what the declarations say: `o2r retention table` writes it again."""
    declared = [one for one in registry.declarations() if not one.label.startswith("sample.")]
    assert {model._meta.label for model in our_models()} <= {
        one.label for one in registry.declarations()
    }
    text = source(ROOT / "docs/personal-data.md")
    written = text.split("<!-- table -->")[1].split("<!-- /table -->")[0].strip().splitlines()
    assert written == table(declared, clock.today())


def test_the_impact_assessment_cites_measures_that_exist() -> None:
    autodiscover_modules("trust")
    known = {name.lower() for name in suites("trust")}
    cited = 0
    for line in source(ROOT / "docs/aipd.md").splitlines():
        for name, planned in re.findall(r"`([A-Z]\d{1,2})`( \(prévue\))?", line):
            cited += 1
            measured = name.lower() in known
            assert measured != bool(planned), f"{name}: « prévue » until it is measured"
    assert cited > 10


DOCS = (
    "README.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
)


def test_documents_name_commands_and_settings_that_exist() -> None:
    commands = set(get_commands())
    settings_known = set(re.findall(r"^(O2R_\w+)=", source(ROOT / ".env.example"), re.MULTILINE))
    settings_known |= set(re.findall(r"O2R_\w+", source(ROOT / "Makefile")))
    settings_known |= {"O2R_TEST_DATABASE_URL", "O2R_ENV_FILE"}
    for name in DOCS:
        text = source(ROOT / name)
        for command in re.findall(r"(?:`|bin/|« )o2r ([a-z_]+)\b", text):
            assert command in commands, f"{name}: o2r {command}"
        for setting in re.findall(r"\bO2R_[A-Z_]*[A-Z]\b", text):
            assert setting in settings_known, f"{name}: {setting}"


def test_foreign_keys_point_to_the_same_layer_or_below() -> None:
    rank = {name: level for level, names in enumerate(LAYERS) for name in names}
    for model in our_models():
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | OneToOneField | ManyToManyField):
                continue
            target = field.related_model._meta.app_label
            if target not in rank or target == model._meta.app_label:
                continue
            assert rank[target] > rank[model._meta.app_label], f"{model.__name__}.{field.name}"


def test_the_public_site_is_kept_away_from_people() -> None:
    """import-linter refuses a contract on an app that does not exist: it comes with the app."""
    contracts = source(ROOT / "pyproject.toml")
    for app in ("people", "outreach", "pathways"):
        if (ROOT / "o2r" / app).is_dir():
            forbidden = contracts.split("forbidden_modules")[1:]
            assert any(f'"o2r.{app}"' in part.split("]")[0] for part in forbidden), app


def test_names_shown_to_people_start_with_a_small_letter() -> None:
    for model in our_models():
        names = [str(model._meta.verbose_name)]
        names += [str(field.verbose_name) for field in model._meta.fields]
        for name in names:
            first = name.split()[0]
            assert first.isupper() or first[0].islower() or not first[0].isalpha(), (model, name)


def test_migrations_are_complete_and_named() -> None:
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())
    for path in tracked("o2r/*/migrations/0*.py"):
        assert "_auto_" not in path.stem, path


# Modules and functions over the size budget: this list may only shrink.
LONG_FUNCTIONS: set[str] = set()
LONG_MODULES: set[str] = set()


def test_modules_and_functions_stay_small() -> None:
    long_modules, long_functions = set(), set()
    for path in tracked("o2r/*.py", "config/*.py", "geodata/*.py"):
        if "migrations" in path.parts:
            continue
        text = source(path)
        name = path.relative_to(ROOT).as_posix()
        if text.count("\n") > 400:
            long_modules.add(name)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 50:
                long_functions.add(f"{name}:{node.name}")
    assert long_modules == LONG_MODULES
    assert long_functions == LONG_FUNCTIONS


def test_javascript_modules_stay_small() -> None:
    for path in tracked("o2r/*.js"):
        assert source(path).count("\n") <= 200, path.name
        assert source(path).lstrip().startswith("/**"), f"{path.name}: no header"


def test_no_file_is_called_utils_and_imports_stay_at_the_top() -> None:
    for path in tracked("o2r/*.py", "config/*.py"):
        assert path.stem not in {"utils", "helpers", "misc", "common"}, path
        for node in ast.walk(ast.parse(source(path))):
            if isinstance(node, ast.FunctionDef):
                hidden = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
                names = {a.name for n in hidden for a in n.names} | {
                    n.module or "" for n in hidden if isinstance(n, ast.ImportFrom)
                }
                assert not any(name.startswith("o2r") for name in names), f"{path.name}:{node.name}"


def test_a_lock_lets_others_refer_to_the_row() -> None:
    """Foreign keys are checked at the commit: who refers to a row would wait there for who locks it
    whole, while holding what the other waits for (the journal above all). PostgreSQL then cuts one.
    """
    for path in tracked("o2r/*.py"):
        for lock in re.findall(r"select_for_update\(([^)]*)", source(path)):
            assert "no_key=True" in lock, f"{path.relative_to(ROOT)}: select_for_update({lock})"


def test_a_day_is_asked_with_the_widget_of_the_house() -> None:
    """A calendar of the browser shows nothing of a day that is written the French way."""
    asked = re.compile(r"DateInput\(|['\"]type['\"]: ['\"]date['\"]")
    own = ROOT / "o2r/core/widgets.py"
    assert [
        path for path in tracked("o2r/*.py") if path != own and asked.search(source(path))
    ] == []


TEMPLATES = [path for path in tracked("o2r/*.html") if "templates" in path.parts]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_script_nor_style(path: Path) -> None:
    text = source(path)
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"(src|href)=\"https?://[^\"]*\.(js|css|woff2?)\"", text)


def test_a_page_that_extends_another_holds_nothing_outside_its_blocks() -> None:
    """Django does not read what stands between them: an address named there names nothing."""
    lost = []
    for path in TEMPLATES:
        text = re.sub(
            r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", source(path), flags=re.DOTALL
        )
        if not text.startswith("{% extends"):
            continue
        depth = 0
        for tag, name in re.findall(r"({%\s*(\w+)[^%]*%})", text):
            depth += {"block": 1, "endblock": -1}.get(name, 0)
            if depth == 0 and name not in ("extends", "load", "endblock"):
                lost.append(f"{path.relative_to(ROOT)}: {tag}")
    assert lost == []


def test_a_form_in_a_part_of_a_page_has_its_token() -> None:
    """A part that is included with ``only`` knows no token, and its form would be refused."""
    part = re.compile(r'{%\s*include\s+"([^"]+)"(.*?)%}', re.DOTALL)
    pages = {str(path).split("/templates/")[1]: source(path) for path in TEMPLATES}
    asking, before = {name for name, text in pages.items() if "csrf_token" in text}, 0
    while len(asking) > before:
        before = len(asking)
        for name, text in pages.items():
            parts = part.findall(text)
            asking |= {name for one, given in parts if one in asking and "only" not in given}
    forgotten = [
        (name, one)
        for name, text in pages.items()
        for one, given in part.findall(text)
        if one in asking and "only" in given.split() and "csrf_token=csrf_token" not in given
    ]
    assert forgotten == []


def test_nothing_names_a_machine_nor_a_registry() -> None:
    # Brackets, so that this file does not hold what it refuses.
    words = ("/w[o]rk/", "/r[o]ot/", "/h[o]me/", "sh[a]red/", r"pyp[i]\.org", r"npmj[s]\.(org|com)")
    refused = re.compile("|".join(words))
    for path in tracked():
        if path.suffix in {".woff2", ".pmtiles", ".gz", ".png", ".ico", ".xlsx"}:
            continue
        found = refused.search(source(path))
        assert found is None, f"{path.relative_to(ROOT)}: {found and found[0]}"


def test_no_unfinished_mark_is_left() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImplemented" + r"Error)\b")
    for path in tracked("*.py", "*.js", "*.html", "*.md", "*.css"):
        assert not marks.search(source(path)), path


def test_decisions_say_what_was_refused() -> None:
    decisions = tracked("docs/decisions/*.md")
    numbers = [path.name[:4] for path in decisions]
    assert decisions
    assert sorted(set(numbers)) == sorted(numbers), "two decisions bear one number"
    for path in decisions:
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
        for heading in ("## Context", "## Decision", "## Refused", "## Consequences"):
            assert heading in source(path), f"{path.name}: {heading}"


def test_every_runtime_dependency_has_its_reason() -> None:
    reasons = source(ROOT / "docs/dependencies.md").lower()
    lines = [source(path) for path in tracked("requirements/*.in")]
    names = re.findall(r"^([a-z][\w-]*)", "\n".join(lines), re.MULTILINE)
    names += list(json.loads(source(ROOT / "package.json"))["dependencies"])
    for name in names:
        assert name.lower() in reasons, f"{name} is not in docs/dependencies.md"
