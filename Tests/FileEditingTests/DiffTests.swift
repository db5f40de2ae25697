import FileEditing
import Glibc
import TestSupport
import Testing

/// The unified diff, with `patch` and `git apply` as judges.
@Suite(.serialized) struct DiffTests {
    @Test func `the form is the usual one`() {
        let old = (1...20).map { "\($0)\n" }.joined()
        let new = old.replacing("\n7\n", with: "\n7a\n7b\n").replacing("20\n", with: "20")
        #expect(
            UnifiedDiff.text(path: "/etc/x", old: Array(old.utf8), new: Array(new.utf8)) == """
                --- a/etc/x
                +++ b/etc/x
                @@ -4,7 +4,8 @@
                 4
                 5
                 6
                -7
                +7a
                +7b
                 8
                 9
                 10
                @@ -17,4 +18,4 @@
                 17
                 18
                 19
                -20
                +20
                \\ No newline at end of file

                """)
        #expect(UnifiedDiff.text(path: "x", old: [65], new: [65]) == "")
    }

    private func run(_ command: String) -> Int32 {
        let status = system(command + " >/dev/null 2>&1")
        return (status >> 8) & 0xFF
    }

    @Test(arguments: 0..<30) func `patch and git apply it`(_ seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let old: [UInt8]? = seed % 10 == 0 ? nil : random.text()
        var new: [UInt8]? = old.map { random.changed($0) } ?? random.text()
        if seed % 10 == 5 { new = nil }
        guard old != nil || new?.isEmpty == false, new != nil || old?.isEmpty == false else { return }
        let name = seed % 7 == 0 ? "a b\"c" : "file"
        let diff = UnifiedDiff.text(path: name, old: old, new: new)
        guard old != new else {
            #expect(diff == "")
            return
        }
        try withScratchFolder { folder in
            for tool in ["patch -p1 -s -i ../d", "git apply --unidiff-zero -p1 ../d"] {
                mkdir(folder + "/w", 0o700)
                try writeFile(folder + "/d", diff)
                if let old { try writeFile(folder + "/w/" + name, old) }
                let isEmptied = new?.isEmpty == true && tool.hasPrefix("patch")
                #expect(run("cd '\(folder)/w' && GIT_CEILING_DIRECTORIES=/tmp \(tool)") == 0, "\(tool)\n\(diff)")
                let found = try? readFile(folder + "/w/" + name)
                #expect(isEmptied ? found ?? [] == [] : found == new, "\(tool)\n\(diff)")
                unlink(folder + "/w/" + name)
                rmdir(folder + "/w")
            }
        }
    }

    @Test func `two large files without a common line take no long time`() {
        let old = (0..<20_000).map { "a\($0)\n" }.joined()
        let new = (0..<20_000).map { "b\($0)\n" }.joined()
        let clock = ContinuousClock()
        var diff = ""
        let time = clock.measure { diff = UnifiedDiff.text(path: "x", old: Array(old.utf8), new: Array(new.utf8)) }
        #expect(diff.hasPrefix("--- a/x\n+++ b/x\n@@ -1,20000 +1,20000 @@\n"))
        #expect(time < .seconds(20))
    }
}

/// Random texts, and changes of them.
extension SeededRandom {
    mutating func text() -> [UInt8] {
        let lines = (0..<Int.random(in: 0...40, using: &self)).map { _ in "line \(Int.random(in: 0...9, using: &self))"
        }
        let end = Bool.random(using: &self) ? "\n" : ""
        return Array((lines.joined(separator: Int.random(in: 0...4, using: &self) == 0 ? "\r\n" : "\n") + end).utf8)
    }

    mutating func changed(_ text: [UInt8]) -> [UInt8] {
        var lines = String(decoding: text, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        for _ in 0..<Int.random(in: 1...4, using: &self) {
            let place = Int.random(in: 0...lines.count, using: &self)
            switch Int.random(in: 0...2, using: &self) {
            case 0: lines.insert("new \(place)", at: place)
            case 1 where place < lines.count: lines.remove(at: place)
            default: if place < lines.count { lines[place] += "x" }
            }
        }
        return Array(lines.joined(separator: "\n").utf8)
    }
}
