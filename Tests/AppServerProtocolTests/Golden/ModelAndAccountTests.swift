import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Models and accounts, on the wire` {
    @Test func models() {
        checkCoding(
            ModelListParams(cursor: "c", limit: 5, includeHidden: true),
            """
            {"cursor":"c","limit":5,"includeHidden":true}
            """)
        checkCoding(
            ModelListResponse(
                data: [
                    Model(
                        id: "m", model: "m", upgrade: "n",
                        upgradeInfo: ModelUpgradeInfo(
                            model: "n", upgradeCopy: "u", modelLink: "l", migrationMarkdown: "md", retirementAt: 9),
                        availabilityNux: ModelAvailabilityNux(message: "new"), displayName: "M", description: "d",
                        modelSpecialty: "s", hidden: false,
                        supportedReasoningEfforts: [ReasoningEffortOption(reasoningEffort: "low", description: "fast")],
                        defaultReasoningEffort: "low", inputModalities: [.text, InputModality(rawValue: "smell")],
                        supportsPersonality: false, multiAgentVersion: .v2, additionalSpeedTiers: ["fast"],
                        serviceTiers: [ModelServiceTier(id: "priority", name: "Fast", description: "d")],
                        defaultServiceTier: "priority",
                        availableAccessPrograms: ModelAccessPrograms(cyber: [.daybreakBlue]), isDefault: true)
                ],
                nextCursor: "n"),
            """
            {"data":[{"id":"m","model":"m","upgrade":"n","upgradeInfo":{"model":"n","upgradeCopy":"u",
            "modelLink":"l","migrationMarkdown":"md","retirementAt":9},"availabilityNux":{"message":"new"},
            "displayName":"M","description":"d","modelSpecialty":"s","hidden":false,
            "supportedReasoningEfforts":[{"reasoningEffort":"low","description":"fast"}],
            "defaultReasoningEffort":"low","inputModalities":["text","smell"],"supportsPersonality":false,
            "multiAgentVersion":"v2","additionalSpeedTiers":["fast"],"serviceTiers":[{"id":"priority",
            "name":"Fast","description":"d"}],"defaultServiceTier":"priority",
            "availableAccessPrograms":{"cyber":["daybreakBlue"]},"isDefault":true}],"nextCursor":"n"}
            """)
        checkReading(
            """
            {"id":"m","model":"m","displayName":"M","description":"d","hidden":false,"supportedReasoningEfforts":[],
            "defaultReasoningEffort":"low","isDefault":false}
            """,
            as: Model(
                id: "m", model: "m", displayName: "M", description: "d", hidden: false, supportedReasoningEfforts: [],
                defaultReasoningEffort: "low", inputModalities: [.text, .image], isDefault: false))
        checkCoding(InputModality.known, #"["text","image","audio"]"#)
        checkCoding(MultiAgentVersion.known, #"["disabled","v1","v2"]"#)
    }

    @Test func account() {
        checkCoding([GetAccountParams(refreshToken: true), GetAccountParams()], #"[{"refreshToken":true},{}]"#)
        checkCoding(
            GetAccountResponse(
                account: .chatgpt(ChatgptAccount(email: nil, planType: .pro)), requiresOpenaiAuth: true,
                workspaceRouting: WorkspaceRouting(
                    chatgptAccountId: "a", backendOrigin: "https://b", accountRoutingOverride: .noConstraint)),
            """
            {"account":{"type":"chatgpt","email":null,"planType":"pro"},"requiresOpenaiAuth":true,
            "workspaceRouting":{"chatgptAccountId":"a","backendOrigin":"https://b",
            "accountRoutingOverride":"NO_CONSTRAINT"}}
            """)
        checkCoding(
            [
                Account.apiKey,
                .amazonBedrock(AmazonBedrockAccount(usesCodexManagedCredentials: true)),
            ],
            #"[{"type":"apiKey"},{"type":"amazonBedrock","usesCodexManagedCredentials":true}]"#)
        checkCoding(
            PlanType.known + [PlanType(rawValue: "platinum")],
            """
            ["free","go","plus","pro","prolite","promax","team","self_serve_business_prolite",
            "self_serve_business_usage_based","business","ent26","enterprise_cbp_automation",
            "enterprise_cbp_usage_based","enterprise","edu","edu_plus","edu_pro","unknown","platinum"]
            """)
        checkCoding(AccountRoutingOverride.known, #"["NO_CONSTRAINT","us","us_cr"]"#)
        checkRefusal(#"{"type":"chatgpt","planType":"pro"}"#, as: Account.self, "missing field `email`")
    }

    @Test func `rate limits`() {
        checkCoding(
            Samples.rateLimits,
            """
            {"limitId":"codex","limitName":"Codex","normalModelSlug":"m","primary":{"usedPercent":12,
            "windowDurationMins":300,"resetsAt":1700000000},"secondary":{"usedPercent":3,
            "windowDurationMins":null,"resetsAt":null},"credits":{"hasCredits":true,"unlimited":false,
            "balance":"9.99"},"individualLimit":{"limit":"10","used":"4","remainingPercent":60,
            "resetsAt":1800000000},"spendControlReached":false,"planType":"plus",
            "rateLimitReachedType":"rate_limit_reached"}
            """)
        checkCoding(
            RateLimitSnapshot(),
            """
            {"limitId":null,"limitName":null,"normalModelSlug":null,"primary":null,"secondary":null,
            "credits":null,"individualLimit":null,"spendControlReached":null,"planType":null,
            "rateLimitReachedType":null}
            """)
        checkCoding(
            RateLimitReachedType.known,
            """
            ["rate_limit_reached","workspace_owner_credits_depleted","workspace_member_credits_depleted",
            "workspace_owner_usage_limit_reached","workspace_member_usage_limit_reached"]
            """)
    }
}
