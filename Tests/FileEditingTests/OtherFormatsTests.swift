import FileEditing
import Testing

/// Trees set in ini and env files, and how formats are told apart.
@Suite struct OtherFormatsTests {
    static let ini = [
        Row("a value", "[a]\nx = 1 ; one\ny=2\n\n[b]\nx = 3\n", "a: {x: 5}", "[a]\nx = 5 ; one\ny=2\n\n[b]\nx = 3\n"),
        Row("a missing key", "[a]\nx=1\n\n[b]\ny=2\n", "a: {z: true}", "[a]\nx=1\nz=true\n\n[b]\ny=2\n"),
        Row("a missing section", "[a]\nx=1\n", "c: {z: w}", "[a]\nx=1\n\n[c]\nz=w\n"),
        Row("before all sections", "x = 1\n[a]\nx = 2\n", "x: 3", "x = 3\n[a]\nx = 2\n"),
        Row("quotes", "[a]\nx = \"1\"\n", "a: {x: two}", "[a]\nx = \"two\"\n"),
        Row("equal in quotes", "[a]\nx = \"1\"\n", "a: {x: 1}", "[a]\nx = \"1\"\n"),
        Row("no final newline, CR LF", "[a]\r\nx = 1", "a: {y: 2}", "[a]\r\nx = 1\r\ny = 2"),
    ]

    @Test(arguments: ini) func `a key of an ini file is set`(_ row: Row) throws { try row.check(path: "php.ini") }

    @Test func `a unit of systemd has no comments behind values`() throws {
        try Row(
            "unit", "[Service]\nExecStart=/bin/sh -c \"a ; b\" \\\n  c\nRestart=no\n",
            "Service: {Restart: always, ExecStart: /bin/x ; y}", "[Service]\nExecStart=/bin/x ; y\nRestart=always\n"
        ).check(path: "/etc/systemd/system/x.service")
    }

    static let env = [
        Row("a value", "A=1 # one\nexport B=\"x y\"\n", "A: 2\nB: z w", "A=2 # one\nexport B=\"z w\"\n"),
        Row("a value that wants quotes", "A=1\n", "A: a b", "A='a b'\n"),
        Row("a dollar", "A=\"1\"\n", "A: $x", "A='$x'\n"),
        Row("a missing variable", "A=1", "B: \"it's\"", "A=1\nB=\"it's\""),
        Row("a value over lines is one value", "A='x\nB=1\n'\nB=2\n", "B: 3", "A='x\nB=1\n'\nB=3\n"),
        Row("equal with quotes", "A='x'\n", "A: x", "A='x'\n"),
    ]

    @Test(arguments: env) func `a variable is set`(_ row: Row) throws { try row.check(path: ".env") }

    @Test(arguments: [
        Row("twice", "A=1\nA=2\n", "A: 3", "lines 1 and 2"), Row("no name", "A=1\n", "\"a b\": 3", "no name"),
        Row("a list", "A=1\n", "A: [3]", "scalar"), Row("a line break", "A=1\n", "A: \"x\\ny\"", "line break"),
    ])
    func `an unclear variable is a failure`(_ row: Row) throws { try row.checkFailure(path: ".env") }

    @Test(arguments: [
        ("docker-compose.yml", "", TextFormat.yaml), ("/etc/docker/daemon.json", "", .json),
        ("/srv/site", "server {\n  listen 80;\n}\n", .nginx), ("/srv/x.conf", "[a]\nb=c\n", .ini),
        ("/etc/default/x", "# c\nA=1\nB='2'\n", .env), ("/etc/hosts", "127.0.0.1 localhost\n", .plain),
        ("/etc/nginx/conf.d/x.conf", "", .nginx), (".env.local", "", .env), ("/srv/x", "{\n}\n", .json),
        ("/srv/x.toml", "[a]\nb=c\n", .plain),
    ])
    func `the format is told by name and content`(_ path: String, _ text: String, _ format: TextFormat) {
        #expect(TextFormat(path: path, content: Array(text.utf8)) == format)
    }

    @Test func `a format that is not known is a failure that says what else there is`() throws {
        let failure = try failure("127.0.0.1 localhost\n", .set(try tree("a: 1")), path: "/etc/hosts")
        #expect(failure.message.contains("ensure_line"))
    }

    @Test func `what is no text is left alone`() throws {
        let change = FileChange.ensureLine(line: "x", pattern: nil)
        #expect(throws: FileEditFailure.self) { try FileText.apply(change, to: [0xFF, 0x41], path: "x") }
        #expect(throws: FileEditFailure.self) { try FileText.apply(change, to: [0x41, 0], path: "x") }
    }
}
