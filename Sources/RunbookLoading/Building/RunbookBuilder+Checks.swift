import CEL
import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

extension RunbookBuilder {
    /// A check.
    mutating func check(_ action: ActionDraft, _ draft: StepDraft, _ position: Int, _ node: YAMLNode) -> Check {
        refuseMisfits(of: action, in: node)
        var check = Check(action: self.action(action, step: position))
        check.execution = execution(draft.execution, step: position)
        check.execution.retry = draft.retry
        check.parse = draft.parse
        check.expect = draft.expect.flatMap { condition($0, .verdict(step: position)) }
        check.findings = findings(draft.findings, .verdict(step: position))
        return check
    }

    /// What is executed.
    mutating func action(_ draft: ActionDraft, step: Int?) -> Action {
        switch draft {
        case .script(let node): .script(script(node))
        case .argv(let nodes): .argv(arguments(nodes, step: step))
        case .request(let request): self.request(request, step: step)
        }
    }

    /// How it is executed.
    mutating func execution(_ draft: ExecutionDraft, step: Int?) -> Execution {
        var execution = Execution()
        execution.timeout = draft.timeout
        execution.env = environment(draft.env, step: step)
        execution.workdir = draft.workdir.map { template($0, .text(step: step)) }
        execution.host = draft.host.map { template($0, .text(step: step)) }
        if let exits = draft.exits { execution.exits = exits }
        if let maxOutput = draft.maxOutput { execution.maxOutput = maxOutput }
        execution.isSensitive = draft.isSensitive
        return execution
    }

    /// What a check or a group may find.
    mutating func findings(_ drafts: [FindingDraft], _ role: ExpressionRole) -> [Finding] {
        guard !drafts.isEmpty else { return [] }
        return drafts.compactMap { draft in
            let expression = draft.when.flatMap { condition($0, role) }
            if let node = draft.cause, let name = node.text, !scope.hasCause(name) {
                decoder.error(
                    "unknown-cause", "there is no cause `\(YAMLNode.shortened(name))`", at: node.range,
                    hint: decoder.nearMiss(for: name, among: scope.causeNames) ?? "declare it under `causes`")
            }
            guard let expression, let cause = draft.cause?.text else { return nil }
            return Finding(when: expression, cause: cause)
        }
    }

    private mutating func request(_ draft: RequestDraft, step: Int?) -> Action {
        if let node = draft.http {
            refuseBadAddress(node)
            var check = HTTPCheck(url: template(node, .text(step: step)))
            if let node = draft.method { check.method = method(node) }
            check.headers = environment(draft.headers, step: step)
            check.body = draft.body.map { template($0, .secretPlace(step: step)) }
            check.isInsecure = draft.isInsecure
            return .http(check)
        }
        for key in requestKeys {
            guard let pair = draft.node?.pair(named: key) else { continue }
            decoder.error("misplaced-key", "`\(key)` fits only `http`", at: pair.key.range)
        }
        if let node = draft.tcp {
            let template = template(node, .text(step: step))
            if let literal = template.literalText, !Self.isHostAndPort(literal) {
                decoder.error(
                    "bad-address", "`\(YAMLNode.shortened(literal))` is no `host:port`", at: node.range,
                    hint: "write a port from 1 to 65535: `localhost:5432`")
            }
            return .tcp(template)
        }
        return .file(draft.file.map { template($0, .text(step: step)) } ?? Template(literal: ""))
    }

    private mutating func method(_ node: YAMLNode) -> String {
        let text = node.text ?? ""
        if text.isEmpty || !text.utf8.allSatisfy({ ($0 >= 0x41 && $0 <= 0x5A) || $0 == 0x2D || $0 == 0x5F }) {
            decoder.error(
                "bad-method", "`\(YAMLNode.shortened(text))` is no method of HTTP", at: node.range,
                hint: "methods are upper case: `\(YAMLNode.shortened(text.uppercased()))`")
        }
        return text
    }

    private mutating func refuseBadAddress(_ node: YAMLNode) {
        guard let text = node.text, !text.hasPrefix("http://"), !text.hasPrefix("https://"), !text.hasPrefix("${")
        else {
            return
        }
        decoder.error(
            "bad-address", "the address of a request begins with `http://` or `https://`", at: node.range)
    }

    private static func isHostAndPort(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")), colon > bytes.startIndex,
            let port = Int(text[bytes.index(after: colon)...]), (1...65535).contains(port)
        else { return false }
        return !bytes.contains(0x20) && !bytes.contains(UInt8(ascii: "/"))
    }

    /// Says which keys do not fit what a check looks at.
    mutating func refuseMisfits(of action: ActionDraft, in node: YAMLNode) {
        guard case .request(let request) = action else { return }
        let form = request.http != nil ? "http" : request.tcp != nil ? "tcp" : "file"
        for misfits in misfitsOfForms where misfits.form == form {
            for key in misfits.keys {
                guard let pair = node.pair(named: key) else { continue }
                decoder.error("misplaced-key", "`\(key)` does not fit a check that \(misfits.does)", at: pair.key.range)
            }
        }
        if request.file == nil, let pair = node.pair(named: "host") {
            decoder.warning(
                "host-without-effect",
                "a check by http or tcp goes out from Rung's own machine; `host` changes nothing",
                at: pair.key.range, hint: "to look from there, run a command there, such as `curl`")
        }
    }
}
