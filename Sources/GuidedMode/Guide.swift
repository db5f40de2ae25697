package import Engine
package import Interpreter
package import Reports
package import RunbookModel
package import StepExecution
import Synchronization
package import TerminalIO
import Wording

/// The operator's companion: it shows the walk as it goes, puts its questions, and passes on what the operator does.
///
/// The thin shell around `GuideModel`, `Dialogue` and the views. Drawn at most some twenty times a second, however much
/// a command writes.
package final class Guide: Sendable {
    /// What a guide is made with.
    package struct Setting: Sendable {
        /// The names of the steps, and the reader's language.
        package var names: RunbookNames
        /// The runbooks.
        package var runbooks: RunbookSet
        /// The run's id.
        package var run: String
        /// The machine.
        package var host: String
        /// Who sits at the terminal.
        package var operatorName: String
        /// The environment, for the operator's own pager and editor.
        package var environment: [String: String]
        /// The time of day of an instant.
        package var timeOfDay: @Sendable (Instant) -> String

        /// A setting.
        package init(
            names: RunbookNames, runbooks: RunbookSet, run: String, host: String, operatorName: String,
            environment: [String: String], timeOfDay: @escaping @Sendable (Instant) -> String
        ) {
            self.names = names
            self.runbooks = runbooks
            self.run = run
            self.host = host
            self.operatorName = operatorName
            self.environment = environment
            self.timeOfDay = timeOfDay
        }
    }

    let setting: Setting
    let screen: TerminalScreen
    let control: RunControl
    let clock: any RunClock
    let language: Language
    let prompt: LinePrompt
    private let view: GuideView

    struct State {
        var transcript: TextTranscript
        var model: GuideModel
        var dialogue: Dialogue?
        /// Who waits for the answer to which request.
        var waiter: (request: Int, continuation: CheckedContinuation<Reply, Never>)?
        /// The password that sudo waits for, while it is being typed.
        var password: PasswordQuestion?
        /// A text that is being read.
        var pager: Pager?
        /// Whether checks run on without being asked for.
        var isGoingOn = false
        var notice: (phrase: Phrase, until: Instant)?
        var lastInterrupt: Instant?
        var isOver = false
    }

    let state: Mutex<State>
    /// Apart from the state: what a command writes must never wait for the screen.
    private let tails = Mutex<[Int: OutputTail]>([:])
    private let reader = Mutex<KeyReader?>(nil)
    private let ticker = Mutex<Task<Void, Never>?>(nil)

    /// A guide at a screen.
    package init(
        _ setting: Setting, screen: TerminalScreen, input: LinePrompt, control: RunControl, clock: any RunClock
    ) {
        self.setting = setting
        self.screen = screen
        self.control = control
        self.clock = clock
        prompt = input
        language = setting.names.spoken
        view = GuideView(language: language, timeOfDay: setting.timeOfDay)
        let style = TextTranscript.Style(
            isColoured: screen.isColoured, detail: .guided, timeOfDay: setting.timeOfDay,
            columns: { [screen] in screen.size.columns })
        state = Mutex(
            State(
                transcript: TextTranscript(names: setting.names, style: style),
                model: GuideModel(
                    names: setting.names, runbooks: setting.runbooks, run: setting.run, host: setting.host)))
    }

    /// Begins to show and to listen.
    package func open(input: Int32) {
        guard screen.isLive else { return }
        screen.open()
        let keys = KeyReader(descriptor: input) { [weak self] key in self?.pressed(key) }
        reader.withLock { $0 = keys }
        keys.start()
        let task = Task { [weak self] in
            while !Task.isCancelled, let self {
                try? await Task.sleep(for: self.pace)
                self.redraw()
            }
        }
        ticker.withLock { $0 = task }
    }

    /// Ends showing and listening; the terminal is as it was before.
    package func close() {
        ticker.withLock { $0?.cancel() }
        reader.withLock { $0?.stop() }
        let password = state.withLock { state in
            state.isOver = true
            state.pager = nil
            defer { state.password = nil }
            return state.password
        }
        password?.continuation.resume(returning: nil)
        screen.close()
    }

    /// Takes in an event of before, without telling it: what is told later builds on it.
    package func remember(_ event: RunEvent, at time: Instant) {
        state.withLock { state in
            _ = state.transcript.render(event, at: time)
            state.model.take(event, at: time)
        }
    }

    /// The size of the terminal changed.
    package func resized() {
        let size = screen.size
        state.withLock { $0.pager?.resize(columns: size.columns, rows: size.rows) }
        redraw()
    }

    // MARK: Drawing

    /// How long until the next drawing: short while something moves.
    private var pace: Duration {
        let moves = state.withLock { !$0.model.running.isEmpty || $0.model.waitsUntil != nil }
        return moves ? .milliseconds(100) : .milliseconds(500)
    }

    /// Draws the live lines as they should be now; says something above them in the same stroke.
    func redraw(saying text: String = "") {
        state.withLock { draw($0, saying: text) }
    }

    /// Under the state's lock, so that what is drawn is in order.
    func draw(_ state: borrowing State, saying text: String = "") {
        guard screen.isLive, !state.isOver else { return screen.say(text) }
        let now = clock.now
        let notice = state.notice.flatMap { $0.until > now ? $0.phrase : nil }
        let scene = GuideView.Scene(
            model: state.model, dialogue: state.dialogue, tails: tails.withLock { $0 }, now: now,
            isGoingOn: state.isGoingOn, notice: notice, passwordPrompt: state.password?.prompt)
        let size = screen.size
        if let pager = state.pager, state.password == nil {
            return screen.draw(view.content(pager, columns: size.columns, rows: size.rows), saying: text)
        }
        screen.draw(view.content(scene, columns: size.columns, rows: size.rows), saying: text)
    }

    /// Says lines of a view, which stay.
    func say(_ lines: [StyledLine]) {
        let columns = screen.size.columns - 9
        let text = lines.flatMap { $0.wrapped(toColumns: columns, indent: $0.hangingIndent) }
            .map { "        " + $0.rendered(isColoured: screen.isColoured) + "\n" }.joined()
        redraw(saying: text)
    }
}

extension StyledLine {
    /// How far its further lines are indented where it is broken: a little more than it is itself.
    fileprivate var hangingIndent: Int { text.prefix { $0 == " " }.count + 2 }
}

// MARK: Watching

extension Guide: RunObserver {
    package func recorded(_ events: [RecordedEvent]) {
        state.withLock { state in
            var text = ""
            for event in events {
                text += state.transcript.render(event.event, at: event.time)
                state.model.take(event.event, at: event.time)
            }
            let running = Set(state.model.running.map(\.id))
            tails.withLock { tails in tails = tails.filter { running.contains($0.key) } }
            draw(state, saying: text)
        }
    }

    package func wrote(action: Int, stream: OutputStream, bytes: [UInt8]) {
        guard screen.isLive else { return }
        tails.withLock { $0[action, default: OutputTail()].append(bytes) }
    }
}
