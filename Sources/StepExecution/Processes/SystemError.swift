internal import Glibc

/// The system's error numbers in words.
enum SystemError {
    /// The system's text for an errno, with a small first letter: "permission denied".
    static func text(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        let status = strerror_r(number, &buffer, buffer.count)
        guard status == 0 else { return "error \(number)" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
