import Automation
package import ConfigurationLoading
import Diagnostics
package import Engine
import Interpreter
package import Journaling
import StepExecution

/// The service: carries out what the automation wants, and tells it what comes of it.
///
/// Owned by one task, which waits for messages and never for anything else. What the automation decides is recorded
/// before it is done.
package struct WatchService {
    /// What the service is made with: every effect is passed in.
    package struct Setting: Sendable {
        /// The file of the configuration.
        package var path: String
        /// Where the configuration is read from.
        package var sources: ConfigurationSources
        /// Where runs are kept and locked.
        package var storage: RunStorage
        /// The service's environment, which commands inherit.
        package var environment: [String: String]
        /// The machine.
        package var host: String
        /// The user that the service runs as.
        package var user: String
        /// The process.
        package var processID: Int32
        /// The version of Rung.
        package var version: String
        /// What the service says of itself.
        package var log: ServiceLog
        /// The report of a run, for those who are called; nil: there is none.
        package var report: @Sendable (String) -> String?
        /// Whether every probe is looked at once, and the service ends when all is done.
        package var isOnce: Bool

        /// A setting.
        package init(
            path: String, sources: ConfigurationSources, storage: RunStorage, environment: [String: String],
            host: String, user: String, processID: Int32, version: String, log: ServiceLog,
            report: @escaping @Sendable (String) -> String?, isOnce: Bool
        ) {
            self.path = path
            self.sources = sources
            self.storage = storage
            self.environment = environment
            self.host = host
            self.user = user
            self.processID = processID
            self.version = version
            self.log = log
            self.report = report
            self.isOnce = isOnce
        }
    }

    let setting: Setting
    let journal: Journal
    var configuration: Configuration
    var log: ServiceLog
    var state: AutomationState
    let control: ServiceControl
    let clock = WallClock()
    let runner: CommandRunner
    let notifier: ServiceNotifier
    let routes: WebhookRoutes
    var watchers: Watchers
    /// The runs under way, by their ids.
    var running: [String: (key: TargetKey, control: RunControl)] = [:]
    var unwritten: [NewEvent] = []
    /// The last event of the automation that was read or written without a gap before it.
    var lastSequence: Int64 = 0
    /// Events of our own beyond it.
    var skipped: [ClosedRange<Int64>] = []
    var counts = ServiceCounts()
    /// The alarm that is set.
    var armed: Instant?
    var lastPulse: Instant?
    var lastAlive: Instant?
    var stopReason: String?
    var lastTidied: Instant?
    /// What an only pass still waits for.
    var openWork = 0

    /// A service of a configuration that was loaded.
    package init(
        _ setting: Setting, configuration: Configuration, journal: Journal, control: ServiceControl
    ) {
        self.setting = setting
        self.journal = journal
        self.configuration = configuration
        self.control = control
        log = setting.log.with(configuration.log)
        state = AutomationState(plan: configuration.plan, keepsProbes: setting.isOnce)
        runner = CommandRunner(reapsOrphans: true)
        notifier = ServiceNotifier(environment: setting.environment, processID: setting.processID)
        routes = WebhookRoutes(configuration.plan)
        watchers = Watchers(setting, runner: runner)
    }

    /// Serves until it is told to stop; then every run has been left so that it can be resumed.
    ///
    /// - Throws: where it cannot listen, or the journal cannot be read.
    package mutating func run() async throws(ServiceProblem) {
        try readEvents()
        let servers = try Servers(configuration, log, clock)
        watchers.prepare(configuration.plan, log, clock)
        await withDiscardingTaskGroup { group in
            servers.start(in: &group, control: control, routes: routes)
            begin(in: &group)
            var messages = control.messages.makeAsyncIterator()
            while !isFinished, let message = await messages.next() {
                take(message, in: &group)
                settle(in: &group)
            }
            servers.stop()
            group.cancelAll()
        }
        log.say(.info, "stopped", [("reason", stopReason ?? "all is done")], at: clock.now)
    }

    private var isFinished: Bool {
        if stopReason != nil { return running.isEmpty }
        return setting.isOnce && openWork == 0 && running.isEmpty
    }

    private mutating func begin(in group: inout DiscardingTaskGroup) {
        handle(.began, in: &group)
        takeUpRuns(in: &group)
        if setting.isOnce {
            for watch in configuration.plan.watches where watch.probe != nil {
                perform(.probe(watch: watch.name, due: clock.now), in: &group)
            }
        }
        let count = configuration.plan.watches.count
        log.say(
            .info, "watching \(count) \(count == 1 ? "thing" : "things")",
            [("configuration", setting.path), ("version", setting.version)], at: clock.now)
        notifier.tell("READY=1\nSTATUS=watching \(count)")
        arm(clock.now + Self.pulse, in: &group)
        settle(in: &group)
    }

    // MARK: Messages

    private mutating func take(_ message: ServiceControl.Message, in group: inout DiscardingTaskGroup) {
        switch message {
        case .input(let input):
            switch input {
            case .probed, .unlessLooked, .noticeDelivered, .noticeFailed: openWork -= 1
            default: break
            }
            handle(input, in: &group)
        case .posted(let inputs, let reply): posted(inputs, reply, in: &group)
        case .wake(let time): wake(time, in: &group)
        case .runReady(let key, let session): drive(session, key, in: &group)
        case .runEnded(let key, let run, let ending, let call): runEnded(key, run, ending, call, in: &group)
        case .takeUp(let key, let run): takeUp(key, run, in: &group)
        case .metrics(let reply): reply(metricsText())
        case .health(let reply): reply(unwritten.isEmpty)
        case .reload: reload(in: &group)
        case .stop(let reason): stop(reason)
        }
    }

    /// Gives the automation an input, records what it answers, and does it.
    mutating func handle(_ input: AutomationInput, in group: inout DiscardingTaskGroup) {
        let outputs = state.handle(input, at: clock.now)
        record(outputs)
        perform(outputs, in: &group)
    }

    /// The same for what may not be acted on unless it is recorded: nothing is changed where it cannot be.
    mutating func handleIfRecorded(_ inputs: [AutomationInput], in group: inout DiscardingTaskGroup) -> Bool {
        var next = state
        var outputs: [AutomationState.Output] = []
        let before = unwritten.count
        for input in inputs { outputs += next.handle(input, at: clock.now) }
        guard record(outputs) else {
            unwritten.removeLast(unwritten.count - before)
            return false
        }
        state = next
        perform(outputs, in: &group)
        return true
    }

    private mutating func perform(_ outputs: [AutomationState.Output], in group: inout DiscardingTaskGroup) {
        for case .perform(let command) in outputs { perform(command, in: &group) }
    }

    private mutating func perform(_ command: AutomationCommand, in group: inout DiscardingTaskGroup) {
        // Who is stopping begins nothing; what was recorded is taken up by the next.
        guard stopReason == nil else { return }
        switch command {
        case .probe(let watch, let due):
            counts.noteLateness(clock.now - due)
            openWork += 1
            watchers.probe(watch, control, in: &group)
        case .lookUnless(let key):
            openWork += 1
            watchers.lookUnless(key, control, in: &group)
        case .start(let order): start(order, in: &group)
        case .note(let run, let text): running[run]?.control.operate(.noted(text: text, by: Self.name))
        case .deliver(let notice, let name):
            openWork += 1
            guard let recipient = configuration.plan.recipients[name] else {
                return control.tell(.noticeFailed(notice.id, to: name, reason: "there is no recipient \(name)"))
            }
            let delivery = NoticeDelivery(
                notice: notice, to: name, recipient: recipient, setting: setting, time: clock.now)
            let (control, runner) = (control, runner)
            group.addTask { control.tell(await delivery.deliver(by: runner)) }
        }
    }

    /// Who the service is in transcripts.
    static let name = "rung watch"
    /// How often it looks whether somebody else has recorded something, and tells that it is alive.
    static let pulse = Duration.seconds(1)

    // MARK: Time

    private mutating func wake(_ time: Instant, in group: inout DiscardingTaskGroup) {
        // An alarm that an earlier one has taken the place of says nothing any more.
        guard time == armed else { return }
        armed = nil
        let now = clock.now
        if lastPulse.map({ now - $0 >= Self.pulse || now < $0 }) ?? true {
            lastPulse = now
            pulse(in: &group)
        }
        handle(.woke, in: &group)
        arm((lastPulse ?? now) + Self.pulse, in: &group)
    }

    /// What is done once a second, whatever is watched.
    private mutating func pulse(in group: inout DiscardingTaskGroup) {
        readForeignEvents(in: &group)
        if !unwritten.isEmpty { record([]) }
        if let watchdog = notifier.watchdog, lastAlive.map({ clock.now - $0 >= watchdog }) ?? true {
            lastAlive = clock.now
            notifier.tell("WATCHDOG=1")
        }
        tidy()
    }

    private mutating func settle(in group: inout DiscardingTaskGroup) {
        if let time = state.wakeTime { arm(time, in: &group) }
    }

    private mutating func arm(_ time: Instant, in group: inout DiscardingTaskGroup) {
        guard armed.map({ time < $0 }) ?? true else { return }
        armed = time
        let (clock, control) = (clock, control)
        group.addTask {
            await clock.sleep(until: time)
            if !Task.isCancelled { control.mailbox.yield(.wake(time)) }
        }
    }

    // MARK: The end, and another beginning

    private mutating func stop(_ reason: String) {
        guard stopReason == nil else { return }
        stopReason = reason
        notifier.tell("STOPPING=1")
        log.say(.info, "stopping", [("reason", reason), ("runs", "\(running.count)")], at: clock.now)
        for run in running.values { run.control.interrupt(reason: .words("the service was stopped: \(reason)")) }
    }

    private mutating func reload(in group: inout DiscardingTaskGroup) {
        notifier.tell("RELOADING=1")
        defer { notifier.tell("READY=1") }
        let result = ConfigurationLoader(setting.sources).load(path: setting.path)
        for diagnostic in result.diagnostics where diagnostic.severity == .error {
            log.say(.error, DiagnosticRenderer().renderOneLine(diagnostic), at: clock.now)
        }
        guard let new = result.configuration else {
            log.say(.error, "the configuration is not valid, and the old one stays", at: clock.now)
            return
        }
        if new.listen != configuration.listen || new.metrics != configuration.metrics {
            log.say(.warning, "another address to listen on counts from the next start", at: clock.now)
        }
        configuration = new
        log = setting.log.with(new.log)
        routes.set(new.plan)
        watchers.prepare(new.plan, log, clock)
        handle(.configured(new.plan), in: &group)
        log.say(.info, "the configuration was read anew", [("watches", "\(new.plan.watches.count)")], at: clock.now)
    }
}

/// Why the service cannot begin, in words.
package struct ServiceProblem: Error, Sendable {
    /// The words.
    package var message: String
}
