import Diagnostics
import Glibc
import RunbookLoading

/// libFuzzer's own loop; it ends when its options say so.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
    _ argc: UnsafeMutablePointer<Int32>,
    _ argv: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// Loads one input as a runbook that may call itself and a second one, and renders all that is said of it.
func load(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let text = Array(UnsafeBufferPointer(start: bytes, count: count))
    let second = Array("version: 1\nid: b\nstart: a\nfallback: a\nsteps:\n  a: {end: unresolved}\n".utf8)
    let result = RunbookLoader(texts: ["a.yaml": text, "b.yaml": second]).load(path: "a.yaml")
    let rendered = DiagnosticRenderer().render(result.diagnostics)
    precondition(result.hasErrors == (result.set == nil), "errors and a set, or neither")
    precondition(result.diagnostics.isEmpty == rendered.isEmpty, "a diagnostic without a word")
    return 0
}

var argc = CommandLine.argc
var argv = CommandLine.unsafeArgv
exit(runFuzzer(&argc, &argv, load))
