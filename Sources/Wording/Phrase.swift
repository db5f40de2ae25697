package import Interpreter
package import RunbookModel

/// What Rung says to an operator at a guided walk.
package enum Phrase: Sendable, Equatable {
    // Keys and what they do.
    case run, runChecks, skip, edit, note, back, jump, output, why, graph, goOn, pause, help
    case again, takeAsDone, leaveOpen, yes, no, done, doneWithoutRest, tick, choose, confirm, cancel, complete
    // What is asked for.
    case destroys(id: String), noPreview, onlyID(String), unknownEnd(step: String, Reason)
    case typeAnswer(Param.Kind), chooseOne(Int), answerProblem(ValueProblem)
    case noteTitle, editTitle, jumpTitle, noSuchStep(String), passwordTitle
    // What cannot be.
    case nothingBefore, nothingToShow, notACommand, unchanged, editorFailed(String), notAKey(String), noDestination
    // What happens.
    case goesOn, againPauses, stopping, pausing, notedNothing, stepNumber(Int), waiting(until: String)
    case whyTitle(String), whyStart, graphTitle, graphKey, helpTitle, explains(HelpTopic)
    // The pager.
    case pagerPlace(first: Int, last: Int, of: Int), pagerKeys

    /// What the help explains, in its order.
    package enum HelpTopic: Sendable, CaseIterable {
        case enter, skip, edit, note, back, jump, output, why, graph, goOn, pause, interrupt, destroys, typing

        /// The key that it is about; nil: it is about none alone.
        package var key: String? {
            switch self {
            case .enter: "Enter"
            case .skip: "s"
            case .edit: "e"
            case .note: "n"
            case .back: "b"
            case .jump: "j"
            case .output: "o"
            case .why: "w"
            case .graph: "g"
            case .goOn: "a"
            case .pause: "q"
            case .interrupt: "Ctrl-C"
            case .destroys, .typing: nil
            }
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
        case .destroys(let id): "This step DESTROYS. Type \(id) in full to run it."
        case .noPreview: "This step can lose data, and it has no preview that says which."
        case .onlyID(let id): "Only \(id), typed in full, runs it."
        case .unknownEnd(let step, let reason): "\(step): \(reason.text(in: .english))."
        case .typeAnswer(let kind): "Type \(kind.text(in: .english)) and Enter"
        case .chooseOne(let count): "Choose a number from 1 to \(count), then Enter."
        case .answerProblem(let problem): "The answer \(problem.text(in: .english))."
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
        case .waiting(let until): "waits until \(until)"
        case .whyTitle(let step): "Why \(step)"
        case .whyStart: "The walk began here."
        case .graphTitle: "The steps, and the way so far"
        case .graphKey: "✓ ok · ✗ not ok · ? no verdict · - not run · ▶ here"
        case .helpTitle: "The keys"
        case .explains(let topic): Self.english(topic)
        case .pagerPlace(let first, let last, let all): "lines \(first)–\(last) of \(all)"
        case .pagerKeys: "Space, b, ↑↓, g, G: move · q: back to the question"
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
        case .destroys(let id): "Этот шаг УНИЧТОЖАЕТ данные. Чтобы выполнить его, введите полностью: \(id)"
        case .noPreview: "Шаг может уничтожить данные, и нет просмотра, который сказал бы, какие."
        case .onlyID(let id): "Выполнит только \(id), введённое полностью."
        case .unknownEnd(let step, let reason): "\(step): \(reason.text(in: .russian))."
        case .typeAnswer(let kind): "Введите ответ (\(kind.text(in: .russian))) и нажмите Enter"
        case .chooseOne(let count): "Выберите номер от 1 до \(count) и нажмите Enter."
        case .answerProblem(let problem): "Ответ не подходит: \(problem.text(in: .russian))."
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
        case .waiting(let until): "ждёт до \(until)"
        case .whyTitle(let step): "Почему \(step)"
        case .whyStart: "Здесь начался обход."
        case .graphTitle: "Шаги и пройденный путь"
        case .graphKey: "✓ в порядке · ✗ не в порядке · ? нет вердикта · - не выполнялся · ▶ мы здесь"
        case .helpTitle: "Клавиши"
        case .explains(let topic): Self.russian(topic)
        case .pagerPlace(let first, let last, let all): "строки \(first)–\(last) из \(all)"
        case .pagerKeys: "пробел, b, ↑↓, g, G: листать · q: назад к вопросу"
        }
    }
}

// MARK: The help

extension Phrase {
    private static func english(_ topic: HelpTopic) -> String {
        switch topic {
        case .enter: "runs what is shown"
        case .skip: "skips this step: it is not run"
        case .edit: "edits the command before it runs"
        case .note: "writes a note into the transcript"
        case .back: "goes back to the step before (nothing is undone)"
        case .jump: "jumps to another step"
        case .output: "shows the whole last output"
        case .why: "explains why we are here"
        case .graph: "shows the steps and the way so far"
        case .goOn: "runs checks on by itself, until a change or a question"
        case .pause: "pauses the run: rung resume takes it up"
        case .interrupt: "ends the running command; twice pauses the run"
        case .destroys: "A step that DESTROYS runs only when its id is typed in full."
        case .typing: "Where you type text: Enter takes it, Esc gives it up; /s /n /q … are the keys."
        }
    }

    private static func russian(_ topic: HelpTopic) -> String {
        switch topic {
        case .enter: "выполняет показанное"
        case .skip: "пропускает шаг: он не выполняется"
        case .edit: "изменяет команду до её выполнения"
        case .note: "записывает заметку в протокол"
        case .back: "назад к предыдущему шагу (ничего не отменяется)"
        case .jump: "переходит к другому шагу"
        case .output: "показывает последний вывод целиком"
        case .why: "объясняет, почему мы здесь"
        case .graph: "показывает шаги и пройденный путь"
        case .goOn: "идёт само по проверкам, до изменения или вопроса"
        case .pause: "пауза: rung resume продолжит прогон"
        case .interrupt: "завершает выполняемую команду; дважды ставит прогон на паузу"
        case .destroys: "Шаг, УНИЧТОЖАЮЩИЙ данные, выполняется, только если введён его id целиком."
        case .typing: "При вводе текста: Enter принимает, Esc отменяет; /s /n /q … это клавиши."
        }
    }
}
