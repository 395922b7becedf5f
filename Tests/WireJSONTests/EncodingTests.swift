import Testing
import WireJSON

/// `Codable` types to JSON.
@Suite struct EncodingTests {
    @Test func nilIsNullForEveryType() throws {
        struct Inner: Codable { var a: Int? }
        struct Optionals: Codable {
            var string: String?
            var bool: Bool?
            var int: Int?
            var int8: Int8?
            var uint64: UInt64?
            var double: Double?
            var float: Float?
            var list: [Int]?
            var map: [String: Int]?
            var inner: Inner?
            var value: JSONValue?
            var raw: RawJSON?
        }
        #expect(
            try text(Optionals()) == #"{"string":null,"bool":null,"int":null,"int8":null,"uint64":null,"double":null,"#
                + #""float":null,"list":null,"map":null,"inner":null,"value":null,"raw":null}"#)
        #expect(
            try text(
                Optionals(
                    string: "s", bool: false, int: -1, int8: 8, uint64: .max, double: 0.5, float: 0.1, list: [],
                    map: [:],
                    inner: Inner(a: 1), value: .null, raw: RawJSON(validating: Array("{}".utf8))))
                == #"{"string":"s","bool":false,"int":-1,"int8":8,"uint64":18446744073709551615,"double":0.5,"#
                + #""float":0.1,"list":[],"map":{},"inner":{"a":1},"value":null,"raw":{}}"#)
    }

    @Test func stringsEscapeOnlyWhatTheyMust() throws {
        let controls = String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) }))
        #expect(
            try text(controls)
                == #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
                + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f""#)
        #expect(try text("a/b \"c\" \\ é 𝄞 \u{7F}\u{2028}") == "\"a/b \\\"c\\\" \\\\ é 𝄞 \u{7F}\u{2028}\"")
        #expect(try text(["k\"\n": 1]) == #"{"k\"\n":1}"#)
    }

    /// Strings are scanned in words of eight bytes and written in pieces; no length or place of an escape may matter.
    @Test func escapesInEveryPlace() throws {
        for length in [0, 1, 7, 8, 9, 15, 16, 17, 511, 512, 513, 1_100] {
            for place in Set([0, length / 2, max(0, length - 1), length]) {
                for special in ["", "\"", "\n", "\u{1}", "é", "\u{1F9F6}"] {
                    var string = String(repeating: "x", count: length)
                    string.insert(contentsOf: special, at: string.index(string.startIndex, offsetBy: place))
                    #expect(try WireCoder.decode(String.self, from: try WireCoder.encode(string)) == string)
                }
            }
        }
    }

    @Test func numbers() throws {
        #expect(
            try text([0, 9, 10, -10, Int64.min, Int64.max]) == "[0,9,10,-10,-9223372036854775808,9223372036854775807]")
        #expect(try text([UInt64.max, 1]) == "[18446744073709551615,1]")
        #expect(try text([1.0, 0.1, -0.0, 1e300, .leastNonzeroMagnitude]) == "[1.0,0.1,-0.0,1e+300,5e-324]")
        #expect(try text([Float(0.1)]) == "[0.1]")
        for value in [Double.nan, .infinity, -.infinity] {
            let error = #expect(throws: EncodingError.self) { try WireCoder.encode(["load": [[0, value]]]) }
            guard case .invalidValue(_, let context) = error else { continue }
            #expect(WireDecodingError.path(context.codingPath) == "load[0][1]")
        }
    }

    @Test func aFailedEncodeLeavesTheBufferAsItWas() throws {
        var buffer = Array("before".utf8)
        #expect(throws: EncodingError.self) { try WireCoder.encode([1, .nan], into: &buffer) }
        #expect(buffer == Array("before".utf8))
        try WireCoder.encode([true], into: &buffer)
        #expect(buffer == Array("before[true]".utf8))
    }

    @Test func nestedContainers() throws {
        struct Nested: Encodable {
            enum Keys: CodingKey { case a, b, c, d }
            func encode(to encoder: any Encoder) throws {
                var outer = encoder.container(keyedBy: Keys.self)
                var list = outer.nestedUnkeyedContainer(forKey: .a)
                try list.encode(1)
                var inner = list.nestedContainer(keyedBy: Keys.self)
                try inner.encode("x", forKey: .b)
                var innermost = list.nestedUnkeyedContainer()
                try innermost.encodeNil()
                try list.encode([2, 3])
                #expect(list.count == 4)
                var object = outer.nestedContainer(keyedBy: Keys.self, forKey: .c)
                try object.encodeNil(forKey: .a)
                _ = outer.nestedContainer(keyedBy: Keys.self, forKey: .b)
                try 4.encode(to: outer.superEncoder(forKey: .d))
            }
        }
        #expect(try text(Nested()) == #"{"a":[1,{"b":"x"},[null],[2,3]],"c":{"a":null},"b":{},"d":4}"#)
        #expect(try text([Nested(), Nested()]).hasPrefix(#"[{"a":[1,"#))
    }

    @Test func aValueThatWritesNothingIsAnEmptyObject() throws {
        struct Nothing: Encodable { func encode(to encoder: any Encoder) {} }
        #expect(try text(Nothing()) == "{}")
        #expect(try text([Nothing(), Nothing()]) == "[{},{}]")
        #expect(try text(["a": Nothing()]) == #"{"a":{}}"#)
    }

    @Test func deltasAreWrittenInDeclarationOrder() throws {
        #expect(
            try text(SampleDelta.typical)
                == #"{"threadId":"0199a3b2-7c1d-7000-8000-5f3e2d1c0b0a","turnId":"0199a3b2-7c1d-7000-8000-5f3e2d1c0b0b","#
                + #""itemId":"msg_0a7f3c9e51","delta":" harness"}"#)
    }

    @Test func partsAppendToABuffer() {
        var buffer: [UInt8] = []
        JSONText.append(literal: "{\"id\":", to: &buffer)
        JSONText.append(Int64(-42), to: &buffer)
        JSONText.append(literal: ",\"name\":", to: &buffer)
        JSONText.append("\t", to: &buffer)
        JSONText.append(literal: "}", to: &buffer)
        #expect(String(decoding: buffer, as: UTF8.self) == #"{"id":-42,"name":"\t"}"#)
        #expect(!JSONText.append(Double.nan, to: &buffer))
    }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try WireCoder.encode(value), as: UTF8.self)
    }
}
