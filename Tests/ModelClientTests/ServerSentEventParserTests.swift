import Testing

@testable import ModelClient

@Suite("Server-sent events")
struct ServerSentEventParserTests {
    /// Streams and the data of their events, by the WHATWG definition.
    static let streams: [(stream: String, events: [String])] = [
        ("data: a\n\n", ["a"]),
        ("data:a\n\n", ["a"]),
        ("data:  a\n\n", [" a"]),
        ("data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]),
        ("data: a\r\rdata: b\r\r", ["a", "b"]),
        ("data: a\n\r\ndata: b\r\n\n", ["a", "b"]),
        ("event: x\nid: 1\nretry: 5\ndata: a\n\n", ["a"]),
        (": comment\n:\ndata: a\n: more\n\n", ["a"]),
        ("data: a\ndata: b\ndata\ndata:\n\n", ["a\nb\n\n"]),
        ("data\n\n", [""]),
        ("data:\n\n", [""]),
        ("\n\n\nevent: x\n\ndata: a\n\n\n\n", ["a"]),
        ("\u{FEFF}data: a\n\ndata: b\n\n", ["a", "b"]),
        ("\u{FEFF}\ndata: a\n\n", ["a"]),
        ("data: a\n\n\u{FEFF}data: b\n\n", ["a"]),
        ("database: a\ndat: b\ndata x: c\n\n", []),
        ("data: a\n", []),
        ("data: a", []),
        ("", []),
        ("data: ü€😀\n\n", ["ü€😀"]),
    ]

    private func parse(_ pieces: [ArraySlice<UInt8>], maxEventBytes: Int = 1_000) throws -> [String] {
        var parser = ServerSentEventParser(maxEventBytes: maxEventBytes)
        var events: [String] = []
        for piece in pieces {
            let piece = Array(piece)
            try parser.feed(piece.span) { events.append(String(decoding: $0, as: UTF8.self)) }
        }
        return events
    }

    @Test("are cut out of a stream that arrives in one piece", arguments: streams)
    func whole(_ stream: String, _ events: [String]) throws {
        #expect(try parse([Array(stream.utf8)[...]]) == events)
    }

    @Test("are the same when the stream arrives byte by byte", arguments: streams)
    func byteByByte(_ stream: String, _ events: [String]) throws {
        let bytes = Array(stream.utf8)
        #expect(try parse(bytes.indices.map { bytes[$0...$0] }) == events)
    }

    @Test("are the same wherever the stream is cut in two", arguments: streams)
    func everyCut(_ stream: String, _ events: [String]) throws {
        let bytes = Array(stream.utf8)
        for cut in 0...bytes.count {
            #expect(try parse([bytes[..<cut], bytes[cut...]]) == events, "cut at \(cut)")
        }
    }

    @Test("may be as long as the limit and no longer, however they arrive")
    func limit() throws {
        let fits = Array("data: 1234567\n\n".utf8)
        #expect(try parse([fits[...]], maxEventBytes: 8) == ["1234567"])
        for stream in ["data: 12345678\n\n", "data: 123\ndata: 4567\n\n", ": 34567890"] {
            let bytes = Array(stream.utf8)
            #expect(throws: ServerSentEventError(limit: 8)) {
                try parse(bytes.indices.map { bytes[$0...$0] }, maxEventBytes: 8)
            }
        }
    }

    @Test("stop at what the receiver throws")
    func receiverThrows() {
        struct Stop: Error {}
        var parser = ServerSentEventParser()
        var count = 0
        #expect(throws: Stop.self) {
            try parser.feed(Array("data: a\n\ndata: b\n\n".utf8).span) { _ in
                count += 1
                throw Stop()
            }
        }
        #expect(count == 1)
    }
}
