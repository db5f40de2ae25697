package import Interpreter
package import RunbookModel

extension Reason {
    func versionsOfWays(_ language: Language) -> (String, String) {
        switch self {
        case .ok: ("ok", "в порядке")
        case .notOk: ("not ok", "не в порядке")
        case .noVerdict: ("no verdict", "нет вердикта")
        case .next: ("next", "дальше")
        case .branch(let number): ("branch \(number)", "ветвь \(number)")
        case .otherwise: ("else", "иначе")
        case .noBranch(let isOneUnknown):
            isOneUnknown
                ? ("no branch is true, and one is unknown", "ни одна ветвь не верна, и одна неизвестна")
                : ("no branch is true, and there is no else", "ни одна ветвь не верна, и нет else")
        case .visited(let step, let limit):
            (
                "\(step) was entered \(limit == 1 ? "once" : "\(limit) times") already",
                "шаг \(step) уже посещён, раз: \(limit)"
            )
        case .needsPerson(let step):
            ("\(step) needs a person, and nobody is there", "для шага \(step) нужен человек, а никого нет")
        case .stepEndUnknown(let step):
            ("how \(step) ended is not known", "чем кончился шаг \(step), неизвестно")
        case .deadEnd(let step): ("nothing leads on from \(step)", "из шага \(step) нет пути дальше")
        case .left(let step, let reason):
            ("\(step): \(reason.text(in: language))", "\(step): \(reason.text(in: language))")
        case .fallbackAgain(let reason):
            (
                "fallback was needed again: \(reason.text(in: language))",
                "запасной шаг понадобился снова: \(reason.text(in: language))"
            )
        case .onlyRealRunDecides(let condition):
            ("only a real run can decide: \(condition)", "решит только настоящий прогон: \(condition)")
        case .onlyRealRunChecks(let step):
            ("the check \(step) runs only in a real run", "проверка \(step) выполняется только в настоящем прогоне")
        case .callEnded(let runbook, let outcome): Self.callEnded(runbook, outcome)
        default: versionsOfValues
        }
    }

    private static func callEnded(_ runbook: String, _ outcome: String?) -> (String, String) {
        let outcome = outcome.flatMap(Outcome.init(rawValue:))
        let english = outcome?.word.text(in: .english) ?? "open"
        let russian = outcome?.word.text(in: .russian) ?? "открыто"
        return ("\(runbook) ended \(english)", "\(runbook): \(russian)")
    }

    private var versionsOfValues: (String, String) {
        switch self {
        case .valueUnknown(let expression, let problem):
            ("${\(expression)} is unknown: \(problem)", "${\(expression)} неизвестно: \(problem)")
        case .valueIsSecret(let expression):
            (
                "${\(expression)} is a secret, which only env, headers and body can hold",
                "${\(expression)} секрет, он может стоять только в env, headers и body"
            )
        case .valueIsNoText(let expression, let value):
            ("${\(expression)} is \(value), which is no text", "${\(expression)} не текст: \(value)")
        case .noKey(let value):
            ("\(value) cannot be the key of a map in a file", "\(value) не может быть ключом в файле")
        case .noFileValue(let value): ("\(value) cannot stand in a file", "\(value) не может стоять в файле")
        case .paramValue(let name, let problem):
            ("the value of \(name) \(problem)", "значение \(name) не подходит: \(problem)")
        case .noHostsYet:
            (
                "steps on other hosts (`host`) are not yet in this version",
                "шагов на других машинах (`host`) в этой версии ещё нет"
            )
        default: versionsOfRefusals
        }
    }

