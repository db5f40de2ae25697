import Diagnostics
import TestSupport
import Testing

@testable import YAMLSyntax

/// Random changes to real texts, always the same ones: what they give may be anything but a crash or a wrong place.
@Suite struct MutationTests {
    /// A generator that gives the same numbers in every run (SplitMix64).
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private static let pieces = [
        "\n", "\r", "\r\n", "\t", " ", "  ", ":", ": ", "- ", "? ", "#", " #", "'", "\"", "\\", "\\\n", "|", ">", "|+",
        ">-2", "[", "]",
        "{", "}", ",", "&a ", "*a", "!", "!!str ", "!!int ", "!<", "%TAG ! x\n", "---", "...", "é", "🚒", "\u{85}",
        "\u{2028}", "\u{FEFF}",
        "\u{0}", "<<", "\\u00e9", "''", "@", "`",
    ]

    @Test func `changed texts are read or refused, with places inside the text`() throws {
        guard let cases = try SuiteCase.all() else { return }
        var numbers = Numbers(state: 20_261_122)
        for round in 0..<8_000 {
            let entry = cases[round % cases.count]
            var bytes = Array(entry.yaml.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &numbers) { mutate(&bytes, by: &numbers) }
            let result = YAMLReader.read(name: "t", bytes: bytes)
            for diagnostic in result.diagnostics {
                #expect(diagnostic.range.start <= diagnostic.source.bytes.count, "\(entry.id), round \(round)")
                _ = DiagnosticRenderer().render(diagnostic)
            }
            guard let document = result.document else { continue }
            check(document, "\(entry.id), round \(round): \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
    }

    private func mutate(_ bytes: inout [UInt8], by numbers: inout Numbers) {
        let place = Int.random(in: 0...bytes.count, using: &numbers)
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0:
            bytes.insert(contentsOf: (Self.pieces.randomElement(using: &numbers) ?? "").utf8, at: place)
        case 1 where place < bytes.count:
            bytes.remove(at: place)
        case 2 where place < bytes.count:
            let end = Int.random(in: place...bytes.count, using: &numbers)
            bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &numbers))
        default:
            let end = min(bytes.count, place + Int.random(in: 0...9, using: &numbers))
            bytes.removeSubrange(place..<end)
        }
    }

    private func check(_ document: YAMLDocument, _ name: String) {
        let count = document.source.bytes.count
        var last = 0
        for node in document.scalars {
            #expect(node.range.start >= last, "\(name): \(node.outline) begins before \(last)")
            #expect(node.range.end <= count, "\(name): \(node.outline)")
            last = node.range.end
            guard let scalar = node.scalar else { continue }
            guard scalar.text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else { continue }
            var map = TextRangeMap(
                of: scalar, at: node.range, in: document.source, wanted: scalar.text.utf8.count..<scalar.text.utf8.count
            )
            #expect(map.find() != nil, "\(name): \(scalar) cannot be followed back")
        }
        for comment in document.comments {
            #expect(document.source.bytes[comment.start] == UInt8(ascii: "#"), "\(name)")
        }
        // Alone, a node lacks the tags' handles; and libyaml's columns begin anew after NEL, LS and PS as well.
        let text = document.source.text(in: SourceRange(start: 0, end: count))
        guard !text.contains("%TAG"),
            !text.unicodeScalars.contains(where: { "\u{85}\u{2028}\u{2029}\u{FEFF}".unicodeScalars.contains($0) })
        else { return }
        var ranges = RangeCheck(of: document)
        ranges.run()
        #expect(ranges.failures == [], "\(name)")
    }
}
