import AppServerProtocol
import WireJSON

// A protocol of one method, with every kind of type that the recorder knows.

enum SampleRun: ClientRequest {
    static let method = "sample/run"
    typealias Params = SampleRunParams
    typealias Response = SampleRunResponse
    static func scope(_ params: SampleRunParams) -> OrderingScope { .concurrent }
}

enum SampleStop: ClientRequest {
    static let method = "sample/stop"
    typealias Params = SampleStopParams
    typealias Response = NoFields
    static func scope(_ params: SampleStopParams) -> OrderingScope { .concurrent }
}

enum SamplePing: ClientRequest {
    static let method = "sample/ping"
    static let stability = Stability.experimental
    typealias Params = NoFields
    typealias Response = NoFields
    static func scope(_ params: NoFields) -> OrderingScope { .concurrent }
}

struct SampleRunParams: Codable, Hashable, Sendable {
    var name: String
    var count: Int?
    var ratio: Double
    @FalseByDefault var verbose: Bool
    @EmptyByDefault var tags: [String]
    @Defaulted<DefaultsToZero> var retries: Int
    @Defaulted<PatientSpeed> var speed: SampleSpeed
    @Experimental var replay: Bool
    @Experimental var shape: SampleShape?
    var title: Patch<String>
    @RequiredNullable var parent: String?
    var environment: [String: String?]?
    var extra: JSONValue?
    var policy: SamplePolicy?
    var kind_name: SampleKind

    enum PatientSpeed: WireDefault {
        static var value: SampleSpeed { .slow }
    }
}

struct SampleStopParams: Codable, Hashable, Sendable {
    var id: SampleID
}

struct SampleRunResponse: Codable, Hashable, Sendable {
    var items: [SampleItem]
    var note: String?
    var root: SampleNode
    var config: SampleConfig
    @EmptyByDefault var warnings: [String]
}

enum SampleSpeed: String, ClosedEnum {
    case slow
    case asFastAsPossible = "as-fast-as-possible"
}

struct SampleKind: OpenEnum {
    static let known = [SampleKind.big, .small]
    static let big = SampleKind(rawValue: "big")
    static let small = SampleKind(rawValue: "small")
    let rawValue: String
    init(rawValue: String) { self.rawValue = rawValue }
}

enum SampleItem: TaggedUnion {
    case text(SampleTextItem)
    case textFile(SampleTextFileItem)
    case gap
    case shape(SampleShapeItem)

    static let variants = [
        TaggedVariant("text", SampleTextItem.self), TaggedVariant("text", SampleTextFileItem.self),
        TaggedVariant("gap"),
        TaggedVariant("shape", SampleShapeItem.self, stability: .experimental),
    ]

    init(from decoder: any Decoder) throws {
        switch try Self.tag(from: decoder) {
        case "text": self = .text(try SampleTextItem(from: decoder))
        case "gap": self = .gap
        case "shape": self = .shape(try SampleShapeItem(from: decoder))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .text(let payload): try Self.encode("text", payload, to: encoder)
        case .textFile(let payload): try Self.encode("text", payload, to: encoder)
        case .gap: try Self.encode("gap", to: encoder)
        case .shape(let payload): try Self.encode("shape", payload, to: encoder)
        }
    }
}

struct SampleTextItem: Codable, Hashable, Sendable {
    var text: String
    var language: String?
}

struct SampleTextFileItem: Codable, Hashable, Sendable {
    var path: String
}

struct SampleShapeItem: Codable, Hashable, Sendable {
    var shape: SampleShape
}

struct SampleShape: Codable, Hashable, Sendable {
    var corners: UInt32
}

enum SamplePolicy: KeyedUnion {
    case never
    case limited(SampleLimit)

    static let variants = [TaggedVariant("never"), TaggedVariant("limited", SampleLimit.self)]

    init(from decoder: any Decoder) throws {
        switch try Self.content(from: decoder) {
        case .word("never"): self = .never
        case .keyed("limited", let container):
            self = .limited(try container.decode(SampleLimit.self, forKey: WireKey("limited")))
        case let other: throw Self.unknown(other, in: decoder)
        }
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .never: try Self.encode("never", to: encoder)
        case .limited(let limit): try Self.encode("limited", limit, to: encoder)
        }
    }
}

struct SampleLimit: Codable, Hashable, Sendable {
    var bytes: Int
}

enum SampleID: Alternatives {
    case word(String)
    case number(Int)

    static var alternatives: [any Codable.Type] { [String.self, Int.self] }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let word = try? container.decode(String.self) {
            self = .word(word)
        } else {
            self = .number(try container.decode(Int.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .word(let word): try container.encode(word)
        case .number(let number): try container.encode(number)
        }
    }
}

/// Refers to itself.
struct SampleNode: Codable, Hashable, Sendable {
    var children: [SampleNode]
}

struct SampleConfig: ExtensibleObject {
    struct Fields: ExtensibleFields {
        static let names = ["model"]
        var model: String?
    }

    var fields: Fields
    var additional: JSONObject

    init(_ fields: Fields, additional: JSONObject) {
        self.fields = fields
        self.additional = additional
    }
}
