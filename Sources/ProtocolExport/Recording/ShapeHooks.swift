import WireJSON

// What the recorder can't learn from running `init(from:)`: an optional that is nil and a list that is empty never decode
// what they may hold. These conformances say it from the metatype alone.

/// A type with a value that holds nothing.
protocol Emptiable: Decodable {
    /// The value that holds nothing.
    static var empty: Self { get }
}

/// `Optional` of anything decodable.
protocol NullableType: Emptiable {
    /// The type of the value.
    static var wrapped: any Decodable.Type { get }
}

/// `Array` of anything decodable.
protocol ListType: Emptiable {
    /// The type of the elements.
    static var element: any Decodable.Type { get }
}

/// `Dictionary` with text keys.
protocol MapType: Emptiable {
    /// The type of the values.
    static var value: any Decodable.Type { get }
}

extension Optional: Emptiable, NullableType where Wrapped: Decodable {
    static var empty: Self { nil }
    static var wrapped: any Decodable.Type { Wrapped.self }
}

extension Array: Emptiable, ListType where Element: Decodable {
    static var empty: Self { [] }
    static var element: any Decodable.Type { Element.self }
}

extension Dictionary: Emptiable, MapType where Key == String, Value: Decodable {
    static var empty: Self { [:] }
    static var value: any Decodable.Type { Value.self }
}

/// The types that have no fields and no table: their shapes, and a sample of each.
enum SimpleType {
    private static let all: [ObjectIdentifier: (shape: Shape, sample: any Decodable & Sendable)] = [
        ObjectIdentifier(Bool.self): (.boolean, false),
        ObjectIdentifier(String.self): (.string, ""),
        ObjectIdentifier(Double.self): (.number(isDouble: true), 0.0),
        ObjectIdentifier(Float.self): (.number(isDouble: false), Float(0)),
        ObjectIdentifier(Int.self): (.integer(.int64), 0),
        ObjectIdentifier(Int8.self): (.integer(.int8), Int8(0)),
        ObjectIdentifier(Int16.self): (.integer(.int16), Int16(0)),
        ObjectIdentifier(Int32.self): (.integer(.int32), Int32(0)),
        ObjectIdentifier(Int64.self): (.integer(.int64), Int64(0)),
        ObjectIdentifier(UInt.self): (.integer(.uint64), UInt(0)),
        ObjectIdentifier(UInt8.self): (.integer(.uint8), UInt8(0)),
        ObjectIdentifier(UInt16.self): (.integer(.uint16), UInt16(0)),
        ObjectIdentifier(UInt32.self): (.integer(.uint32), UInt32(0)),
        ObjectIdentifier(UInt64.self): (.integer(.uint64), UInt64(0)),
        ObjectIdentifier(JSONValue.self): (.any, JSONValue.null),
        ObjectIdentifier(JSONObject.self): (.map(.any), JSONObject()),
    ]

    /// The shape of a simple type; nil for all others.
    static func shape(_ type: any Any.Type) -> Shape? {
        if type == RawJSON.self { return .any }
        return all[ObjectIdentifier(type)]?.shape
    }

    /// A value of a simple type; nil for all others.
    static func sample(_ type: any Any.Type) throws -> (any Decodable)? {
        if type == RawJSON.self { return try RawJSON(encoding: JSONValue.null) }
        return all[ObjectIdentifier(type)]?.sample
    }
}
