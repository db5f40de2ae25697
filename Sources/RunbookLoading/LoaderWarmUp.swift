import Threads

/// Makes ready what every load needs, on a thread of its own, while the file is still being read.
///
/// The tables of the keys, the functions of conditions and what the runtime makes of types take a fifth of the time in
/// which a process loads one runbook. Loading is right without it: whoever needs a thing first makes it.
package struct LoaderWarmUp {
    private let work: SideWork<Bool>?

    /// Begins it. Whoever does ends it too.
    package static func begin() -> LoaderWarmUp {
        LoaderWarmUp(work: SideWork.begin { Self.loadSample().set != nil })
    }

    /// Waits until it is over.
    package func end() { _ = work?.result() }

    /// Loads a runbook that has something of everything.
    static func loadSample() -> LoadResult {
        RunbookLoader(texts: ["sample.yaml": Array(sample.utf8)]).load(path: "sample.yaml")
    }

    private static let sample = #"""
        version: 1
        id: sample
        name: {en: Sample, ru: Образец}
        params:
          name: {type: string, default: a, pattern: "[a-z]+", description: A text}
          count: {type: int, default: 3, min: 1}
        causes: {down: {name: It is down}}
        start: both
        fallback: call_person
        steps:
          both: {all: [look, page], next: judge}
          look:
            name: Look
            check: 'echo "$name" | grep x'
            parse: json
            timeout: 5s
            retry: {times: 2, every: 1s}
            expect: out.?ok.orValue(true) && stdout.contains("x")
            findings:
              - {when: 'out.rows.exists(row, row.log.matches("a+"))', cause: down}
          page:
            check: {http: "http://localhost/${params.name}"}
            expect: http.status == 200
          judge:
            decide:
              - {when: steps.look.ok, goto: done}
              - {when: causes.down && params.count > 2 && visits.mend == 0, goto: mend}
            else: call_person
          mend:
            fix: [systemctl, restart, "${params.name}"]
            effect: change
            verify: {check: "true", expect: exit == 0}
            next: done
          done: {end: resolved}
          call_person:
            escalate: {to: hoster, message: "It is down: ${run.id}"}
        """#
}
