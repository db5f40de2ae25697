import RunbookModel

/// A language that Rung speaks. All that Rung itself says to people stands in the tables of this module, each text in
/// all languages side by side.
package enum Language: Sendable, CaseIterable {
    case english, russian

    /// The language for a reader, as `--lang` or the environment names it; English where Rung does not speak it.
    package init(_ tag: String) {
        self = Text.choice(for: tag.lowercased(), among: ["en", "ru"]) == 1 ? .russian : .english
    }

    /// Its tag, as pages name their language.
    package var tag: String { self == .russian ? "ru" : "en" }

    /// The one of some versions that is in this language.
    func choose(_ versions: (english: String, russian: String)) -> String {
        self == .russian ? versions.russian : versions.english
    }
}
