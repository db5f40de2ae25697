internal import CZlib

/// Bytes made smaller by zlib, in gzip's format.
package enum Gzip {
    /// The bytes as a gzip file; the same bytes always give the same file.
    package static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard czlib_begin_gzip(&stream) == Z_OK else { preconditionFailure("zlib has no memory to begin with") }
        defer { deflateEnd(&stream) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count / 4 + 64)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var input = bytes
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            // zlib counts in 32 bits: more than that is given to it in parts.
            var left = input.count
            var status: Int32 = Z_OK
            while status != Z_STREAM_END {
                if stream.avail_in == 0, left > 0 {
                    let part = min(left, 1 << 30)
                    stream.avail_in = UInt32(part)
                    left -= part
                }
                buffer.withUnsafeMutableBufferPointer { buffer in
                    stream.next_out = buffer.baseAddress
                    stream.avail_out = UInt32(buffer.count)
                    status = deflate(&stream, left == 0 ? Z_FINISH : Z_NO_FLUSH)
                    precondition(status == Z_OK || status == Z_STREAM_END, "zlib failed: \(status)")
                    result.append(contentsOf: buffer.prefix(buffer.count - Int(stream.avail_out)))
                }
            }
        }
        return result
    }
}
