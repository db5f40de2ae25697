extension ShellReader {
    /// The signs of redirections, the longest first.
    private static let signs = ["&>>", "<<<", "<<-", "&>", ">>", ">&", ">|", "<<", "<&", "<>", ">", "<"]

    /// Reads a redirection; false where none stands here.
    mutating func readRedirection(_ open: inout OpenCommand) -> Bool {
        guard !open.isTest else { return false }
        let start = index
        var place = index
        while place < end, bytes[place] >= 0x30, bytes[place] <= 0x39 { place += 1 }
        guard let sign = Self.signs.first(where: { stands($0, at: place) }) else { return false }
        // `2` before `&>` would be a word of its own.
        if place > start, sign.hasPrefix("&") { return false }
        index = place + sign.utf8.count
        skipBlanks()
        // `<(…)` and `>(…)` of bash: commands whose output is a file.
        if index < end, bytes[index] == UInt8(ascii: "("), sign == "<" || sign == ">" {
            index += 1
            depth += 1
            if depth < Self.mostLevels { readCommands() }
            depth -= 1
            if index < end { index += 1 }
            return true
        }
        let target = readWord(inTest: false) ?? ShellWord(parts: [.literal("")], range: index..<index)
        if sign == "<<" || sign == "<<-" {
            open.documents.append((open.command.redirections.count, target.text, sign == "<<-"))
        }
        open.command.redirections.append(
            ShellRedirection(
                sign: sign, target: target, document: sign == "<<<" ? target.text : nil,
                range: start..<max(index, place + sign.utf8.count)))
        return true
    }

    private func stands(_ sign: String, at place: Int) -> Bool {
        let sign = sign.utf8
        return place + sign.count <= end && bytes[place..<(place + sign.count)].elementsEqual(sign)
    }

    /// Reads the texts of the here-documents that were announced on the line before.
    mutating func readHereDocuments() {
        let waiting = awaited
        awaited = []
        for document in waiting {
            let start = index
            var textEnd = index
            while index < end {
                var lineEnd = index
                while lineEnd < end, bytes[lineEnd] != 0x0A { lineEnd += 1 }
                var line = bytes[index..<lineEnd]
                if document.stripsTabs { line = line.drop { $0 == 0x09 } }
                index = min(lineEnd + 1, end)
                if line.elementsEqual(document.mark.utf8) { break }
                textEnd = index
            }
            commands[document.command].redirections[document.redirection].document = String(
                decoding: bytes[start..<textEnd], as: UTF8.self)
        }
    }
}
