import JSONText

/// Diagnostics as a log of SARIF 2.1.0 (OASIS, 2020), which code hosts and editors read.
package struct SARIFLog: Sendable {
    /// A rule that results name by its code.
    package struct Rule: Sendable {
        /// The code.
        package var code: String
        /// A name in kebab case.
        package var name: String
        /// How much its results weigh.
        package var severity: Severity
        /// What it finds, in one sentence.
        package var summary: String
        /// Why, and what to do, in Markdown.
        package var help: String

        /// A rule; see the properties.
        package init(code: String, name: String, severity: Severity, summary: String, help: String) {
            self.code = code
            self.name = name
            self.severity = severity
            self.summary = summary
            self.help = help
        }
    }

    /// The program that found it.
    package var tool: String
    /// Its version.
    package var version: String
    /// The rules; a result whose code is none of theirs gets a rule without words.
    package var rules: [Rule]
    /// What was found.
    package var diagnostics: [Diagnostic] = []
    /// What was found and is suppressed in the file itself, with the reason given there.
    package var suppressed: [(diagnostic: Diagnostic, reason: String)] = []
    /// What could not be looked at, in sentences.
    package var notifications: [String] = []

    /// A log without results.
    package init(tool: String, version: String, rules: [Rule]) {
        self.tool = tool
        self.version = version
        self.rules = rules
    }

    /// The log as JSON, ended with a newline.
    package func render() -> String {
        let results = diagnostics.inOrderOfPlace()
        let found = results.map { ($0, nil as String?) } + suppressed.map { ($0.diagnostic, $0.reason) }
        let listed = allRules(of: found.map(\.0))
        let index = Dictionary(listed.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        let run: JSONValue = [
            "tool": ["driver": driver(listed)],
            "columnKind": "unicodeCodePoints",
            "invocations": [
                [
                    "executionSuccessful": true,
                    "toolExecutionNotifications": .array(
                        notifications.map { ["level": "note", "message": ["text": .string($0)]] }),
                ]
            ],
            "results": .array(found.map { result($0, reason: $1, index[$0.code] ?? 0) }),
        ]
        let log: JSONValue = [
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run],
        ]
        return log.serialized(pretty: true) + "\n"
    }

    /// The declared rules, and one for each other code: those of the errors of a file.
    private func allRules(of found: [Diagnostic]) -> [Rule] {
        var rules = rules
        var known = Set(rules.map(\.code))
        for diagnostic in found where known.insert(diagnostic.code).inserted {
            let words = diagnostic.code.split(separator: "-").joined(separator: " ")
            rules.append(
                Rule(
                    code: diagnostic.code, name: diagnostic.code, severity: diagnostic.severity,
                    summary: words.prefix(1).uppercased() + words.dropFirst() + ".", help: ""))
        }
        return rules
    }

    private func driver(_ rules: [Rule]) -> JSONValue {
        [
            "name": .string(tool), "semanticVersion": .string(version),
            "rules": .array(
                rules.map { rule in
                    var object: JSONObject = [
                        "id": .string(rule.code), "name": .string(rule.name),
                        "shortDescription": ["text": .string(rule.summary)],
                        "defaultConfiguration": ["level": .string(rule.severity.sarifLevel)],
                    ]
                    if !rule.help.isEmpty {
                        object.append("help", ["text": .string(rule.summary), "markdown": .string(rule.help)])
                    }
                    return .object(object)
                }),
        ]
    }

    private func result(_ diagnostic: Diagnostic, reason: String?, _ ruleIndex: Int) -> JSONValue {
        let hint = diagnostic.hint.map { ". Hint: \($0)" } ?? ""
        var object: JSONObject = [
            "ruleId": .string(diagnostic.code), "ruleIndex": .int(Int64(ruleIndex)),
            "level": .string(diagnostic.severity.sarifLevel),
            "message": ["text": .string(diagnostic.message + hint)],
            "locations": [["physicalLocation": place(diagnostic.range, in: diagnostic.source)]],
        ]
        if !diagnostic.notes.isEmpty {
            let related = diagnostic.notes.map { note -> JSONValue in
                [
                    "physicalLocation": place(note.range, in: diagnostic.source),
                    "message": ["text": .string(note.message)],
                ]
            }
            object.append("relatedLocations", .array(related))
        }
        if let reason {
            object.append("suppressions", [["kind": "inSource", "justification": .string(reason)]])
        }
        return .object(object)
    }

    private func place(_ range: SourceRange, in source: SourceText) -> JSONValue {
        let start = source.position(of: range.start)
        let end = source.position(of: range.end)
        return [
            "artifactLocation": ["uri": .string(Self.uri(of: source.name))],
            "region": [
                "startLine": .int(Int64(start.line)), "startColumn": .int(Int64(start.column)),
                "endLine": .int(Int64(end.line)), "endColumn": .int(Int64(end.column)),
            ],
        ]
    }

    /// A path as a reference (RFC 3986 §4): what is absolute with its scheme, what is relative as it is.
    static func uri(of path: String) -> String {
        var text = ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F:
                text.unicodeScalars.append(.init(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return path.hasPrefix("/") ? "file://" + text : text
    }
}

extension Severity {
    /// The level as SARIF calls it.
    fileprivate var sarifLevel: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .advice: "note"
        }
    }
}
