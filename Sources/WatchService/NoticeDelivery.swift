import Automation
import Interpreter
import JSONText
import StepExecution

/// Tells one recipient one notice, through a command that reads it as JSON on its standard input.
struct NoticeDelivery: Sendable {
    let notice: Notice
    let to: String
    let recipient: Recipient
    let setting: WatchService.Setting
    let time: Instant

    /// Runs the command once.
    func deliver(by runner: CommandRunner) async -> AutomationInput {
        var request = CommandRequest(
            .argv(recipient.command), environment: environment, timeout: recipient.timeout, outputLimit: 1 << 14)
        request.input = Array((json + "\n").utf8)
        let result = await runner.run(request)
        if let problem = result.startProblem { return failed(problem) }
        if result.timedOut { return failed("its time was over") }
        guard result.exit == 0 else {
            let said = result.stderr.text.split(separator: "\n").last.map { ": \($0.prefix(200))" } ?? ""
            return failed("exit \(result.exit)\(said)")
        }
        return .noticeDelivered(notice.id, to: to)
    }

    private func failed(_ reason: String) -> AutomationInput {
        .noticeFailed(notice.id, to: to, reason: reason)
    }

    private var environment: [String: String] {
        var environment = setting.environment
        environment["LC_ALL"] = "C.UTF-8"
        environment["RUNG_NOTICE"] = "\(notice.id)"
        return environment
    }

    /// What is told.
    var json: String {
        var members: [(String, JSONValue)] = [
            ("notice", .int(Int64(notice.id))), ("level", .string(notice.kind.rawValue)),
            ("time", .string("\(time.timestamp)")), ("host", .string(setting.host)),
            ("watch", .string(notice.watch)), ("target", .string(notice.target)), ("text", .string(notice.text)),
        ]
        if let run = notice.run {
            members.append(("run", .string(run)))
            if let report = setting.report(run) { members.append(("report", .string(report))) }
        }
        return JSONValue.object(JSONObject(members)).serialized()
    }
}
