package import AppServerProtocol
import ServerConfig
import Support
import ThreadStore
import WireJSON

/// Copying threads.
extension ThreadManager {
    /// Makes a thread that begins with another one's history, or a part of it. The other one stays as it is, and either
    /// can be deleted without the other.
    package func fork(
        _ params: ThreadForkParams, originator: String, for subscriber: Subscriber
    ) async throws(AgentError) -> OpenedThread {
        let sourceID = try threadID(params.threadId, orAt: params.path)
        try checkRunning()
        guard !params.ephemeral || params.excludeTurns else {
            throw AgentError(.invalidParams, "ephemeral paginated thread/fork requires `excludeTurns: true`")
        }
        let source = try await forkSource(sourceID)
        let (configuration, unknownKeys) = try configuration(applying: params.config)
        let overrides = ThreadOverrides(params)
        let settings = try source.state.settings.applying(
            overrides, configuration: configuration, environment: environment)
        try checkProvider(settings, configuration)
        let header = ThreadHeader(
            forkOf: source.state.digest, params, id: environment.identifiers.uuid(), settings: settings,
            originator: originator, environment: environment)
        let boundary = try ForkBoundary(params, upTo: source.logLength)
        let feed = try await copy(source, header, settings, boundary, isEphemeral: params.ephemeral)
        let thread = enter(feed, configuration)
        var (opened, snapshot) = open(thread, for: subscriber, isNew: true)
        opened.problems = ConfigProblem.unknown(unknownKeys).map { [$0] } ?? []
        do {
            if !params.excludeTurns { opened.thread.turns = try await turns(snapshot, feed.id) }
        } catch {
            leave(thread, subscriber.id)
            throw error
        }
        return opened
    }

    private func copy(
        _ source: ThreadFeed.Snapshot, _ header: ThreadHeader, _ settings: ThreadSettings, _ boundary: ForkBoundary,
        isEphemeral: Bool
    ) async throws(AgentError) -> ThreadFeed {
        let sourceID = source.state.header.id
        if isEphemeral {
            var state = FeedState(header: header, settings: settings)
            state.modelHistory = try await stored {
                try await self.environment.store.forkHistory(sourceID, boundary: boundary)
            }
            state.digest.takeTitle(of: source.state.digest)
            return feed(state, log: nil)
        }
        let (log, copied) = try await stored {
            try await self.environment.store.fork(sourceID, header: header, settings: settings, boundary: boundary)
        }
        var state = FeedState(digest: copied.digest, settings: settings)
        state.status = .idle
        let feed = feed(state, log: log)
        if let name = source.state.digest.name { feed.record(.name(name)) }
        // Who makes a copy has seen what is copied.
        if let last = copied.digest.lastTurn, copied.digest.readState?.firstUnread != nil {
            feed.record(.readMark(ReadMarkRecord(lastReadTurnId: last.id)))
        }
        environment.store.noteSummary(feed.read { $0.digest.summary })
        return feed
    }

    /// The thread that is to be copied, up to this moment.
    private func forkSource(_ id: String) async throws(AgentError) -> ThreadFeed.Snapshot {
        do throws(AgentError) {
            let (snapshot, path) = try await look(id)
            guard path != nil else { throw .ephemeral(id) }
            guard !snapshot.state.digest.isArchived else { throw .archived(id) }
            return snapshot
        } catch {
            throw error.kind == .threadNotFound && error != .ephemeral(id) ? .noStoredThread(id) : error
        }
    }
}

extension ForkBoundary {
    /// How much of the history a client asks to be copied.
    init(_ params: ThreadForkParams, upTo length: Int) throws(AgentError) {
        switch (params.lastTurnId, params.beforeTurnId) {
        case (nil, nil): self = .end(upTo: length)
        case (let last?, nil): self = .through(last)
        case (nil, let before?): self = .before(before)
        case (_?, _?):
            throw AgentError(.invalidParams, "`beforeTurnId` cannot be combined with `lastTurnId`")
        }
    }
}
