import Testing

@testable import RunbookLoading

@Suite struct TextsTests {
    @Test(arguments: [
        ("plain", ["plain"]), ("${a}", ["<a>"]), ("x ${a.b} y", ["x ", "<a.b>", " y"]), ("$${a}", ["${a}"]),
        ("$$", ["$$"]), ("$5", ["$5"]), ("${ {'a': 1}.a }", ["< {'a': 1}.a >"]), ("${\"}\"}z", ["<\"}\">", "z"]),
        ("${'''}'''}", ["<'''}'''>"]), (#"${r"\"}"#, [#"<r"\">"#]), ("${a}${b}", ["<a>", "<b>"]),
        ("é${a}", ["é", "<a>"]),
        (#"${"\"}"}"#, [#"<"\"}">"#]), ("$${a}${b}", ["${a}", "<b>"]),
    ])
    func `rule 2: a text is taken apart at its expressions`(text: String, pieces: [String]) {
        let taken = TemplatePieces(of: text)
        #expect(taken.unclosed == nil)
        let shown = taken.pieces.map { piece in
            switch piece {
            case .literal(let literal): literal
            case .expression(let range): "<" + String(decoding: Array(text.utf8)[range], as: UTF8.self) + ">"
            }
        }
        #expect(shown == pieces)
    }

    @Test(arguments: ["${", "a ${b", "${'}", "${{}", "${\"\"\"}"])
    func `rule 2: an expression that is never closed is named`(text: String) {
        #expect(TemplatePieces(of: text).unclosed != nil)
    }

    @Test(arguments: [
        ("echo ${params.x}", ["params.x"]), ("echo ${HOME} $x ${x:-a.b} ${x%.txt}", []),
        ("${steps.a.out.b}", ["steps.a.out.b"]),
        ("${RUNG_CHANGED:-1h}", []), ("a ${params.x} ${params.y}", ["params.x", "params.y"]), ("${#a.b}", []),
        ("${x.", ["x"]), ("${a[1].b}", []), ("docker --format '{{.Name}}'", []),
    ])
    func `rule 3: a dot after a name in a shell's expression is a mistake`(script: String, paths: [String]) {
        #expect(ShellText.mistakes(in: script).map { $0.path.joined(separator: ".") } == paths)
    }

    @Test(
        arguments: [
            (["sh", "-c", "x"], 2), (["bash", "-euo", "pipefail", "-c", "x"], 4),
            (["sudo", "/bin/sh", "-ec", "x", "y"], 3),
            (["docker", "exec", "a", "sh", "-c", "x"], 5), (["sh", "script.sh", "-c", "x"], nil),
            (["curl", "-c", "x"], nil),
            (["sh", "-c"], nil), (["bash", "--norc", "-c", "x"], 3), (["zsh", "-lc", "x"], 2), ([], nil),
        ] as [([String], Int?)])
    func `rule 3: what follows the -c of a shell is a script`(arguments: [String], index: Int?) {
        #expect(ShellText.scriptIndex(in: arguments) == index)
    }

    @Test(arguments: [
        ("b.yaml", "a.yaml", "b.yaml"), ("b.yaml", "x/a.yaml", "x/b.yaml"), ("../b.yaml", "x/a.yaml", "b.yaml"),
        ("./b.yaml", "/r/a.yaml", "/r/b.yaml"), ("/b.yaml", "/r/a.yaml", "/b.yaml"),
        ("../../b.yaml", "x/a.yaml", "../b.yaml"),
        ("../b.yaml", "/a.yaml", "/b.yaml"), ("c//d.yaml", "a.yaml", "c/d.yaml"),
    ])
    func `rule 27: a called file is named relative to its caller`(file: String, caller: String, path: String) {
        #expect(FilePath.resolve(file, against: caller) == path)
    }
}
