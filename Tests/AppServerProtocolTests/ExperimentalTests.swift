import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Experimental parts` {
    /// What the server would refuse a stable client for.
    private func uses<Params: Decodable>(_ text: String, _ type: Params.Type) throws -> [String] {
        let use = ExperimentalUse()
        _ = try JSONDocument(parsing: Array(text.utf8)).root.decode(type, userInfo: [.experimentalUse: use])
        return use.descriptors
    }

    @Test func `stable clients don't see experimental fields`() throws {
        let thread = String(decoding: try WireCoder.encode(Samples.thread, experimental: false), as: UTF8.self)
        for field in ["canAcceptDirectInput", "environments", "daybreakEnabled", "extra"] {
            #expect(!thread.contains(#""\#(field)""#))
        }
        let response = ThreadReadResponse(thread: Samples.thread, readState: ThreadReadState(revision: "r"))
        #expect(
            String(decoding: try WireCoder.encode(response, experimental: false), as: UTF8.self)
                == #"{"thread":\#(thread)}"#)
    }

    @Test func `a field that is present needs the capability`() throws {
        #expect(try uses(#"{"mockExperimentalField":"x"}"#, ThreadStartParams.self) == ["mockExperimentalField"])
        #expect(try uses(#"{"environments":[]}"#, ThreadStartParams.self) == ["environments"])
        #expect(
            try uses(#"{"threadId":"t","history":[],"path":""}"#, ThreadResumeParams.self) == ["history", "path"])
        #expect(try uses(#"{"parentThreadId":"t"}"#, ThreadListParams.self) == ["parentThreadId"])
        #expect(
            try uses(#"{"threadId":"t","beforeTurnId":"u","deferGoalContinuation":true}"#, ThreadForkParams.self)
                == ["beforeTurnId", "deferGoalContinuation"])
        #expect(
            try uses(#"{"threadId":"t","gitInfo":{},"projectId":"p"}"#, ThreadMetadataUpdateParams.self)
                == ["projectId"])
        #expect(
            try uses(#"{"threadId":"t","input":[],"additionalContext":{}}"#, TurnStartParams.self)
                == ["additionalContext"])
    }

    @Test func `a field that says nothing doesn't`() throws {
        #expect(
            try uses(
                #"{"mockExperimentalField":null,"experimentalRawEvents":false,"model":"m"}"#, ThreadStartParams.self)
                == [])
    }

    @Test func `the granular policy needs the capability wherever it stands`() throws {
        let policy = #"{"granular":{"sandbox_approval":true,"rules":true,"mcp_elicitations":true}}"#
        #expect(
            try uses(#"{"approvalPolicy":\#(policy)}"#, ThreadStartParams.self) == ["askForApproval.granular"])
        #expect(
            try uses(#"{"threadId":"t","input":[],"approvalPolicy":\#(policy)}"#, TurnStartParams.self)
                == ["askForApproval.granular"])
        #expect(try uses(#"{"approvalPolicy":"never"}"#, ThreadStartParams.self) == [])
    }

    @Test func `a refusal names the part`() {
        let none = ExperimentalUse()
        #expect(none.firstPart(method: "thread/start") == nil)
        let field = ExperimentalUse()
        field.note("environments")
        field.note("path")
        #expect(field.firstPart(method: "thread/start") == "thread/start.environments")
        let variant = ExperimentalUse()
        variant.note(ExperimentalVariant.granularApproval.rawValue)
        #expect(variant.firstPart(method: "thread/start") == "askForApproval.granular")
    }
}
