import RunbookModel

extension TextTranscript {
    /// What the transcript says of its own beside an operator, in each language; elsewhere it is English.
    ///
    /// The reasons that the walk has recorded stay as they were recorded: they are facts of the run, the same for all.
    enum Word {
        case ok, notOK, noVerdict, notRun, found, reads, changes, destroys, visit(Int), fallback
        case skippedBy, jumpedTo, by, editedBy, stoppedBy, noteBy, answered, takenAsDoneBy, resumedBy, interrupted
        case lost, isValid, applied, appliedAgain, attempt(Int), exit, timeOver, expected, isTrue, isUnknown
        case verification(Int), waitsUntil, limitReached, calls, walks, ended, stillHold, advice, refused, at
    }

    func say(_ word: Word) -> String {
        let isRussian = names.language.lowercased().hasPrefix("ru")
        return style.detail == .guided && isRussian ? Self.russian(word) : Self.english(word)
    }

    private static func english(_ word: Word) -> String {
        switch word {
        case .ok: "ok"
        case .notOK: "not ok"
        case .noVerdict: "no verdict"
        case .notRun: "not run"
        case .found: "found"
        case .reads: "reads"
        case .changes: "changes"
        case .destroys: "DESTROYS"
        case .visit(let number): "visit \(number)"
        case .fallback: "fallback"
        case .skippedBy: "skipped by"
        case .jumpedTo: "jumped to"
        case .by: "by"
        case .editedBy: "command edited by"
        case .stoppedBy: "stopped by"
        case .noteBy: "note by"
        case .answered: "answered"
        case .takenAsDoneBy: "taken as done by"
        case .resumedBy: "resumed"
        case .interrupted: "interrupted"
        case .lost: "what would be lost:"
        case .isValid: "is it valid?"
        case .applied: "applied:"
        case .appliedAgain: "applied once more:"
        case .attempt(let number): "try \(number)"
        case .exit: "exit"
        case .timeOver: "its time was over"
        case .expected: "expected"
        case .isTrue: "is true"
        case .isUnknown: "is unknown"
        case .verification(let tries): "verification after \(tries) \(tries == 1 ? "try" : "tries")"
        case .waitsUntil: "waits until"
        case .limitReached: "limit reached"
        case .calls: "calls"
        case .walks: "walks"
        case .ended: "ended"
        case .stillHold: "causes that still hold"
        case .advice: "advice"
        case .refused: "refused"
        case .at: "at"
        }
    }

    private static func russian(_ word: Word) -> String {
        switch word {
        case .ok: "в порядке"
        case .notOK: "не в порядке"
        case .noVerdict: "нет вердикта"
        case .notRun: "не выполнялся"
        case .found: "найдено"
        case .reads: "читает"
        case .changes: "изменяет"
        case .destroys: "УНИЧТОЖАЕТ"
        case .visit(let number): "заход \(number)"
        case .fallback: "запасной шаг"
        case .skippedBy: "пропущен:"
        case .jumpedTo: "переход к"
        case .by: "·"
        case .editedBy: "команду изменил(а)"
        case .stoppedBy: "остановлено:"
        case .noteBy: "заметка ·"
        case .answered: "отвечает:"
        case .takenAsDoneBy: "считать сделанным:"
        case .resumedBy: "продолжено"
        case .interrupted: "прервано"
        case .lost: "что было бы потеряно:"
        case .isValid: "проверка файла:"
        case .applied: "применение:"
        case .appliedAgain: "применение ещё раз:"
        case .attempt(let number): "попытка \(number)"
        case .exit: "код"
        case .timeOver: "время вышло"
        case .expected: "ожидалось"
        case .isTrue: "истинно"
        case .isUnknown: "неизвестно"
        case .verification(let tries): "проверка, попыток: \(tries)"
        case .waitsUntil: "ждёт до"
        case .limitReached: "достигнут предел"
        case .calls: "вызывает"
        case .walks: "обходит"
        case .ended: "окончено"
        case .stillHold: "причины, которые остаются"
        case .advice: "совет"
        case .refused: "отклонено"
        case .at: "на шаге"
        }
    }
}
