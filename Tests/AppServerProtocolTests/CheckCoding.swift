import Testing
import WireJSON

/// Expects that a value is written as exactly this text, and that the text is read as exactly this value.
///
/// The text may be broken into lines wherever JSON allows it; the lines are put together without anything between them.
func checkCoding<Value: Codable & Equatable>(
    _ value: Value, _ lines: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    let text = lines.split(separator: "\n").joined()
    do {
        let written = String(decoding: try WireCoder.encode(value), as: UTF8.self)
        #expect(written == text, sourceLocation: sourceLocation)
        let read = try WireCoder.decode(Value.self, from: Array(text.utf8))
        #expect(read == value, sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}

/// Expects what ``checkCoding(_:_:sourceLocation:)`` does, and of the object's members that exactly those named must be
/// present when it is read.
func checkCoding<Value: Codable & Equatable>(
    _ value: Value, _ lines: String, required: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
    checkCoding(value, lines, sourceLocation: sourceLocation)
    do {
        let object = try WireCoder.decode(JSONObject.self, from: Array(WireCoder.encode(value)))
        for member in object.keys {
            var rest = object
            rest[member] = nil
            let text = String(decoding: try WireCoder.encode(rest), as: UTF8.self)
            if required.contains(member) {
                checkRefusal(text, as: Value.self, "missing field `\(member)`", sourceLocation: sourceLocation)
            } else {
                #expect(throws: Never.self, "without `\(member)`", sourceLocation: sourceLocation) {
                    try WireCoder.decode(Value.self, from: Array(text.utf8))
                }
            }
        }
        #expect(Set(required).subtracting(object.keys).isEmpty, sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}

/// Expects that a text, which is not what the server writes, is read as this value.
func checkReading<Value: Codable & Equatable>(
    _ text: String, as value: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
    do {
        let read = try WireCoder.decode(Value.self, from: Array(text.utf8))
        #expect(read == value, sourceLocation: sourceLocation)
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
}

/// Expects that a text can't be read as the type, for this reason.
func checkRefusal<Value: Codable>(
    _ text: String, as type: Value.Type, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    do {
        _ = try WireCoder.decode(type, from: Array(text.utf8))
        Issue.record("\(text) was read as \(type)", sourceLocation: sourceLocation)
    } catch {
        #expect("\(error)" == reason, sourceLocation: sourceLocation)
    }
}

/// A text as JSON that is kept verbatim.
func raw(_ text: String) throws -> RawJSON {
    try RawJSON(validating: Array(text.utf8))
}
