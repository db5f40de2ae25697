import Glibc

/// Asks the kernel for the memory of a large file in large pages.
///
/// A large runbook fills some 20 bytes of memory for each byte of its file, and in small pages, each of which is a fault
/// of its own, a tenth of its loading would be spent in the kernel. It is a wish: where the kernel grants no large
/// pages, all goes on as it would without.
enum MemoryReserve {
    /// From how many bytes of a file on it is worth the calls.
    private static let smallestFile = 256 << 10
    /// How many bytes of memory one thread fills for each byte of the file.
    private static let factor = 12
    /// The C library takes larger pieces from elsewhere than from what it deals out in small ones.
    private static let largest = 30 << 20

    /// Prepares what the calling thread is about to allocate for a file of so many bytes.
    static func prepare(for fileSize: Int) {
        guard fileSize >= smallestFile else { return }
        let size = min(largest, fileSize * factor)
        // The first piece may come from elsewhere, by which the C library learns that pieces of this size come and go.
        // The second, which is no larger, comes from the memory that it deals out; given back, it stays there.
        for size in [size, size - (64 << 10)] {
            guard let piece = malloc(size) else { return }
            let start = (Int(bitPattern: piece) + page - 1) & ~(page - 1)
            let end = (Int(bitPattern: piece) + size) & ~(page - 1)
            madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_HUGEPAGE)
            free(piece)
        }
    }

    private static let page = 4096
}
