import CEL
import Interpreter
import RunbookModel
package import TerminalIO
package import Wording

/// The lines of a question, with the cursor where a text is typed.
package struct DialogueView: Sendable {
    /// The reader's language.
    package let language: Language

    /// A view in a language.
    package init(language: Language) {
        self.language = language
    }

    /// The most lines of a list.
    private static let mostItems = 8

    /// The lines of a dialogue.
    package func content(_ dialogue: Dialogue, columns: Int) -> LiveRegion.Content {
        var lines = preface(dialogue, columns)
        var cursor: (row: Int, column: Int)?
        if let message = dialogue.message { lines += wrapped(say(message), columns, .yellow) }
        switch dialogue.mode {
        case .keys: break
        case .typing(let editor, let purpose):
            cursor = (lines.count, 0)
            let (line, column) = input(editor, title(purpose, dialogue), columns)
            lines.append(line)
            cursor?.column = column
        case .choosing(let selected): lines += choices(dialogue, selected, columns)
        case .ticking(let ticked, let selected): lines += items(dialogue, ticked, selected, columns)
        case .jumping(let editor, let selected):
            lines += list(dialogue.matches(editor.text), selected: selected, columns)
            let (line, column) = input(editor, say(.jumpTitle), columns)
            cursor = (lines.count, column)
            lines.append(line)
        }
        lines += keys(dialogue, columns)
        return LiveRegion.Content(lines, cursor: cursor)
    }

    /// The keys in one line of plain text, for a terminal that only takes lines.
    package func plainKeys(_ dialogue: Dialogue) -> String {
        pairs(dialogue).map { "\($0.key) \($0.word)" }.joined(separator: " · ")
    }

    /// What is said before the keys, as plain lines.
    package func plainPreface(_ dialogue: Dialogue, columns: Int) -> [String] {
        var lines = preface(dialogue, columns)
        if let message = dialogue.message { lines.append(StyledLine(say(message))) }
        switch dialogue.mode {
        case .choosing(let selected): lines += choices(dialogue, selected, columns)
        case .ticking(let ticked, let selected): lines += items(dialogue, ticked, selected, columns)
        case .jumping(let editor, let selected):
            lines += list(dialogue.matches(editor.text), selected: selected, columns)
        case .keys, .typing: break
        }
        return lines.map(\.text)
    }

    private func say(_ phrase: Phrase) -> String { phrase.text(in: language) }

    private func wrapped(_ text: String, _ columns: Int, _ styles: TextStyle...) -> [StyledLine] {
        text.wrapped(toColumns: columns).map { line in
            var styled = StyledLine()
            styled.append(line, styles)
            return styled
        }
    }

    /// What must be read before a key is pressed.
    private func preface(_ dialogue: Dialogue, _ columns: Int) -> [StyledLine] {
        switch dialogue.request.subject {
        case .change(.destroy, _, let preview):
            let warning = preview == nil ? wrapped(say(.noPreview), columns, .red) : []
            return warning + wrapped(say(.destroys(id: dialogue.stepID)), columns, .bold, .red)
        case .unknownEnd(let order, let reason):
            let command = TextLines.split(TextLines.withoutTrailingNewlines(order.action.shown))
            return wrapped(say(.unknownEnd(step: dialogue.stepID, reason)), columns, .yellow)
                + command.prefix(Self.mostItems).map { StyledLine("  $ " + $0).cut(to: columns) }
        case .question(let ask):
            if case .typing(_, .answer) = dialogue.mode {
                return wrapped(say(.typeAnswer(ask.answer.kind)), columns)
            }
            return []
        case .look, .change, .wait, .task: return []
        }
    }

    // MARK: Lists

    private func choices(_ dialogue: Dialogue, _ selected: Int?, _ columns: Int) -> [StyledLine] {
        guard case .question(let ask) = dialogue.request.subject else { return [] }
        let texts = ask.answer.choices.enumerated().map { "\($0.offset + 1). \($0.element.celString() ?? "?")" }
        return list(texts, selected: selected, columns)
    }

    private func items(_ dialogue: Dialogue, _ ticked: [Bool], _ selected: Int, _ columns: Int) -> [StyledLine] {
        let texts = dialogue.request.texts.items.enumerated().map { index, item in
            let text = ShownText.version(of: item, for: dialogue.language) ?? ""
            return "[\(ticked[index] ? "✓" : " ")] \(index + 1). \(text)"
        }
        return list(texts, selected: selected, columns)
    }

    /// A list with a mark at what is selected; of a long one the part around that.
    private func list(_ texts: [String], selected: Int?, _ columns: Int) -> [StyledLine] {
        guard !texts.isEmpty else { return [StyledLine(say(.noDestination), .yellow)] }
        let middle = selected ?? 0
        let start = max(0, min(middle - Self.mostItems / 2, texts.count - Self.mostItems))
        return texts.indices[start...].prefix(Self.mostItems).map { index in
            var line = StyledLine(index == selected ? "▶ " : "  ", .cyan)
            if index == selected { line.append(texts[index], .bold) } else { line.append(texts[index]) }
            return line.cut(to: columns)
        }
    }

    // MARK: Texts

    private func title(_ purpose: Dialogue.Purpose, _ dialogue: Dialogue) -> String {
        switch purpose {
        case .answer: "?"
        case .identity: dialogue.stepID.isEmpty ? "" : "id"
        case .note: say(.noteTitle)
        case .command: say(.editTitle)
        }
    }

    private func input(_ editor: LineEditor, _ title: String, _ columns: Int) -> (StyledLine, column: Int) {
        var line = StyledLine(title + " > ", .cyan)
        let before = line.width
        let (text, cursor) = editor.window(columns: columns - before)
        line.append(text)
        return (line, before + cursor)
    }

    // MARK: Keys

    private func keys(_ dialogue: Dialogue, _ columns: Int) -> [StyledLine] {
        var lines: [StyledLine] = []
        var line = StyledLine()
        for (key, word) in pairs(dialogue) {
            let width = key.displayWidth + 1 + word.displayWidth
            if line.width > 0, line.width + 3 + width > columns {
                lines.append(line)
                line = StyledLine()
            }
            if line.width > 0 { line.append(" · ", .dim) }
            line.append(key, .bold)
            line.append(" " + word)
        }
        if line.width > 0 { lines.append(line) }
        return lines
    }

    /// The keys that mean something now, with what they do.
    private func pairs(_ dialogue: Dialogue) -> [(key: String, word: String)] {
        switch dialogue.mode {
        case .typing(_, .note), .typing(_, .command):
            return [("Enter", say(.confirm)), ("Esc", say(.cancel))]
        case .typing(_, .identity), .typing(_, .answer):
            return [("Esc", say(.help)), ("/s", say(.skip)), ("/q", say(.pause))]
        case .jumping:
            return [("Enter", say(.jump)), ("Tab", say(.complete)), ("↑↓", say(.choose)), ("Esc", say(.cancel))]
        case .choosing: return [("1–9 ↑↓", say(.choose)), ("Enter", say(.confirm))] + common(dialogue)
        case .ticking: return [("Enter", say(.tick)), ("d", say(.doneWithoutRest))] + common(dialogue)
        case .keys: return answers(dialogue) + common(dialogue)
        }
    }

    private func answers(_ dialogue: Dialogue) -> [(key: String, word: String)] {
        switch dialogue.request.subject {
        case .look(let checks): [("Enter", say(checks.count > 1 ? .runChecks : .run))]
        case .change(.destroy, _, _), .wait: []
        case .change: [("Enter", say(.run))]
        case .unknownEnd: [("r", say(.again)), ("d", say(.takeAsDone)), ("f", say(.leaveOpen))]
        case .question(let ask): Dialogue.isYesNo(ask) ? [("y", say(.yes)), ("n", say(.no))] : []
        case .task: [("Enter", say(.done))]
        }
    }

    private func common(_ dialogue: Dialogue) -> [(key: String, word: String)] {
        var pairs: [(String, String)] = []
        if dialogue.isSkippable { pairs.append(("s", say(.skip))) }
        if dialogue.command != nil { pairs.append(("e", say(.edit))) }
        var isYesNo = false
        if case .question(let ask) = dialogue.request.subject { isYesNo = Dialogue.isYesNo(ask) }
        pairs.append((isYesNo ? "N" : "n", say(.note)))
        pairs += [
            ("b", say(.back)), ("j", say(.jump)), ("o", say(.output)), ("w", say(.why)), ("g", say(.graph)),
            ("a", say(.goOn)), ("q", say(.pause)), ("?", say(.help)),
        ]
        return pairs
    }
}
