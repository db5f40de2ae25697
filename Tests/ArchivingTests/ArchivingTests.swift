import Archiving
import Glibc
import TestSupport
import Testing

@Suite struct `An archive` {
    private static let long = String(repeating: "a long name ", count: 20) + "end.txt"

    private static var example: TarArchive {
        var tar = TarArchive(secondsSince1970: 1_750_000_000)
        tar.addFolder("run")
        tar.addFile("run/empty", [])
        tar.addFile("run/block", [UInt8](repeating: 65, count: 512))
        tar.addFile("run/bytes", (0..<3000).map { UInt8($0 % 256) })
        tar.addFile("run/\(long)", Array("long".utf8))
        tar.addFile("run/имя с пробелом", Array("кириллица".utf8))
        return tar
    }

    /// Runs a shell command; gives its exit.
    private static func shell(_ command: String) -> Int32 {
        let status = system(command)
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    @Test func `is read by tar and gzip as it was written`() throws {
        try withScratchFolder { folder in
            let bytes = Gzip.compress(Self.example.archive)
            try writeFile("\(folder)/a.tar.gz", bytes)
            #expect(Self.shell("gzip -t '\(folder)/a.tar.gz'") == 0)
            #expect(Self.shell("cd '\(folder)' && tar -xzf a.tar.gz && tar -tvzf a.tar.gz --utc > list") == 0)
            #expect(try readFile("\(folder)/run/empty").isEmpty)
            #expect(try readFile("\(folder)/run/block").count == 512)
            #expect(try Array(readFile("\(folder)/run/bytes")) == (0..<3000).map { UInt8($0 % 256) })
            #expect(try Array(readFile("\(folder)/run/\(Self.long)")) == Array("long".utf8))
            #expect(try Array(readFile("\(folder)/run/имя с пробелом")) == Array("кириллица".utf8))
            let list = String(decoding: try readFile("\(folder)/list"), as: UTF8.self)
            #expect(list.contains("drwx------ root/root") && list.contains("-rw------- root/root"), "\(list)")
            #expect(list.contains("2025-06-15 15:06"), "\(list)")
        }
    }

    @Test func `is the same each time`() {
        #expect(Gzip.compress(Self.example.archive) == Gzip.compress(Self.example.archive))
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 5_000_000])
    func `of any size comes out of gzip as it went in`(size: Int) throws {
        try withScratchFolder { folder in
            let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
            try writeFile("\(folder)/a.gz", Gzip.compress(bytes))
            #expect(Self.shell("gzip -dc '\(folder)/a.gz' > '\(folder)/a'") == 0)
            #expect(try Array(readFile("\(folder)/a")) == bytes)
        }
    }
}
