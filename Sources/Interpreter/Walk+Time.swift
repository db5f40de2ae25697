import RunbookModel

extension Walk {
    /// Counts the time since the last input, unless the walk waited for people or was not under way (rule 22).
    mutating func advanceClock(to time: Instant, for input: WalkInput) {
        guard phase != .new else {
            now = time
            return
        }
        let time = max(time, now)
        if phase == .walking, !isWaitingForPeople, !input.isResumption {
            active += time - now
        }
        now = time
        guard phase == .walking else { return }
        for index in frames.indices {
            guard case .running = frames[index].time else { continue }
            let limit = runbooks[frames[index].key].limits.time
            if active - frames[index].activeBefore >= limit {
                frames[index].time = .over
                let step = frames[index].prefix + (frames[index].position?.step ?? "")
                record(.limitReached(step: step, limit: .time(limit)))
            }
        }
    }

    /// Whether a person is asked something, so that no time is counted.
    var isWaitingForPeople: Bool {
        if case .asking? = frames.last?.position?.progress { true } else { false }
    }

    /// Whether the first passage's time ran out.
    var isOutOfTime: Bool {
        if case .running? = frames.first?.time { false } else { !frames.isEmpty }
    }

    /// When the walk wants a `woke`, if nothing happens before; nil: it waits only for answers.
    package var wakeTime: Instant? {
        guard phase == .walking, let position = frames.last?.position else { return nil }
        var times: [Instant] = []
        switch position.progress {
        case .verifying(let verifying): times += [verifying.deadline, verifying.nextTry].compactMap(\.self)
        case .pausing(_, let until), .waiting(let until): times.append(until)
        case .entered, .probing, .previewing, .acting, .editing, .calling, .asking: break
        }
        if let time = position.probe?.wakeTime { times.append(time) }
        if !isWaitingForPeople {
            for frame in frames {
                guard case .running = frame.time else { continue }
                let left = runbooks[frame.key].limits.time - (active - frame.activeBefore)
                times.append(now + left)
            }
        }
        return times.min()
    }

    /// Goes on where a time that was waited for has come.
    mutating func wake() {
        guard let progress = top.position?.progress, overdueFrame == nil else { return }
        switch progress {
        case .probing:
            wakeProbe()
        case .verifying(let verifying):
            wakeVerification(verifying)
        case .pausing(let run, let until) where until <= now:
            tryFixAgain(run)
        case .waiting(let until) where until <= now:
            let entered = top.position?.entered ?? now
            finishStep(
                StepResult(ran: true, ok: true, elapsed: now - entered, timedOut: false),
                Judgement(ok: true, reason: .waitIsOver))
        default: break
        }
    }

    /// Goes on with a verification: it is over, or its next try has come.
    mutating func wakeVerification(_ verifying: Verifying) {
        if verifying.deadline <= now {
            cancelProbe()
            endVerification(verifying, passed: false, reason: .didNotHelp(within: verifying.declaration.within))
        } else if let next = verifying.nextTry, next <= now {
            startTry(verifying)
        }
    }

    /// The outermost passage whose time is over and that has not gone to its `fallback` for it.
    var overdueFrame: Int? {
        frames.firstIndex { if case .over = $0.time { true } else { false } }
    }

    /// Ends what may not go on when the time is over; a fix's command keeps its own timeout (rule 22).
    mutating func endWhatIsOutOfTime() {
        guard phase == .walking, let outermost = overdueFrame else { return }
        if upcoming == nil {
            if top.position?.isChanging == true { return }
            cutShort(.timeIsOver)
        }
        while frames.count > outermost + 1 {
            frames.removeLast()
            store(
                StepResult(ran: true, ok: false, elapsed: now - (top.position?.entered ?? now), timedOut: true),
                Judgement(ok: false, reason: .timeIsOver), of: stepUnderWay().id)
        }
        upcoming = .fallback(reason: .timeIsOver)
    }

    /// Gives the step under way the result that it has come to.
    private mutating func cutShort(_ reason: Reason) {
        guard let position = top.position else { return }
        let step = stepUnderWay()
        switch position.progress {
        case .probing: cutProbeShort(reason)
        case .waiting:
            store(
                StepResult(ran: true, ok: false, elapsed: now - position.entered, timedOut: true),
                Judgement(ok: false, reason: reason), of: step.id)
        default:
            let result = abandon(reason) ?? StepResult(ran: false, ok: false)
            store(result, Judgement(ok: false, reason: reason), of: step.id)
        }
    }
}

extension WalkInput {
    /// Whether nobody walked in the time before it, which so does not count.
    fileprivate var isResumption: Bool {
        switch self {
        case .resumed, .actionLost: true
        default: false
        }
    }
}
