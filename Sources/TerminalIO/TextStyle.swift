/// How a piece of text stands out.
package enum TextStyle: String, Sendable, CaseIterable {
    case bold = "1"
    case dim = "2"
    case underlined = "4"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case cyan = "36"
}

extension String {
    /// The text in a style, where styles are wanted.
    ///
    /// For text that is clean already: escape sequences in it would end the style, or do worse.
    package func styled(_ styles: TextStyle..., on traits: TerminalTraits) -> String {
        guard traits.usesColour, !styles.isEmpty, !isEmpty else { return self }
        return "\u{1B}[" + styles.map(\.rawValue).joined(separator: ";") + "m" + self + "\u{1B}[0m"
    }
}
