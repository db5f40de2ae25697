extension Machine {
    /// The functions of one text, address or network.
    @inline(never)
    mutating func networkFunction(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ value: Value
    ) throws(Fault) -> Value {
        if case .string(let text) = value { return try parseNetwork(index, function, builtin, text) }
        if case .object(let object) = value {
            if let address = object as? IPAddress, let result = Machine.property(builtin, address) { return result }
            if let network = object as? Network {
                switch builtin {
                case .ip: return .object(network.address)
                case .prefixLength: return .int(Int64(network.length))
                case .masked: return .object(network.masked)
                default: break
                }
            }
        }
        throw noForm(index, function, [value])
    }

    private mutating func parseNetwork(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ text: String
    ) throws(Fault) -> Value {
        do throws(IPAddress.Failure) {
            switch builtin {
            case .ip: return .object(try IPAddress(parsing: text))
            case .cidr: return .object(try Network(parsing: text))
            case .ipIsCanonical: return .bool(try IPAddress(parsing: text).text == text)
            case .isIP:
                _ = try IPAddress(parsing: text)
                return .bool(true)
            case .isCIDR:
                _ = try Network(parsing: text)
                return .bool(true)
            default: break
            }
        } catch {
            if builtin == .isIP || builtin == .isCIDR { return .bool(false) }
            throw failed(index, .invalidArgument, error.message)
        }
        throw noForm(index, function, [.string(text)])
    }

    private static func property(_ builtin: Builtin, _ address: IPAddress) -> Value? {
        let address = address.unmapped
        switch builtin {
        case .family: return .int(address.isVersion4 ? 4 : 6)
        case .isUnspecified: return .bool(address.isUnspecified)
        case .isLoopback: return .bool(address.isLoopback)
        case .isGlobalUnicast: return .bool(address.isGlobalUnicast)
        case .isLinkLocalMulticast: return .bool(address.isLinkLocalMulticast)
        case .isLinkLocalUnicast: return .bool(address.isLinkLocalUnicast)
        default: return nil
        }
    }

    /// `containsIP` and `containsCIDR`, of an address, a network or its text.
    @inline(never)
    mutating func networkContains(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ left: Value, _ right: Value
    ) throws(Fault) -> Value {
        guard case .object(let object) = left, let network = object as? Network else {
            throw noForm(index, function, [left, right])
        }
        do throws(IPAddress.Failure) {
            switch right {
            case .string(let text):
                return .bool(
                    builtin == .containsIP
                        ? network.contains(try IPAddress(parsing: text)) : network.contains(try Network(parsing: text)))
            case .object(let other):
                if builtin == .containsIP, let address = other as? IPAddress { return .bool(network.contains(address)) }
                if builtin == .containsCIDR, let inner = other as? Network { return .bool(network.contains(inner)) }
            default: break
            }
        } catch {
            throw failed(index, .invalidArgument, error.message)
        }
        throw noForm(index, function, [left, right])
    }
}
