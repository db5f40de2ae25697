extension Parser {
    /// A literal, a name, a call, a list, a map or something in parentheses.
    mutating func primary() throws(Stop) -> Int32 {
        let current = token
        switch current.kind {
        case .identifier: return try identifier()
        case .int, .uint, .double: return try number(negativeFrom: nil)
        case .string, .bytes: return try string()
        case .keywordTrue, .keywordFalse:
            advance()
            return try constant(.bool(current.kind == .keywordTrue), current.start, current.end)
        case .keywordNull:
            advance()
            return try constant(.null, current.start, current.end)
        case .leftParen: return try parenthesized()
        case .leftBracket: return try list()
        case .leftBrace: return try map()
        case .dot: return try globalIdentifier()
        case .reserved:
            let text = lexer.text(current.start, current.end)
            throw fail("`\(text)` is a reserved word and cannot be a name", current.start..<current.end)
        default: throw unexpected("a value")
        }
    }

    @inline(never)
    private mutating func parenthesized() throws(Stop) -> Int32 {
        advance()
        let inner = try expression()
        try expect(.rightParen, "`)`")
        tree.nodes[Int(inner)].flags.insert(.parenthesized)
        return inner
    }

    @inline(never)
    private mutating func globalIdentifier() throws(Stop) -> Int32 {
        let dot = token
        advance()
        guard token.kind == .identifier else { throw unexpected("a name") }
        let node = try identifier()
        tree.nodes[Int(node)].flags.insert(.global)
        tree.nodes[Int(node)].start = UInt32(dot.start)
        return node
    }

    @inline(never)
    private mutating func identifier() throws(Stop) -> Int32 {
        let current = token
        advance()
        let name = name(current.start, current.end)
        if token.kind == .leftParen { return try call(name, target: nil, from: current) }
        return try add(
            Node(kind: .identifier, start: UInt32(current.start), end: UInt32(current.end), a: name), height: 1)
    }

    @inline(never)
    private mutating func string() throws(Stop) -> Int32 {
        let current = token
        var literal = StringLiteral(bytes: lexer.bytes)
        guard let value = literal.value(of: current) else {
            if let problem = literal.problem { problems.append(problem) }
            throw Stop()
        }
        advance()
        return try constant(value, current.start, current.end)
    }

    /// A number, with the minus sign that stood before it.
    @inline(never)
    mutating func number(negativeFrom sign: Int?) throws(Stop) -> Int32 {
        let current = token
        let start = sign ?? current.start
        guard let value = numberValue(current, isNegative: sign != nil) else {
            throw fail(
                "the number \(lexer.text(start, current.end)) is too large for its type", start..<current.end)
        }
        advance()
        return try constant(value, start, current.end)
    }

    private mutating func numberValue(_ token: Token, isNegative: Bool) -> Value? {
        if token.kind == .double {
            guard let value = Double(lexer.text(token.start, token.end)), value.isFinite else { return nil }
            return .double(isNegative ? -value : value)
        }
        var position = token.start
        let end = token.kind == .uint ? token.end - 1 : token.end
        var radix: UInt64 = 10
        if end - position > 2, lexer.bytes[position + 1] | 0x20 == UInt8(ascii: "x") {
            radix = 16
            position += 2
        }
        var value: UInt64 = 0
        while position < end {
            let byte = lexer.bytes[position]
            let digit = UInt64(byte < 58 ? byte - 48 : (byte | 0x20) - 87)
            let (product, overflow) = value.multipliedReportingOverflow(by: radix)
            let (sum, carry) = product.addingReportingOverflow(digit)
            if overflow || carry { return nil }
            value = sum
            position += 1
        }
        if token.kind == .uint { return .uint(value) }
        if isNegative {
            if value == 1 << 63 { return .int(.min) }
            return Int64(exactly: value).map { .int(-$0) }
        }
        return Int64(exactly: value).map { .int($0) }
    }

    // MARK: Lists and maps

    @inline(never)
    private mutating func list() throws(Stop) -> Int32 {
        let open = token
        advance()
        var elements: ContiguousArray<Int32> = []
        var tallest: UInt16 = 0
        var flags: Node.Flags = []
        while token.kind != .rightBracket {
            var bit: Int32 = 0
            if token.kind == .question {
                advance()
                bit = Node.optionalBit
                flags = .hasOptional
            }
            let element = try expression()
            tallest = max(tallest, height(element))
            elements.append(element | bit)
            guard token.kind == .comma else { break }
            advance()
        }
        let close = token
        try expect(.rightBracket, "`,` or `]`")
        let place = Int32(tree.extra.count)
        tree.extra.append(contentsOf: elements)
        return try add(
            Node(
                kind: .list, flags: flags, start: UInt32(open.start), end: UInt32(close.end), a: place,
                b: Int32(elements.count)), height: tallest + 1)
    }

    @inline(never)
    private mutating func map() throws(Stop) -> Int32 {
        let open = token
        advance()
        var entries: ContiguousArray<Int32> = []
        var tallest: UInt16 = 0
        var flags: Node.Flags = []
        while token.kind != .rightBrace {
            var bit: Int32 = 0
            if token.kind == .question {
                advance()
                bit = Node.optionalBit
                flags = .hasOptional
            }
            let key = try expression()
            try expect(.colon, "`:` between key and value")
            let value = try expression()
            tallest = max(tallest, height(key), height(value))
            entries.append(key | bit)
            entries.append(value)
            guard token.kind == .comma else { break }
            advance()
        }
        let close = token
        try expect(.rightBrace, "`,` or `}`")
        let place = Int32(tree.extra.count)
        tree.extra.append(contentsOf: entries)
        return try add(
            Node(
                kind: .map, flags: flags, start: UInt32(open.start), end: UInt32(close.end), a: place,
                b: Int32(entries.count / 2)), height: tallest + 1)
    }

    // MARK: What follows a value

    /// Selections, indices and calls after a value.
    mutating func postfix(_ first: Int32) throws(Stop) -> Int32 {
        var operand = first
        while true {
            switch token.kind {
            case .dot: operand = try selection(operand)
            case .leftBracket: operand = try index(operand)
            case .leftBrace: throw messageLiteral(operand)
            default: return operand
            }
        }
    }

    private mutating func messageLiteral(_ operand: Int32) -> Stop {
        let kind = tree.nodes[Int(operand)].kind
        if kind == .identifier || kind == .select {
            let text = lexer.text(Int(start(operand)), Int(end(operand)))
            return fail(
                "protocol buffer messages such as `\(text){…}` are not supported; write a map: {\"field\": value}",
                Int(start(operand))..<token.end)
        }
        return unexpected("an operator or the end")
    }

    @inline(never)
    private mutating func selection(_ operand: Int32) throws(Stop) -> Int32 {
        advance()
        var flags: Node.Flags = []
        if token.kind == .question {
            flags = .optional
            advance()
        }
        let field = token
        let name: Int32
        switch field.kind {
        case .identifier, .reserved: name = self.name(field.start, field.end)
        case .quotedIdentifier: name = self.name(field.start + 1, field.end - 1)
        case .keywordIn, .keywordTrue, .keywordFalse, .keywordNull:
            let text = lexer.text(field.start, field.end)
            throw fail("`\(text)` is a keyword: write [\"\(text)\"] to select it", field.start..<field.end)
        default: throw unexpected("the name of a field")
        }
        advance()
        if token.kind == .leftParen, flags.isEmpty, field.kind != .quotedIdentifier {
            return try call(name, target: operand, from: field)
        }
        return try add(
            Node(
                kind: .select, flags: flags, start: start(operand), end: UInt32(field.end), a: operand, b: name),
            height: height(operand) + 1)
    }

    @inline(never)
    private mutating func index(_ operand: Int32) throws(Stop) -> Int32 {
        advance()
        var flags: Node.Flags = []
        if token.kind == .question {
            flags = .optional
            advance()
        }
        let key = try expression()
        let close = token
        try expect(.rightBracket, "`]`")
        return try add(
            Node(kind: .index, flags: flags, start: start(operand), end: UInt32(close.end), a: operand, b: key),
            height: max(height(operand), height(key)) + 1)
    }

    /// A call, at its opening parenthesis.
    @inline(never)
    mutating func call(_ name: Int32, target: Int32?, from nameToken: Token) throws(Stop) -> Int32 {
        let first = pending.count
        if let target { pending.append(target) }
        let arguments = try arguments()
        let close = token
        try expect(.rightParen, "`,` or `)`")
        let start: UInt32
        if let target { start = self.start(target) } else { start = UInt32(nameToken.start) }
        let range = Int(start)..<close.end
        if let macro = try expand(name, target: target, arguments: arguments, range: range) {
            pending.removeLast(pending.count - first)
            return macro
        }
        var tallest: UInt16 = 0
        for place in first..<pending.count { tallest = max(tallest, height(pending[place])) }
        let (place, count) = settle(from: first)
        return try add(
            Node(
                kind: .call, flags: target == nil ? [] : .member, start: start, end: UInt32(close.end), a: name,
                b: place, c: count), height: tallest + 1)
    }

    /// Reads the arguments of a call, which are pending then.
    private mutating func arguments() throws(Stop) -> Arguments {
        advance()
        let first = pending.count
        while token.kind != .rightParen {
            pending.append(try expression())
            guard token.kind == .comma else { break }
            advance()
        }
        return Arguments(pending[first...])
    }
}

/// The arguments that a macro may have: as many as any takes, and their number.
struct Arguments {
    let count: Int
    private let first: (Int32, Int32, Int32, Int32)

    init(_ all: ContiguousArray<Int32>.SubSequence) {
        count = all.count
        func node(_ position: Int) -> Int32 { position < all.count ? all[all.startIndex + position] : -1 }
        first = (node(0), node(1), node(2), node(3))
    }

    /// One of the first four.
    subscript(position: Int) -> Int32 {
        precondition(position >= 0 && position < min(count, 4), "a macro has no such argument")
        switch position {
        case 0: return first.0
        case 1: return first.1
        case 2: return first.2
        default: return first.3
        }
    }
}
