import Testing
import WireJSON

/// What the parser accepts and refuses, rule by rule of RFC 8259.
@Suite struct GrammarTests {
    static let accepted: [String] = [
        // Values at the top level, with every kind of white space around them.
        "null", "true", "false", "0", "\"\"", "[]", "{}", " \t\r\n 1 \t\r\n ", "\n[ ]\n", "{ }",
        // Numbers.
        "-0", "10", "-1", "0.0", "0.5", "1.25", "-0.001", "1e3", "1E3", "1e+3", "1e-3", "0e0", "0E+007",
        "123456789012345678901234567890",
        "1e400", "-1e400", "1e-400", "0.1e1", "100.00e-100",
        // Strings.
        #""a""#, #"" ""#, #""'""#, #""/""#, #""\/""#, #""\"\\\b\f\n\r\t""#, #""\u0041""#, #""\u00e9\u00E9""#,
        #""\u0000""#,
        #""\uD834\udd1e""#, #""\uFFFF""#, "\"\u{7F}\"", "\"é\"", "\"€\"", "\"𝄞\"", "\"\u{10FFFF}\"", "\"\u{2028}\"",
        "\"seven b\"", "\"eight by\"", "\"nine byte\"", "\"sixteen bytes ..é\"",
        // Arrays.
        "[1]", "[1,2]", "[ 1 , 2 ]", "[[]]", "[[],[[]]]", "[null,true,false,\"\",{},0]", "[1,\n2]",
        // Objects.
        #"{"a":1}"#, #"{"":0}"#, #"{ "a" : 1 , "b" : 2 }"#, #"{"a":{"a":{}}}"#, #"{"a":1,"a":2}"#, #"{"a\u0000":[]}"#,
        #"{"é":null}"#,
    ]

    static let refused: [String] = [
        // No value, or more than one.
        "", " ", "\n", "1 2", "null null", "[] []", "{}{}", "[],", "1,", "\u{FEFF}1", "// x\n1", "1 // x", "/**/1",
        // Words.
        "nul", "nulll", "True", "TRUE", "truE", "fals", "undefined", "NaN", "Infinity", "-Infinity", "t", "f", "n", "a",
        // Numbers.
        "-", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1.e1", "1e", "1e+", "1E-", "1ee1", "1e1.5", "1.2.3", "0x10",
        "1_000",
        "1a", "- 1", "--1", "1-", "1+1", "٣", "１", "0e", "1e 1",
        // Strings.
        "\"", "\"a", "\"\\\"", "'a'", "\"\\x41\"", "\"\\a\"", "\"\\u\"", "\"\\u1\"", "\"\\u12\"", "\"\\u123\"",
        "\"\\u123g\"",
        "\"\\U0041\"", "\"\\", "\"\\u", "\"\n\"", "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"", "\"seven b\n\"", "\"a\"b",
        "\"a\"\"b\"",
        // Halves of surrogate pairs.
        #""\ud834""#, #""\udd1e""#, #""\ud834\ud834""#, #""\ud834x""#, #""\ud834\n""#, #""\udd1e\ud834""#,
        #""\ud834\u0041""#,
        // Arrays.
        "[", "]", "[1", "[1,", "[,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1:2]", "[1}", "[[]", "[]]", "[\"a\"", "[1,2",
        "[(1)]",
        // Objects.
        "{", "}", #"{"a""#, #"{"a":"#, #"{"a":}"#, #"{"a":1"#, #"{"a":1,"#, #"{"a":1,}"#, #"{,"a":1}"#, "{a:1}",
        "{1:1}", "{null:1}",
        #"{"a" 1}"#, #"{"a"::1}"#, #"{"a":1 "b":2}"#, #"{"a":1]"#, #"{"a","b"}"#, #"{"a":1,,"b":2}"#, #"{'a':1}"#,
        "{[]:1}",
        #"{"a":1}}"#,
    ]

    @Test(arguments: accepted) func accepts(_ text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        var written: [UInt8] = []
        JSONText.append(value, to: &written)
        #expect(try JSONValue(parsing: written) == value)
    }

