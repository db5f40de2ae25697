internal import Hashing

/// Takes a stream's bytes as they come: masks them, counts and digests them, and keeps head and tail.
struct OutputCollector {
    private let limit: Int
    private let headLimit: Int
    private let tailLimit: Int
    private var mask: SecretMasker.Stream?
    private var hash = SHA256()
    private var head: [UInt8] = []
    /// A ring once it holds `tailLimit` bytes; its oldest byte is then at `tailStart`.
    private var tail: [UInt8] = []
    private var tailStart = 0
    private var maskedSize = 0
    /// The number of bytes that came, before masking.
    private(set) var size = 0

    /// Prepares for a stream of which `limit` bytes are kept.
    init(limit: Int, masker: SecretMasker) {
        self.limit = max(0, limit)
        tailLimit = self.limit / 2
        headLimit = self.limit - tailLimit
        mask = masker.isEmpty ? nil : masker.stream()
    }

    /// Whether more has come than is kept.
    var isOverLimit: Bool { size > limit }

    /// Adds bytes; `emit` is given what of them is masked and may be shown.
    mutating func add(_ bytes: UnsafeRawBufferPointer, emit: ((UnsafeRawBufferPointer) -> Void)?) {
        size += bytes.count
        guard mask != nil else { return keep(bytes, emit) }
        let masked = mask?.add(bytes) ?? []
        masked.withUnsafeBytes { keep($0, emit) }
    }

    /// Ends the stream and gives what was kept.
    mutating func finish(emit: ((UnsafeRawBufferPointer) -> Void)?) -> CapturedOutput {
        if let rest = mask?.finish() {
            rest.withUnsafeBytes { keep($0, emit) }
        }
        guard size > 0 else { return .empty }
        let headCount = head.count
        head.reserveCapacity(headCount + tail.count)
        head.append(contentsOf: tail[tailStart...])
        head.append(contentsOf: tail[..<tailStart])
        return CapturedOutput(
            bytes: head, headCount: headCount, omitted: maskedSize - head.count, size: size,
            sha256: hash.hexDigest(), isTruncated: size > limit || maskedSize > limit)
    }

    private mutating func keep(_ bytes: UnsafeRawBufferPointer, _ emit: ((UnsafeRawBufferPointer) -> Void)?) {
        guard !bytes.isEmpty else { return }
        maskedSize += bytes.count
        hash.update(bytes)
        emit?(bytes)
        var rest = bytes[...]
        if head.count < headLimit {
            let taken = rest.prefix(headLimit - head.count)
            head.append(contentsOf: taken)
            rest = rest.dropFirst(taken.count)
        }
        keepTail(rest)
    }

    private mutating func keepTail(_ bytes: Slice<UnsafeRawBufferPointer>) {
        var rest = bytes.suffix(tailLimit)
        if rest.count == tailLimit {
            tail.removeAll(keepingCapacity: true)
            tailStart = 0
        }
        let fitting = rest.prefix(tailLimit - tail.count)
        tail.append(contentsOf: fitting)
        rest = rest.dropFirst(fitting.count)
        while !rest.isEmpty {
            let piece = rest.prefix(tail.count - tailStart)
            tail.withUnsafeMutableBytes { ring in
                UnsafeMutableRawBufferPointer(rebasing: ring[tailStart..<tailStart + piece.count])
                    .copyMemory(from: UnsafeRawBufferPointer(rebasing: piece))
            }
            tailStart = (tailStart + piece.count) % tail.count
            rest = rest.dropFirst(piece.count)
        }
    }
}
