import Diagnostics
import RunbookEditing
import RunbookLoading
import Testing

/// A small runbook with comments, on which edits are shown.
let sample = """
    version: 1
    id: sample
    causes:
      full: {name: The disk is full}
    start: look
    fallback: stop      # a person

    steps:
      # Everything
      look:
        all: [disk, 'memory']
        next:
          - {when: steps.disk.ok && steps.memory.ok, goto: done}   # well
          - {when: causes.full && visits.clean == 0, goto: clean}
        else: stop

      disk:
        check: df -h /    # only looks
        timeout: 5s
        findings:
          - {when: 'out.contains("100%")', cause: full}

      memory:
        check: [free, -m]

      # Old files
      clean:
        fix: rm -f /tmp/old
        verify: {step: disk, within: 10s}
        next: look
        else: stop

      stop:
        escalate: {to: oncall, message: "disk: ${steps.disk.out}"}

      done: {end: resolved}

    """

/// The text after an edit, which must be made and be valid.
func edited(_ text: String, _ edit: RunbookEdit) throws -> String {
    let result = try RunbookEditor(name: "x.yaml", bytes: Array(text.utf8)).apply(edit)
    let loaded = RunbookLoader(texts: ["x.yaml": result.bytes]).load(path: "x.yaml")
    #expect(loaded.set != nil, "\(loaded.diagnostics.map(\.message))\n\(String(decoding: result.bytes, as: UTF8.self))")
    return String(decoding: result.bytes, as: UTF8.self)
}

/// The failure of an edit, which must fail.
func failure(_ text: String, _ edit: RunbookEdit) throws -> RunbookEditFailure {
    try #require(throws: RunbookEditFailure.self) {
        try RunbookEditor(name: "x.yaml", bytes: Array(text.utf8)).apply(edit)
    }
}

/// A value set at a path, both as they are written on the command line.
func setting(_ path: String, _ value: String) throws -> RunbookEdit {
    let path = try RunbookPath(path)
    return .set(path, try EditValue.parse(value, at: path))
}
