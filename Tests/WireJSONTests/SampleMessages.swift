import WireJSON

/// Messages of the shapes and sizes that go over the wire, for tests and the benchmark.
enum SampleMessages {
    /// One event of a model's stream, as it comes for every token.
    static let modelEvent =
        #"{"type":"response.output_text.delta","sequence_number":417,"item_id":"msg_0a7f3c9e51","output_index":0,"content_index":0,"#
        + #""delta":" harness","logprobs":[],"obfuscation":"k3Jd9Qm2"}"#

    /// The parameters with which a client starts a thread.
    static let threadStart = #"""
        {"model":"gpt-5-codex","modelProvider":null,"cwd":"/home/me/projects/weaver","approvalPolicy":"on-request",
        "sandbox":"workspace-write","config":{"model_reasoning_effort":"high","tools.web_search":true,"limits":{"a":1}},
        "baseInstructions":null,"developerInstructions":"Keep answers short.\nUse \"tabs\" for Makefiles.",
        "ephemeral":false,"dynamicTools":[{"name":"lookup","description":"Finds a part","inputSchema":{"type":"object"}}]}
        """#

    /// The sixty items of a finished turn, every third a message, a command, a file list.
    static let turnCompleted: String = {
        let items = (0..<60).map { index in
            switch index % 3 {
            case 0:
                #"{"type":"agentMessage","id":"item_\#(index)","text":"Step \#(index): the loom's shuttle — état \"ok\".\nNext.","phase":null}"#
            case 1:
                #"{"type":"commandExecution","id":"item_\#(index)","command":"/bin/sh -c 'make -j2 all'","cwd":"/home/me/weaver","processId":"\#(4000 + index)","status":"completed","aggregatedOutput":"cc -O2 warp.c\ncc -O2 weft.c\n","exitCode":0,"durationMs":\#(index * 137)}"#
            default:
                #"{"type":"fileChange","id":"item_\#(index)","status":"completed","changes":[{"path":"src/warp.c","kind":"update","diff":"@@ -1 +1 @@\n-a\n+b\n"}]}"#
            }
        }
        return
            #"{"threadId":"0199a3b2-7c1d-7000-8000-5f3e2d1c0b0a","turn":{"id":"0199a3b2-7c1d-7000-8000-5f3e2d1c0b0b","status":"completed","error":null,"items":["#
            + items.joined(separator: ",") + "]}}"
    }()

    /// Every sample, as bytes.
    static let all: [[UInt8]] = [modelEvent, threadStart, turnCompleted].map { Array($0.utf8) }
}

// MARK: - The same messages as types

/// A token on its way to the clients.
struct SampleDelta: Codable, Hashable {
    var threadId: String
    var turnId: String
    var itemId: String
    var delta: String

    static let typical = SampleDelta(
        threadId: "0199a3b2-7c1d-7000-8000-5f3e2d1c0b0a", turnId: "0199a3b2-7c1d-7000-8000-5f3e2d1c0b0b",
        itemId: "msg_0a7f3c9e51", delta: " harness")
}

/// The type of `SampleMessages.threadStart`.
struct SampleThreadStart: Codable, Hashable {
    struct Tool: Codable, Hashable {
        var name: String
        var description: String
        var inputSchema: JSONValue
    }

    var model: String?
    var modelProvider: String?
    var cwd: String?
    var approvalPolicy: String?
    var sandbox: String?
    var config: [String: JSONValue]?
    var baseInstructions: String?
    var developerInstructions: String?
    var ephemeral: Bool?
    var dynamicTools: [Tool]?
}

/// The type of `SampleMessages.turnCompleted`.
struct SampleTurnCompleted: Codable, Hashable {
    struct Turn: Codable, Hashable {
        var id: String
        var status: String
        var error: String?
        var items: [Item]
    }

    struct Change: Codable, Hashable {
        var path: String
        var kind: String
        var diff: String
    }

    /// A tagged union, written by hand as the protocol's are: the tag and the payload's members share one object.
    enum Item: Codable, Hashable {
        struct Message: Codable, Hashable {
            var id: String
            var text: String
            var phase: String?
        }

        struct Command: Codable, Hashable {
            var id: String
            var command: String
            var cwd: String
            var processId: String?
            var status: String
            var aggregatedOutput: String?
            var exitCode: Int?
            var durationMs: Int?
        }

        struct FileChange: Codable, Hashable {
            var id: String
            var status: String
            var changes: [Change]
        }

        case message(Message)
        case command(Command)
        case fileChange(FileChange)

        init(from decoder: any Decoder) throws {
            let type = try decoder.decodeTag("type")
            switch type {
            case "agentMessage": self = .message(try Message(from: decoder))
            case "commandExecution": self = .command(try Command(from: decoder))
            case "fileChange": self = .fileChange(try FileChange(from: decoder))
            default:
                throw WireDecodingError.unknownVariant(
                    type, expected: ["agentMessage", "commandExecution", "fileChange"],
                    codingPath: decoder.codingPath)
            }
        }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .message(let payload):
                try encoder.encodeTag("agentMessage", forKey: "type")
                try payload.encode(to: encoder)
            case .command(let payload):
                try encoder.encodeTag("commandExecution", forKey: "type")
                try payload.encode(to: encoder)
            case .fileChange(let payload):
                try encoder.encodeTag("fileChange", forKey: "type")
                try payload.encode(to: encoder)
            }
        }
    }

    var threadId: String
    var turn: Turn
}
