package import WireJSON

/// An object with fields that Heddle knows and any number of others beside them, which are kept and written back.
///
/// The known fields live in a plain struct, ``fields``, that has synthesized coding; on the wire both share one flat object.
@dynamicMemberLookup
package protocol ExtensibleObject: Codable, Hashable, Sendable {
    /// The struct of the known fields.
    associatedtype Fields: ExtensibleFields

    /// The known fields; each can also be reached as a property of the object itself.
    var fields: Fields { get set }
    /// Every other member, in the order of its arrival.
    var additional: JSONObject { get set }

    /// Puts the two parts together.
    init(_ fields: Fields, additional: JSONObject)
}

/// The known fields of an ``ExtensibleObject``.
package protocol ExtensibleFields: Codable, Hashable, Sendable {
    /// The wire names of the fields.
    static var names: [String] { get }
}

extension ExtensibleObject {
    /// Reads or writes a known field.
    package subscript<Value>(dynamicMember field: WritableKeyPath<Fields, Value>) -> Value {
        get { fields[keyPath: field] }
        set { fields[keyPath: field] = newValue }
    }

    /// Reads the known fields, and keeps the rest.
    package init(from decoder: any Decoder) throws {
        let fields = try Fields(from: decoder)
        let container = try decoder.container(keyedBy: WireKey.self)
        var additional = JSONObject()
        for key in container.allKeys where !Fields.names.contains(key.stringValue) {
            additional[key.stringValue] = try container.decode(JSONValue.self, forKey: key)
        }
        self.init(fields, additional: additional)
    }

    /// Writes the known fields, then the rest.
    package func encode(to encoder: any Encoder) throws {
        try fields.encode(to: encoder)
        var container = encoder.container(keyedBy: WireKey.self)
        for (key, value) in additional {
            try container.encode(value, forKey: WireKey(key))
        }
    }
}
