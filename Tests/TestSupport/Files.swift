package import Glibc

/// The whole content of a file; throws where it cannot be read.
package func readFile(_ path: String) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("open", path) }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw failure("read", path) }
        if count == 0 { return content }
        content.append(contentsOf: buffer[..<count])
    }
}

/// Writes a file anew with `content`; throws where it cannot be written.
package func writeFile(_ path: String, _ content: [UInt8], mode: mode_t = 0o644) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw failure("create", path) }
    defer { close(descriptor) }
    var written = 0
    while written < content.count {
        let count = content.withUnsafeBytes { bytes in
            write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw failure("write", path) }
        written += count
    }
}

/// Writes a file anew with `text` as UTF-8; throws where it cannot be written.
package func writeFile(_ path: String, _ text: String, mode: mode_t = 0o644) throws {
    try writeFile(path, Array(text.utf8), mode: mode)
}

/// The names in a folder, sorted, without `.` and `..`; throws where it cannot be read.
package func namesInFolder(_ path: String) throws -> [String] {
    guard let folder = opendir(path) else { throw failure("open", path) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

private func failure(_ action: String, _ path: String) -> TestSupportError {
    TestSupportError(message: "cannot \(action) \(path): \(String(cString: strerror(errno)))")
}
