import CEL
import Diagnostics
import Documents
import RunbookModel
package import YAMLSyntax

/// Finds every place that names a step: ways, groups, verifications, and expressions in conditions and in `${…}`.
///
/// It reads what is written, whether or not the runbook is valid. A script is the shell's own (rule 3) and names none.
package struct StepMentionFinder {
    private let name: String
    private let nameBytes: [UInt8]
    private let source: SourceText
    private let expressions = MentionEnvironment()
    private var step: String?
    private var mentions: [StepMention] = []
    private var seen: Set<SourceRange> = []

    private init(_ name: String, _ source: SourceText) {
        self.name = name
        nameBytes = Array(name.utf8)
        self.source = source
    }

    /// The places that name a step in a runbook, in the order of the file; each once, also where an alias repeats it.
    package static func mentions(of name: String, in document: YAMLDocument) -> [StepMention] {
        guard let pairs = document.root?.pairs else { return [] }
        var finder = StepMentionFinder(name, document.source)
        for pair in pairs { finder.visitTop(pair) }
        return finder.mentions.sorted { $0.range.start < $1.range.start }
    }

    private mutating func visitTop(_ pair: YAMLPair) {
        switch pair.keyText {
        case "start": name(pair.value, .start)
        case "fallback": name(pair.value, .fallback)
        case "params", "secrets", "version", "id", "limits": break
        case "steps":
            for entry in pair.value.pairs ?? [] {
                step = entry.keyText
                for key in entry.value.pairs ?? [] { visit(key) }
            }
            step = nil
        default: texts(pair.value)
        }
    }

    private mutating func visit(_ pair: YAMLPair) {
        switch pair.keyText {
        case "next" where pair.value.items == nil: name(pair.value, .next)
        case "next", "decide": branches(pair.value)
        case "else": name(pair.value, .otherwise)
        case "all":
            for (index, item) in (pair.value.items ?? []).enumerated() { name(item, .member(index)) }
        case "verify": verification(pair.value)
        case "unattended":
            if let goto = pair.value["goto"] { name(goto, .unattended) }
        case "findings":
            for finding in pair.value.items ?? [] { condition(finding["when"]) }
        case "expect": condition(pair.value)
        case "check", "fix", "preview", "validate", "apply": action(pair.value)
        case "call", "answer", "wait", "parse", "end", "effect": break
        default: texts(pair.value)
        }
    }

    private mutating func branches(_ node: YAMLNode) {
        for (index, branch) in (node.items ?? []).enumerated() {
            condition(branch["when"])
            if let goto = branch["goto"] { name(goto, .branch(index)) }
        }
    }

    private mutating func verification(_ node: YAMLNode) {
        guard let pairs = node.pairs else { return name(node, .verification) }
        for pair in pairs {
            switch pair.keyText {
            case "step": name(pair.value, .verification)
            case "expect": condition(pair.value)
            case "check": action(pair.value)
            default: texts(pair.value)
            }
        }
    }

    /// A script, which holds none; arguments, of which one may be a script; a request.
    private mutating func action(_ node: YAMLNode) {
        guard node.scalar == nil else { return }
        guard let items = node.items else { return texts(node) }
        let script = ShellText.scriptIndex(in: items.map { $0.text ?? "" })
        for (index, item) in items.enumerated() where index != script { texts(item) }
    }

    // MARK: Names and expressions

    private mutating func name(_ node: YAMLNode, _ role: StepMention.Role) {
        guard node.text == name else { return }
        add(role, node, 0..<nameBytes.count)
    }

    private mutating func condition(_ node: YAMLNode?) {
        guard let node, let text = node.text else { return }
        expression(in: node, text, 0..<text.utf8.count)
    }

    /// Every text below a node, with the `${…}` in it.
    private mutating func texts(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar):
            guard mayName(scalar.text), TemplatePieces.mayHaveExpressions(scalar.text) else { return }
            for case .expression(let range) in TemplatePieces(of: scalar.text).pieces {
                expression(in: node, scalar.text, range)
            }
        case .sequence(let items, _): for item in items { texts(item) }
        case .mapping(let pairs, _):
            for pair in pairs {
                texts(pair.key)
                texts(pair.value)
            }
        }
    }

    private mutating func expression(in node: YAMLNode, _ text: String, _ range: Range<Int>) {
        guard mayName(text) else { return }
        for place in expressions.places(of: name, in: Array(text.utf8)[range]) {
            add(.expression, node, place)
        }
    }

    /// Whether a text holds the name at all: most do not, and need not be read.
    private func mayName(_ text: String) -> Bool {
        guard let first = nameBytes.first, text.utf8.count >= nameBytes.count else { return false }
        var text = text
        return text.withUTF8 { bytes in
            for start in 0...(bytes.count - nameBytes.count) where bytes[start] == first {
                if bytes[start..<(start + nameBytes.count)].elementsEqual(nameBytes) { return true }
            }
            return false
        }
    }

    private mutating func add(_ role: StepMention.Role, _ node: YAMLNode, _ textRange: Range<Int>) {
        let range = node.sourceRange(ofTextRange: textRange, in: source)
        guard seen.insert(range).inserted else { return }
        mentions.append(StepMention(role: role, step: step, node: node, textRange: textRange, range: range))
    }
}

/// Reads expressions for the steps that they name, whatever their types.
private struct MentionEnvironment {
    private let environment: Environment = {
        var environment = ConditionScope.base.derived()
        let names = [
            "steps", "visits", "params", "causes", "secrets", "run", "now", "mode", "ran", "ok", "timed_out", "elapsed",
            "exit", "stdout", "stderr", "out", "http", "file", "answer",
        ]
        for name in names { environment.declare(variable: name, type: .dyn) }
        return environment
    }()

    /// Where an expression names a step, in the bytes of the whole text that it is a slice of.
    func places(of name: String, in bytes: ArraySlice<UInt8>) -> [Range<Int>] {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let program = try? environment.compile(text) else { return [] }
        return program.references.compactMap { reference in
            guard reference.path.count > 1, reference.path[1] == name, ["steps", "visits"].contains(reference.path[0])
            else { return nil }
            var range = reference.ranges[1]
            if range.count > name.utf8.count {
                // `steps["name"]`: the name alone, without its quotes, unless it is written with escapes.
                let literal = Array(text.utf8)[range]
                guard let start = literal.indices.first(where: { literal[$0...].starts(with: name.utf8) }) else {
                    return nil
                }
                range = start..<(start + name.utf8.count)
            }
            return (range.lowerBound + bytes.startIndex)..<(range.upperBound + bytes.startIndex)
        }
    }
}
