import Foundation
import TestSupport

/// One case of the YAML test suite, and what libyaml 0.2.5 is known to make of it.
struct SuiteCase {
    let id: String
    let yaml: String
    /// The events, one a line.
    let tree: String
    let mustFail: Bool
    /// What libyaml does, as measured by a program in C.
    let isAcceptedByLibYAML: Bool
    /// Whether libyaml's events are known to differ from the suite's.
    let hasOtherEvents: Bool

    /// All cases that the suite releases; nil where the conformance folder is absent.
    static func all() throws -> [SuiteCase]? {
        guard let folder = try PackageRoot.conformance("yaml") else { return nil }
        guard
            let cases = try json(folder + "/cases.json") as? [[String: Any]],
            let ceiling = try json(folder + "/libyaml-ceiling.json") as? [String: Any]
        else { throw TestSupportError(message: "the conformance files have another form") }
        let rejected = Set(ceiling["valid_but_rejected"] as? [String] ?? [])
        let accepted = Set(ceiling["invalid_wrongly_accepted"] as? [String] ?? [])
        let differing = Set(ceiling["valid_accepted_but_events_differ"] as? [String] ?? [])
        return cases.compactMap { entry in
            guard entry["skip"] as? Bool != true, let id = entry["id"] as? String else { return nil }
            let mustFail = entry["error"] as? Bool ?? false
            return SuiteCase(
                id: id, yaml: entry["yaml"] as? String ?? "", tree: entry["tree"] as? String ?? "", mustFail: mustFail,
                isAcceptedByLibYAML: mustFail ? accepted.contains(id) : !rejected.contains(id),
                hasOtherEvents: differing.contains(id))
        }
    }

    private static func json(_ path: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(readFile(path)))
    }
}
