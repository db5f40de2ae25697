import CEL
import CMemory
import Glibc

// One input: an expression. It is compiled, checked and unchecked, evaluated and explained, and what that takes of the
// thread's time and of memory is held against a limit of this target's own.

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

private let environment: Environment = {
    var environment = Environment()
    environment.declare(variable: "i", type: .int)
    environment.declare(variable: "d", type: .double)
    environment.declare(variable: "s", type: .string)
    environment.declare(variable: "l", type: .list(.int))
    environment.declare(variable: "m", type: .map(.string, .dyn))
    environment.declare(variable: "x", type: .dyn)
    environment.declare(variable: "t", type: .timestamp)
    return environment
}()

private let variables: Variables = [
    "i": 7, "d": 1.5, "s": "redis running", "l": [3, 1, 2], "m": ["a": ["b": 1], "c": "text"], "x": [1, "a", [:]],
    "t": .timestamp(Timestamp(seconds: 1_795_000_000)),
]

private let limits: Limits = {
    var limits = Limits()
    limits.cost = 200_000
    limits.iterations = 20_000
    limits.memory = 4 << 20
    return limits
}()

/// The thread's CPU time in milliseconds.
private func threadTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
}

private func one(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    let (time, memory) = (threadTime(), Int(live_bytes()))
    var values: [Value] = []
    for isChecked in [true, false] {
        guard let program = try? environment.compile(text, limits: limits, checked: isChecked) else { continue }
        if let value = try? program.evaluate(variables) { values.append(value) }
        _ = program.explain(variables).text()
        _ = program.references
    }
    for value in values { _ = value.description }
    if threadTime() - time > 100 { refuse_input("took \(threadTime() - time) ms: \(text.prefix(300))") }
    if Int(live_bytes()) - memory > 64 << 20 { refuse_input("holds too many bytes: \(text.prefix(300))") }
    return 0
}

private var argumentCount = CommandLine.argc
private var arguments = CommandLine.unsafeArgv
exit(runDriver(&argumentCount, &arguments, one))
