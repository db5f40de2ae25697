/// What the transcript of a run says beside what the runbook says.
package enum TranscriptWord: Sendable, Equatable {
    case run, target, byOn(operator: String, host: String)
    case ok, notOk, noVerdict, notRun, found, reads, changes, destroys, visit(Int), fallback
    case skippedBy, jumpedTo, by, editedBy, stoppedBy, noteBy, answered, takenAsDoneBy, allowedBy, resumedBy
    case interrupted, ticked(Int), unticked(Int)
    case lost, isValid, applied, appliedAgain, attempt(Int), exit, status, timeOver, endNotKnown
    case expected, isTrue, isFalse, isUnknown, notLookedAt, when, asBefore
    case verification(Int), waitsUntil, limitReached, calls, walks, ended, stillHold, advice, refused, at, planned
    case unchangedFile(String), written, keptAs, oldFileIsBack, fileIsBefore, fileIsAfter, linked(Int)
    case moreLines(Int), sensitive(Int), notAllKept(Int), sudoWantsPassword

    /// The words in a language.
    package func text(in language: Language) -> String { language.choose(versions) }

    private var versions: (english: String, russian: String) {
        switch self {
        case .run: ("run", "прогон")
        case .target: ("target", "цель")
        case .byOn(let name, let host): ("by \(name) on \(host)", "\(name) на \(host)")
        case .ok: ("ok", "в порядке")
        case .notOk: ("not ok", "не в порядке")
        case .noVerdict: ("no verdict", "нет вердикта")
        case .notRun: ("not run", "не выполнялось")
        case .found: ("found", "найдено")
        case .reads: ("reads", "читает")
        case .changes: ("changes", "изменяет")
        case .destroys: ("DESTROYS", "УНИЧТОЖАЕТ")
        case .visit(let number): ("visit \(number)", "заход \(number)")
        case .fallback: ("fallback", "запасной шаг")
        default: versionsOfPeople
        }
    }

    private var versionsOfPeople: (String, String) {
        switch self {
        case .skippedBy: ("skipped by", "пропущено, кто:")
        case .jumpedTo: ("jumped to", "переход к")
        case .by: ("by", "·")
        case .editedBy: ("command edited by", "команду изменил(а)")
        case .stoppedBy: ("stopped by", "остановлено, кто:")
        case .noteBy: ("note by", "заметка ·")
        case .answered: ("answered", "отвечает:")
        case .takenAsDoneBy: ("taken as done by", "считать сделанным, кто:")
        case .allowedBy: ("allowed by", "разрешено, кто:")
        case .resumedBy: ("resumed", "продолжено")
        case .interrupted: ("interrupted", "прервано")
        case .ticked(let number): ("item \(number) ticked by", "пункт \(number) отмечен, кто:")
        case .unticked(let number): ("item \(number) no longer ticked, by", "с пункта \(number) отметка снята, кто:")
        case .at: ("at", "на шаге")
        case .planned: ("from here this is a plan: nothing runs", "отсюда это план: ничто не выполняется")
        case .sudoWantsPassword:
            (
                "sudo wants a password and nobody is asked: let sudoers allow this command (NOPASSWD)",
                "sudo хочет пароль, а спросить некого: разрешите команду в sudoers (NOPASSWD)"
            )
        default: versionsOfActions
        }
    }

    private var versionsOfActions: (String, String) {
        switch self {
        case .lost: ("what would be lost:", "что было бы потеряно:")
        case .isValid: ("is it valid?", "проверка файла:")
        case .applied: ("applied:", "применение:")
        case .appliedAgain: ("applied once more:", "применение ещё раз:")
        case .attempt(let number): ("try \(number)", "попытка \(number)")
        case .exit: ("exit", "код")
        case .status: ("status", "статус")
        case .timeOver: ("its time was over", "время вышло")
        case .endNotKnown: ("how it ended is not known", "чем кончилось, неизвестно")
        case .unchangedFile(let path):
            ("\(path) is as it should be: nothing to change", "\(path): менять нечего")
        case .written: ("written", "записано")
        case .keptAs: ("the old file is kept as", "прежний файл сохранён как")
        case .oldFileIsBack: ("the old file is back", "прежний файл возвращён")
        case .fileIsBefore: ("the file is as before the edit", "файл такой, как до изменения")
        case .fileIsAfter: ("the file is as after the edit", "файл такой, как после изменения")
        case .linked(let count): Self.linked(count)
        case .moreLines(let count): ("… \(count) more lines", "… ещё строк: \(count)")
        case .sensitive(let bytes):
            ("(\(bytes) bytes, sensitive: not kept)", "(байт: \(bytes), секретно, не сохранено)")
        case .notAllKept(let bytes):
            ("(\(bytes) bytes in all, not all kept)", "(всего байт: \(bytes), сохранено не всё)")
        default: versionsOfWalk
        }
    }

    private static func linked(_ count: Int) -> (String, String) {
        let names = count == 1 ? "another name" : "\(count) other names"
        return (
            "the file has \(names) (hard links), which will keep the old content",
            "у файла есть другие имена (жёсткие ссылки: \(count)), под ними останется прежнее содержимое"
        )
    }

    private var versionsOfWalk: (String, String) {
        switch self {
        case .expected: ("expected", "ожидалось")
        case .isTrue: ("is true", "истинно")
        case .isFalse: ("is false", "ложно")
        case .isUnknown: ("is unknown", "неизвестно")
        case .notLookedAt: ("not looked at", "не проверялось")
        case .when: ("when", "когда")
        case .asBefore: ("as before", "как раньше")
        case .verification(let tries):
            ("verification after \(tries) \(tries == 1 ? "try" : "tries")", "проверка (попыток: \(tries))")
        case .waitsUntil: ("waits until", "ждёт до")
        case .limitReached: ("limit reached", "достигнут предел")
        case .calls: ("calls", "вызывает")
        case .walks: ("walks", "обходит")
        case .ended: ("ended", "окончено")
        case .stillHold: ("causes that still hold", "причины, которые остаются")
        case .advice: ("advice", "совет")
        case .refused: ("refused", "отклонено")
        default: ("", "")
        }
    }
}
