import AgentCore
import AppServerProtocol
import WireJSON

/// The methods of features that Heddle doesn't have: memories, predicted messages and an automatic reviewer. They answer
/// with what is so: that there is nothing, or that it can't be done.
struct AbsentFeatureHandlers: Sendable {
    /// The numbers that `minConsolidatedThreads` may have in the protocol.
    private static let consolidatedThreads = 1...4096

    let threads: ThreadManager

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(MemoryStatus.self) { params, _ in
            if let count = params.minConsolidatedThreads, !Self.consolidatedThreads.contains(count) {
                throw ServerFailure(
                    code: .invalidParams, kind: "invalidParams",
                    "minConsolidatedThreads must be between 1 and 4096",
                    details: ["path": "minConsolidatedThreads"])
            }
            return Handled(MemoryStatusResponse(v2Ready: false, v2ConsolidatedThreads: 0))
        }
        router.on(MemoryReset.self) { _, _ in
            // There are no memories, so all of them are forgotten.
            Handled(MemoryResetResponse())
        }
        router.on(ThreadPredictionRequest.self) { _, _ in
            throw ServerFailure(
                code: .methodNotFound, kind: "unsupported", "thread/prediction/request is not implemented yet")
        }
        router.on(ThreadApproveGuardianDeniedAction.self) { params, _ in
            let refusal = try refusal(params.event)
            _ = try await threads.thread(params.threadId)
            throw ServerFailure(
                kind: "unsupported",
                "this server has no automatic reviewer, so there is no refusal \(refusal) to overrule; answer the "
                    + "approval request of the command instead")
        }
    }

    /// The id of a refusal.
    private func refusal(_ event: RawJSON) throws(ServerFailure) -> String {
        let known = try? event.decode(JSONValue.self)
        for field in ["id", "status"] where known?[field]?.stringValue == nil {
            throw ServerFailure(
                kind: "invalidParams", "invalid Guardian denial event: missing field `\(field)`",
                details: ["path": .string("event.\(field)")])
        }
        return known?["id"]?.stringValue ?? ""
    }
}
