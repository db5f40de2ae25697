/// One step of a way through a tree.
package enum PathStep: Sendable, Hashable {
    /// Into a map.
    case key(String)
    /// Into a list, from 0.
    case index(Int)
}

extension [PathStep] {
    /// The way as a person writes it: `services.backend.ports[0]`, `services."my app".image`.
    package var pathText: String { self[...].pathText }
}

extension ArraySlice<PathStep> {
    /// The way as a person writes it.
    package var pathText: String {
        var text = ""
        for step in self {
            switch step {
            case .key(let key):
                let isPlain =
                    !key.isEmpty
                    && key.utf8.allSatisfy { byte in
                        switch byte {
                        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x80...: true
                        default: false
                        }
                    }
                text += (text.isEmpty ? "" : ".") + (isPlain ? key : "\"\(key)\"")
            case .index(let index): text += "[\(index)]"
            }
        }
        return text.isEmpty ? "the top" : text
    }
}
