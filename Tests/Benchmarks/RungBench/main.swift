// What the whole program costs, as ratios to the plainest thing that does the same work.
//
//     Tests/Benchmarks/run [walk|startup|conditions|editing|output|group]      (all of them without a word)
import CSpawnFloor
import Glibc
import YAMLSyntax

let arguments = CommandLine.arguments
guard arguments.count >= 4 else {
    print("usage: RungBench RUNG EMPTY-PROGRAM RUNBOOK [walk|startup|conditions|editing|output|group]")
    exit(2)
}
let (rung, empty, runbook) = (arguments[1], arguments[2], arguments[3])
let wanted = arguments.dropFirst(4).first

var template = Array("/tmp/rung-bench-XXXXXX".utf8CString)
guard mkdtemp(&template) != nil else { fatalError("no folder for the benchmark") }
let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)

/// Writes a file into the benchmark's folder.
func write(_ name: String, _ text: String) -> String {
    let path = "\(folder)/\(name)"
    guard let file = fopen(path, "w") else { fatalError("\(path) cannot be written") }
    fputs(text, file)
    fclose(file)
    return path
}

/// A runbook of checks in a row.
func chain(of count: Int) -> String {
    var text = "version: 1\nid: chain\nstart: s0\nfallback: stop\nlimits: {time: 1h}\nsteps:\n"
    for index in 0..<count {
        text += "  s\(index):\n    check: \"true\"\n    next: \(index + 1 < count ? "s\(index + 1)" : "stop")\n"
    }
    return text + "  stop:\n    end: unresolved\n"
}

func walk(_ file: String, _ extra: [String] = []) -> Program {
    Program(arguments: [rung, "run", file, "--unattended"] + extra, environment: ["RUNG_STATE_DIR": folder + "/state"])
}

func floorSeconds(_ count: Int32) -> Double {
    let begin = now()
    precondition(spawn_floor(count) == 0, "the floor failed")
    return now() - begin
}

func benchWalk() {
    let file = write("chain-200.yaml", chain(of: 200))
    let long = write("chain-1000.yaml", chain(of: 1000))
    _ = (walk(file).run(), floorSeconds(200))
    var ratios: [Double] = []
    var times: (walk: [Double], floor: [Double]) = ([], [])
    for _ in 0..<31 {
        let floor = floorSeconds(200)
        let run = walk(file).run()
        precondition(run.exit == 4, "the walk ended with exit \(run.exit)")
        ratios.append(run.seconds / floor)
        times.walk.append(run.seconds)
        times.floor.append(floor)
    }
    print(
        "walk of 200 checks, journal on, whole program: \(rounded(median(ratios))) x the C floor "
            + "(median of 31 alternating rounds; \(rounded(median(times.walk) * 5)) ms a check to "
            + "\(rounded(median(times.floor) * 5)) ms)")
    var longRatios: [Double] = []
    for _ in 0..<7 {
        let floor = floorSeconds(1000)
        longRatios.append(walk(long).run().seconds / floor)
    }
    print("walk of 1,000 checks, the same: \(rounded(median(longRatios))) x (median of 7)")
}

func benchStartup() {
    let nothing = Program(arguments: [empty])
    let validate = Program(arguments: [rung, "validate", runbook])
    let version = Program(arguments: [rung, "--version"])
    var times: (nothing: [Double], validate: [Double], version: [Double]) = ([], [], [])
    var ratios: [Double] = []
    for _ in 0..<200 {
        let floor = nothing.run().seconds
        let run = validate.run()
        precondition(run.exit == 0, "validate ended with exit \(run.exit)")
        times.nothing.append(floor)
        times.validate.append(run.seconds)
        times.version.append(version.run().seconds)
        ratios.append(run.seconds / floor)
    }
    print(
        "validate of the 502 runbook: \(rounded(median(ratios))) x an empty static program (median of 200; "
            + "\(rounded(median(times.validate) * 1000)) ms to \(rounded(median(times.nothing) * 1000)) ms; --version "
            + "\(rounded(median(times.version) * 1000)) ms)")
}

/// A runbook of checks with five conditions each, no two alike: what is expected, two findings and two branches.
func conditions(of count: Int) -> String {
    let steps = count / 5
    var text = """
        version: 1
        id: conditions
        params:
          service: {type: string, default: backend}
          limit: {type: int, default: 90}
        causes:
          down: {name: It is down}
          full: {name: It is full}
        start: s0
        fallback: stop
        steps:

        """
    for index in 0..<steps {
        let next = index + 1 < steps ? "s\(index + 1)" : "stop"
        text += """
              s\(index):
                check: docker compose ps --all --format json
                parse: jsonl
                expect: out.all(c, c.State == "running") && size(out) > \(index)
                findings:
                  - {when: '!out.exists(c, c.Service == params.service + "\(index)")', cause: down}
                  - {when: 'out.exists(c, percent(c.Use) > params.limit + \(index))', cause: full}
                next:
                  - {when: "causes.down && visits.s\(index) < 3", goto: \(next)}
                  - {when: "steps.s\(index).exit == 0 || steps.s\(index / 2).ok", goto: \(next)}
                else: stop

            """
    }
    return text + "  stop:\n    end: unresolved\n"
}

