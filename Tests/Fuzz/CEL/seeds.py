"""Lays seeds into the folder that is named: the expressions of the conformance suite, where it is there, and a few more."""
import hashlib
import json
import pathlib
import sys

corpus = pathlib.Path(sys.argv[1])
corpus.mkdir(parents=True, exist_ok=True)
suite = pathlib.Path(__file__).resolve().parents[4] / "shared/conformance/cel/conformance.json"
texts = ["l.exists(a, a > 2)", "m.a.b == 1 && s.contains('redis')", "'%s %d'.format([s, i])", "t - duration('1h')",
         "cel.bind(a, l, a.map(b, b * 2).filter(c, c > 2))", "m.?a.?b.orValue(0) + i", "s.matches('^r.*g$')"]
if suite.exists():
    texts += [test["expr"] for test in json.load(suite.open()) if not test["needs_proto"]]
for text in texts:
    data = text.encode()
    (corpus / hashlib.sha1(data).hexdigest()).write_bytes(data)
