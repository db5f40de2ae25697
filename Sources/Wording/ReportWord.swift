package import Interpreter

/// Rung's own words in a report.
package enum ReportWord: CaseIterable, Sendable {
    case report, plan, run, target, host, walkedBy, began, ended, took, inAll, waitedForPeople, paused,
        params
    case guided, unattended, dryRun
    case resolved, escalated, unresolved, interrupted, open, running, outOfTime
    case summary, found, finding, foundNothing, stillHolds, gone, foundBy
    case changed, wouldChange, changedNothing, helped, didNotHelp, notVerified, putBack, alreadySo, failed, isPlanned
    case endUnknown
    case escalatedTo, message, advice, evidence, notes, reason
    case way, wayHint, fullSize, timeline, steps, checklist, otherChecks
    case time, step, verdict, duration, why, exit, output, errors, check, by
    case ok, notOk, noVerdict, notRun, notLookedAt
    case begun, begunFrom, fromFallback, calledBy, because, whenTrue, whenFalse, whenUnknown, elseTaken
    case verification, verified, notVerifiedAfter, tries, tryNumber, preview, validation, application, appliedAgain
    case diff, status, body, content, noAnswer, connected, notConnected, exists, absent, bytes, kept, sensitive
    case timedOut, wasLost, cut
    case asked, answered, allowed, refused, takenAsDone, skipped, stopped, jumped, editedCommand, noted, resumed,
        nobody, waits
    case limitReached, walks, refusedInput, visit, effectChange, effectDestroy, unchangedFile, written, oldFileIsBack,
        asBefore, asAfter, fallbackStep
    case ticked, unticked, linkedFile

    /// The word in a language.
    package func text(in language: Language) -> String { language.choose(versions) }

    private var versions: (english: String, russian: String) {
        switch self {
        case .report: ("Report of a run", "Отчёт о прогоне")
        case .plan: ("Plan (dry run)", "План (пробный прогон)")
        case .run: ("Run", "Прогон")
        case .target: ("Target", "Цель")
        case .host: ("Host", "Хост")
        case .walkedBy: ("Walked by", "Кто выполнял")
        case .began: ("Began", "Начало")
        case .ended: ("Ended", "Конец")
        case .took: ("Took", "Длительность")
        case .inAll: ("In all", "Всего")
        case .waitedForPeople: ("Waiting for people", "Ожидание людей")
        case .paused: ("Paused", "На паузе")
        case .params: ("Params", "Параметры")
        case .guided: ("guided", "с оператором")
        case .unattended: ("unattended", "без оператора")
        case .dryRun: ("dry run", "пробный прогон")
        default: moreVersions
        }
    }

    private var moreVersions: (String, String) {
        switch self {
        case .resolved: ("resolved", "решено")
        case .escalated: ("escalated", "эскалировано")
        case .unresolved: ("unresolved", "не решено")
        case .interrupted: ("interrupted", "прервано")
        case .open: ("open", "решит только настоящий прогон")
        case .running: ("not ended", "не закончено")
        case .outOfTime: ("out of time", "время вышло")
        case .summary: ("Summary", "Коротко")
        case .found: ("What was found", "Что найдено")
        case .finding: ("found", "найдено")
        case .foundNothing: ("No cause was found.", "Причина не найдена.")
        case .stillHolds: ("still holds", "остаётся")
        case .gone: ("gone", "устранена")
        case .foundBy: ("Found by", "Чем найдена")
        case .changed: ("What was changed", "Что изменено")
        case .wouldChange: ("What would be changed", "Что было бы изменено")
        case .changedNothing: ("Nothing was changed.", "Ничего не изменено.")
        case .helped: ("helped, verified", "помогло, проверено")
        case .didNotHelp: ("did not help", "не помогло")
        case .notVerified: ("done, not verified", "сделано, не проверено")
        case .putBack: ("did not help, put back", "не помогло, возвращено как было")
        case .alreadySo: ("was so already", "уже было так")
        case .failed: ("failed", "не выполнено")
        case .isPlanned: ("planned", "по плану")
        case .endUnknown: ("its end is not known", "чем кончилось, неизвестно")
        case .escalatedTo: ("Escalated to", "Эскалировано")
        case .message: ("Message", "Сообщение")
        case .advice: ("Advice", "Советы")
        case .evidence: ("Evidence", "Доказательства")
        case .notes: ("Notes", "Заметки")
        case .reason: ("Reason", "Почему")
        case .way: ("The way walked", "Пройденный путь")
        case .wayHint:
            ("Numbers are the visits, in order.", "Числа: посещения шагов, по порядку.")
        case .fullSize: ("full size", "в полном размере")
        case .timeline: ("Timeline", "Ход прогона")
        case .steps: ("Step by step", "По шагам")
        case .checklist: ("Checklist", "Чек-лист")
        case .otherChecks: ("Other checks", "Другие проверки")
        default: stepVersions
        }
    }

    private var stepVersions: (String, String) {
        switch self {
        case .time: ("Time", "Время")
        case .step: ("Step", "Шаг")
        case .verdict: ("Verdict", "Вердикт")
        case .duration: ("Duration", "Длительность")
        case .why: ("Why here", "Почему здесь")
        case .exit: ("exit", "код")
        case .output: ("Output", "Вывод")
        case .errors: ("Errors", "Ошибки")
        case .check: ("Check", "Проверка")
        case .by: ("by", "кто:")
        case .ok: ("ok", "в порядке")
        case .notOk: ("not ok", "не в порядке")
        case .noVerdict: ("no verdict", "без вердикта")
        case .notRun: ("not run", "не выполнялось")
        case .notLookedAt: ("not looked at", "не проверялось")
        case .begun: ("The walk begins here.", "Здесь начинается прогон.")
        case .begunFrom: ("The operator began here.", "Оператор начал отсюда.")
        case .fromFallback: ("To the fallback", "На запасной путь")
        case .calledBy: ("Called by", "Вызван шагом")
        case .because: ("From", "Из шага")
        case .whenTrue: ("true", "верно")
        case .whenFalse: ("false", "неверно")
        case .whenUnknown: ("unknown", "неизвестно")
        case .elseTaken: ("else", "иначе")
        case .verification: ("Verification", "Проверка результата")
        case .verified: ("passed", "пройдена")
        case .notVerifiedAfter: ("not passed", "не пройдена")
        case .tries: ("tries", "попыток")
        case .tryNumber: ("try", "попытка")
        case .preview: ("What would be lost", "Что будет потеряно")
        case .validation: ("Is it valid?", "Верна ли конфигурация?")
        case .application: ("Applied", "Применение")
        case .appliedAgain: ("Applied once more", "Повторное применение")
        case .diff: ("Change of the file", "Изменение файла")
        default: outputVersions
        }
    }

    private var outputVersions: (String, String) {
        switch self {
        case .status: ("status", "статус")
        case .body: ("Body", "Тело ответа")
        case .content: ("Content", "Содержимое")
        case .noAnswer: ("no answer", "нет ответа")
        case .connected: ("connected", "соединение есть")
        case .notConnected: ("not connected", "соединения нет")
        case .exists: ("exists", "есть")
        case .absent: ("absent", "нет")
        case .bytes: ("bytes", "байт")
        case .kept: ("kept", "сохранено")
        case .sensitive: ("sensitive, not kept", "секретно, не сохранено")
        case .timedOut: ("its time was over", "время вышло")
        case .wasLost: ("how it ended is not known", "чем кончилось, неизвестно")
        case .cut: ("left out here", "здесь пропущено")
        case .asked: ("asked", "вопрос")
        case .answered: ("answered", "ответ")
        case .allowed: ("allowed", "разрешено")
        case .refused: ("refused", "отказано")
        case .takenAsDone: ("taken as done", "считается сделанным")
        case .skipped: ("skipped", "пропущено")
        case .stopped: ("ended", "остановлено")
        case .jumped: ("jumped", "переход")
        case .editedCommand: ("command edited", "команда изменена")
        case .noted: ("note", "заметка")
        case .resumed: ("resumed", "продолжено")
        case .nobody: ("nobody is there", "никого нет")
        case .waits: ("waits until", "ждёт до")
        case .limitReached: ("limit reached", "предел достигнут")
        case .walks: ("walks", "проходит")
        case .refusedInput: ("not possible", "невозможно")
        case .visit: ("visit", "посещение")
        case .effectChange: ("changes", "меняет")
        case .effectDestroy: ("DESTROYS", "УДАЛЯЕТ ДАННЫЕ")
        case .unchangedFile: ("nothing to change", "менять нечего")
        case .written: ("written", "записано")
        case .oldFileIsBack: ("the old file is back", "прежний файл возвращён")
        case .asBefore: ("the file is as before the edit", "файл такой, как до изменения")
        case .asAfter: ("the file is as after the edit", "файл такой, как после изменения")
        case .fallbackStep: ("fallback", "запасной путь")
        case .ticked: ("ticked", "отмечено")
        case .unticked: ("no longer ticked", "отметка снята")
        case .linkedFile:
            (
                "other names of the file (hard links), which keep the old content",
                "другие имена файла (жёсткие ссылки), под ними прежнее содержимое"
            )
        default: ("", "")
        }
    }
}

/// Rung's own words in the reader's language.
package struct ReportWords: Sendable {
    /// The language.
    package let language: Language

    /// The words of a language.
    package init(_ language: Language) {
        self.language = language
    }

    /// A word.
    package subscript(word: ReportWord) -> String { word.text(in: language) }

    /// A reason in words.
    package func say(_ reason: Reason) -> String { reason.text(in: language) }
}
