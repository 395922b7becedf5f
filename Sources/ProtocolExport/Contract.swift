package import AppServerProtocol

/// The methods of the protocol with the shapes of all their types: what both exports are made from.
package struct Contract: Sendable {
    /// What clients call, in the order of ``API/clientRequests``.
    package var clientRequests: [Method]
    /// What the server calls.
    package var serverRequests: [Method]
    /// What the server tells.
    package var serverNotifications: [Method]
    /// What clients tell.
    package var clientNotifications: [Method]
    /// The types of the message envelopes that all methods share.
    package var envelopes: [String]
    /// Every named type.
    package var catalog: ShapeCatalog

    /// One method or notification.
    package struct Method: Hashable, Sendable {
        /// The name on the wire.
        package var name: String
        /// Whether it is part of the lasting contract.
        package var stability: Stability
        /// The name of the Swift type that declares it; the doc comments know it by that name.
        package var type: String
        /// The name of the params' type; nil if there is nothing to send.
        package var params: String?
        /// The name of the result's type; nil for notifications.
        package var response: String?
    }

    /// The whole protocol.
    ///
    /// - Throws: ``ExportError`` if a type can't be recorded.
    package static func complete() throws -> Contract {
        try Contract(
            clientRequests: API.clientRequests, serverRequests: API.serverRequests,
            serverNotifications: API.serverNotifications, clientNotifications: API.clientNotifications)
    }

    /// Records the types of the given methods.
    package init(
        clientRequests: [any ClientRequest.Type] = [], serverRequests: [any ServerRequest.Type] = [],
        serverNotifications: [any ServerNotification.Type] = [], clientNotifications: [any ClientNotification.Type] = []
    ) throws {
        let recorder = MethodRecorder()
        self.clientRequests = try clientRequests.map { try recorder.request($0) }
        self.serverRequests = try serverRequests.map { try recorder.request($0) }
        self.serverNotifications = try serverNotifications.map { try recorder.notification($0) }
        self.clientNotifications = try clientNotifications.map { try recorder.notification($0) }
        let messages = try JSONRPCMessage.kinds.map { try recorder.type($0) }
        let parts = try [recorder.type(JSONRPCErrorError.self), recorder.type(RequestId.self)]
        self.envelopes = ["JSONRPCMessage"] + messages + parts
        self.catalog = recorder.catalog
        self.catalog["JSONRPCMessage"] = .alternatives(messages.map(Shape.named))
    }

    /// The names under which the exports look for doc comments: types, and their fields, words and variants.
    package var documentedNames: Set<String> {
        let methods = clientRequests + serverRequests + serverNotifications + clientNotifications
        return Set(methods.map(\.type)).union(
            catalog.definitions.flatMap { name, definition in
                [name] + definition.members.map { "\(name).\($0)" }
            })
    }

    /// The contract without its experimental methods, unless they are wanted.
    ///
    /// Experimental fields and variants stay in the catalog; the exports leave them out one by one.
    package func filtered(experimental: Bool) -> Contract {
        guard !experimental else { return self }
        var stable = self
        stable.clientRequests.removeAll { $0.stability == .experimental }
        stable.serverRequests.removeAll { $0.stability == .experimental }
        stable.serverNotifications.removeAll { $0.stability == .experimental }
        stable.clientNotifications.removeAll { $0.stability == .experimental }
        return stable
    }
}

/// Records what methods are made of.
private final class MethodRecorder {
    private let recorder = ShapeRecorder()
    /// Types without fields, entered under the names that their methods give them.
    private var emptyTypes: Set<String> = []

    var catalog: ShapeCatalog {
        var catalog = recorder.catalog
        for name in emptyTypes { catalog[name] = .structure([]) }
        return catalog
    }

    func type(_ type: any Decodable.Type) throws -> String {
        guard case .named(let name) = try recorder.shape(of: type) else {
            throw ExportError(.unrecordableType, "\(type) stands for a whole message and must be a type of its own")
        }
        return name
    }

    func request<Request: ClientRequest>(_ request: Request.Type) throws -> Contract.Method {
        try method(Request.method, Request.stability, Request.self, Request.Params.self, Request.Response.self)
    }

    func request<Request: ServerRequest>(_ request: Request.Type) throws -> Contract.Method {
        try method(Request.method, Request.stability, Request.self, Request.Params.self, Request.Response.self)
    }

    func notification<Notification: ServerNotification>(_ type: Notification.Type) throws -> Contract.Method {
        let params = try self.type(type)
        return Contract.Method(
            name: Notification.method, stability: Notification.stability, type: params, params: params)
    }

    func notification<Notification: ClientNotification>(_ type: Notification.Type) throws -> Contract.Method {
        let params = try self.type(type)
        let isEmpty = recorder.catalog[params] == .structure([])
        return Contract.Method(
            name: Notification.method, stability: Notification.stability, type: params, params: isEmpty ? nil : params)
    }

    /// A result without fields is exported under the name of its params, so that each method has its own file, as
    /// clients of this protocol expect.
    private func method(
        _ name: String, _ stability: Stability, _ request: any Any.Type, _ params: any Decodable.Type,
        _ response: any Decodable.Type
    ) throws -> Contract.Method {
        let paramsName = params == NoFields.self ? nil : try type(params)
        let requestName = ShapeRecorder.name(of: request)
        let responseName: String
        if response == NoFields.self {
            let stem = paramsName.map { $0.replacingSuffix("Params") } ?? requestName
            responseName = stem + "Response"
            emptyTypes.insert(responseName)
        } else {
            responseName = try type(response)
        }
        return Contract.Method(
            name: name, stability: stability, type: requestName, params: paramsName, response: responseName)
    }
}

extension String {
    /// The text without a suffix, if it ends so.
    fileprivate func replacingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