    @Test(arguments: refused) func refuses(_ text: String) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(text.utf8)) }
        #expect((0...text.utf8.count).contains(error?.offset ?? -1))
    }

    /// UTF-8 as Unicode defines it: no stray or missing continuation bytes, no overlong forms, no surrogates, no code
    /// points beyond U+10FFFF.
    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
            [0xE2, 0x82],
            [0xE2, 0x28, 0xA1], [0xE2, 0x82, 0x28], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x28, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func refusesInvalidUTF8(_ sequence: [UInt8]) {
        for padding in 0..<9 {
            let bytes =
                [UInt8(ascii: "\"")] + Array(repeating: UInt8(ascii: "a"), count: padding) + sequence + [
                    UInt8(ascii: "\"")
                ]
            let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: bytes) }
            #expect(error?.kind == .invalidUTF8)
            #expect(error?.offset == 1 + padding)
        }
    }

    @Test func everyPrefixOfAMessageIsRefused() {
        for message in SampleMessages.all {
            // Every byte of the short ones; a stride that meets every kind of place in the long one.
            for length in stride(from: 0, to: message.count, by: message.count > 1_000 ? 7 : 1) {
                #expect(throws: JSONError.self, "\(length) bytes") {
                    try JSONDocument(parsing: Array(message[..<length]))
                }
            }
        }
    }

    @Test func errorsSayWhatStandsWhere() {
        expectError("[1,\n 2;]", .syntax, 6, "`;` stands where `,` or `]` must stand at byte 6")
        expectError("{\"a\"", .syntax, 4, "the text ends where `:` must stand at byte 4")
        expectError("[\u{7}]", .syntax, 1, "byte 0x7 stands where a value must stand at byte 1")
        expectError("\"a\u{1}\"", .syntax, 2, "a string has an unescaped control character at byte 2")
        expectError("\"abc", .syntax, 4, "the text ends inside a string at byte 4")
    }

    // MARK: - Limits

    @Test func nestingStopsAtTheLimit() throws {
        let limit = JSONLimits.wire.maxDepth
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let inner = open == "[" ? "" : "0"
            let deepest = String(repeating: open, count: limit) + inner + String(repeating: close, count: limit)
            #expect(try JSONValue(parsing: Array(deepest.utf8)) == JSONValue(parsing: Array(deepest.utf8)))
            let tooDeep = String(repeating: open, count: limit + 1) + inner + String(repeating: close, count: limit + 1)
            let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(tooDeep.utf8)) }
            #expect(error?.kind == .depthExceeded)
        }
    }

    @Test func absurdNestingIsAnErrorNotACrash() throws {
        let open = Array(repeating: UInt8(ascii: "["), count: 1_000_000)
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: open) }
        #expect(error?.kind == .depthExceeded)
        // The parser itself needs no stack, whatever the limit.
        let limits = JSONLimits(maxDepth: .max, maxBytes: .max)
        let text = open + Array(repeating: UInt8(ascii: "]"), count: open.count)
        #expect(try JSONDocument(parsing: text, limits: limits).root.kind == .array)
    }

    @Test func siblingsDoNotCountAsDepth() throws {
        let text = "[" + Array(repeating: "[{}]", count: 1_000).joined(separator: ",") + "]"
        #expect(try JSONDocument(parsing: Array(text.utf8)).root.elements.reduce(0) { sum, _ in sum + 1 } == 1_000)
    }

    @Test func lengthStopsAtTheLimit() throws {
        let limits = JSONLimits(maxDepth: 8, maxBytes: 4)
        #expect(try JSONDocument(parsing: Array("1234".utf8), limits: limits).root.int64 == 1234)
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: Array("12345".utf8), limits: limits) }
        #expect(error?.kind == .tooLong)
    }

    @Test func longInputs() throws {
        let count = 100_000
        let numbers = "[" + (0..<count).map(String.init).joined(separator: ",") + "]"
        let document = try JSONDocument(parsing: Array(numbers.utf8))
        #expect(document.root.elements.reduce(0) { $0 + ($1.int64 ?? 0) } == Int64(count * (count - 1) / 2))

        let text = String(repeating: "wörp \\n \u{1F9F6} ", count: count)
        let string = try #require(try JSONDocument(parsing: Array("\"\(text)\"".utf8)).root.string)
        #expect(string == String(repeating: "wörp \n \u{1F9F6} ", count: count))

        let digits = String(repeating: "9", count: count)
        #expect(try JSONValue(parsing: Array(digits.utf8)) == .number(try #require(JSONNumber(literal: digits))))
    }

    private func expectError(_ text: String, _ kind: JSONError.Kind, _ offset: Int, _ description: String) {
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(text.utf8)) }
        #expect(error?.kind == kind)
        #expect(error?.offset == offset)
        #expect(error.map { "\($0)" } == description)
    }
}
