/// What is said when a run is over or paused, below its transcript.
package enum ClosingWord: Sendable, Equatable {
    case run, plan, took(String), open, outOfTime, onlyRealRun
    case paused(by: String), interrupted(by: String)
    case takeUp(String), nothingChanged, notRecorded, died
    case reading(String), evidence(String), report(String)
    /// A report that cannot be written, and why.
    case reportFailed(String, problem: String)

    /// The words in a language.
    package func text(in language: Language) -> String { language.choose(versions) }

    private var versions: (english: String, russian: String) {
        switch self {
        case .run: ("run", "прогон")
        case .plan: ("plan", "план")
        case .took(let time): ("in \(time)", "за \(time)")
        case .open: ("open", "открыто")
        case .outOfTime: ("out of time", "время вышло")
        case .onlyRealRun: ("only a real run can go on", "дальше только настоящий прогон")
        case .paused(let who): ("paused by \(who)", "на паузе: \(who)")
        case .interrupted(let what): ("interrupted by \(what)", "прервано: \(what)")
        case .takeUp(let command): ("take it up with: \(command)", "продолжить: \(command)")
        case .nothingChanged: ("nothing was changed", "ничего не изменено")
        case .notRecorded:
            ("it was not recorded and cannot be taken up", "прогон не записан, продолжить его нельзя")
        case .died: ("the process that walked it died", "процесс, который его вёл, умер")
        case .reading(let command): ("what was seen and done: \(command)", "что увидено и сделано: \(command)")
        case .evidence(let command): ("evidence: \(command)", "доказательства: \(command)")
        case .report(let path): ("report: \(path)", "отчёт: \(path)")
        case .reportFailed(let path, let problem):
            ("--report \(path) cannot be written: \(problem)", "--report \(path): не удалось записать: \(problem)")
        }
    }
}

extension Language {
    /// What is said when a run is over.
    package func say(_ word: ClosingWord) -> String { word.text(in: self) }
}
