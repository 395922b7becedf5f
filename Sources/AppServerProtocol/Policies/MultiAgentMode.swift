package import WireJSON

/// When the agent hands work to other agents.
package enum MultiAgentMode: KeyedUnion {
    /// As the text of the configured hint says.
    case custom(String)
    /// Only when the user asks for it.
    case explicitRequestOnly
    /// Whenever it seems useful.
    case proactive

    package static var variants: [TaggedVariant] {
        [
            TaggedVariant("custom", String.self),
            TaggedVariant("explicitRequestOnly"),
            TaggedVariant("proactive"),
        ]
    }

    package init(from decoder: any Decoder) throws {
        let content = try Self.content(from: decoder)
        switch content {
        case .keyed("custom", let object):
            self = .custom(try object.decode(String.self, forKey: WireKey("custom")))
        case .word("explicitRequestOnly"): self = .explicitRequestOnly
        case .word("proactive"): self = .proactive
        default: throw Self.unknown(content, in: decoder)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .custom(let payload): try Self.encode("custom", payload, to: encoder)
        case .explicitRequestOnly: try Self.encode("explicitRequestOnly", to: encoder)
        case .proactive: try Self.encode("proactive", to: encoder)
        }
    }
}

extension MultiAgentMode: WireDefaulting {
    package static var wireDefault: Self { .explicitRequestOnly }
    package static var defaultJSON: JSONValue? { "explicitRequestOnly" }
    package static var omitsDefault: Bool { false }
    package var isWireDefault: Bool { self == .explicitRequestOnly }
}
