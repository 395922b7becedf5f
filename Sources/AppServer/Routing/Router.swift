package import AppServerProtocol
import Support
package import WireJSON

/// What a handler knows of the request besides its params.
package struct RequestContext: Sendable {
    /// Who asks.
    package let connection: ClientConnection
    /// What it asked for in `initialize`.
    package let profile: ClientSession.Profile
}

/// A handler's answer, and what may begin once the answer is queued: an event that an answer announces never arrives
/// before it.
package struct Handled<Response: Sendable>: Sendable {
    /// The result for the client.
    package var response: Response
    /// Runs when the answer is in the client's queue.
    package var afterwards: (@Sendable () -> Void)?

    /// An answer after which nothing happens.
    package init(_ response: Response, afterwards: (@Sendable () -> Void)? = nil) {
        self.response = response
        self.afterwards = afterwards
    }
}

/// The table from method names to handlers.
package struct Router: Sendable {
    /// A request that has been decoded: its lane, and its work.
    package struct Prepared: Sendable {
        /// The lane.
        package var scope: OrderingScope
        /// Runs the handler and answers.
        package var job: @Sendable (PendingReply) async -> Void
    }

    private struct Route: Sendable {
        var stability: Stability
        var prepare: @Sendable (JSONNode?, RequestContext) throws(ServerFailure) -> Prepared
    }

    private var routes: [String: Route] = [:]

    /// An empty table.
    package init() {}

    /// Handles a method.
    package mutating func on<Request: ClientRequest>(
        _ request: Request.Type,
        _ handler: @escaping @Sendable (Request.Params, RequestContext) async throws -> Handled<Request.Response>
    ) {
        routes[Request.method] = Route(stability: Request.stability) { node, context throws(ServerFailure) in
            let params = try Self.decode(request, node, isExperimental: context.profile.isExperimental)
            return Self.prepared(request, Request.scope(params), context) { try await handler(params, context) }
        }
    }

    /// Handles a method, a part of whose work is done when the request arrives: on the reader's thread, in the order of
    /// arrival. So what a client sends right behind it, without waiting, finds what it has made. It must not block.
    package mutating func on<Request: ClientRequest, Arrived: Sendable>(
        _ request: Request.Type,
        arriving arrive: @escaping @Sendable (Request.Params, RequestContext) throws(ServerFailure) -> Arrived,
        _ handler:
            @escaping @Sendable (Request.Params, RequestContext, Arrived) async throws -> Handled<Request.Response>
    ) {
        routes[Request.method] = Route(stability: Request.stability) { node, context throws(ServerFailure) in
            let params = try Self.decode(request, node, isExperimental: context.profile.isExperimental)
            let arrived = try arrive(params, context)
            return Self.prepared(request, Request.scope(params), context) {
                try await handler(params, context, arrived)
            }
        }
    }

    private static func prepared<Request: ClientRequest>(
        _ request: Request.Type, _ scope: OrderingScope, _ context: RequestContext,
        _ handler: @escaping @Sendable () async throws -> Handled<Request.Response>
    ) -> Prepared {
        Prepared(scope: scope.canonical) { reply in
            do {
                let handled = try await handler()
                reply.succeed(
                    try WireCoder.encode(handled.response, experimental: context.profile.isExperimental))
                handled.afterwards?()
            } catch {
                reply.fail(ServerFailure(error))
            }
        }
    }

    /// Whether a method is handled.
    package func handles(_ method: String) -> Bool { routes[method] != nil }

    /// The handled methods, sorted.
    package var methods: [String] { routes.keys.sorted() }

    /// Decodes a request's params, on the reader's thread: what is wrong with them is answered in order of arrival, and
    /// the lane depends on them.
    package func prepare(
        _ method: String, _ params: JSONNode?, _ context: RequestContext
    ) throws(ServerFailure) -> Prepared {
        guard let route = routes[method] else { throw .unknownMethod(method, known: methods) }
        if route.stability == .experimental && !context.profile.isExperimental { throw .experimental(method) }
        return try route.prepare(params, context)
    }

    /// Decodes params and refuses experimental parts that the client has not asked for. Missing params count as an empty
    /// object where the method needs nothing.
    static func decode<Request: ClientRequest>(
        _ request: Request.Type, _ node: JSONNode?, isExperimental: Bool
    ) throws(ServerFailure) -> Request.Params {
        guard let node, !node.isNull else {
            guard let params = try? WireCoder.decode(Request.Params.self, from: Array("{}".utf8)) else {
                throw .invalidParams(.missingField("params", codingPath: []))
            }
            return params
        }
        let use = ExperimentalUse()
        let params: Request.Params
        do {
            params = try node.decode(Request.Params.self, userInfo: [.experimentalUse: use])
        } catch {
            throw .invalidParams(error)
        }
        if !isExperimental, let part = use.firstPart(method: Request.method) { throw .experimental(part) }
        return params
    }
}
