import Foundation
import Testing
import WireJSON

/// Fields that may be missing, in structs with synthesized `Codable` code: this module is not the one that declares the
/// wrappers.
@Suite struct FieldWrapperTests {
    private struct Fields: Codable, Hashable {
        var name: Patch<String> = .absent
        @FalseByDefault var ephemeral: Bool
        @EmptyByDefault var roots: [String]
        @EmptyByDefault var labels: [String: Int]
        @Experimental var environments: [Int]?
        @Experimental var replay: Bool
        @Experimental var tags: [String]
        @Experimental var tier: Patch<String>
        var last: Int?
    }

    @Test func missingMembersHaveTheirDefaults() throws {
        #expect(try decode("{}") == Fields())
    }

    @Test func nullIsTheDefaultExceptForPatches() throws {
        let text =
            #"{"name":null,"ephemeral":null,"roots":null,"labels":null,"environments":null,"replay":null,"tags":null,"tier":null}"#
        var expected = Fields()
        expected.name = .null
        expected.tier = .null
        #expect(try decode(text) == expected)
    }

    @Test func valuesAreRead() throws {
        let text =
            #"{"name":"n","ephemeral":true,"roots":["/"],"labels":{"a":1},"environments":[1],"replay":true,"tags":["t"],"tier":"flex","last":9}"#
        let fields = try decode(text)
        #expect(fields == full)
        #expect(String(decoding: try WireCoder.encode(fields), as: UTF8.self) == text)
    }

    @Test func defaultsAreWrittenOrLeftOut() throws {
        #expect(
            String(decoding: try WireCoder.encode(Fields()), as: UTF8.self)
                == #"{"roots":[],"labels":{},"environments":null,"tags":[],"last":null}"#)
        var fields = Fields()
        fields.name = .null
        fields.tier = .null
        #expect(
            String(decoding: try WireCoder.encode(fields), as: UTF8.self)
                == #"{"name":null,"roots":[],"labels":{},"environments":null,"tags":[],"tier":null,"last":null}"#)
    }

    @Test func stableClientsDoNotSeeExperimentalFields() throws {
        #expect(
            String(decoding: try WireCoder.encode(full, experimental: false), as: UTF8.self)
                == #"{"name":"n","ephemeral":true,"roots":["/"],"labels":{"a":1},"last":9}"#)
        struct Only: Codable {
            @Experimental var environments: [Int]?
        }
        #expect(try WireCoder.encode([Only(), Only()], experimental: false) == Array("[{},{}]".utf8))
        // Outside of an object there is nothing that could be left out.
        #expect(try WireCoder.encode([Experimental(wrappedValue: true)], experimental: false) == Array("[null]".utf8))
    }

    @Test func wrongTypesNameTheField() {
        for (text, path) in [
            (#"{"name":1}"#, "name"), (#"{"ephemeral":1}"#, "ephemeral"), (#"{"roots":[1]}"#, "roots[0]"),
            (#"{"environments":["x"]}"#, "environments[0]"), (#"{"tier":[]}"#, "tier"),
        ] {
            let error = #expect(throws: WireDecodingError.self) { try decode(text) }
            #expect(error?.path == path)
        }
    }

    @Test func foundationsDecoderReadsThemToo() throws {
        let data = try JSONEncoder().encode(full)
        #expect(try JSONDecoder().decode(Fields.self, from: data) == full)
        #expect(try JSONDecoder().decode(Fields.self, from: Data("{}".utf8)) == Fields())
    }

    @Test func patchesApply() {
        var setting: String? = "old"
        Patch<String>.absent.apply(to: &setting)
        #expect(setting == "old")
        Patch.set("new").apply(to: &setting)
        #expect(setting == "new")
        Patch<String>.null.apply(to: &setting)
        #expect(setting == nil)
    }

    @Test func useOfExperimentalFieldsIsNoted() throws {
        struct Nested: Decodable {
            var inner: [Fields]
            @Experimental var replay: Bool
        }
        func uses(_ text: String) throws -> [String] {
            let use = ExperimentalUse()
            _ = try JSONDocument(parsing: Array(text.utf8)).root.decode(Nested.self, userInfo: [.experimentalUse: use])
            return use.descriptors
        }
        #expect(try uses(#"{"inner":[{}],"replay":false}"#) == [])
        #expect(try uses(#"{"inner":[{"environments":null,"tags":[],"roots":["x"]}],"replay":null}"#) == [])
        #expect(
            try uses(#"{"inner":[{},{"environments":[],"tier":null}],"replay":true}"#)
                == ["inner[1].environments", "inner[1].tier", "replay"])
    }

    // MARK: - What a schema recorder sees

    @Test func wrappersDescribeThemselves() throws {
        #expect(FalseByDefault.defaultJSON == false)
        #expect(EmptyByDefault<[String]>.defaultJSON == [])
        #expect(EmptyByDefault<[String: Int]>.defaultJSON == [:])
        #expect(Experimental<[Int]?>.isExperimental)
        #expect(Experimental<[Int]?>.defaultJSON == nil)
        #expect(Experimental<[Int]?>.isNullable)
        #expect(Experimental<Bool>.defaultJSON == false)
        #expect(!Experimental<Bool>.isNullable)
        #expect(Experimental<Patch<String>>.isPatch)
        #expect(Patch<String>.isPatch)
        let wrapper: any WireFieldWrapper.Type = Experimental<[Int]?>.self
        #expect(ObjectIdentifier(wrapper.wrappedType) == ObjectIdentifier([Int]?.self))
        #expect(ObjectIdentifier(Patch<String>.wrappedType) == ObjectIdentifier(String.self))
    }

    private var full: Fields {
        var fields = Fields(name: .set("n"), last: 9)
        fields.ephemeral = true
        fields.roots = ["/"]
        fields.labels = ["a": 1]
        fields.environments = [1]
        fields.replay = true
        fields.tags = ["t"]
        fields.tier = .set("flex")
        return fields
    }

    private func decode(_ text: String) throws -> Fields { try WireCoder.decode(Fields.self, from: Array(text.utf8)) }
}
