import CEL
package import Interpreter
import JSONText
import RunbookModel
import Wording

extension Watch {
    /// What becomes of a posted alert.
    package enum Intake: Sendable, Equatable {
        /// It is not meant for this watch.
        case ignored
        /// It is taken.
        case taken(TargetKey, Alert)
        /// It is meant for this watch, and cannot be taken.
        case refused(AlertKey, reason: String)
    }

    /// Looks what becomes of a posted alert: whether it is meant, what it sets, and what is healed.
    package func intake(of posted: PostedAlert, at now: Instant) -> Intake {
        guard let webhook else { return .ignored }
        let seen = AlertActivation(posted)
        if let match = webhook.match {
            guard case .success(.bool(true)) = seen.value(of: match) else { return .ignored }
        }
        var key = posted.key
        do throws(PostProblem) {
            var isResolved = posted.isResolved ?? false
            if let fields = webhook.fields {
                key.fingerprint = String(try seen.text(fields.fingerprint, "fingerprint").prefix(500))
                if let resolved = fields.resolved {
                    guard case .success(.bool(let value)) = seen.value(of: resolved) else {
                        throw PostProblem("`resolved` has no value for this post")
                    }
                    isResolved = value
                }
            }
            let (assignments, params) = try inputs(webhook, seen)
            let alert = Alert(
                key: key, group: posted.group, isResolved: isResolved, assignments: assignments,
                summary: posted.summary)
            return .taken(TargetKey(watch: name, target: try target(webhook, seen, params, now)), alert)
        } catch {
            return .refused(key, reason: error.message)
        }
    }

    /// The inputs that an alert sets, checked as any other: a stranger wrote them.
    private func inputs(
        _ webhook: WebhookTrigger, _ seen: AlertActivation
    ) throws(PostProblem) -> ([Alert.Assignment], [String: Value]) {
        var values = params
        var assignments: [Alert.Assignment] = []
        for (name, template) in webhook.set {
            let text = try seen.text(template, name)
            guard let param = runbooks.main.params.first(where: { $0.name == name }) else { continue }
            switch param.constraint.value(fromText: text) {
            case .success(let value): values[name] = value
            case .failure(let problem): throw PostProblem("the value of \(name) \(problem.message)")
            }
            assignments.append(Alert.Assignment(name: name, text: text))
        }
        return (assignments, values)
    }

    private func target(
        _ webhook: WebhookTrigger, _ seen: AlertActivation, _ params: [String: Value], _ now: Instant
    ) throws(PostProblem) -> String {
        if let template = webhook.target { return try seen.text(template, "target") }
        guard !targetIsGiven, !webhook.set.isEmpty, let template = runbooks.main.target else { return target }
        switch Walk.target(template, runbook: runbooks.main, params: params, mode: .unattended, run: "", now: now) {
        case .success(let text): return text
        case .failure(let problem): throw PostProblem("the target has no value: \(problem.reason.text(in: .english))")
        }
    }
}

/// What expressions over an alert see.
private struct AlertActivation: Activation {
    private let labels: Value
    private let annotations: Value
    private let body: Value

    init(_ alert: PostedAlert) {
        func map(_ texts: [String: String]) -> Value {
            .map(MapValue(texts.sorted { $0.key < $1.key }.map { (Value.string($0.key), Value.string($0.value)) }))
        }
        labels = map(alert.labels)
        annotations = map(alert.annotations)
        body = Value(json: alert.body)
    }

    func value(of name: String) -> Value? {
        switch name {
        case "labels": labels
        case "annotations": annotations
        case "body": body
        default: nil
        }
    }

    func value(of program: Program) -> Result<Value, EvaluationError> {
        do throws(EvaluationError) {
            return .success(try program.evaluate(self))
        } catch {
            return .failure(error)
        }
    }

    /// A text, of bounded length.
    func text(_ template: AlertText, _ name: String) throws(PostProblem) -> String {
        var text = ""
        for piece in template.pieces {
            switch piece {
            case .literal(let literal): text += literal
            case .expression(let program):
                guard case .success(let value) = value(of: program), let words = value.celString() else {
                    throw PostProblem("`\(name)` has no value for this alert: \(program.source)")
                }
                text += words
            }
        }
        guard text.utf8.count <= 4096 else { throw PostProblem("`\(name)` is longer than 4096 bytes") }
        return text
    }
}
