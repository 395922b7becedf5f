import AppServerProtocol
import Testing
import WireJSON

@Suite struct `JSON-RPC parts, on the wire` {
    @Test func `request ids`() {
        checkCoding(RequestId.string("a-1"), #""a-1""#)
        checkCoding(RequestId.integer(-9_223_372_036_854_775_808), #"-9223372036854775808"#)
        checkRefusal(
            "1.5", as: RequestId.self, "data did not match any variant of untagged enum RequestId")
        #expect("\(RequestId.string("a"))" == "a")
        #expect("\(RequestId.integer(7))" == "7")
    }

    @Test func errors() {
        let error = RPCError(
            .invalidRequest, "thread not found: x", data: ErrorData(kind: "threadNotFound", ["threadId": "x"]))
        checkCoding(
            error,
            """
            {"code":-32600,"message":"thread not found: x","data":{"kind":"threadNotFound","threadId":"x"}}
            """)
        checkCoding(RPCError(code: 7, message: "no"), #"{"code":7,"message":"no","data":null}"#)
        #expect(error.kind == "threadNotFound")
        #expect(RPCError(code: 7, message: "no").kind == nil)
    }

    @Test func `error data`() {
        checkCoding(
            ErrorData(kind: "overloaded", ["retryAfterMs": 5, "queue": "in"]),
            """
            {"kind":"overloaded","retryAfterMs":5,"queue":"in"}
            """)
    }
}
