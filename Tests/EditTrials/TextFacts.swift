import Diagnostics
package import YAMLSyntax

/// What a YAML text holds, read without the code under test.
package struct TextFacts {
    package let bytes: [UInt8]
    package let document: YAMLDocument
    package let root: YAMLNode

    /// The facts of a text; nil where it is no YAML with a map or a list.
    package init?(_ bytes: [UInt8]) {
        let result = YAMLReader.read(name: "trial", bytes: bytes)
        guard result.diagnostics.isEmpty, let document = result.document, let root = document.root else { return nil }
        self.bytes = document.source.bytes
        self.document = document
        self.root = root
    }

    /// The comments without the blanks around them, in order.
    package var comments: [String] {
        document.comments.map { range in
            var text = document.source.text(in: range)
            while let last = text.last, last == " " || last == "\t" { text.removeLast() }
            return text
        }
    }

    /// The tree with its order, scalars with their types, tags and anchors as texts that are compared.
    package var outline: String {
        var text = ""
        Self.write(root, to: &text)
        return text
    }

    private static func write(_ node: YAMLNode, to text: inout String) {
        text += node.tag.map { "!\($0) " } ?? ""
        switch node.content {
        case .scalar: text += "(\(node.value.map { "\($0)" } ?? ""))"
        case .sequence(let items, _):
            text += "["
            for item in items {
                write(item, to: &text)
                text += ","
            }
            text += "]"
        case .mapping(let pairs, _):
            text += "{"
            for pair in pairs {
                text += "\(pair.keyText.debugDescription):"
                write(pair.value, to: &text)
                text += ","
            }
            text += "}"
        }
    }

    // MARK: Lines

    package func startOfLine(_ offset: Int) -> Int {
        var start = min(offset, bytes.count)
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        return start
    }

    package func endOfLine(_ offset: Int) -> Int {
        var end = offset
        while end < bytes.count, bytes[end] != 0x0A { end += 1 }
        return end
    }

    /// The first byte of the comments and blank lines above the line of an offset.
    package func startOfSpaceAbove(_ offset: Int) -> Int {
        var start = startOfLine(offset)
        while start > 0 {
            let above = startOfLine(start - 1)
            let line = bytes[above..<start].drop { $0 == 0x20 || $0 == 0x09 }
            guard line.first == UInt8(ascii: "#") || line.allSatisfy({ $0 <= 0x20 }) else { break }
            start = above
        }
        return start
    }

    /// The end of the comments and blank lines below the line of an offset.
    package func endOfSpaceBelow(_ offset: Int) -> Int {
        var end = endOfLine(offset)
        while end < bytes.count {
            let next = endOfLine(end + 1)
            let line = bytes[min(end + 1, bytes.count)..<next].drop { $0 == 0x20 || $0 == 0x09 }
            guard line.first == UInt8(ascii: "#") || line.allSatisfy({ $0 <= 0x20 }) else { break }
            end = max(next, end + 1)
        }
        return min(end, bytes.count)
    }
}

/// Whether a text is another with nothing but one range changed.
package func differs(_ new: [UInt8], from old: [UInt8], onlyIn range: Range<Int>) -> Bool {
    let tail = old.count - range.upperBound
    guard new.count >= range.lowerBound + tail else { return false }
    return new.starts(with: old[..<range.lowerBound]) && new.suffix(tail).elementsEqual(old.suffix(tail))
}

/// Whether a text is another with bytes put in at one place.
func isWithOneInsertion(_ new: [UInt8], _ old: [UInt8]) -> Bool {
    guard new.count >= old.count else { return false }
    var head = 0
    while head < old.count, new[head] == old[head] { head += 1 }
    var tail = 0
    while tail < old.count, new[new.count - 1 - tail] == old[old.count - 1 - tail] { tail += 1 }
    return head + tail >= old.count
}
