import AppServerProtocol
import ProtocolExport
import Testing
import WireJSON

@Suite("ShapeRecorder")
struct ShapeRecorderTests {
    private func definition(of type: any Decodable.Type) throws -> TypeDefinition? {
        let recorder = ShapeRecorder()
        guard case .named(let name) = try recorder.shape(of: type) else { return nil }
        return recorder.catalog[name]
    }

    @Test("Fields are learnt with their order, types, presence and stability")
    func fields() throws {
        #expect(
            try definition(of: SampleRunParams.self)
                == .structure([
                    FieldShape("name", .string),
                    FieldShape("count", .integer(.int64), .optional),
                    FieldShape("ratio", .number(isDouble: true)),
                    FieldShape("verbose", .boolean, .omittedWhenFalse),
                    FieldShape("tags", .array(.string), .defaulted([])),
                    FieldShape("retries", .integer(.int64), .defaulted(0)),
                    FieldShape("speed", .named("SampleSpeed"), .defaulted("slow")),
                    FieldShape("replay", .boolean, .omittedWhenFalse, stability: .experimental),
                    FieldShape("shape", .named("SampleShape"), .optional, stability: .experimental),
                    FieldShape("title", .string, .patch),
                    FieldShape("parent", .nullable(.string)),
                    FieldShape("environment", .map(.nullable(.string)), .optional),
                    FieldShape("extra", .any, .optional),
                    FieldShape("policy", .named("SamplePolicy"), .optional),
                    FieldShape("kind_name", .named("SampleKind")),
                ]))
    }

    @Test("Words and unions are asked for their tables")
    func tables() throws {
        #expect(try definition(of: SampleSpeed.self) == .words(["slow", "as-fast-as-possible"], isOpen: false))
        #expect(try definition(of: SampleKind.self) == .words(["big", "small"], isOpen: true))
        #expect(
            try definition(of: SampleItem.self)
                == .tagged(
                    tag: "type",
                    [
                        VariantShape("text", .named("SampleTextItem")),
                        VariantShape("text", .named("SampleTextFileItem")), VariantShape("gap"),
                        VariantShape("shape", .named("SampleShapeItem"), stability: .experimental),
                    ]))
        #expect(
            try definition(of: SamplePolicy.self)
                == .keyed(
                    [VariantShape("never"), VariantShape("limited", .named("SampleLimit"))], keepsUnknown: false))
        #expect(try definition(of: SampleID.self) == .alternatives([.string, .integer(.int64)]))
    }

    @Test("A type that refers to itself, and one that keeps fields it doesn't know")
    func specialObjects() throws {
        #expect(
            try definition(of: SampleNode.self) == .structure([FieldShape("children", .array(.named("SampleNode")))]))
        #expect(
            try definition(of: SampleConfig.self)
                == .structure([FieldShape("model", .string, .optional)], isExtensible: true))
        #expect(try definition(of: NoFields.self) == .structure([]))
    }

    @Test("Types without a name of their own")
    func anonymous() throws {
        let recorder = ShapeRecorder()
        #expect(try recorder.shape(of: [String: [Int?]].self) == .map(.array(.nullable(.integer(.int64)))))
        #expect(try recorder.shape(of: RawJSON.self) == .any)
        #expect(try recorder.shape(of: JSONObject.self) == .map(.any))
        #expect(try recorder.shape(of: Verbatim<SampleLimit>.self) == .named("SampleLimit"))
        #expect(try recorder.shape(of: UInt16.self) == .integer(.uint16))
        #expect(Array(recorder.catalog.definitions.keys) == ["SampleLimit"])
    }

    @Test("A type that decodes in a way of its own is refused by name")
    func unrecordable() throws {
        struct Pair: Decodable {
            init(from decoder: any Decoder) throws {
                _ = try decoder.unkeyedContainer()
            }
        }
        let error = #expect(throws: ExportError.self) { try ShapeRecorder().shape(of: Pair.self) }
        #expect(error?.kind == .unrecordableType)
        #expect(error?.message.contains("Pair") == true)
    }

    @Test("References follow fields and payloads, experimental ones on demand")
    func references() throws {
        let recorder = ShapeRecorder()
        _ = try recorder.shape(of: SampleRunResponse.self)
        let stable = recorder.catalog.references(from: ["SampleRunResponse"], experimental: false)
        #expect(stable == ["SampleConfig", "SampleItem", "SampleNode"])
        let all = recorder.catalog.references(from: ["SampleRunResponse"], experimental: true)
        #expect(all == ["SampleConfig", "SampleItem", "SampleNode", "SampleShape"])
    }
}
