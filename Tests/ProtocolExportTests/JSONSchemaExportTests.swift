import ProtocolExport
import Testing
import WireJSON

@Suite("JSON Schema export")
struct JSONSchemaExportTests {
    private static let docs = Documentation([
        "SampleRunParams": "Runs a sample.\nThe second line.\n\nA paragraph.",
        "SampleRunParams.policy": "When to ask.",
        "SampleSpeed.slow": "Takes its time.",
        "SampleItem.gap": "Nothing.",
        "SampleItem.text": "Some text.",
        "SampleTextFileItem": "Some text in a file.",
        "SampleStop": "`sample/stop`: ends a sample.",
    ])

    private func files(experimental: Bool = false) throws -> [String: String] {
        let contract = try Contract(clientRequests: [SampleRun.self, SampleStop.self, SamplePing.self])
        let files = JSONSchemaExport.files(of: contract, docs: Self.docs, experimental: experimental)
        return Dictionary(uniqueKeysWithValues: files.map { ($0.path, String(decoding: $0.contents, as: UTF8.self)) })
    }

    private func schema(_ path: String, experimental: Bool = false) throws -> JSONValue {
        let text = try #require(try files(experimental: experimental)[path])
        return try JSONDocument(parsing: Array(text.utf8)).root.value()
    }

