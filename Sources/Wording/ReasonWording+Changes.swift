import Interpreter
import RunbookModel

extension Reason {
    func versionsOfChanges(_ language: Language) -> (String, String) {
        func words(_ reason: Reason) -> String { reason.text(in: language) }
        switch self {
        case .commandFailed(let reason):
            return ("the command failed: \(words(reason))", "команда не удалась: \(words(reason))")
        case .didItsWork(let reason):
            return ("the command did its work: \(words(reason))", "команда выполнена: \(words(reason))")
        case .verified: return ("verified", "проверено")
        case .didNotHelp(let limit):
            let time = DurationText.format(limit)
            return ("it did not help within \(time)", "не помогло за \(time)")
        case .notVerifiedInTime:
            return ("not verified: the walk's time is over", "не проверено: время обхода вышло")
        case .takenAsDone: return ("taken as done", "считается сделанным")
        case .saidToBeDone: return ("a person says that it is done", "человек говорит, что сделано")
        case .edited(let isApplied):
            return isApplied
                ? ("the file was edited and applied", "файл изменён и применён")
                : ("the file was edited", "файл изменён")
        case .validateFailed(let reason):
            return ("`validate` failed: \(words(reason))", "`validate` не прошла: \(words(reason))")
        case .applyFailed(let reason):
            return ("`apply` failed: \(words(reason))", "`apply` не удалась: \(words(reason))")
        case .cannotValidate(let reason):
            return ("`validate` cannot run: \(words(reason))", "`validate` нельзя выполнить: \(words(reason))")
        case .cannotApply(let reason):
            return ("`apply` cannot run: \(words(reason))", "`apply` нельзя выполнить: \(words(reason))")
        case .putBack(let reason):
            return ("\(words(reason)); the old file was put back", "\(words(reason)); прежний файл возвращён")
        case .putBackUnapplied(let reason, let problem):
            return (
                "\(words(reason)); the old file was put back, but for it \(words(problem))",
                "\(words(reason)); прежний файл возвращён, но для него \(words(problem))"
            )
        case .notPutBack(let reason, let problem):
            return (
                "\(words(reason)); the old file was not put back: \(words(problem))",
                "\(words(reason)); прежний файл не возвращён: \(words(problem))"
            )
        case .endUnknown:
            return ("it was started, and how it ended is not known", "было начато, и чем кончилось, неизвестно")
        default: return versionsOfPeople(language)
        }
    }

    private func versionsOfPeople(_ language: Language) -> (String, String) {
        switch self {
        case .skipped(let name): ("skipped by \(name)", "пропущено, кто: \(name)")
        case .stopped(let name): ("stopped by \(name)", "остановлено, кто: \(name)")
        case .jumped(let name): ("jumped by \(name)", "переход, кто: \(name)")
        case .leftOpen(let name): ("left open by \(name)", "оставлено открытым, кто: \(name)")
        case .leftUnverified(let reason):
            (
                "left before it was verified: \(reason.text(in: language))",
                "оставлено до проверки: \(reason.text(in: language))"
            )
        case .answered(let value, let name):
            name.isEmpty
                ? ("answered \(value)", "ответ: \(value)")
                : ("\(name) answered \(value)", "ответ, кто: \(name): \(value)")
        case .runbookAnswers(let value):
            ("nobody is there, and the runbook answers \(value)", "никого нет, за него отвечает runbook: \(value)")
        case .runbookSkips:
            ("nobody is there, and the runbook says to skip it", "никого нет, и runbook велит пропустить")
        case .nobody: ("nobody is there", "никого нет")
        case .notAllowed: ("nobody allowed it", "никто не разрешил")
        case .neverUnattended:
            (
                "it can lose data, and nobody is there: `effect: destroy` never runs unattended",
                "может уничтожить данные, и никого нет: `effect: destroy` без оператора не выполняется"
            )
        case .mayOnlyLook:
            (
                "the configuration lets this watch only look: `effects: read`",
                "настройка разрешает только смотреть: `effects: read`"
            )
        case .planned: ("planned", "по плану")
        case .waitIsOver: ("the wait is over", "ожидание окончено")
        case .timeIsOver: ("the time of the walk is over", "время обхода вышло")
        case .noMoreChanges:
            (
                "the walk's time is over: nothing that changes starts any more",
                "время обхода вышло: ничто больше не меняется"
            )
        default: versionsOfWays(language)
        }
    }
}
