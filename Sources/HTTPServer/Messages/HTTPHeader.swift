/// One header line of a request or an answer.
package struct HTTPHeader: Sendable, Hashable {
    /// The name; of a request in lower case.
    package let name: String
    /// The value, without blanks around it.
    package let value: String

    /// Makes a header line.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
