import AppServerProtocol
import ModelClient
import Support
import ThreadStore
import WireJSON

/// Turns that outlive their process, because all they waited for was the user's word.
extension AgentThread {
    /// Goes on with a turn whose process died while it waited: the user is asked again, and then it continues as any
    /// other. The turn is in the feed's state already; clients that join see it run.
    ///
    /// What it had to do besides is over: calls that had begun are answered as aborted, and the schema of its answer,
    /// which no log has, is not asked for any more.
    ///
    /// - Parameter items: what the model saw since the turn began.
    func goOn(with turn: Turn, _ items: [RawJSON]) {
        let waiting = Set(feed.read(\.digest.waitingApprovals).map(\.itemId))
        let calls = Self.openCalls(in: items).filter { waiting.contains($0.callID) }
        let control = TurnControl()
        control.keep()
        active = ActiveTurn(id: turn.id, kind: .regular, control: control)
        goals.turnStarted(forGoal: false, atMs: environment.clock.milliseconds())
        control.begin(
            Task(executorPreference: environment.executor) {
                await self.carryOn(turn, calls, control)
            })
    }

    private func carryOn(
        _ turn: Turn, _ calls: [ResponseAssembler.ToolCall], _ control: TurnControl
    ) async {
        do throws(AgentError) {
            let settings = feed.read(\.settings)
            // No client asks for it, so that the one that made the thread stands for it.
            let userAgent = "\(feed.read(\.header.originator) ?? "heddle")/\(environment.version)"
            var context = context(of: turn, .regular, settings, try provider(settings), userAgent: userAgent)
            context.begunItems = Set(calls.map(\.callID))
            try await modelHistory(waiting: Set(calls.map(\.callID)))
            let loop = TurnLoop(
                context: context, thread: self, control: control, environment: environment,
                tools: ToolRunner(context: context, thread: self, environment: environment, control: control),
                surroundings: surroundings(context))
            await loop.goOn(turn, with: calls)
        } catch {
            for call in calls {
                feed.record(.modelItem(ModelItemRecord(turnId: turn.id, item: call.output(ToolTexts.aborted))))
            }
            feed.interruptItems(turnID: turn.id, atMs: environment.clock.milliseconds())
            await fail(turn, with: [], error)
        }
    }

    /// The calls that no output answers, in order. Ids come from models, which may use one again.
    private static func openCalls(in items: [RawJSON]) -> [ResponseAssembler.ToolCall] {
        var calls: [ResponseAssembler.ToolCall] = []
        for item in items {
            guard let root = try? item.document().root else { continue }
            if let call = ResponseAssembler.ToolCall(ModelItem(root)) {
                calls.append(call)
            } else if let id = root["call_id"]?.string, let index = calls.firstIndex(where: { $0.callID == id }) {
                calls.remove(at: index)
            }
        }
        return calls
    }
}
