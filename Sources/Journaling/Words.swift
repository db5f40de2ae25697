/// A text from outside as it stands in a message: as it is, or in quotes with escapes where it holds what a terminal
/// would act on.
func shown(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
    return isPlain && !text.isEmpty ? text : text.debugDescription
}
