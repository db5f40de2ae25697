import HTTPServer
import TestSupport
import Testing

@Suite struct `Addresses to listen on` {
    @Test(arguments: [
        ("127.0.0.1:9876", "127.0.0.1:9876", true), ("localhost:0", "127.0.0.1:0", true),
        ("127.8.0.1:1", "127.8.0.1:1", true), ("0.0.0.0:80", "0.0.0.0:80", false),
        ("[::1]:9876", "[::1]:9876", true), ("[::]:9876", "[::]:9876", false),
        ("[2001:DB8:0::1]:65535", "[2001:db8::1]:65535", false),
        ("[::ffff:127.0.0.1]:5", "[::ffff:127.0.0.1]:5", true), ("192.0.2.7:443", "192.0.2.7:443", false),
        ("unix:/run/rung/http.sock", "unix:/run/rung/http.sock", true),
    ])
    func `are read, and say whether others can reach them`(text: String, written: String, isLoopback: Bool) throws {
        let address = try ListenAddress(text)
        #expect(address.description == written)
        #expect(address.isLoopback == isLoopback)
    }

    @Test(arguments: [
        ("", "the address to listen on, empty, has no port; write it as 127.0.0.1:9876"),
        ("127.0.0.1", "\"127.0.0.1\", has no port; write it as 127.0.0.1:9876"),
        ("127.0.0.1:", "has no port from 0 to 65535 after its last colon"),
        ("127.0.0.1:65536", "has no port from 0 to 65535"),
        ("127.0.0.1:+80", "has no port from 0 to 65535"),
        (":9876", "does not say where; 127.0.0.1:9876 is this machine only, [::]:9876 all its networks"),
        ("*:80", "does not say where"),
        ("example.org:80", "names are not looked up, except localhost"),
        ("::1:9876", "needs brackets around its address: [::1]:9876"),
        ("[127.0.0.1]:80", "has no IP address before its port"),
        ("unix:run/http.sock", "has no full path after unix:"),
        ("unix:/" + String(repeating: "x", count: 107), "is longer than the 107 bytes"),
    ])
    func `that are none say what one looks like`(text: String, words: String) {
        #expect {
            _ = try ListenAddress(text)
        } throws: { error in
            (error as? HTTPServerError)?.code == .notAnAddress && "\(error)".contains(words)
        }
    }

    @Test func `that are in use are named, with what to do`() throws {
        let server = try HTTPServer.listen(on: .loopback())
        #expect {
            _ = try HTTPServer.listen(on: server.address)
        } throws: { error in
            (error as? HTTPServerError)?.code == .inUse
                && "\(error)".hasPrefix("\(server.address) is in use by another process; choose another address")
        }
    }

    @Test func `that are no address of this machine are refused`() throws {
        let address = try ListenAddress("192.0.2.1:0")
        #expect {
            _ = try HTTPServer.listen(on: address)
        } throws: { error in
            (error as? HTTPServerError)?.code == .notOfThisMachine
        }
    }

    @Test func `in the file system are this user's alone, and go with the server`() async throws {
        try await withScratchFolder { folder in
            let path = folder + "/http.sock"
            let address = try ListenAddress("unix:\(path)")
            try await withServer(on: address) { server in
                #expect(try mode(path) == 0o600)
                let client = try RawClient(server.address)
                try await client.send("GET /peer HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.answer().status == 200)
                #expect(throws: HTTPServerError.self) { _ = try HTTPServer.listen(on: address) }
            }
            #expect(!exists(path))
        }
    }

    @Test func `a socket that a killed process left behind is replaced, a file never`() async throws {
        try await withScratchFolder { folder in
            let path = folder + "/http.sock"
            try leaveSocketBehind(path)
            try await withServer(on: try ListenAddress("unix:\(path)")) { server in
                let client = try RawClient(server.address)
                try await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.answer().status == 200)
            }
            let file = folder + "/file"
            try makeFile(file)
            #expect(throws: HTTPServerError.self) {
                _ = try HTTPServer.listen(on: try ListenAddress("unix:\(file)"))
            }
            #expect(try mode(file) == 0o640)
            #expect {
                _ = try HTTPServer.listen(on: try ListenAddress("unix:\(folder)/none/http.sock"))
            } throws: { "\($0)".contains("lies in a folder that does not exist") }
        }
    }
}
