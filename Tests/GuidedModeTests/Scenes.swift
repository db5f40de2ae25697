import Diagnostics
import GuidedMode
import Interpreter
import Reports
import RunbookLoading
import RunbookModel
import TerminalIO
import Wording

/// A walk at whose questions a test looks: a runbook, a walk with scripted answers, and the screen's model.
struct Stage {
    var walk: Walk
    var model: GuideModel
    var now = Instant(nanoseconds: 1_700_000_000_000_000_000)
    var request: Request?
    var orders: [ActionOrder] = []
    let language: String

    init(_ steps: String, language: String = "en") throws {
        let text = "version: 1\nid: shop\nname: {en: The shop is down, ru: Магазин не работает}\n" + steps
        guard let set = RunbookLoader(texts: ["t.yaml": Array(text.utf8)]).load(path: "t.yaml").set else {
            throw Missing()
        }
        walk = Walk(runbooks: set, parser: OutputParser(readYAML: { _ in nil }))
        self.language = language
        model = GuideModel(
            names: RunbookNames(set, language: language), runbooks: set, run: "20260101-000000-abcd", host: "web1")
        give(.started(StartFacts(run: "20260101-000000-abcd", mode: .guided, asksToLook: true)))
    }

    struct Missing: Error {}

    mutating func give(_ input: WalkInput, after time: Duration = .milliseconds(500)) {
        now = now + time
        model.take(.input(input), at: now)
        for output in walk.handle(input, at: now) {
            switch output {
            case .record(let record): model.take(.record(record), at: now)
            case .perform(.ask(let request)): self.request = request
            case .perform(.execute(let order)): orders.append(order)
            case .perform(.withdraw): request = nil
            case .perform: break
            }
        }
    }

    var dialogue: Dialogue? {
        request.map { Dialogue($0, operatorName: "anna", language: language, destinations: model.destinations) }
    }

    func screen(_ dialogue: Dialogue?, tails: [Int: OutputTail] = [:], columns: Int = 80, rows: Int = 24) -> String {
        let scene = GuideView.Scene(model: model, dialogue: dialogue, tails: tails, now: now)
        let view = GuideView(language: Language(language)) { _ in "12:00:00" }
        return view.content(scene, columns: columns, rows: rows).lines.map(\.text).joined(separator: "\n")
    }
}
