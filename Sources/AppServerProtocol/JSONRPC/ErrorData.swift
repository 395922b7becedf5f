package import WireJSON

/// The `data` of an error. Heddle extension: every error that Heddle sends has one with at least `kind`.
package struct ErrorData: ExtensibleObject {
    package var fields: ErrorDataFields
    /// What else programs may want to know, by names that belong to the kind.
    package var additional: JSONObject

    package init(_ fields: ErrorDataFields, additional: JSONObject = [:]) {
        self.fields = fields
        self.additional = additional
    }

    /// Makes the data of an error of this kind.
    package init(kind: String, _ additional: JSONObject = [:]) {
        self.init(ErrorDataFields(kind: kind), additional: additional)
    }

    /// The data as a JSON object, `kind` first.
    package var json: JSONValue {
        var object: JSONObject = ["kind": .string(fields.kind)]
        for (key, value) in additional {
            object[key] = value
        }
        return .object(object)
    }
}

/// The members that every ``ErrorData`` has.
package struct ErrorDataFields: ExtensibleFields {
    /// A stable word for programs, for example `threadNotFound`, `overloaded` or `staleTurn`.
    package var kind: String

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case kind
    }

    package static var names: [String] { CodingKeys.allCases.map(\.rawValue) }

    /// Makes the value from its fields.
    package init(kind: String) {
        self.kind = kind
    }
}
