extension Machine {
    /// A macro with variables of its own.
    mutating func comprehension(_ index: Int32, _ node: UnsafePointer<Node>) throws(Fault) -> Value {
        let loop = code.comprehension(node.pointee.a)
        if loop.kind == .all || loop.kind == .exists {
            return try quantifier(index, loop, decisive: loop.kind == .exists)
        }
        return try maker(index, loop)
    }

    private mutating func maker(_ index: Int32, _ loop: Comprehension) throws(Fault) -> Value {
        switch loop.kind {
        case .existsOne: return try existsOne(index, loop)
        case .map, .transformList: return try transform(index, loop)
        case .filter: return try filter(index, loop)
        case .transformMap: return try transformMap(index, loop)
        case .transformMapEntry: return try transformMapEntry(index, loop)
        case .sortBy: return try sortBy(index, loop)
        case .bind: return try bind(loop)
        case .block: return try block(loop)
        default: return try optionalMap(loop)
        }
    }

    /// What a loop goes over: one round for each element, with the values of its variables.
    private enum Source {
        case list([Value])
        case map(MapValue)

        var count: Int {
            switch self {
            case .list(let list): list.count
            case .map(let map): map.count
            }
        }
    }

    private mutating func source(_ index: Int32, _ loop: Comprehension) throws(Fault) -> Source {
        let range = try evaluate(loop.range)
        switch range {
        case .list(let list): return .list(list)
        case .map(let map): return .map(map)
        default:
            throw Fault(
                .noOverload("a loop goes over a list or a map, and this is \(range.typeName)"), node: loop.range)
        }
    }

    /// Begins a round.
    @inline(__always)
    private mutating func enter(
        _ index: Int32, _ loop: Comprehension, _ source: Source, _ position: Int
    ) throws(Fault) {
        try tick(index)
        switch source {
        case .list(let list):
            if loop.second < 0 {
                slots[Int(loop.slot)] = list[position]
            } else {
                slots[Int(loop.slot)] = .int(Int64(position))
                slots[Int(loop.secondSlot)] = list[position]
            }
        case .map(let map):
            slots[Int(loop.slot)] = map.storage.entries[position].key
            if loop.second >= 0 { slots[Int(loop.secondSlot)] = map.storage.entries[position].value }
        }
        if trace != nil { traceRound(index, loop, position) }
    }

    @inline(never)
    private mutating func traceRound(_ index: Int32, _ loop: Comprehension, _ position: Int) {
        var variables = [(names[Int(loop.variable)].text, slots[Int(loop.slot)] ?? .null)]
        if loop.second >= 0 {
            variables.append((names[Int(loop.second)].text, slots[Int(loop.secondSlot)] ?? .null))
        }
        trace?.beginRound(position, variables)
    }

    @inline(__always)
    private mutating func leave() { if let trace { trace.endRound() } }

    // MARK: all, exists, exists_one

    /// `all` and `exists`: a decisive element decides, whatever fails beside it.
    private mutating func quantifier(
        _ index: Int32, _ loop: Comprehension, decisive: Bool
    ) throws(Fault) -> Value {
        let range = try evaluate(loop.range)
        if case .list(let list) = range, loop.second < 0, trace == nil {
            return try quantifier(index, loop, list, decisive)
        }
        return try quantifierSlowly(index, loop, range, decisive)
    }

    private mutating func quantifier(
        _ index: Int32, _ loop: Comprehension, _ list: [Value], _ decisive: Bool
    ) throws(Fault) -> Value {
        var fault: Fault?
        let slot = slots + Int(loop.slot)
        var position = 0
        while position < list.count {
            try tick(index)
            cost &+= decisive ? 4 : 3
            slot.pointee = list[position]
            position &+= 1
            do {
                let value = try step(loop.predicate)
                if case .bool(let flag) = value {
                    if flag == decisive {
                        cost &+= 1
                        if position < list.count { cost &+= decisive ? 3 : 2 }
                        return value
                    }
                } else if fault == nil {
                    fault = notBool(loop.predicate, value)
                }
            } catch {
                if error.isFinal { throw error }
                if fault == nil { fault = error }
            }
        }
        cost &+= 1
        if let fault { throw fault }
        return .bool(!decisive)
    }

    @inline(never)
    private mutating func quantifierSlowly(
        _ index: Int32, _ loop: Comprehension, _ range: Value, _ decisive: Bool
    ) throws(Fault) -> Value {
        let source: Source
        switch range {
        case .list(let list): source = .list(list)
        case .map(let map): source = .map(map)
        default:
            throw Fault(
                .noOverload("a loop goes over a list or a map, and this is \(range.typeName)"), node: loop.range)
        }
        var fault: Fault?
        let count = source.count
        for position in 0..<count {
            try enter(index, loop, source, position)
            cost &+= decisive ? 4 : 3
            do {
                let value = try evaluate(loop.predicate)
                leave()
                if case .bool(let flag) = value {
                    if flag == decisive {
                        cost &+= 1
                        if position < count - 1 { cost &+= decisive ? 3 : 2 }
                        return value
                    }
                } else if fault == nil {
                    fault = notBool(loop.predicate, value)
                }
            } catch {
                leave()
                if error.isFinal { throw error }
                if fault == nil { fault = error }
            }
        }
        cost &+= 1
        if let fault { throw fault }
        return .bool(!decisive)
    }

