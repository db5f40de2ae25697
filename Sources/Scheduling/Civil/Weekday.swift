/// A day of the week.
package enum Weekday: Int, Sendable, Hashable, CaseIterable {
    case sunday, monday, tuesday, wednesday, thursday, friday, saturday

    /// The three letters that name it in a text: `sun` to `sat`.
    package var shortName: String { Weekday.shortNames[rawValue] }

    static let shortNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
    private static let longNames = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]

    /// The day that is called so: `mon` or `monday`, in letters of any case; nil where none is.
    package init?(name: String) {
        let name = name.lowercased()
        guard let index = Weekday.shortNames.firstIndex(of: name) ?? Weekday.longNames.firstIndex(of: name) else {
            return nil
        }
        self.init(rawValue: index)
    }
}
