import Diagnostics

/// What libyaml refuses, said in the user's words.
struct SyntaxProblem {
    /// The diagnostic, with code `yaml-syntax`, or `control-character`.
    var diagnostic: Diagnostic

    /// What libyaml said.
    let problem: LibYAMLProblem
    /// The text.
    let source: SourceText
    /// Where the problem was met.
    let place: Int
    /// Where that which could not be read began.
    let contextPlace: Int?

    /// Translates a problem that libyaml has met in `input`.
    init(_ problem: LibYAMLProblem, in input: YAMLInput) {
        self.problem = problem
        source = input.source
        var marks = MarkMap(of: input)
        contextPlace = problem.contextIndex.map { marks.offset(ofScalar: $0) }
        place = problem.offset ?? marks.offset(ofScalar: problem.index ?? 0)
        diagnostic = Diagnostic(
            code: "yaml-syntax", message: "this is not YAML: \(problem.problem)",
            range: SourceRange(start: place, end: place), source: source)
        diagnostic.range.end = nextScalar(after: place)
        if !problem.context.isEmpty { diagnostic.message += " \(problem.context)" }
        translate()
    }

    private mutating func translate() {
        if problem.offset != nil { return controlCharacter() }
        switch problem.context {
        case "while scanning a quoted scalar", "while parsing a quoted scalar": quoted()
        case "while scanning a simple key": simpleKey()
        case "while scanning a block scalar": blockScalar()
        case "while scanning an anchor", "while scanning an alias": anchor()
        case "while scanning a tag", "while parsing a tag": tag()
        case "while parsing a block mapping": blockMapping()
        case "while parsing a block collection": blockList()
        case "while parsing a flow sequence": flow("list", open: "[", close: "]")
        case "while parsing a flow mapping": flow("map", open: "{", close: "}")
        case "while scanning a plain scalar": tab()
        default: byProblem()
        }
    }

    private mutating func byProblem() {
        switch problem.problem {
        case "found character that cannot start any token": badStart()
        case "mapping values are not allowed in this context": secondColon()
        case "block sequence entries are not allowed in this context":
            set("a list item cannot begin here", hint: "begin each `- ` on a line of its own, under its key")
        case "mapping keys are not allowed in this context":
            set("a key cannot begin here", hint: "begin it on a line of its own, or put quotes around a text with `? `")
        case "did not find expected node content":
            set("a value is expected here", hint: "put quotes around a text that begins with `,`, `]` or `}`")
        case "found undefined tag handle": tag()
        case "found incompatible YAML document":
            set("this version of YAML is not known", hint: "take the `%YAML` line out")
        case "did not find expected <document start>": afterTheEnd()
        case "could not find expected ':'": simpleKey()
        default: break
        }
    }
}
