import AppServerProtocol

/// Values that several goldens contain.
enum Samples {
    static let turn = Turn(id: "u1", rootTurnId: "u1", items: [], itemsView: .notLoaded, status: .inProgress)

    static let thread = Thread(
        id: "t1", sessionId: "t1", preview: "", ephemeral: false, projectId: nil, modelProvider: "openai", createdAt: 1,
        updatedAt: 2, status: .idle, cwd: "/w", cliVersion: "1.0.0", source: .vscode, turns: [])

    /// ``turn`` as it is written.
    static let turnText = """
        {"id":"u1","rootTurnId":"u1","items":[],"itemsView":"notLoaded","status":"inProgress","error":null,\
        "startedAt":null,"completedAt":null,"durationMs":null}
        """

    /// ``thread`` as it is written.
    static let threadText = """
        {"id":"t1","sessionId":"t1","forkedFromId":null,"parentThreadId":null,"preview":"","ephemeral":false,\
        "section":null,"sectionEnteredAt":null,"projectId":null,"historyMode":"paginated",\
        "canAcceptDirectInput":null,"environments":null,"daybreakEnabled":null,"extra":null,\
        "modelProvider":"openai","model":null,"reasoningEffort":null,"createdAt":1,"updatedAt":2,\
        "recencyAt":null,"status":{"type":"idle"},"path":null,"cwd":"/w","cliVersion":"1.0.0",\
        "originator":null,"source":"vscode","threadSource":null,"agentNickname":null,"agentRole":null,\
        "gitInfo":null,"name":null,"turns":[]}
        """

    /// An input of one text.
    static let input = [UserInput.text(TextUserInput(text: "hi"))]

    /// ``input`` as it is written.
    static let inputText = #"[{"type":"text","text":"hi","text_elements":[]}]"#

    static let rateLimits = RateLimitSnapshot(
        limitId: "codex", limitName: "Codex", normalModelSlug: "m",
        primary: RateLimitWindow(usedPercent: 12, windowDurationMins: 300, resetsAt: 1_700_000_000),
        secondary: RateLimitWindow(usedPercent: 3),
        credits: CreditsSnapshot(hasCredits: true, unlimited: false, balance: "9.99"),
        individualLimit: SpendControlLimitSnapshot(
            limit: "10", used: "4", remainingPercent: 60, resetsAt: 1_800_000_000),
        spendControlReached: false, planType: .plus, rateLimitReachedType: .rateLimitReached)
}
