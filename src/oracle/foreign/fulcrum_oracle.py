"""Write an oracle in Python: name your checks with `check` and end the program with `serve()`.

    from fulcrum_oracle import Fail, check, serve

    @check(slice="train")
    def doubles(subject, random):
        number = random.randrange(1000)
        if subject.ask(number) != 2 * number:
            raise Fail("not doubled", evidence={"number": number})
        return {"score": 1}

    serve()

Checks run in the order they are named, cheapest first and the visible ones before those with
`visibility="held-out"`. What is printed goes to standard error. The protocol below is that of
docs/guides/oracle-protocol.md.
"""

import base64
import json
import math
import os
import sys
import traceback
from random import Random

__all__ = ["CandidateThrew", "Fail", "Pass", "check", "serve"]

PROTOCOL = 1
LARGEST_EXACT = 2**53


class Fail(Exception):
    """Raise it to fail the candidate, with the reason and, as evidence, any plain data."""

    def __init__(self, reason, metrics=None, evidence=None):
        super().__init__(reason)
        self.reason, self.metrics, self.evidence = reason, metrics or {}, evidence


class CandidateThrew(Exception):
    """Raised by `subject.ask` when the candidate threw. A check that lets it pass fails the candidate."""


class Pass:
    """Returned in place of bare metrics where there is evidence to show."""

    def __init__(self, metrics, evidence=None):
        self.metrics, self.evidence = metrics, evidence


class _Ended(BaseException):
    """The candidate has ended; nothing that a check catches."""


_checks = {}


def check(slice, visibility="visible", name=None, grade=None):
    """Declares a function of `(subject, random)` as a check; it returns the metrics of a pass."""

    def declare(function):
        facts = {"name": name or function.__name__, "slice": slice, "visibility": visibility}
        if grade is not None:
            facts["grade"] = grade
        _checks[facts["name"]] = (facts, function)
        return function

    return declare


class Artifact:
    """The files that a candidate left which ran once."""

    def __init__(self, request):
        self._request = request
        facts = request("artifact")
        self.exit_code = facts["exitCode"]
        self.files = {file["path"]: file["size"] for file in facts["files"]}

    def read(self, path):
        """The bytes of a file, or None when there is none. Parse them as you would a stranger's."""
        content = self._request("read", path=path)["base64"]
        return None if content is None else base64.b64decode(content)

    def claimed(self, metric):
        """The number the candidate printed for `metric`, or None. The check is graded `self-reported` then."""
        return self._request("claimed", metric=metric)["value"]


class Subject:
    """The candidate."""

    def __init__(self, request):
        self._request = request

    def ask(self, *arguments):
        """One question; the answer may be any plain data. Raises CandidateThrew."""
        answer = self._request("ask", arguments=list(arguments))
        if answer["kind"] == "threw":
            raise CandidateThrew(answer["message"])
        return answer["value"]

    @property
    def artifact(self):
        return Artifact(self._request)


def serve():
    """Answers until Fulcrum closes the connection. Call it last."""
    incoming = sys.stdin
    outgoing = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    sys.stdout = sys.stderr

    def send(message):
        outgoing.write(json.dumps(_encoded(message), allow_nan=False) + "\n")
        outgoing.flush()

    send({"type": "hello", "protocol": PROTOCOL, "checks": [facts for facts, _ in _checks.values()]})
    for line in incoming:
        order = _decoded(json.loads(line))

        def request(kind, **fields):
            send({"type": kind, "id": order["id"], **fields})
            reply = _decoded(json.loads(incoming.readline()))
            if reply["type"] == "ended":
                raise _Ended
            return reply

        send({**_judged(order, request), "id": order["id"]})


def _judged(order, request):
    _, function = _checks[order["check"]]
    try:
        result = function(Subject(request), Random(int(order["seed"], 16)))
        passed = result if isinstance(result, Pass) else Pass(result)
        return {"type": "outcome", "status": "pass", "metrics": passed.metrics, "evidence": passed.evidence}
    except Fail as failure:
        return {
            "type": "outcome",
            "status": "fail",
            "reason": failure.reason,
            "metrics": failure.metrics,
            "evidence": failure.evidence,
        }
    except CandidateThrew as thrown:
        return {"type": "outcome", "status": "fail", "reason": f"it threw {thrown}"}
    except _Ended:
        return {"type": "abandoned"}
    except Exception:
        return {"type": "fault", "message": traceback.format_exc()}


def _encoded(value):
    if isinstance(value, dict):
        return {("#" + key if key.startswith("#") else key): _encoded(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encoded(item) for item in value]
    if isinstance(value, float) and (not math.isfinite(value) or (value == 0 and math.copysign(1, value) < 0)):
        names = {math.inf: "Infinity", -math.inf: "-Infinity", 0: "-0"}
        return {"#": names.get(value, "NaN")}
    if isinstance(value, int) and abs(value) > LARGEST_EXACT:
        raise ValueError(f"{value} is beyond 2**53: make it a float or a text")
    return value


def _decoded(value):
    if isinstance(value, list):
        return [_decoded(item) for item in value]
    if isinstance(value, dict):
        if set(value) == {"#"}:
            return float(value["#"])
        return {(key[1:] if key.startswith("#") else key): _decoded(item) for key, item in value.items()}
    return value
