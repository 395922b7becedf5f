"""Checks the exported JSON Schemas: each is valid draft 7, refers to nothing outside itself, and judges samples rightly."""

import json
import sys
from pathlib import Path

from jsonschema import Draft7Validator
from jsonschema.exceptions import SchemaError

THREAD_START = {"id": 1, "method": "thread/start", "params": {"cwd": "/tmp", "approvalPolicy": "never"}}
TURN_START = {
    "id": "a",
    "method": "turn/start",
    "params": {"threadId": "t", "input": [{"type": "text", "text": "hello"}], "model": None},
}
TURN = {
    "id": "u",
    "items": [{"type": "agentMessage", "id": "i", "text": "hi", "phase": None}],
    "status": "completed",
    "error": None,
}

# File, instance, and whether the schema should accept it.
SAMPLES = [
    ("ClientRequest.json", THREAD_START, True),
    ("ClientRequest.json", TURN_START, True),
    ("ClientRequest.json", THREAD_START | {"method": "thread/stop"}, False),
    ("ClientRequest.json", THREAD_START | {"params": {"approvalPolicy": "sometimes"}}, False),
    ("ClientRequest.json", TURN_START | {"params": {"threadId": "t"}}, False),
    ("ClientRequest.json", TURN_START | {"params": {"threadId": "t", "input": [{"type": "smell"}]}}, False),
    ("ClientNotification.json", {"method": "initialized"}, True),
    ("JSONRPCMessage.json", THREAD_START, True),
    ("JSONRPCMessage.json", {"id": 1, "result": {}}, True),
    ("JSONRPCMessage.json", {"id": None, "error": {"code": -32700, "message": "not JSON"}}, True),
    ("JSONRPCMessage.json", {"id": 1.5, "method": "thread/start"}, True),  # a notification with a stray member
    ("JSONRPCRequest.json", {"id": 1.5, "method": "thread/start"}, False),
    ("RequestId.json", "a", True),
    ("RequestId.json", [1], False),
    ("v2/TurnStartResponse.json", {"turn": TURN}, True),
    ("v2/TurnStartResponse.json", {"turn": TURN | {"status": "lost"}}, False),
    ("v2/TurnStartedNotification.json", {"threadId": "t", "turn": TURN}, True),
    ("v2/TurnStartedNotification.json", {"turn": TURN}, False),
    ("v1/InitializeParams.json", {"clientInfo": {"name": "n", "version": "1"}}, True),
    ("v1/InitializeParams.json", {"clientInfo": {"name": "n"}}, False),
    ("v2/TurnInterruptResponse.json", {}, True),
]


def subschemas(value):
    """Every object and array below a value, the value among them."""
    yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    for child in children:
        yield from subschemas(child)


def unresolved_references(schema):
    """The references that lead nowhere inside the schema."""
    for part in subschemas(schema):
        reference = part.get("$ref") if isinstance(part, dict) else None
        if not isinstance(reference, str):
            continue
        target = schema
        for step in reference.removeprefix("#/").split("/"):
            target = target.get(step) if isinstance(target, dict) else None
        if not reference.startswith("#/") or target is None:
            yield reference


def check_file(path):
    """What is wrong with one schema file."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    try:
        Draft7Validator.check_schema(schema)
    except SchemaError as error:
        yield f"not a valid schema: {error.message}"
    for reference in unresolved_references(schema):
        yield f"{reference} leads nowhere"


def check_samples(folder, faulty):
    """Which samples a folder's schemas judge wrongly. Schemas that are faulty in themselves are left out."""
    for name, instance, is_right in SAMPLES:
        path = folder / name
        if path in faulty:
            continue
        if not path.exists():
            yield f"{path}: is missing"
            continue
        validator = Draft7Validator(json.loads(path.read_text(encoding="utf-8")))
        if validator.is_valid(instance) != is_right:
            verdict = "refuses" if is_right else "accepts"
            yield f"{path}: wrongly {verdict} {json.dumps(instance)}"


def main(schemas):
    problems = []
    for folder in [schemas / "json", schemas / "json-experimental"]:
        files = sorted(folder.rglob("*.json"))
        faults = {path: list(check_file(path)) for path in files}
        problems += [f"{path}: {fault}" for path in files for fault in faults[path]]
        problems += check_samples(folder, faulty={path for path in files if faults[path]})
        print(f"{folder.name}: {len(files)} files")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
