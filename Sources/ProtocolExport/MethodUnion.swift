/// All messages of one direction and kind: which methods there are, and which params each takes.
struct MethodUnion {
    /// The name of the union's type.
    let name: String
    /// `Request` or `Notification`; part of the titles.
    let kind: String
    /// Whether the messages have an id.
    let hasID: Bool
    /// The methods.
    let methods: [Contract.Method]

    /// The four unions of the protocol.
    static func all(_ contract: Contract) -> [MethodUnion] {
        [
            MethodUnion(name: "ClientRequest", kind: "Request", hasID: true, methods: contract.clientRequests),
            MethodUnion(name: "ServerRequest", kind: "Request", hasID: true, methods: contract.serverRequests),
            MethodUnion(
                name: "ServerNotification", kind: "Notification", hasID: false, methods: contract.serverNotifications),
            MethodUnion(
                name: "ClientNotification", kind: "Notification", hasID: false, methods: contract.clientNotifications),
        ]
    }

    /// The types that the messages name.
    var types: [String] {
        methods.compactMap(\.params) + (hasID ? ["RequestId"] : [])
    }
}
