import ProtocolExport
import Testing

@Suite("DocCommentExtractor")
struct DocCommentExtractorTests {
    private func comments(_ source: String) -> [String: String] {
        DocCommentExtractor.extract(sources: [source]).comments
    }

    @Test("Types, fields, attributes and computed properties")
    func structure() {
        let found = comments(
            #"""
            /// What a thread is.
            /// See ``Turn``.
            package struct Thread: Codable {
                /// Its id.
                package var id: String

                // No doc comment.
                package var name: String?
                /// How it went.
                @EmptyByDefault
                @Other package var turns: [Turn]
                /// Not a field.
                package var isEmpty: Bool { turns.isEmpty }
                /// Not a field either.
                package static let limit = 5

                /// Not a type.
                package init(id: String) {
                    /// Not a field, because it is inside a function.
                    let text = "{ \" {"
                }

                /// A part.
                struct Part {
                    /// Its size.
                    let size: Int
                }
                /// The last.
                var last: Int?
            }
            """#)
        #expect(
            found == [
                "Thread": "What a thread is.\nSee `Turn`.", "Thread.id": "Its id.", "Thread.turns": "How it went.",
                "ThreadPart": "A part.", "ThreadPart.size": "Its size.", "Thread.last": "The last.",
            ])
    }

    @Test("Names are those on the wire")
    func wireNames() {
        let found = comments(
            #"""
            enum Policy: String, ClosedEnum {
                /// Ask.
                case onRequest = "on-request", never
            }
            struct Effort: OpenEnum {
                /// A bit.
                package static let low = Effort(rawValue: "minimal")
            }
            extension Effort {
                /// A lot.
                static let high = Effort(rawValue: "max")
            }
            struct Tool {
                /// Beside the point.
                var meta: JSONValue?
                enum CodingKeys: String, CodingKey {
                    case meta = "_meta"
                }
            }
            enum Item: TaggedUnion {
                /// A file.
                case file(FileItem)
                init(from decoder: any Decoder) throws {
                    switch try Self.tag(from: decoder) {
                    case "local_file": self = .file(try FileItem(from: decoder))
                    case let other: throw Self.unknown(other, in: decoder)
                    }
                }
            }
            """#)
        #expect(
            found == [
                "Policy.on-request": "Ask.", "Policy.never": "Ask.", "Effort.minimal": "A bit.", "Effort.max": "A lot.",
                "Tool._meta": "Beside the point.", "Item.local_file": "A file.",
            ])
    }

    @Test("What a contract has no use for is left out, and known fields move to their object")
    func limits() throws {
        let contract = try Contract(clientRequests: [SampleRun.self])
        let docs = Documentation([
            "SampleRun": "1", "SampleRun.method": "2", "SampleConfigFields.model": "3", "SampleSpeed.slow": "4",
            "SampleItem.gap": "5", "SampleStop": "6", "SampleConfigFields": "7",
        ])
        #expect(
            docs.limited(to: contract).comments == [
                "SampleRun": "1", "SampleConfig.model": "3", "SampleSpeed.slow": "4", "SampleItem.gap": "5",
            ])
    }

    @Test("The compact form keeps every character")
    func compactForm() {
        let docs = Documentation(["A": "line\n\nwith \\n and \\", "A.b": "x"])
        #expect(docs.compact == "A\tline\\n\\nwith \\\\n and \\\\\nA.b\tx")
        #expect(Documentation(compact: docs.compact) == docs)
        #expect(DocCommentExtractor.render(docs).contains("\n\(docs.compact)\n"))
    }
}
