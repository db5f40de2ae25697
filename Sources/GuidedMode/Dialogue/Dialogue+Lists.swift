import CEL
import Interpreter
import RunbookModel
import TerminalIO
import Wording

extension Dialogue {
    // MARK: Choices

    mutating func choose(_ key: Key, _ selected: Int?) -> Effect {
        guard case .question(let ask) = request.subject else { return .none }
        let count = ask.answer.choices.count
        switch key {
        case .down, .tab: mode = .choosing(selected: selected.map { ($0 + 1) % count } ?? 0)
        case .up: mode = .choosing(selected: selected.map { ($0 + count - 1) % count } ?? count - 1)
        case .character(let character) where key.isDigit:
            mode = .choosing(selected: Self.number(character, after: selected, of: count))
        case .enter:
            guard let selected else {
                message = .chooseOne(count)
                return .none
            }
            return .reply(.answered(ask.answer.choices[selected], by: operatorName))
        case .character(let character): return press(character)
        default: break
        }
        return .none
    }

    /// The choice of a digit: with the ones typed before it, where there are so many choices.
    private static func number(_ digit: Character, after selected: Int?, of count: Int) -> Int? {
        let value = digit.wholeNumberValue ?? 0
        if let selected, selected >= 0, (selected + 1) * 10 + value <= count { return (selected + 1) * 10 + value - 1 }
        return (1...count).contains(value) ? value - 1 : nil
    }

    // MARK: Items

    mutating func tick(_ key: Key, _ ticked: [Bool], _ selected: Int) -> Effect {
        let count = ticked.count
        switch key {
        case .down, .tab: mode = .ticking(ticked: ticked, selected: (selected + 1) % count)
        case .up: mode = .ticking(ticked: ticked, selected: (selected + count - 1) % count)
        case .character(" "): return toggle(selected, ticked)
        case .character(let character) where key.isDigit:
            guard let number = character.wholeNumberValue, (1...count).contains(number) else { return .none }
            return toggle(number - 1, ticked)
        case .enter:
            if ticked.allSatisfy(\.self) { return .reply(.granted(by: operatorName)) }
            let next = ticked[selected] ? ticked.firstIndex(of: false) ?? selected : selected
            return toggle(next, ticked)
        case .character("d"): return .reply(.granted(by: operatorName))
        case .character(let character): return press(character)
        default: break
        }
        return .none
    }

    /// Ticks an item, or takes its tick back.
    private mutating func toggle(_ index: Int, _ ticked: [Bool]) -> Effect {
        var ticked = ticked
        ticked[index].toggle()
        let following = ticked[index...].firstIndex(of: false) ?? ticked.firstIndex(of: false) ?? index
        mode = .ticking(ticked: ticked, selected: ticked[index] ? following : index)
        keep(ticked)
        return .tick(item: index, ticked[index])
    }

    // MARK: Steps

    /// The steps that what was typed may mean: those that begin with it first.
    package func matches(_ text: String) -> [String] {
        guard !text.isEmpty else { return destinations }
        let beginning = destinations.filter { $0.hasPrefix(text) }
        return beginning + destinations.filter { !$0.hasPrefix(text) && $0.contains(text) }
    }

    mutating func findStep(_ key: Key, _ editor: LineEditor, _ selected: Int) -> Effect {
        let found = matches(editor.text)
        switch key {
        case .down: mode = .jumping(editor, selected: found.isEmpty ? 0 : (selected + 1) % found.count)
        case .up: mode = .jumping(editor, selected: found.isEmpty ? 0 : (selected + found.count - 1) % found.count)
        case .tab:
            if found.indices.contains(selected) { mode = .jumping(LineEditor(found[selected]), selected: 0) }
        case .enter:
            guard !editor.text.isEmpty || selected > 0, found.indices.contains(selected) else {
                restart()
                if !editor.text.isEmpty { message = .noSuchStep(editor.text) }
                return .none
            }
            let exact = found.contains(editor.text) && selected == 0 ? editor.text : found[selected]
            restart()
            return .jump(exact)
        default:
            var editor = editor
            if editor.handle(key) == .cancelled {
                restart()
            } else {
                mode = .jumping(editor, selected: 0)
            }
        }
        return .none
    }
}