    /// Whether the condition holds in this round.
    @inline(__always)
    private mutating func holds(_ predicate: Int32) throws(Fault) -> Bool {
        if predicate < 0 { return true }
        let value = try evaluate(predicate)
        guard case .bool(let flag) = value else { throw notBool(predicate, value) }
        return flag
    }

    @inline(never)
    private mutating func existsOne(_ index: Int32, _ loop: Comprehension) throws(Fault) -> Value {
        let source = try source(index, loop)
        var found = 0
        for position in 0..<source.count {
            try enter(index, loop, source, position)
            if try holds(loop.predicate) {
                found += 1
                cost &+= 2
            }
            leave()
        }
        cost &+= 2
        return .bool(found == 1)
    }

    // MARK: Lists and maps made by loops

    private mutating func transform(_ index: Int32, _ loop: Comprehension) throws(Fault) -> Value {
        let source = try source(index, loop)
        cost &+= 10
        var result: [Value] = []
        let count = source.count
        if loop.predicate < 0 { result.reserveCapacity(min(count, 4_096)) }
        for position in 0..<count {
            try enter(index, loop, source, position)
            if try holds(loop.predicate) {
                cost &+= 12
                result.append(try evaluate(loop.transform))
                try allocate(24, index)
            }
            leave()
        }
        cost &+= 1
        return .list(result)
    }

    private mutating func filter(_ index: Int32, _ loop: Comprehension) throws(Fault) -> Value {
        let source = try source(index, loop)
        cost &+= 10
        var result: [Value] = []
        for position in 0..<source.count {
            try enter(index, loop, source, position)
            if try holds(loop.predicate) {
                cost &+= 13
                result.append(slots[Int(loop.slot)] ?? .null)
                try allocate(24, index)
            }
            leave()
        }
        cost &+= 1
        return .list(result)
    }

    @inline(never)
    private mutating func transformMap(_ index: Int32, _ loop: Comprehension) throws(Fault) -> Value {
        let source = try source(index, loop)
        cost &+= 30
        var builder = MapValue.Builder(capacity: min(source.count, 4_096))
        for position in 0..<source.count {
            try enter(index, loop, source, position)
            if try holds(loop.predicate) {
                cost &+= 3
                try allocate(64, index)
                let value = try evaluate(loop.transform)
                try insert(slots[Int(loop.slot)] ?? .null, value, &builder, index)
            }
            leave()
        }
        cost &+= 1
        return .map(builder.finish())
    }

    @inline(never)
    private mutating func transformMapEntry(_ index: Int32, _ loop: Comprehension) throws(Fault) -> Value {
        let source = try source(index, loop)
        cost &+= 30
        var builder = MapValue.Builder()
        for position in 0..<source.count {
            try enter(index, loop, source, position)
            if try holds(loop.predicate) {
                cost &+= 2
                let value = try evaluate(loop.transform)
                guard case .map(let entries) = value else {
                    throw noOverload(loop.transform, "transformMapEntry", value)
                }
                try allocate(64 * entries.count, index)
                for entry in entries.storage.entries { try insert(entry.key, entry.value, &builder, index) }
            }
            leave()
        }
        cost &+= 1
        return .map(builder.finish())
    }

    @inline(never)
    private mutating func sortBy(_ index: Int32, _ loop: Comprehension) throws(Fault) -> Value {
        let source = try source(index, loop)
        guard case .list(let list) = source else { throw failed(index, .noSuchOverload, "sortBy sorts a list") }
        // The reference makes a list of keys with `map`, then sorts by it.
        cost &+= 22
        var keys: [Value] = []
        keys.reserveCapacity(list.count)
        for position in list.indices {
            try enter(index, loop, source, position)
            cost &+= 12
            keys.append(try evaluate(loop.transform))
            leave()
        }
        try chargeSelfComparison(keys, index)
        try allocate(48 * list.count, index)
        let order = try sortedOrder(keys, index)
        return .list(order.map { list[$0] })
    }

    // MARK: Names for values

    @inline(never)
    private mutating func bind(_ loop: Comprehension) throws(Fault) -> Value {
        slots[Int(loop.slot)] = try evaluate(loop.range)
        cost &+= 10
        return try evaluate(loop.transform)
    }

    @inline(never)
    private mutating func block(_ loop: Comprehension) throws(Fault) -> Value {
        for position in 0..<loop.bindingCount {
            slots[Int(loop.slot + position)] = try evaluate(code.extra(loop.bindings + position))
        }
        return try evaluate(loop.transform)
    }

    @inline(never)
    private mutating func optionalMap(_ loop: Comprehension) throws(Fault) -> Value {
        let target = try evaluate(loop.range)
        cost &+= 1
        guard case .optional(let wrapped) = target else {
            throw Fault(.noOverload("optMap wants an optional value, and this is \(target.typeName)"), node: loop.range)
        }
        guard let wrapped else { return .optional(nil) }
        slots[Int(loop.slot)] = wrapped
        let result = try evaluate(loop.transform)
        if loop.kind == .optMap { return .optional(result) }
        guard case .optional = result else {
            throw Fault(
                .noOverload("optFlatMap wants an optional result, and this is \(result.typeName)"), node: loop.transform
            )
        }
        return result
    }
}
