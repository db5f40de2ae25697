/// What Rung itself says to an operator, in each of its languages; the one table of these texts.
package enum Phrase: Sendable, Equatable {
    // Keys and what they do.
    case run, runChecks, skip, edit, note, back, jump, output, why, graph, goOn, pause, help
    case again, takeAsDone, leaveOpen, yes, no, done, doneWithoutRest, tick, choose, confirm, cancel, complete, stop
    // What is asked for.
    case destroys(id: String), noPreview, onlyID(String), unknownEnd(step: String, reason: String)
    case typeAnswer(String), chooseOne(Int), answerProblem(String), keysOfTyping
    case noteTitle, editTitle, jumpTitle, noSuchStep(String), passwordTitle
    // What cannot be.
    case nothingBefore, nothingToShow, notACommand, unchanged, editorFailed(String), notAKey(String), noDestination
    // What happens.
    case goesOn, againPauses, stopping, pausing, notedNothing, stepNumber(Int), running(Int), waiting(until: String)
    case reads, changes, destroysBadge
    case whyTitle(String), whyStart, graphTitle, graphKey, outputTitle, helpTitle
    case helpText

    /// A language that Rung speaks.
    package enum Language: Sendable {
        case english, russian

        /// The language for a reader, as `--lang` or the environment names it; English where Rung does not speak it.
        package init(_ tag: String) {
            let primary = tag.lowercased().split(whereSeparator: { $0 == "-" || $0 == "_" }).first ?? ""
            self = primary == "ru" ? .russian : .english
        }
    }

    /// The phrase in a language.
    package func text(in language: Language) -> String {
        switch language {
        case .english: english
        case .russian: russian
        }
    }
}

extension Phrase {
    private var english: String {
        switch self {
        case .run: "run it"
        case .runChecks: "run them"
        case .skip: "skip"
        case .edit: "edit"
        case .note: "note"
        case .back: "back"
        case .jump: "jump"
        case .output: "output"
        case .why: "why"
        case .graph: "graph"
        case .goOn: "run on"
        case .pause: "pause"
        case .help: "keys"
        case .again: "run it again"
        case .takeAsDone: "it is done, verify it"
        case .leaveOpen: "go to the fallback"
        case .yes: "yes"
        case .no: "no"
        case .done: "it is done"
        case .doneWithoutRest: "done, without the rest"
        case .tick: "tick"
        case .choose: "choose"
        case .confirm: "take it"
        case .cancel: "cancel"
        case .complete: "complete"
        case .stop: "stop it"
        case .destroys(let id): "This step DESTROYS. Type \(id) in full to run it."
        case .noPreview: "This step can lose data, and it has no preview that says which."
        case .onlyID(let id): "Only \(id), typed in full, runs it."
        case .unknownEnd(let step, let reason): "\(step): \(reason)."
        case .typeAnswer(let kind): "Type \(kind) and Enter"
        case .chooseOne(let count): "Choose a number from 1 to \(count), then Enter."
        case .answerProblem(let problem): "The answer \(problem)."
        case .keysOfTyping: "Esc: keys"
        case .noteTitle: "note"
        case .editTitle: "command"
        case .jumpTitle: "jump to"
        case .noSuchStep(let text): "There is no step \(text) that one can jump to."
        case .passwordTitle: "password (not shown, not kept)"
        case .nothingBefore: "There is no step before this one."
        case .nothingToShow: "Nothing was printed yet."
        case .notACommand: "This step is not one command that could be edited."
        case .unchanged: "The command is as it was."
        case .editorFailed(let editor): "\(editor) failed; the command is as it was."
        case .notAKey(let key): "\(key) is no key here; ? explains the keys."
        case .noDestination: "No step matches."
        case .goesOn: "runs on by itself until a change or a question; Ctrl-C stops it"
        case .againPauses: "Ctrl-C again within 2 seconds pauses the run"
        case .stopping: "ending it …"
        case .pausing: "pausing …"
        case .notedNothing: "Nothing was noted."
        case .stepNumber(let number): "step \(number)"
        case .running(let count): "\(count) running"
        case .waiting(let until): "waits until \(until)"
        case .reads: "reads"
        case .changes: "changes"
        case .destroysBadge: "DESTROYS"
        case .whyTitle(let step): "Why \(step)"
        case .whyStart: "The walk began here."
        case .graphTitle: "The steps, and the way so far"
        case .graphKey: "✓ ok · ✗ not ok · ? no verdict · - not run · ▶ here"
        case .outputTitle: "Output"
        case .helpTitle: "The keys"
        case .helpText:
            """
            Enter  runs what is shown          s  skips this step: it is not run
            e  edits the command first         n  writes a note into the transcript
            b  goes back to the step before    j  jumps to another step
               (nothing is undone)             o  shows the whole last output
            w  explains why we are here        g  shows the steps and the way so far
            a  runs checks on by itself, until a change or a question
            q  pauses the run: rung resume takes it up   Ctrl-C  ends the running command
            A step that DESTROYS runs only when its id is typed in full.
            Where you type text: Enter takes it, Esc gives it up; /s /n /q … are the keys.
            """
        }
    }

