import RunbookEditing

/// Formats a text twice, and judges it.
package enum FormatTrial {
    /// What is wrong; nil: nothing.
    package static func problem(_ facts: TextFacts) -> String? {
        let once: [UInt8]
        do throws(RunbookEditFailure) {
            once = try FormattedRunbook.text(of: facts.bytes, name: "trial")
        } catch {
            return "not formatted: \(error.message)\n" + String(decoding: facts.bytes, as: UTF8.self)
        }
        guard let after = TextFacts(once) else { return "the formatted text is no YAML" }
        if after.outline != facts.outline { return "the meaning changed" }
        if after.comments != facts.comments { return "the comments changed" }
        guard let twice = try? FormattedRunbook.text(of: once, name: "trial") else { return "not formatted twice" }
        guard twice == once else {
            return "formatted twice is not formatted once:\n" + String(decoding: facts.bytes, as: UTF8.self)
                + "\n---- once\n"
                + String(decoding: once, as: UTF8.self) + "\n---- twice\n" + String(decoding: twice, as: UTF8.self)
        }
        return layoutProblem(once, of: facts)
    }

    /// What the form itself forbids, as far as it can be seen without a tree.
    private static func layoutProblem(_ text: [UInt8], of facts: TextFacts) -> String? {
        // Where the last line of a block scalar has no line break, one would change what it says.
        if let last = text.last, last != 0x0A, facts.bytes.last == 0x0A { return "no line break at the end" }
        if text.contains(0x0D) { return "a CR is left" }
        return nil
    }
}