    @Test("Every method's types, the messages and the bundles have the files that clients look for")
    func layout() throws {
        #expect(
            try files().keys.sorted() == [
                "ClientNotification.json", "ClientRequest.json", "JSONRPCError.json", "JSONRPCErrorError.json",
                "JSONRPCMessage.json", "JSONRPCNotification.json", "JSONRPCRequest.json", "JSONRPCResponse.json",
                "RequestId.json", "ServerNotification.json", "ServerRequest.json",
                "codex_app_server_protocol.schemas.json", "codex_app_server_protocol.v2.schemas.json",
                "v2/SampleRunParams.json", "v2/SampleRunResponse.json", "v2/SampleStopParams.json",
                "v2/SampleStopResponse.json",
            ])
        #expect(try files(experimental: true)["v2/SamplePingResponse.json"] != nil)
    }

    @Test("A file is text with sorted keys and refers to nothing outside itself")
    func text() throws {
        #expect(
            try files()["v2/SampleStopParams.json"] == """
                {
                  "$schema": "http://json-schema.org/draft-07/schema#",
                  "definitions": {
                    "SampleID": {
                      "anyOf": [
                        {
                          "type": "string"
                        },
                        {
                          "format": "int64",
                          "type": "integer"
                        }
                      ]
                    }
                  },
                  "properties": {
                    "id": {
                      "$ref": "#/definitions/SampleID"
                    }
                  },
                  "required": [
                    "id"
                  ],
                  "title": "SampleStopParams",
                  "type": "object"
                }

                """)
    }

    @Test("An object")
    func object() throws {
        let schema = try schema("v2/SampleRunParams.json")
        #expect(schema["description"] == "Runs a sample. The second line.\n\nA paragraph.")
        #expect(schema["required"] == ["kind_name", "name", "parent", "ratio"])
        #expect(
            schema["properties"] == [
                "name": ["type": "string"],
                "count": ["type": ["integer", "null"], "format": "int64"],
                "ratio": ["type": "number", "format": "double"],
                "verbose": ["type": "boolean"],
                "tags": ["type": "array", "items": ["type": "string"], "default": []],
                "retries": ["type": "integer", "format": "int64", "default": 0],
                "speed": ["allOf": [["$ref": "#/definitions/SampleSpeed"]], "default": "slow"],
                "title": ["type": ["string", "null"]],
                "parent": ["type": ["string", "null"]],
                "environment": [
                    "type": ["object", "null"], "additionalProperties": ["type": ["string", "null"]],
                ],
                "extra": true,
                "policy": [
                    "anyOf": [["$ref": "#/definitions/SamplePolicy"], ["type": "null"]], "description": "When to ask.",
                ],
                "kind_name": ["$ref": "#/definitions/SampleKind"],
            ])
    }

    @Test("Experimental fields, variants and methods are there only on demand")
    func experimental() throws {
        let params = try schema("v2/SampleRunParams.json", experimental: true)
        #expect(params["properties"]?["replay"] == ["type": "boolean"])
        #expect(
            params["definitions"]?["SampleShape"]?["properties"]?["corners"]
                == ["type": "integer", "format": "uint32", "minimum": 0])

        #expect(try schema("ClientRequest.json")["oneOf"]?.arrayValue?.count == 2)
        #expect(try schema("ClientRequest.json", experimental: true)["oneOf"]?.arrayValue?.count == 3)
        let item = try schema("v2/SampleRunResponse.json")["definitions"]?["SampleItem"]
        #expect(item?["oneOf"]?.arrayValue?.count == 3)
    }

    @Test("Words, described or not, known or open")
    func words() throws {
        let definitions = try schema("v2/SampleRunParams.json")["definitions"]
        #expect(
            definitions?["SampleSpeed"] == [
                "oneOf": [
                    ["type": "string", "enum": ["slow"], "description": "Takes its time."],
                    ["type": "string", "enum": ["as-fast-as-possible"]],
                ]
            ])
        #expect(
            definitions?["SampleKind"] == [
                "anyOf": [["type": "string", "enum": ["big", "small"]], ["type": "string"]]
            ])
    }

    @Test("Unions")
    func unions() throws {
        let item = try schema("v2/SampleRunResponse.json")["definitions"]?["SampleItem"]
        #expect(
            item == [
                "oneOf": [
                    [
                        "type": "object", "title": "TextSampleItem", "description": "Some text.",
                        "properties": [
                            "text": ["type": "string"],
                            "language": ["type": ["string", "null"]],
                            "type": ["type": "string", "enum": ["text"], "title": "TextSampleItemType"],
                        ],
                        "required": ["text", "type"],
                    ],
                    [
                        "type": "object", "title": "SampleTextFileItem", "description": "Some text in a file.",
                        "properties": [
                            "path": ["type": "string"],
                            "type": ["type": "string", "enum": ["text"], "title": "SampleTextFileItemType"],
                        ],
                        "required": ["path", "type"],
                    ],
                    [
                        "type": "object", "title": "GapSampleItem", "description": "Nothing.",
                        "properties": ["type": ["type": "string", "enum": ["gap"], "title": "GapSampleItemType"]],
                        "required": ["type"],
                    ],
                ]
            ])
        let policy = try schema("v2/SampleRunParams.json")["definitions"]?["SamplePolicy"]
        #expect(
            policy == [
                "oneOf": [
                    ["type": "string", "enum": ["never"]],
                    [
                        "type": "object", "title": "LimitedSamplePolicy", "additionalProperties": false,
                        "properties": [
                            "limited": [
                                "type": "object", "properties": ["bytes": ["type": "integer", "format": "int64"]],
                                "required": ["bytes"],
                            ]
                        ],
                        "required": ["limited"],
                    ],
                ]
            ])
    }

    @Test("A message names its method and its params, which may be left out if there are none")
    func messages() throws {
        let schema = try schema("ClientRequest.json", experimental: true)
        #expect(
            schema["oneOf"]?[1] == [
                "type": "object", "title": "Sample/stopRequest", "description": "`sample/stop`: ends a sample.",
                "properties": [
                    "id": ["$ref": "#/definitions/RequestId"],
                    "method": ["type": "string", "enum": ["sample/stop"], "title": "Sample/stopRequestMethod"],
                    "params": ["$ref": "#/definitions/SampleStopParams"],
                ],
                "required": ["id", "method", "params"],
            ])
        #expect(schema["oneOf"]?[2]?["properties"]?["params"] == ["type": ["object", "null"]])
        #expect(schema["oneOf"]?[2]?["required"] == ["id", "method"])
    }
}
