/// The functions that the machine knows itself, by what they do: one for all overloads of a name.
enum Builtin: UInt8, Sendable {
    // The core
    case size, contains, startsWith, endsWith, matches, dyn, type
    case toBool, toInt, toUint, toDouble, toString, toBytes, toDuration, toTimestamp
    case getFullYear, getMonth, getDayOfYear, getDayOfMonth, getDate, getDayOfWeek
    case getHours, getMinutes, getSeconds, getMilliseconds
    // Strings
    case charAt, indexOf, lastIndexOf, join, lowerAscii, upperAscii, quote, replace, split, substring, trim, reverse
    case format
    // Math
    case greatest, least, ceil, floor, round, trunc, abs, sign, sqrt, isNaN, isInf, isFinite
    case bitAnd, bitOr, bitXor, bitNot, bitShiftLeft, bitShiftRight
    // Optionals
    case optionalOf, optionalNone, optionalOfNonZeroValue, hasValue, value, or, orValue, unwrapOptionals
    case first, last
    // Encoders
    case base64Encode, base64Decode
    // Lists and sets
    case slice, flatten, range, distinct, sort
    case setContains, setEquivalent, setIntersects
    // Regular expressions
    case regexReplace, regexExtract, regexExtractAll
    // Network
    case ip, isIP, ipIsCanonical, family, isUnspecified, isLoopback, isGlobalUnicast, isLinkLocalMulticast
    case isLinkLocalUnicast, cidr, isCIDR, containsIP, containsCIDR, prefixLength, masked
    // For the checker only: these are not called but stand for operators
    case operation
}
