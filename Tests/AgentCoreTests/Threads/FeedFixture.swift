import AppServerProtocol
import Support
import Synchronization
import ThreadStore
import WireJSON

@testable import AgentCore

/// A feed without a log, and clients that remember what they were sent.
struct FeedFixture {
    let feed: ThreadFeed
    let requests = OutgoingRequests()
    /// What connections outside the thread's subscribers were sent.
    let outsiders = Inbox()

    init() {
        let header = ThreadHeader(
            id: "t", createdAtMs: 1000, cwd: "/w", source: .vscode, cliVersion: "0", modelProvider: "p",
            historyMode: .paginated)
        let settings = ThreadSettings(
            cwd: "/w", approvalPolicy: .never, approvalsReviewer: .user, sandboxPolicy: .dangerFullAccess, model: "m",
            modelProvider: "p",
            collaborationMode: CollaborationMode(mode: .default, settings: Settings(model: "m")))
        feed = ThreadFeed(
            id: "t", state: FeedState(header: header, settings: settings), log: nil,
            clock: WallClock { 5000 },
            audience: Audience { [outsiders] line, _ in outsiders.take(line.experimental) }, requests: requests)
    }

    /// Subscribes a client whose events flow at once.
    func join(_ id: Int = 1) -> Inbox {
        let inbox = Inbox()
        _ = feed.attach(inbox.subscriber(id))
        feed.release(id)
        return inbox
    }

    /// Begins a turn without ending it.
    func beginTurn(_ id: String = "turn") -> Turn {
        let turn = Turn(id: id, items: [], status: .inProgress)
        _ = feed.turnAccepted(turn, input: nil, clientUserMessageID: nil, atMs: 5000)
        feed.turnStarted(turn)
        return turn
    }
}

/// The lines that one client was sent.
final class Inbox: Sendable {
    private let received = Mutex<[JSONValue]>([])

    func take(_ line: [UInt8]) {
        guard let value = try? JSONValue(parsing: line) else { return }
        received.withLock { $0.append(value) }
    }

    var lines: [JSONValue] { received.withLock { $0 } }
    var methods: [String] { lines.compactMap { $0["method"]?.stringValue } }
    var numbers: [Int64] { lines.compactMap { $0["seq"]?.int64Value } }

    func subscriber(_ id: Int) -> Subscriber {
        Subscriber(
            id: id, isExperimental: true, deliver: { self.take($0.experimental) }, isCongested: { false },
            waitForRoom: {}, blockForRoom: { _ in })
    }
}
