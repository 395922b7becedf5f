import Testing
import WireJSON

/// Cursors into a parsed document.
@Suite struct NodeTests {
    @Test func anEnvelopeIsThreeLookups() throws {
        let root = try parse(#"{"id":7,"method":"thread/start","params":{"cwd":"/tmp"},"trace":null}"#)
        #expect(root["id"]?.int64 == 7)
        #expect(root["method"]?.string == "thread/start")
        #expect(root["params"]?["cwd"]?.string == "/tmp")
        #expect(root["trace"]?.isNull == true)
        #expect(root["result"] == nil)
        #expect(root["params"]?["cwd"]?["x"] == nil)
    }

    @Test func kindsAndValues() throws {
        let values = Array(try parse(#"[null,true,false,-12,2.5,"x",[1],{"a":1}]"#).elements)
        #expect(values.map(\.kind) == [.null, .bool, .bool, .number, .number, .string, .array, .object])
        #expect(values.map(\.bool) == [nil, true, false, nil, nil, nil, nil, nil])
        #expect(values.map(\.int64) == [nil, nil, nil, -12, nil, nil, nil, nil])
        #expect(values.map(\.double) == [nil, nil, nil, -12, 2.5, nil, nil, nil])
        #expect(values.map(\.string) == [nil, nil, nil, nil, nil, "x", nil, nil])
        #expect(values.map { Array($0.elements).count } == [0, 0, 0, 0, 0, 0, 1, 0])
        #expect(values.map { Array($0.members).count } == [0, 0, 0, 0, 0, 0, 0, 1])
    }

    @Test func elementsByPosition() throws {
        let root = try parse(#"[10,[20,21],{"a":30},40]"#)
        #expect(root[0]?.int64 == 10)
        #expect(root[1]?[1]?.int64 == 21)
        #expect(root[3]?.int64 == 40)
        #expect(root[4] == nil)
        #expect(root[-1] == nil)
        #expect(root["a"] == nil)
    }

    @Test func rawBytesAreTheExactSource() throws {
        let text = #" {"a": [1,  2.50e0 ] , "b":"x\u0041", "c" : {}, "d":true} "#
        let root = try parse(text)
        #expect(source(root) == text.dropFirst().dropLast())
        #expect(root["a"].map(source) == "[1,  2.50e0 ]")
        #expect(root["a"]?[1].map(source) == "2.50e0")
        #expect(root["b"].map(source) == #""x\u0041""#)
        #expect(root["c"].map(source) == "{}")
        #expect(root["d"].map(source) == "true")
    }

    @Test func escapesAreResolved() throws {
        let root = try parse(#"["\"\\\/\b\f\n\r\t","\u00e9\u20AC","\ud834\udd1e","a\u0000b","plain then \\ more"]"#)
        let strings = root.elements.map(\.string)
        #expect(strings == ["\"\\/\u{8}\u{C}\n\r\t", "é€", "𝄞", "a\0b", "plain then \\ more"])
    }

    @Test func namesMayHaveEscapes() throws {
        let root = try parse(#"{"m\u0065thod":1,"a\\b":2,"method2":3}"#)
        #expect(root["method"]?.int64 == 1)
        #expect(root["a\\b"]?.int64 == 2)
        #expect(root["m\\u0065thod"] == nil)
        #expect(root.members.map(\.key) == ["method", "a\\b", "method2"])
    }

    // MARK: - Duplicate names

    @Test(arguments: [
        #"{"a":1,"a":2}"#, #"{"a":0,"b":9,"a":2}"#, #"{"a":0,"a":1,"a":2}"#, #"{"a":{"a":7},"a":2}"#,
        #"{"\u0061":1,"a":2}"#,
        #"{"a":1,"\u0061":2}"#, #"{"\u0061":1,"\u0061":2}"#, #"{"b":[],"a":[1,2],"c":{"a":5},"a":2}"#,
    ])
    func theLastOfTwoMembersCounts(_ text: String) throws {
        let root = try parse(text)
        #expect(root["a"]?.int64 == 2)
        #expect(root.members.filter { $0.key == "a" }.count == 1)
        #expect(root.value()["a"] == 2)
        struct HasA: Decodable { var a: Int }
        #expect(try root.decode(HasA.self).a == 2)
        #expect(try root.decode([String: JSONValue].self)["a"] == 2)
    }

    @Test(arguments: [10, 100, 1_000]) func duplicatesAmongManyMembers(_ count: Int) throws {
        // Every name once, then every third again, once with an escape in it.
        var members = (0..<count).map { #""name\#($0)":\#($0)"# }
        members += stride(from: 0, to: count, by: 3).map {
            #""n\#($0 % 2 == 0 ? "a" : #"\u0061"#)me\#($0)":\#($0 + count)"#
        }
        let root = try parse("{" + members.joined(separator: ",") + "}")
        let found = try root.decode([String: Int].self)
        #expect(found.count == count)
        for index in 0..<count {
            let expected = index % 3 == 0 ? index + count : index
            #expect(found["name\(index)"] == expected)
            #expect(root["name\(index)"]?.int64 == Int64(expected))
        }
    }

    // MARK: - Numbers

    @Test func integersThatDoNotFitAreNil() throws {
        let root = try parse(
            "[9223372036854775807,9223372036854775808,-9223372036854775808,-9223372036854775809,18446744073709551615,"
                + "18446744073709551616,1e2,-0,340282366920938463463374607431768211456]")
        let (min, max) = (Int64.min, Int64.max)
        #expect(root.elements.map(\.int64) == [max, nil, min, nil, nil, nil, nil, 0, nil])
        #expect(
            root.elements.map(\.uint64) == [
                UInt64(max), UInt64(max) + 1, nil, nil, .max, nil, nil, 0, nil,
            ])
    }

    @Test func doubles() throws {
        let root = try parse("[0.1,-0,-0.0,1e308,1e309,-1e309,5e-324,1e-400,123456789012345678,3]")
        let doubles = root.elements.map(\.double)
        #expect(doubles == [0.1, -0.0, -0.0, 1e308, nil, nil, .leastNonzeroMagnitude, 0, 123_456_789_012_345_680, 3])
        #expect(doubles[1]?.sign == .minus)
    }

    @Test func aNodeKeepsItsDocument() throws {
        func inner() throws -> JSONNode? { try parse(#"{"a":["kept"]}"#)["a"]?[0] }
        #expect(try inner()?.string == "kept")
    }

    private func parse(_ text: String) throws -> JSONNode { try JSONDocument(parsing: Array(text.utf8)).root }

    private func source(_ node: JSONNode) -> String { String(decoding: node.rawBytes, as: UTF8.self) }
}
