import Support
internal import WireJSON

/// Puts the pieces back that were cut out of a line.
enum LineFilling {
    /// What stands in an output's place when the line that had it is damaged.
    static let lostOutput = "[the output can't be read any more: its record is damaged]"

    /// What a line turned out to be.
    struct Filled {
        /// The line as it was before pieces were cut out of it.
        var bytes: [UInt8]
        /// What is missing.
        var problem: String?
    }

    /// The line as it was; nil when nothing was cut out of it.
    ///
    /// - Parameters:
    ///   - offset: where the line stands: only what is before it is looked at.
    ///   - blobs: where blobs are.
    ///   - read: bytes of the log.
    static func fill(
        _ line: [UInt8], at offset: Int, blobs: BlobFolder, read: (_ from: Int, _ count: Int) -> [UInt8]?
    ) -> Filled? {
        guard let (rest, cuts) = LineCut.parse(line) else { return nil }
        var filled = Filled(bytes: [])
        var missing: [String] = []
        var position = 0
        for cut in cuts {
            filled.bytes += rest[position..<cut.at]
            position = cut.at
            switch cut.source {
            case .blob(let hash):
                if let blob = blobs.read(hash) {
                    filled.bytes += Array(Base64Text.encode(blob).utf8)
                } else {
                    missing.append(hash)
                }
            case .log(let from, let count, let sum):
                if count <= offset, from <= offset - count, let bytes = read(from, count),
                    LineCut.checksum(bytes) == sum
                {
                    filled.bytes += bytes
                } else {
                    filled.bytes += Array(lostOutput.utf8)
                    filled.problem = "a part of the line stands at byte \(from), where it can't be read"
                }
            }
        }
        filled.bytes += rest[position...]
        guard !missing.isEmpty else { return filled }
        filled.problem = "blobs that are not there: \(missing.joined(separator: ", "))"
        // What is not there is said in words: an empty image would be refused by every model.
        if let value = try? JSONDocument(parsing: filled.bytes, limits: LogLine.limits).root.decode(JSONValue.self),
            let bytes = try? WireCoder.encode(replaceEmptyImages(in: value))
        {
            filled.bytes = bytes
        }
        return filled
    }

    private static let lostImage = "[An image that belongs here is no longer in Heddle's store.]"

    private static func replaceEmptyImages(in value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements):
            return .array(elements.map(replaceEmptyImages))
        case .object(let object):
            if object.contains(where: { $0.value.stringValue.map(isEmptyImage) == true }) {
                switch object["type"]?.stringValue {
                case "input_image": return ["type": "input_text", "text": .string(lostImage)]
                case "image": return ["type": "text", "text": .string(lostImage), "text_elements": []]
                default: break
                }
            }
            var changed = object
            for (key, value) in object { changed[key] = replaceEmptyImages(in: value) }
            return .object(changed)
        case .string(let text) where isEmptyImage(text):
            return .string(lostImage)
        default:
            return value
        }
    }

    private static func isEmptyImage(_ text: String) -> Bool {
        text.hasPrefix("data:") && text.hasSuffix(";base64,")
    }
}
