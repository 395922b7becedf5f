import AgentCore
import AppServerProtocol

/// The methods of models and accounts.
struct ModelHandlers: Sendable {
    let models: ModelListing

    /// Adds the methods to the table.
    func register(on router: inout Router) {
        router.on(ModelList.self) { params, _ in
            try PageLimit.check(params.limit)
            return Handled(try models.page(params))
        }
        router.on(AccountRead.self) { _, _ in
            // Keys come from the environment or from a provider's table; there are no accounts to sign in to.
            Handled(GetAccountResponse(account: nil, requiresOpenaiAuth: false))
        }
        router.on(MockExperimentalMethod.self) { params, _ in
            Handled(MockExperimentalMethodResponse(echoed: params.value))
        }
    }
}
