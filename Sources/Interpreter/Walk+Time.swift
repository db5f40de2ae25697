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
                let name = "time: \(DurationText.format(limit))"
                record(.limitReached(step: frames[index].prefix + (frames[index].position?.step ?? ""), limit: name))
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
        case .probing(let probe): times.append(contentsOf: [probe.wakeTime].compactMap { $0 })
        case .verifying(let verifying):
            times.append(verifying.deadline)
            times.append(contentsOf: [verifying.nextTry, verifying.probe?.wakeTime].compactMap { $0 })
        case .pausing(_, let until), .waiting(let until): times.append(until)
        case .entered, .previewing, .acting, .calling, .asking: break
        }
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
        guard let position = top.position else { return }
        switch position.progress {
        case .probing(let probe):
            wakeProbe(probe) { .probing($0) }
        case .verifying(let verifying):
            wakeVerification(verifying)
        case .pausing(let run, let until) where until <= now:
            tryFixAgain(run)
        case .waiting(let until) where until <= now:
            finishStep(
                StepResult(ran: true, ok: true, elapsed: now - position.entered, timedOut: false),
                Judgement(ok: true, reason: "the wait is over"))
        default: break
        }
    }

    private mutating func wakeVerification(_ verifying: Verifying) {
        if verifying.deadline <= now {
            cancelActions(of: verifying.probe)
            endVerification(verifying, passed: false, reason: "it did not help within \(verifying.limitText)")
        } else if let next = verifying.nextTry, next <= now {
            startTry(verifying)
        } else if let probe = verifying.probe {
            wakeProbe(probe) { probe in
                var verifying = verifying
                verifying.probe = probe
                return .verifying(verifying)
            }
        }
    }

    /// Ends what may not go on when the time is over; a fix's command keeps its own timeout (rule 22).
    mutating func endWhatIsOutOfTime() {
        guard phase == .walking,
            let outermost = frames.firstIndex(where: { if case .over = $0.time { true } else { false } }),
            let progress = top.position?.progress
        else { return }
        let reason = "the time of the walk is over"
        if case .acting = progress { return }
        abandon()
        let step = stepUnderWay()
        let ok: Bool? =
            switch step.kind {
            case .check, .group, .wait: nil
            default: false
            }
        let elapsed = now - (top.position?.entered ?? now)
        store(
            StepResult(ran: true, ok: ok, elapsed: elapsed, timedOut: true), Judgement(ok: ok, reason: reason),
            of: step.id)
        while frames.count > outermost + 1 {
            frames.removeLast()
            store(
                StepResult(ran: true, ok: false, elapsed: now - (top.position?.entered ?? now), timedOut: true),
                Judgement(ok: false, reason: reason), of: stepUnderWay().id)
        }
        upcoming = .fallback(reason: reason)
    }
}

extension WalkInput {
    /// Whether the time before it does not count.
    fileprivate var isResumption: Bool {
        if case .resumed = self { true } else { false }
    }
}
