package import Interpreter
import RunbookModel

extension Reason {
    /// The reason in words.
    package func text(in language: Language) -> String { language.choose(versions(language)) }

    /// Every reason in each language; those within it are in the reader's own.
    private func versions(_ language: Language) -> (english: String, russian: String) {
        switch self {
        case .words(let text): (text, text)
        case .exit(let code): Self.exit(code)
        case .timedOut: ("its time was over", "время вышло")
        case .status(let status): ("status \(status)", "статус \(status)")
        case .noAnswer: ("no answer", "нет ответа")
        case .connected: ("connected", "соединение есть")
        case .notConnected: ("no connection", "нет соединения")
        case .fileExists: ("the file exists", "файл есть")
        case .fileAbsent: ("the file does not exist", "файла нет")
        case .fileUnknown: ("the file cannot be looked at", "файл нельзя посмотреть")
        case .nothingToChange: ("nothing to change", "менять нечего")
        case .done: ("done", "сделано")
        case .tooMuchOutput(let bytes):
            ("more came than max_output keeps (\(bytes) bytes)", "вывод больше, чем хранит max_output (байт: \(bytes))")
        case .unparsed(let format):
            ("the output is not what `parse: \(format)` reads", "вывод не такой, какой читает `parse: \(format)`")
        case .unrecorded(let problem): Self.unrecorded(problem)
        default: versionsOfChecks(language)
        }
    }

    private static func exit(_ code: Int) -> (String, String) {
        switch code {
        case 126: ("exit 126: a command cannot be executed", "код 126: команду нельзя выполнить")
        case 127: ("exit 127: a command was not found", "код 127: команда не найдена")
        case 129...255: ("exit \(code): died of signal \(code - 128)", "код \(code): завершено сигналом \(code - 128)")
        default: ("exit \(code)", "код \(code)")
        }
    }

    private static func unrecorded(_ problem: String?) -> (String, String) {
        let more = problem.map { ": \($0)" } ?? ""
        return (
            "it could not be recorded, and nothing that changes starts unrecorded\(more)",
            "это не удалось записать, а без записи ничто не меняется\(more)"
        )
    }

    private func versionsOfChecks(_ language: Language) -> (String, String) {
        /// A reason after a colon, where there is one.
        func after(_ reason: Reason?) -> String { reason.map { ": \($0.text(in: language))" } ?? "" }
        switch self {
        case .found(let causes):
            let names = causes.joined(separator: ", ")
            return ("found \(names)", "найдено: \(names)")
        case .asExpected: return ("as expected", "как ожидалось")
        case .notAsExpected(let reason):
            return ("not as expected\(after(reason))", "не так, как ожидалось\(after(reason))")
        case .expectationUnknown(let reason):
            return ("what is expected is unknown\(after(reason))", "неизвестно, так ли, как ожидалось\(after(reason))")
        case .allMembersOk: return ("all members are ok", "все проверки в порядке")
        case .members(let notOk, let unknown):
            let (bad, open) = (notOk.joined(separator: ", "), unknown.joined(separator: ", "))
            return (
                Self.joined(bad.isEmpty ? nil : "not ok: \(bad)", open.isEmpty ? nil : "without a verdict: \(open)"),
                Self.joined(bad.isEmpty ? nil : "не в порядке: \(bad)", open.isEmpty ? nil : "без вердикта: \(open)")
            )
        default: return versionsOfChanges(language)
        }
    }

    private static func joined(_ parts: String?...) -> String { parts.compactMap { $0 }.joined(separator: "; ") }
}