    private var versionsOfRefusals: (String, String) {
        switch self {
        case .runHasEnded: ("the walk has ended", "обход окончен")
        case .nothingToSkip: ("there is no step to skip", "нет шага, который можно пропустить")
        case .runningCannotBeSkipped(let step):
            (
                "\(step) is running: it can be interrupted, not skipped",
                "шаг \(step) выполняется: его можно прервать, но не пропустить"
            )
        case .noStep(let step): ("there is no step \(step)", "нет шага \(step)")
        case .noJumpToProof(let step):
            (
                "\(step) ends the walk as resolved, which has to be proven: no jump leads there",
                "\(step) завершает обход как решённый, это нужно доказать: перейти туда нельзя"
            )
        case .noJumpFromChange:
            (
                "a change is running: it can be interrupted, not left",
                "выполняется изменение: его можно прервать, но не оставить"
            )
        case .editedTooLate:
            ("a command can be edited only before it runs", "команду можно изменить только до её выполнения")
        case .notOneCommand(let step):
            ("\(step) is not one command, which could be edited", "\(step) не одна команда, изменить нечего")
        case .runsNoCommand(let step):
            ("\(step) edits a file, and runs no command", "\(step) правит файл, а не выполняет команду")
        case .nothingRuns: ("nothing runs that could be stopped", "не выполняется ничего, что можно остановить")
        case .notCutShort(let step):
            ("\(step) is at a stage that is not cut short", "\(step) на стадии, которую нельзя прервать")
        case .answerProblem(let problem): ("the answer \(problem)", "ответ не подходит: \(problem)")
        case .noSuchItem(let number): ("there is no item \(number)", "нет пункта \(number)")
        default: versionsOfInterruptions
        }
    }

    private var versionsOfInterruptions: (String, String) {
        switch self {
        case .pausedByOperator: ("the operator", "оператор")
        case .terminalGone: ("the terminal is gone", "терминал пропал")
        case .signal(let name): (name, name)
        case .rungDied(let wasEnded):
            wasEnded
                ? (
                    "Rung died while it ran; it went on to its timeout and was ended",
                    "Rung прервался, пока это выполнялось; оно шло до конца своего времени и было остановлено"
                ) : ("Rung died while it ran", "Rung прервался, пока это выполнялось")
        case .rungEndedIt: ("Rung was interrupted, and ended it", "Rung был прерван и остановил это")
        default: ("", "")
        }
    }
}

extension WalkLimit {
    /// The limit in words.
    package func text(in language: Language) -> String {
        switch self {
        case .visits(let count): language.choose(("visits: \(count)", "посещения: \(count)"))
        case .time(let limit):
            language.choose(("time: \(DurationText.format(limit))", "время: \(DurationText.format(limit))"))
        }
    }
}

extension Outcome {
    /// Its word.
    package var word: ReportWord {
        switch self {
        case .resolved: .resolved
        case .escalated: .escalated
        case .unresolved: .unresolved
        }
    }
}

extension Mode {
    /// Its word.
    package var word: ReportWord {
        switch self {
        case .guided: .guided
        case .unattended: .unattended
        case .dryRun: .dryRun
        }
    }
}

extension ConditionTrace.Verdict {
    /// Its word.
    package var word: TranscriptWord {
        switch self {
        case .yes: .isTrue
        case .no: .isFalse
        case .unknown: .isUnknown
        }
    }
}

extension Param.Kind {
    /// The type as a sentence names it, where a value of it is asked for.
    package func text(in language: Language) -> String {
        let russian =
            switch self {
            case .string: "строка"
            case .int: "целое число"
            case .number: "число"
            case .bool: "true или false"
            case .duration: "время, например 500ms, 30s, 5m, 1h30m"
            }
        return language.choose((inWords, russian))
    }
}

extension ValueProblem {
    /// What is wrong with a value, in words that follow its name.
    package func text(in language: Language) -> String {
        guard language == .russian, let fault else { return message }
        switch fault {
        case .type(let kind, let given): return "нужно \(kind.text(in: .russian)), а не \(given)"
        case .pattern(let pattern, let given): return "\(given) не подходит под образец \(pattern)"
        case .less(let limit, let given): return "\(given) меньше, чем \(limit)"
        case .greater(let limit, let given): return "\(given) больше, чем \(limit)"
        case .choice(let choices, let given):
            return "\(given) не из списка: \(choices.joined(separator: ", "))"
        }
    }
}