    private var russian: String {
        switch self {
        case .run: "выполнить"
        case .runChecks: "выполнить"
        case .skip: "пропустить"
        case .edit: "изменить"
        case .note: "заметка"
        case .back: "назад"
        case .jump: "перейти"
        case .output: "вывод"
        case .why: "почему"
        case .graph: "граф"
        case .goOn: "дальше самому"
        case .pause: "пауза"
        case .help: "клавиши"
        case .again: "выполнить снова"
        case .takeAsDone: "сделано, проверить"
        case .leaveOpen: "перейти к запасному шагу"
        case .yes: "да"
        case .no: "нет"
        case .done: "сделано"
        case .doneWithoutRest: "сделано, без остального"
        case .tick: "отметить"
        case .choose: "выбрать"
        case .confirm: "принять"
        case .cancel: "отмена"
        case .complete: "дополнить"
        case .stop: "остановить"
        case .destroys(let id): "Этот шаг УНИЧТОЖАЕТ данные. Чтобы выполнить его, введите полностью: \(id)"
        case .noPreview: "Шаг может уничтожить данные, и нет просмотра, который сказал бы, какие."
        case .onlyID(let id): "Выполнит только \(id), введённое полностью."
        case .unknownEnd(let step, let reason): "\(step): \(reason)."
        case .typeAnswer(let kind): "Введите ответ (\(kind)) и нажмите Enter"
        case .chooseOne(let count): "Выберите номер от 1 до \(count) и нажмите Enter."
        case .answerProblem(let problem): "Ответ не подходит: \(problem)."
        case .keysOfTyping: "Esc: клавиши"
        case .noteTitle: "заметка"
        case .editTitle: "команда"
        case .jumpTitle: "перейти к"
        case .noSuchStep(let text): "Нет шага \(text), к которому можно перейти."
        case .passwordTitle: "пароль (не показывается и не хранится)"
        case .nothingBefore: "Перед этим шагом нет другого."
        case .nothingToShow: "Вывода ещё нет."
        case .notACommand: "Этот шаг не одна команда, изменить нечего."
        case .unchanged: "Команда осталась прежней."
        case .editorFailed(let editor): "\(editor) завершился с ошибкой; команда осталась прежней."
        case .notAKey(let key): "Клавиша \(key) здесь ничего не делает; ? объясняет клавиши."
        case .noDestination: "Ни один шаг не подходит."
        case .goesOn: "идёт само до изменения или вопроса; Ctrl-C останавливает"
        case .againPauses: "ещё раз Ctrl-C в течение 2 секунд ставит прогон на паузу"
        case .stopping: "завершается …"
        case .pausing: "ставится на паузу …"
        case .notedNothing: "Ничего не записано."
        case .stepNumber(let number): "шаг \(number)"
        case .running(let count): "выполняется: \(count)"
        case .waiting(let until): "ждёт до \(until)"
        case .reads: "читает"
        case .changes: "изменяет"
        case .destroysBadge: "УНИЧТОЖАЕТ"
        case .whyTitle(let step): "Почему \(step)"
        case .whyStart: "Здесь начался обход."
        case .graphTitle: "Шаги и пройденный путь"
        case .graphKey: "✓ в порядке · ✗ не в порядке · ? нет вердикта · - не выполнялся · ▶ мы здесь"
        case .outputTitle: "Вывод"
        case .helpTitle: "Клавиши"
        case .helpText:
            """
            Enter  выполняет показанное        s  пропускает шаг: он не выполняется
            e  сначала изменяет команду        n  записывает заметку в протокол
            b  назад к предыдущему шагу        j  переходит к другому шагу
               (ничего не отменяется)          o  показывает последний вывод целиком
            w  объясняет, почему мы здесь      g  показывает шаги и пройденный путь
            a  идёт само, до изменения или вопроса
            q  пауза: rung resume продолжит    Ctrl-C  завершает выполняемую команду
            Шаг, УНИЧТОЖАЮЩИЙ данные, выполняется, только если введён его id целиком.
            При вводе текста: Enter принимает, Esc отменяет; /s /n /q … это клавиши.
            """
        }
    }
}
