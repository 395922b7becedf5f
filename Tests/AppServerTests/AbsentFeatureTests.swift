import Testing
import WireJSON

/// What Heddle doesn't have is not pretended.
@Suite struct AbsentFeatureTests {
    @Test func thereAreNoMemories() async throws {
        let test = try TestServer()
        let client = try await test.client()
        #expect(
            try await client.call("memory/status", ["minConsolidatedThreads": 1])
                == ["v2Ready": false, "v2ConsolidatedThreads": 0])
        for count: JSONValue in [0, 4097] {
            let error = try await client.failure("memory/status", ["minConsolidatedThreads": count])
            #expect(error["message"] == "minConsolidatedThreads must be between 1 and 4096")
            #expect(error["code"] == -32602)
        }
        #expect(try await client.call("memory/reset", .null) == [:])
        await test.stop()
    }

    @Test func noMessageIsPredicted() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        let error = try await client.failure(
            "thread/prediction/request", ["threadId": .string(thread), "sourceTurnId": "u"])
        #expect(error["code"] == -32601)
        #expect(error["message"] == "thread/prediction/request is not implemented yet")
        await test.stop()
    }

    @Test func noRefusalIsOverruledThatNobodyMade() async throws {
        let test = try TestServer()
        let client = try await test.client()
        let thread = try await client.startThread(in: test)
        func failure(_ thread: String, _ event: JSONValue) async throws -> JSONValue {
            try await client.failure(
                "thread/approveGuardianDeniedAction", ["threadId": .string(thread), "event": event])
        }
        #expect(
            try await failure(thread, [:])["message"] == "invalid Guardian denial event: missing field `id`")
        let unknown = "00000000-0000-4000-8000-000000000009"
        #expect(
            try await failure(unknown, ["id": "x", "status": "denied"])["message"]?.stringValue
                == "thread not found: \(unknown)")
        #expect(try await failure(thread, ["id": "x", "status": "denied"])["data"]?["kind"] == "unsupported")
        await test.stop()
    }
}
