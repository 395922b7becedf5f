import AppServerProtocol

/// Values that several goldens contain.
enum Samples {
    static let turn = Turn(id: "u1", rootTurnId: "u1", items: [], itemsView: .notLoaded, status: .inProgress)

    static let thread = Thread(
        id: "t1", sessionId: "t1", preview: "", ephemeral: false, projectId: nil, modelProvider: "openai", createdAt: 1,
        updatedAt: 2, status: .idle, cwd: "/w", cliVersion: "1.0.0", source: .vscode, turns: [])

    static let rateLimits = RateLimitSnapshot(
        limitId: "codex", limitName: "Codex", normalModelSlug: "m",
        primary: RateLimitWindow(usedPercent: 12, windowDurationMins: 300, resetsAt: 1_700_000_000),
        secondary: RateLimitWindow(usedPercent: 3),
        credits: CreditsSnapshot(hasCredits: true, unlimited: false, balance: "9.99"),
        individualLimit: SpendControlLimitSnapshot(
            limit: "10", used: "4", remainingPercent: 60, resetsAt: 1_800_000_000),
        spendControlReached: false, planType: .plus, rateLimitReachedType: .rateLimitReached)
}
