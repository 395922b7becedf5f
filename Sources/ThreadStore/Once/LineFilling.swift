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
        /// Why something can't be read that may well be there. What stands in its place now must not be written anywhere.
        var failure: ThreadStoreError?
    }

    /// The line as it was; nil when nothing was cut out of it. Where more than one record stands on it, each of them is
    /// filled.
    ///
    /// - Parameters:
    ///   - offset: where the line stands: only what is before it is looked at.
    ///   - blobs: where blobs are.
    ///   - read: bytes of the log.
    static func fill(
        _ line: [UInt8], at offset: Int, blobs: BlobFolder,
        read: (_ from: Int, _ count: Int) throws(ThreadStoreError) -> [UInt8]
    ) -> Filled? {
        let records = RecordScanner.gluedRecords(line)
        guard !records.isEmpty else { return fillRecord(line, at: offset, blobs: blobs, read: read) }
        var filled = Filled(bytes: [])
        var position = 0
        for range in records {
            guard let record = fillRecord(Array(line[range]), at: offset + range.lowerBound, blobs: blobs, read: read)
            else { continue }
            filled.bytes += line[position..<range.lowerBound] + record.bytes
            filled.problem = filled.problem ?? record.problem
            filled.failure = filled.failure ?? record.failure
            position = range.upperBound
        }
        filled.bytes += line[position...]
        return filled
    }

    private static func fillRecord(
        _ line: [UInt8], at offset: Int, blobs: BlobFolder,
        read: (_ from: Int, _ count: Int) throws(ThreadStoreError) -> [UInt8]
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
                do throws(ThreadStoreError) {
                    switch try blobs.read(hash) {
                    case .whole(let blob): filled.bytes += Array(Base64Text.encode(blob).utf8)
                    case .missing: missing.append("\(hash) is not there")
                    case .wrong: missing.append("\(hash) is not what was stored")
                    }
                    if !missing.isEmpty { filled.problem = "images are lost: \(missing.joined(separator: ", "))" }
                } catch {
                    missing.append(hash)
                    filled.failure = error
                }
            case .log(let from, let count, let sum):
                do throws(ThreadStoreError) {
                    if count <= offset, from <= offset - count {
                        let bytes = try read(from, count)
                        if LineCut.checksum(bytes) == sum {
                            filled.bytes += bytes
                            continue
                        }
                    }
                    filled.problem = "a part of the line stands at byte \(from), where it is damaged"
                } catch {
                    filled.failure = error
                }
                filled.bytes += Array(lostOutput.utf8)
            }
        }
        filled.bytes += rest[position...]
        if let failure = filled.failure { filled.problem = failure.description }
        guard !missing.isEmpty else { return filled }
        // What is not there is said in words: an empty image would be refused by every model.
        let text = filled.failure == nil ? lostImage : unreadableImage
        if let value = try? JSONDocument(parsing: filled.bytes, limits: LogLine.limits).root.decode(JSONValue.self),
            let bytes = try? WireCoder.encode(replaceEmptyImages(in: value, by: text))
        {
            filled.bytes = bytes
        }
        return filled
    }

    private static let lostImage = "[An image that belongs here is no longer in Heddle's store.]"
    private static let unreadableImage = "[An image that belongs here can't be read at the moment.]"

    private static func replaceEmptyImages(in value: JSONValue, by lostImage: String) -> JSONValue {
        switch value {
        case .array(let elements):
            return .array(elements.map { replaceEmptyImages(in: $0, by: lostImage) })
        case .object(let object):
            if object.contains(where: { $0.value.stringValue.map(isEmptyImage) == true }) {
                switch object["type"]?.stringValue {
                case "input_image": return ["type": "input_text", "text": .string(lostImage)]
                case "image": return ["type": "text", "text": .string(lostImage), "text_elements": []]
                default: break
                }
            }
            var changed = object
            for (key, value) in object { changed[key] = replaceEmptyImages(in: value, by: lostImage) }
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