func benchConditions() {
    let text = conditions(of: 10_000)
    let bytes = Array(text.utf8)
    let validate = Program(arguments: [rung, "validate", write("conditions.yaml", text)])
    var times: (events: [Double], validate: [Double]) = ([], [])
    for _ in 0..<31 {
        let begin = now()
        precondition(YAMLEventReader.countEvents(in: bytes) != nil, "libyaml refuses the file")
        times.events.append(now() - begin)
        let run = validate.run()
        precondition(run.exit == 0, "validate ended with exit \(run.exit)")
        times.validate.append(run.seconds)
    }
    print(
        "validate of 10,000 conditions, whole program: "
            + "\(rounded(median(zip(times.validate, times.events).map { $0 / $1 }))) x libyaml's own time for the file "
            + "(median of 31; \(rounded(median(times.validate) * 1000)) ms to \(rounded(median(times.events) * 1000)) ms, "
            + "\(bytes.count / 1024) KiB)")
}

/// Edits and formats a file again and again; each time as a multiple of what `floor` gives.
func benchEditing(_ name: String, _ path: String, rounds: Int, floor: () -> Double, to what: String) {
    guard let original = try? contents(path) else { fatalError("\(path) cannot be read") }
    let odd = Program(arguments: [rung, "edit", path, "set", "limits.time", "41m"])
    let even = Program(arguments: [rung, "edit", path, "set", "limits.time", "42m"])
    let rename = Program(arguments: [rung, "edit", path, "rename-step", "start_here", "start_there"])
    let format = Program(arguments: [rung, "fmt", path])
    let hasName = original.contains("start_here:")
    var (edits, renames, checks, formats): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    var times: [Double] = []
    for round in 0..<rounds {
        let least = floor()
        let edit = (round.isMultiple(of: 2) ? odd : even).run()
        precondition(edit.exit == 0, "edit ended with exit \(edit.exit)")
        edits.append(edit.seconds / least)
        times.append(edit.seconds)
        if hasName {
            // The end of each round writes the file anew, and with it the old name.
            let run = rename.run()
            precondition(run.exit == 0, "rename-step ended with exit \(run.exit)")
            renames.append(run.seconds / least)
        }
        checks.append(format.run().seconds / least)
        // What has to be written anew: one line is laid out otherwise.
        _ = write(path.split(separator: "/").last.map(String.init) ?? path, original + "\n\n")
        let run = format.run()
        precondition(run.exit == 0, "fmt ended with exit \(run.exit)")
        formats.append(run.seconds / least)
    }
    let renaming = renames.isEmpty ? "" : "rename-step \(rounded(median(renames))) x, "
    print(
        "\(name): edit set \(rounded(median(edits))) x, \(renaming)fmt that changes \(rounded(median(formats))) x, fmt that "
            + "finds nothing \(rounded(median(checks))) x \(what) (median of \(rounds); an edit takes "
            + "\(rounded(median(times) * 1000)) ms)")
}

/// The text of a file.
func contents(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { fatalError("\(path) cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&piece, 1, piece.count, file), count > 0 { bytes += piece.prefix(count) }
    return String(decoding: bytes, as: UTF8.self)
}

/// A runbook of steps as people write them.
func steps(of count: Int) -> String {
    var text = "version: 1\nid: many\nlimits: {time: 40m}\nstart: start_here\nfallback: stop\n\nsteps:\n"
    for index in 0..<count {
        let name = index == 0 ? "start_here" : "s\(index)"
        text += """
              # step \(index)
              \(name):
                check: test -e "/srv/file-\(index)"   # it must be there
                timeout: 5s
                next: \(index + 1 < count ? "s\(index + 1)" : "stop")


            """
    }
    return text + "  stop:\n    end: unresolved\n"
}

func benchEditing() {
    let text = (try? contents(runbook)) ?? ""
    benchEditing(
        "the 502 runbook", write("502.yaml", text), rounds: 101,
        floor: { Program(arguments: [empty]).run().seconds }, to: "an empty static program")
    let many = steps(of: 20_000)
    let bytes = Array(many.utf8)
    benchEditing(
        "20,000 steps, \(bytes.count / 1024) KiB", write("many.yaml", many), rounds: 21,
        floor: {
            let begin = now()
            precondition(YAMLEventReader.countEvents(in: bytes) != nil, "libyaml refuses the file")
            return now() - begin
        }, to: "libyaml's own time for the file")
}

func benchOutput() {
    let text = """
        version: 1
        id: output
        start: flood
        fallback: stop
        steps:
          flood:
            check: head -c 1073741824 /dev/zero | tr '\\0' 'x'
            timeout: 5m
            next: stop
          stop:
            end: unresolved

        """
    let run = walk(write("output.yaml", text)).run()
    print("a command that prints 1 GiB: \(run.peakMemory / 1024) MiB peak memory, \(rounded(run.seconds)) s")
}

func benchGroup() {
    var text = "version: 1\nid: group\nstart: all_of_them\nfallback: stop\nsteps:\n  all_of_them:\n    all: ["
    text += (0..<50).map { "s\($0)" }.joined(separator: ", ") + "]\n    next: stop\n"
    for index in 0..<50 { text += "  s\(index):\n    check: sleep 1\n" }
    text += "  stop:\n    end: unresolved\n"
    let file = write("group.yaml", text)
    let times = (0..<3).map { _ in walk(file, ["--jobs", "50"]).run().seconds }
    print("a group of 50 checks of 1 s each with --jobs 50: \(rounded(median(times))) s (median of 3)")
}

if wanted == nil || wanted == "walk" { benchWalk() }
if wanted == nil || wanted == "startup" { benchStartup() }
if wanted == nil || wanted == "conditions" { benchConditions() }
if wanted == nil || wanted == "editing" { benchEditing() }
if wanted == nil || wanted == "output" { benchOutput() }
if wanted == nil || wanted == "group" { benchGroup() }
let cleaning = Program(arguments: ["/bin/rm", "-rf", folder])
_ = cleaning.run()
