import Automation
import CEL
import Diagnostics
import Documents
import HTTPServer
import RunbookLoading
import RunbookModel
import Scheduling
import YAMLSyntax

/// Builds a configuration of its files.
struct ConfigurationBuilder {
    let sources: ConfigurationSources
    /// The first file.
    let path: String
    var diagnostics: [Diagnostic] = []
    /// Reads the file under way, and collects what is wrong with it.
    var decoder = DocumentDecoder(source: SourceText(name: "", bytes: []), subject: "a configuration")
    private var configuration: Configuration
    private var files: [(draft: ConfigurationDraft, decoder: DocumentDecoder)] = []
    /// The runbooks that were loaded, by their paths; nil: one that has an error, which was said.
    private var runbooks: [String: RunbookSet?] = [:]
    /// The watches and where they stand, to refuse a second of one name or one path.
    private var names: [String: String] = [:]
    private var paths: [String: String] = [:]

    init(sources: ConfigurationSources, path: String) {
        self.sources = sources
        self.path = path
        configuration = Configuration(
            plan: AutomationPlan(watches: []), listen: nil, metrics: nil, log: LogSettings(), retention: Retention(),
            files: [])
    }

    // MARK: Reading

    /// Reads one file into a draft.
    mutating func read(_ file: String) {
        configuration.files.append(file)
        func say(_ code: String, _ message: String, _ source: SourceText) {
            diagnostics.append(
                Diagnostic(code: code, message: message, range: SourceRange(at: 0), source: source))
        }
        if let problem = sources.distrust(file) {
            return say("untrusted-file", "this file \(problem)", SourceText(name: file, bytes: []))
        }
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try sources.readFile(file)
        } catch {
            return say("unreadable-file", error.message, SourceText(name: file, bytes: []))
        }
        let read = YAMLReader.read(name: file, bytes: bytes)
        diagnostics += read.diagnostics
        guard let document = read.document else { return }
        guard let root = document.root else {
            return say("empty-file", "the file holds no configuration", document.source)
        }
        decoder = DocumentDecoder(source: document.source, subject: "a configuration")
        if let draft = configurationSpec.decode(root, &decoder)?.model {
            files.append((draft, decoder))
        } else {
            diagnostics += decoder.diagnostics
        }
    }

    // MARK: Building

    /// The configuration of all files that were read.
    mutating func finish() -> ConfigurationLoader.Result {
        let drafts = files
        for (draft, own) in drafts {
            decoder = own
            take(draft)
            files.removeFirst()
            diagnostics += decoder.diagnostics
        }
        for (draft, own) in drafts {
            decoder = own.separate()
            for entry in draft.watches { add(entry) }
            diagnostics += decoder.diagnostics
        }
        let hasErrors = diagnostics.contains { $0.severity == .error }
        return ConfigurationLoader.Result(
            configuration: hasErrors ? nil : configuration, diagnostics: diagnostics.inOrderOfPlace())
    }

    /// Takes what stands at the top of a file; what only one file can say is refused in a second.
    private mutating func take(_ draft: ConfigurationDraft) {
        if let node = draft.listen {
            configuration.listen = only(configuration.listen, address(node), node, "listen")
        }
        if let node = draft.metrics {
            let address = address(node)
            configuration.metrics = only(configuration.metrics, address, node, "metrics")
            if let address, !address.isLoopback {
                decoder.error(
                    "not-loopback", "metrics are shown to whoever asks, so only on this machine", at: node.range,
                    hint: "write a loopback address: `127.0.0.1:9100`")
            }
        }
        if let count = draft.remediations { configuration.plan.remediationLimit = count }
        if draft.log != LogSettings() { configuration.log = draft.log }
        if let retention = draft.retention { configuration.retention = retention }
        configuration.plan.maintenance += draft.maintenance.compactMap { window($0) }
        for entry in draft.notify {
            if configuration.plan.recipients[entry.name] != nil {
                decoder.error("name-taken", "there is a recipient `\(entry.name)` already", at: entry.nameRange)
            }
            configuration.plan.recipients[entry.name] = Recipient(
                command: entry.value.command, timeout: entry.value.timeout ?? .seconds(30))
        }
    }

    /// Where something is listened to; what is wrong with the address is said.
    private mutating func address(_ node: YAMLNode) -> ListenAddress? {
        do throws(HTTPServerError) {
            return try ListenAddress(node.text ?? "")
        } catch {
            decoder.error("bad-address", "\(error)", at: node.range)
            return nil
        }
    }

    private mutating func only(
        _ old: ListenAddress?, _ new: ListenAddress?, _ node: YAMLNode, _ key: String
    ) -> ListenAddress? {
        guard old != nil else { return new }
        decoder.error("said-twice", "another file says `\(key)` already", at: node.range)
        return old
    }

    /// The runbook of a path, and what is wrong with it, once.
    mutating func runbook(_ node: YAMLNode) -> (set: RunbookSet, file: String)? {
        let file = FilePath.resolve(node.text ?? "", against: path)
        if let known = runbooks[file] { return known.map { ($0, file) } }
        let result = RunbookLoader(readFile: sources.readFile).load(path: file)
        let errors = result.diagnostics.filter { $0.severity == .error }
        if result.set == nil, let first = errors.first, first.code == "unreadable-file", first.source.name == file {
            decoder.error("unreadable-file", "the runbook cannot be read: \(first.message)", at: node.range)
        } else {
            diagnostics += errors
            if result.set == nil {
                decoder.error("invalid-runbook", "the runbook \(file) is not valid", at: node.range)
            }
        }
        if let distrust = sources.distrust(file) {
            decoder.error("untrusted-file", "the runbook \(file) \(distrust)", at: node.range)
        }
        runbooks[file] = .some(result.set)
        return result.set.map { ($0, file) }
    }

    private mutating func add(_ entry: MapEntry<WatchDraft>) {
        if let other = names[entry.name] {
            decoder.error(
                "name-taken", "there is a watch `\(entry.name)` already, in \(other)", at: entry.nameRange)
            return
        }
        names[entry.name] = decoder.source.name
        guard let watch = watch(entry) else { return }
        if let webhook = watch.webhook, let node = entry.value.webhook?.path {
            if let other = paths[webhook.path], other != Self.sharing(webhook) {
                decoder.error(
                    "path-taken", "another watch takes posts to `\(webhook.path)` in another way", at: node.range,
                    hint: "watches of one path have one `format` and one `token` or `hmac`; `match` tells them apart")
            }
            paths[webhook.path] = Self.sharing(webhook)
            if configuration.listen == nil {
                decoder.error(
                    "no-listen", "nothing is listened to, so no post will come", at: node.range,
                    hint: "say `listen: 127.0.0.1:9099` at the top")
            }
        }
        configuration.plan.watches.append(watch)
    }

    /// What the webhooks of one path have in common.
    private static func sharing(_ webhook: WebhookTrigger) -> String {
        let proof =
            switch webhook.authentication {
            case .bearer(let token): "bearer \(token)"
            case .hmac(let signature): "\(signature)"
            }
        return "\(webhook.format) \(proof)"
    }

    /// Says that a recipient is not known.
    mutating func checkRecipient(_ node: YAMLNode) -> String? {
        let name = node.text ?? ""
        if configuration.plan.recipients[name] != nil { return name }
        decoder.error(
            "unknown-recipient", "there is no recipient `\(YAMLNode.shortened(name))`", at: node.range,
            hint: decoder.nearMiss(for: name, among: configuration.plan.recipients.keys) ?? "declare it under `notify`")
        return nil
    }
}
