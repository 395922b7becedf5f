/// Any JSON value; numbers keep their literal so that what comes in goes out unchanged.
package enum JSONValue: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as its literal.
    case number(JSONNumber)
    /// A string, its escapes resolved.
    case string(String)
    /// The elements in order.
    case array([JSONValue])
    /// The members in order.
    case object(JSONObject)
}

// MARK: - Access

extension JSONValue {
    /// Whether this is `null`.
    package var isNull: Bool { self == .null }

    /// The text of a string, else nil.
    package var stringValue: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The value of an integer that fits, else nil.
    package var int64Value: Int64? {
        guard case .number(let value) = self else { return nil }
        return value.int64
    }

    /// The value of a number that fits, else nil.
    package var doubleValue: Double? {
        guard case .number(let value) = self else { return nil }
        return value.double
    }

    /// The value of a boolean, else nil.
    package var boolValue: Bool? {
        guard case .bool(let value) = self else { return nil }
        return value
    }

    /// The elements of an array, else nil.
    package var arrayValue: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members of an object, else nil.
    package var objectValue: JSONObject? {
        guard case .object(let value) = self else { return nil }
        return value
    }

    /// The value of an object's member; nil if this is no object or has no such member.
    package subscript(_ key: String) -> JSONValue? { objectValue?[key] }

    /// An array's element; nil if this is no array or the index is out of its bounds.
    package subscript(_ index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

// MARK: - Literals

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// `nil` is JSON's `null`.
    package init(nilLiteral: ()) { self = .null }

    /// Makes a boolean.
    package init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Makes an integer.
    package init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }

    /// Makes a number; a literal too large for a double becomes `null`.
    package init(floatLiteral value: Double) { self = JSONNumber(value).map(JSONValue.number) ?? .null }

    /// Makes a string.
    package init(stringLiteral value: String) { self = .string(value) }

    /// Makes an array.
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// Makes an object in the order of the literal.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        var object = JSONObject()
        for (key, value) in elements { object[key] = value }
        self = .object(object)
    }
}
