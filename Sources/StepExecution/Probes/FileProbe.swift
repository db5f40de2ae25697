internal import CPlatform
internal import Glibc

/// A check of a file: whether it exists, how large and how old it is, and what it holds.
package struct FileProbe: Sendable {
    /// What was found.
    package struct Result: Sendable {
        /// Whether there is something at the path; symbolic links are followed.
        package var exists = false
        /// Its size in bytes.
        package var size = 0
        /// When its content was last changed, in nanoseconds since 1970.
        package var modified = 0
        /// Its content where it is an ordinary file, the head and the tail where it is longer than the limit; nil where
        /// it cannot be read. The digest is over what was read.
        package var content: CapturedOutput?
        /// Whether the time was over.
        package var timedOut = false
        /// Whether the task was cancelled.
        package var interrupted = false
        /// The time that it took.
        package var elapsed = Duration.zero
        /// What kept the file from being looked at or read, in words; nil where it does not exist, too.
        package var failure: String?
        /// Whether not even its existence could be found out.
        package var isUnknown = false
    }

    /// The path; a relative one counts from the working directory.
    package var path: String
    /// The folder that a relative path counts from; empty: Rung's own.
    package var workingDirectory: String
    /// How long the system may take; a file on a dead network drive would block for ever.
    package var timeout: Duration?
    /// The bytes kept of the content.
    package var outputLimit: Int
    /// What is replaced by `***` in the content.
    package var masker: SecretMasker

    /// Makes a probe; the limit of the content is 1 MiB where none is given.
    package init(
        path: String, workingDirectory: String = "", timeout: Duration? = nil, outputLimit: Int = 1 << 20,
        masker: SecretMasker = SecretMasker(secrets: [])
    ) {
        self.path = path
        self.workingDirectory = workingDirectory
        self.timeout = timeout
        self.outputLimit = outputLimit
        self.masker = masker
    }

    /// Looks once.
    package func run() async -> Result {
        let began = rung_monotonic_nanoseconds()
        var result = Result()
        switch await DetachedThread.run(name: "rung-file", timeout: timeout, { _ in look() }) {
        case .finished(let found): result = found
        case .timedOut:
            result.timedOut = true
            result.failure = "the file system did not answer within the time"
        case .interrupted:
            result.interrupted = true
            result.failure = "interrupted"
        case .noThread: result.failure = "the system gives no thread to look at the file"
        }
        result.isUnknown = !result.exists && result.failure != nil
        result.elapsed = .nanoseconds(Int64(rung_monotonic_nanoseconds() - began))
        return result
    }

    private func look() -> Result {
        var result = Result()
        let place = path.hasPrefix("/") || workingDirectory.isEmpty ? path : workingDirectory + "/" + path
        guard !place.utf8.contains(0), !place.isEmpty else {
            result.failure = "this is no path"
            return result
        }
        var facts = stat()
        guard stat(place, &facts) == 0 else {
            let error = errno
            if error != ENOENT && error != ENOTDIR { result.failure = "\(path): \(SystemError.text(error))" }
            return result
        }
        result.exists = true
        result.size = Int(facts.st_size)
        result.modified = Int(facts.st_mtim.tv_sec) * 1_000_000_000 + Int(facts.st_mtim.tv_nsec)
        switch facts.st_mode & S_IFMT {
        case S_IFREG: read(place, &result)
        case S_IFDIR: result.failure = "\(path) is a directory"
        default: result.failure = "\(path) is no ordinary file"
        }
        return result
    }

    /// What is read beyond the two ends, so that a secret that the cut goes through is whole and masked.
    private static let margin = 16384

    private func read(_ place: String, _ result: inout Result) {
        // Not blocking: what was a file a moment ago may be a pipe by now.
        let descriptor = open(place, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            result.failure = "\(path): \(SystemError.text(errno))"
            return
        }
        defer { close(descriptor) }
        let limit = max(0, outputLimit)
        var skipped = 0
        var collector = OutputCollector(limit: limit, masker: masker)
        // Of a long file only the two ends are read: a log may have gigabytes.
        if result.size > limit + 65536 {
            let head = limit - limit / 2 + Self.margin
            guard take(descriptor, head, &collector, &result) else { return }
            let tail = lseek(descriptor, off_t(-(limit / 2 + Self.margin)), SEEK_END)
            skipped = max(0, Int(tail) - head)
        }
        guard take(descriptor, limit + 65536, &collector, &result) else { return }
        let kept = collector.finish(emit: nil)
        result.content = CapturedOutput(
            bytes: kept.bytes, headCount: kept.headCount,
            omitted: kept.omitted + skipped, size: kept.size + skipped, sha256: kept.sha256,
            isTruncated: kept.isTruncated || skipped > 0)
    }

    private func take(
        _ descriptor: Int32, _ count: Int, _ collector: inout OutputCollector, _ result: inout Result
    ) -> Bool {
        var left = count
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65536, alignment: 16)
        defer { buffer.deallocate() }
        while left > 0 {
            let got = Glibc.read(descriptor, buffer.baseAddress, min(left, buffer.count))
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else {
                result.failure = "\(path): \(SystemError.text(errno))"
                return false
            }
            if got == 0 { return true }
            collector.add(UnsafeRawBufferPointer(rebasing: buffer[..<got]), emit: nil)
            left -= got
        }
        return true
    }
}
