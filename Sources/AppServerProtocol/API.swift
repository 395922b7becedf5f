/// Every method of the contract. Whatever goes through all of them, such as the schemas, the routes and the manual, starts here.
package enum API {
    /// What clients can ask of the server.
    package static let clientRequests: [any ClientRequest.Type] = [
        Initialize.self,
        ThreadStart.self,
        ThreadResume.self,
        ThreadRead.self,
        ThreadList.self,
        ThreadLoadedList.self,
        ThreadNameSet.self,
        ThreadUnsubscribe.self,
        ThreadFork.self,
        ThreadArchive.self,
        ThreadUnarchive.self,
        ThreadDelete.self,
        ThreadMetadataUpdate.self,
        ThreadSettingsUpdate.self,
        ThreadMemoryModeSet.self,
        ThreadTurnsList.self,
        ThreadItemsList.self,
        ThreadItemsRead.self,
        ThreadTimelineList.self,
        ThreadRevert.self,
        ThreadRollback.self,
        ThreadInjectItems.self,
        ThreadSearchOccurrences.self,
        ThreadReadStateUpdate.self,
        ThreadAttachmentAdd.self,
        ThreadAttachmentList.self,
        ThreadAttachmentRemove.self,
        ThreadIncrementElicitation.self,
        ThreadDecrementElicitation.self,
        TurnStart.self,
        TurnSteer.self,
        TurnInterrupt.self,
        ModelList.self,
        AccountRead.self,
        ConfigRead.self,
        MockExperimentalMethod.self,
    ]

    /// What the server can ask of clients.
    package static let serverRequests: [any ServerRequest.Type] = [
        ItemCommandExecutionRequestApproval.self,
        ItemFileChangeRequestApproval.self,
    ]

    /// What the server tells clients.
    package static let serverNotifications: [any ServerNotification.Type] = [
        ErrorNotification.self,
        ThreadStartedNotification.self,
        ThreadStatusChangedNotification.self,
        ThreadReadStateChangedNotification.self,
        ThreadClosedNotification.self,
        ThreadArchivedNotification.self,
        ThreadUnarchivedNotification.self,
        ThreadDeletedNotification.self,
        ThreadRevertedNotification.self,
        ThreadGoalUpdatedNotification.self,
        ThreadGoalClearedNotification.self,
        ThreadQueueChangedNotification.self,
        ThreadAttachmentUpdatedNotification.self,
        ThreadNameUpdatedNotification.self,
        ThreadSettingsUpdatedNotification.self,
        ThreadTokenUsageUpdatedNotification.self,
        TurnStartedNotification.self,
        TurnCompletedNotification.self,
        TurnDiffUpdatedNotification.self,
        TurnPlanUpdatedNotification.self,
        ItemStartedNotification.self,
        ItemCompletedNotification.self,
        AgentMessageDeltaNotification.self,
        PlanDeltaNotification.self,
        ReasoningSummaryTextDeltaNotification.self,
        ReasoningSummaryPartAddedNotification.self,
        ReasoningTextDeltaNotification.self,
        CommandExecutionOutputDeltaNotification.self,
        TerminalInteractionNotification.self,
        FileChangeOutputDeltaNotification.self,
        FileChangePatchUpdatedNotification.self,
        McpToolCallProgressNotification.self,
        ServerRequestResolvedNotification.self,
        AccountRateLimitsUpdatedNotification.self,
        RemoteControlStatusChangedNotification.self,
        ModelReroutedNotification.self,
        WarningNotification.self,
        ConfigWarningNotification.self,
        DeprecationNoticeNotification.self,
    ]

    /// What clients tell the server.
    package static let clientNotifications: [any ClientNotification.Type] = [
        InitializedNotification.self
    ]
}
