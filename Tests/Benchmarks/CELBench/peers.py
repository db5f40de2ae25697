"""Measures the peers on the expressions that CELBench prints; prints nanoseconds as TSV: row, peer, compile, evaluate."""
import datetime
import sys
import time


def rows(count):
    return [{"Service": f"service-{i}", "State": "running", "Health": "healthy", "RestartCount": i % 7,
             "Image": f"registry.local/app-{i}:1.2.3"} for i in range(count)]


UTC = datetime.timezone.utc
VARIABLES = {
    "usage": 91, "out": "PONG", "exit": 0, "visits": 1, "state": "restarting",
    "stdout": "COPY public.table (id, name) FROM stdin;\n" * 25 + "-- dump complete\n",
    "http": {"status": 200}, "health": {"database": True, "redis": True},
    "steps": {"health": {"ok": False}, "redis": {"ok": True}},
    "line": "ERROR 2026-11-22 08:30:00 upstream 10.0.0.7:3000 timeout after 3000ms",
    "now": datetime.datetime.fromtimestamp(1795000000, UTC), "modified": datetime.datetime.fromtimestamp(1794000000, UTC),
    "rows3": rows(3), "rows100": rows(100), "rows9999": rows(9999),
}


def measure(work):
    count = 1
    while True:
        start = time.perf_counter_ns()
        for _ in range(count):
            work()
        if time.perf_counter_ns() - start > 5_000_000:
            break
        count *= 2
    best = float("inf")
    for _ in range(9):
        start = time.perf_counter_ns()
        for _ in range(count):
            work()
        best = min(best, (time.perf_counter_ns() - start) / count)
    return best


def report(row, peer, compile_ns, evaluate_ns, note=""):
    print(f"{row}\t{peer}\t{compile_ns}\t{evaluate_ns}\t{note}", flush=True)


def cpp(cases):
    from cel_expr_python import cel
    types = {}
    for name, value in VARIABLES.items():
        if isinstance(value, bool):
            types[name] = cel.Type.BOOL
        elif isinstance(value, int):
            types[name] = cel.Type.INT
        elif isinstance(value, str):
            types[name] = cel.Type.STRING
        elif isinstance(value, datetime.datetime):
            types[name] = cel.Type.TIMESTAMP
        elif isinstance(value, dict):
            types[name] = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
        else:
            types[name] = cel.Type.List(cel.Type.Map(cel.Type.STRING, cel.Type.DYN))
    env = cel.NewEnv(variables=types)
    for row, text in cases:
        try:
            program = env.compile(text)
            used = {name: value for name, value in VARIABLES.items() if name in text}
            activation = env.Activation(used)
            value = program.eval(activation).value()
            compile_ns = int(measure(lambda: env.compile(text)))
            report(row, "C++, activation once", compile_ns, int(measure(lambda: program.eval(activation))), value)
            report(row, "C++, activation each", compile_ns,
                   int(measure(lambda: program.eval(env.Activation(used)))), value)
        except Exception as error:
            report(row, "C++", -1, -1, f"{type(error).__name__}: {error}".replace("\n", " ")[:120])


def rust(cases):
    import cel
    for row, text in cases:
        try:
            used = {name: value for name, value in VARIABLES.items() if name in text}
            if hasattr(cel, "compile"):
                program = cel.compile(text)
                context = cel.Context(variables=used) if hasattr(cel, "Context") else used
                value = program.execute(context)
                report(row, "Rust", int(measure(lambda: cel.compile(text))),
                       int(measure(lambda: program.execute(context))), value)
            else:
                value = cel.evaluate(text, used)
                report(row, "Rust (compile and evaluate)", -1, int(measure(lambda: cel.evaluate(text, used))), value)
        except Exception as error:
            report(row, "Rust", -1, -1, f"{type(error).__name__}: {error}".replace("\n", " ")[:120])


def python(cases):
    import celpy
    env = celpy.Environment()
    for row, text in cases:
        try:
            used = {name: celpy.json_to_cel(value) if not isinstance(value, datetime.datetime)
                    else celpy.celtypes.TimestampType(value) for name, value in VARIABLES.items() if name in text}
            ast = env.compile(text)
            program = env.program(ast)
            value = program.evaluate(used)
            report(row, "Python", int(measure(lambda: env.compile(text))),
                   int(measure(lambda: program.evaluate(used))), value)
        except Exception as error:
            report(row, "Python", -1, -1, f"{type(error).__name__}: {error}".replace("\n", " ")[:120])


if __name__ == "__main__":
    table = [line.rstrip("\n").split("\t")[:2] for line in open(sys.argv[2])]
    {"cpp": cpp, "rust": rust, "python": python}[sys.argv[1]](table)
