"""Holds `rung schema` and SARIF against the judgement of check-jsonschema and sarif-kit. Called by Tests/Schema/run."""

import glob
import json
import os
import subprocess
import sys
import tempfile

rung, tools = sys.argv[1], sys.argv[2]
failures = []


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def fail(message):
    failures.append(message)
    print("FAILED:", message)


def table(path):
    """What a schema cannot express: the codes of `validate`, by file."""
    with open(path) as file:
        lines = [line.split("#")[0].strip() for line in file]
    return {name.strip(): codes.split() for name, codes in (line.split(":") for line in lines if line)}


def errors_of_validate(path):
    """The codes of the errors that `rung validate` finds."""
    found = json.loads(run(rung, "validate", "--format", "json", path).stdout)
    return sorted({entry["code"] for entry in found if entry["severity"] == "error"})


def refused_by_schema(schema, paths):
    """The files that the schema refuses, each with the first words why."""
    answer = json.loads(run(f"{tools}/check-jsonschema", "--schemafile", schema, "-o", "json", *paths).stdout)
    refused = {entry["filename"]: entry["message"] for entry in answer.get("errors", [])}
    refused.update({entry["filename"]: entry["message"] for entry in answer.get("parse_errors", [])})
    return refused


def judge(format, good, broken, beyond_path):
    """Holds the schema of a format against files that `validate` takes, and files that it refuses."""
    schema = os.path.join(folder, format + ".schema.json")
    with open(schema, "w") as file:
        file.write(run(rung, "schema", format).stdout)

    meta = run(f"{tools}/check-jsonschema", "--check-metaschema", schema)
    if meta.returncode != 0:
        fail(f"the schema of {format} does not pass its meta-schema:\n" + meta.stdout + meta.stderr)

    refused = refused_by_schema(schema, good + broken)
    for path in good:
        if errors_of_validate(path):
            fail(f"{path} is meant to be valid, and validate refuses it")
        if path in refused:
            fail(f"{path} is valid, and the schema refuses it: {refused[path]}")

    beyond = table(beyond_path)
    names = {os.path.basename(path).removesuffix(".yaml"): path for path in broken}
    for name, path in names.items():
        errors = errors_of_validate(path)
        left = [code for code in errors if code not in beyond.get(name, [])]
        for code in beyond.get(name, []):
            if code not in errors:
                fail(f"{name}: the table names {code}, which validate does not find")
        if left and path not in refused:
            fail(f"{name}: validate finds {' '.join(left)}, and the schema nothing")
        if not left and path in refused:
            fail(f"{name}: the schema refuses it ({refused[path]}), and the table says that it cannot")
    for name in beyond:
        if name not in names:
            fail(f"the table names {name}, which does not exist")


def files(*patterns):
    return sorted(path for pattern in patterns for path in glob.glob(pattern))


with tempfile.TemporaryDirectory() as folder:
    scenarios = files("runbooks/*.test.yaml")
    runbooks = [path for path in files("runbooks/*.yaml") if path not in scenarios]
    good = runbooks + files("Tests/RunbookLoadingTests/Examples/*.yaml")
    broken = files("Tests/RunbookLoadingTests/Broken/*.yaml")
    judge("runbook", good, broken, "Tests/Schema/beyond-a-schema.txt")
    broken_scenarios = files("Tests/ScenariosTests/Broken/*.test.yaml")
    judge("scenario", scenarios, broken_scenarios, "Tests/Schema/beyond-a-schema-of-scenarios.txt")

    # A log of files with findings of all kinds, errors of validation and suppressions among them.
    log = os.path.join(folder, "log.sarif")
    marked = sorted(glob.glob("Tests/LintingTests/Rules/*.yaml"))
    plain = []
    for path in marked:
        copy = os.path.join(folder, os.path.basename(path))
        with open(path) as source, open(copy, "w") as target:
            target.write("".join(c for c in source.read().replace("\ufe0f\u20e3", "\u20e3")))
        text = open(copy).read()
        for digit in "123456789":
            text = text.replace(digit + "\u20e3", "")
        with open(copy, "w") as target:
            target.write(text)
        plain.append(copy)
    with open(log, "w") as file:
        file.write(run(rung, "lint", "--format", "sarif", *plain, *broken[:20]).stdout)
    results = json.load(open(log))["runs"][0]["results"]
    kinds = {result["level"] for result in results}
    if not {"error", "warning", "note"} <= kinds or not any("suppressions" in result for result in results):
        fail(f"the log does not hold all kinds of results: {kinds}")
    sarif = run(f"{tools}/sarif-kit", "validate", log)
    if sarif.returncode != 0:
        fail("the log does not pass the schema of SARIF:\n" + sarif.stdout + sarif.stderr)
    print(f"{len(scenarios)} valid and {len(broken_scenarios)} broken files of scenarios")
    print(f"{len(good)} valid and {len(broken)} broken runbooks, a log of {len(results)} results: {len(failures)} failures")

sys.exit(1 if failures else 0)
