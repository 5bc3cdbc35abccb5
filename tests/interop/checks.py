"""Names checks, runs them, and prints one JSON object for each: {"name", "fault"}."""
import json
import traceback

CHECKS = []


def check(name):
    def note(function):
        CHECKS.append((name, function))
        return function

    return note


def raises(error, call):
    try:
        result = call()
    except error as raised:
        return str(raised)
    raise AssertionError(f"expected {error.__name__}, got {result!r}")


def report(name, fault=None):
    print(json.dumps({"name": name, "fault": fault}), flush=True)


def run_checks(client):
    """Runs the checks in the order they stand; each gets what `client` gives."""
    for name, function in CHECKS:
        fault = None
        try:
            function(client())
        except BaseException:
            fault = traceback.format_exc()
        report(name, fault)
