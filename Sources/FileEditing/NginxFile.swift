/// An nginx configuration as a tree of directives with places.
struct NginxFile {
    /// A directive: a name, its arguments, and a block or a `;`.
    struct Directive {
        /// The name and the arguments.
        var words: [NginxLexer.Word]
        /// The offset just past its `;` or `}`.
        var end: Int
        /// Its block.
        var block: Block?

        /// The name.
        var name: String { words[0].text }
        /// Where it begins.
        var start: Int { words[0].range.lowerBound }
        /// The arguments as nginx takes them.
        var arguments: ArraySlice<NginxLexer.Word> { words.dropFirst() }
    }

    /// What stands between braces.
    struct Block {
        /// The offset of `{`.
        var open: Int
        /// The offset of `}`.
        var close: Int
        /// What it holds; nothing where it is Lua.
        var directives: [Directive]
        /// Whether it is code of another language.
        var isCode = false
    }

    /// The text.
    let bytes: [UInt8]
    /// Its lines.
    let lines: TextLines
    /// The directives outside of all blocks.
    let directives: [Directive]

    private struct Frame {
        var words: [NginxLexer.Word]
        var open: Int
        var directives: [Directive]
    }

    private static let mostLevels = 100

    /// Reads a configuration.
    init(_ bytes: [UInt8]) throws(FileEditFailure) {
        self.bytes = bytes
        lines = TextLines(bytes)
        do throws(NginxLexer.Problem) {
            directives = try Self.parse(bytes)
        } catch {
            let line = lines.number(of: error.offset)
            throw FileEditFailure(
                .text, "the file cannot be read as an nginx configuration: \(error.message) (line \(line))", line: line)
        }
    }

    private static func parse(_ bytes: [UInt8]) throws(NginxLexer.Problem) -> [Directive] {
        var lexer = NginxLexer(bytes)
        var stack = [Frame(words: [], open: 0, directives: [])]
        var words: [NginxLexer.Word] = []
        while let token = try lexer.next() {
            switch token {
            case .word(let word): words.append(word)
            case .end(let offset):
                guard !words.isEmpty else { throw .init(message: "a `;` ends nothing", offset: offset) }
                stack[stack.count - 1].directives.append(Directive(words: words, end: offset + 1))
                words = []
            case .open(let offset):
                guard let name = words.first else { throw .init(message: "a block has no name", offset: offset) }
                guard stack.count < mostLevels else {
                    throw .init(message: "blocks are nested too deep", offset: offset)
                }
                if name.text.hasSuffix("_by_lua_block") {
                    let close = try lexer.skipLua()
                    let block = Block(open: offset, close: close, directives: [], isCode: true)
                    stack[stack.count - 1].directives.append(Directive(words: words, end: close + 1, block: block))
                } else {
                    stack.append(Frame(words: words, open: offset, directives: []))
                }
                words = []
            case .close(let offset):
                guard words.isEmpty else {
                    throw .init(message: "`;` is missing before this `}`", offset: offset)
                }
                guard stack.count > 1, let frame = stack.popLast() else {
                    throw .init(message: "this `}` closes nothing", offset: offset)
                }
                let block = Block(open: frame.open, close: offset, directives: frame.directives)
                stack[stack.count - 1].directives.append(
                    Directive(words: frame.words, end: offset + 1, block: block))
            }
        }
        if let word = words.first {
            throw .init(message: "the directive `\(word.text)` does not end with `;`", offset: word.range.lowerBound)
        }
        guard stack.count == 1 else {
            throw .init(message: "the block that begins here is not closed", offset: stack[stack.count - 1].open)
        }
        return stack[0].directives
    }

    /// The line of a directive, from 1.
    func line(of directive: Directive) -> Int { lines.number(of: directive.start) }

    /// Whether the text is most probably a configuration of nginx.
    var looksLikeNginx: Bool {
        !directives.isEmpty
            && directives.contains { $0.block != nil || $0.words.count > 1 }
            && directives.allSatisfy { directive in
                directive.name.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
                }
            }
    }

    // MARK: Layout

    /// The blanks that begin the line of an offset.
    func indentation(at offset: Int) -> [UInt8] {
        let line = lines.ranges.isEmpty ? 0..<0 : lines.ranges[lines.number(of: offset) - 1]
        return Array(bytes[line].prefix { $0 == 0x20 || $0 == 0x09 })
    }

    /// Whether nothing but blanks stands before an offset on its line.
    func isFirstOnLine(_ offset: Int) -> Bool {
        guard !lines.ranges.isEmpty else { return true }
        let line = lines.ranges[lines.number(of: offset) - 1]
        return line.lowerBound + indentation(at: offset).count >= offset
    }

    /// What a block is indented by in this file.
    var indentUnit: [UInt8] { Self.unit(directives, in: self) ?? [0x20, 0x20, 0x20, 0x20] }

    private static func unit(_ directives: [Directive], in file: NginxFile) -> [UInt8]? {
        for directive in directives {
            guard let block = directive.block else { continue }
            if let child = block.directives.first, file.isFirstOnLine(child.start), file.isFirstOnLine(directive.start)
            {
                let outer = file.indentation(at: directive.start)
                let inner = file.indentation(at: child.start)
                if inner.count > outer.count, inner.starts(with: outer) { return Array(inner[outer.count...]) }
            }
            if let unit = unit(block.directives, in: file) { return unit }
        }
        return nil
    }
}
