/// `thread/backgroundTerminals/list`: pages through the commands of a thread that run in the background.
package enum ThreadBackgroundTerminalsList: ClientRequest {
    package typealias Params = ThreadBackgroundTerminalsListParams
    package typealias Response = ThreadBackgroundTerminalsListResponse

    package static var method: String { "thread/backgroundTerminals/list" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which page to show.
package struct ThreadBackgroundTerminalsListParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// Where to go on: `nextCursor` of an earlier page.
    package var cursor: String?
    /// How many commands at most: 25 unless given, 0 counts as 1.
    package var limit: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(threadId: String, cursor: String? = nil, limit: Int? = nil) {
        self.threadId = threadId
        self.cursor = cursor
        self.limit = limit
    }
}

/// One page of commands.
package struct ThreadBackgroundTerminalsListResponse: Codable, Hashable, Sendable {
    /// The commands, the oldest first.
    package var data: [ThreadBackgroundTerminal]
    /// Where the next page starts; null after the last one.
    package var nextCursor: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(data: [ThreadBackgroundTerminal], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }
}

/// A command that runs though no call waits for it.
package struct ThreadBackgroundTerminal: Codable, Hashable, Sendable {
    /// The command's item.
    package var itemId: String
    /// The process's handle: a number as text, not the system's process id.
    package var processId: String
    /// The command line.
    package var command: String
    /// The directory that it runs in.
    package var cwd: LegacyAppPathString
    /// The system's process id; that of the sandbox around the command if there is one.
    package var osPid: Int?
    /// The share of a processor that it uses, in percent; null where that isn't measured.
    package var cpuPercent: Double?
    /// The memory that it has, in KiB; null where that isn't measured.
    package var rssKb: Int?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        itemId: String, processId: String, command: String, cwd: LegacyAppPathString, osPid: Int? = nil,
        cpuPercent: Double? = nil, rssKb: Int? = nil
    ) {
        self.itemId = itemId
        self.processId = processId
        self.command = command
        self.cwd = cwd
        self.osPid = osPid
        self.cpuPercent = cpuPercent
        self.rssKb = rssKb
    }
}

/// `thread/backgroundTerminals/terminate`: ends one command that runs in the background.
package enum ThreadBackgroundTerminalsTerminate: ClientRequest {
    package typealias Params = ThreadBackgroundTerminalsTerminateParams
    package typealias Response = ThreadBackgroundTerminalsTerminateResponse

    package static var method: String { "thread/backgroundTerminals/terminate" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Which command to end.
package struct ThreadBackgroundTerminalsTerminateParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String
    /// The process's handle, as in the item.
    package var processId: String

    /// Makes the value from its fields.
    package init(threadId: String, processId: String) {
        self.threadId = threadId
        self.processId = processId
    }
}

/// Whether there was something to end.
package struct ThreadBackgroundTerminalsTerminateResponse: Codable, Hashable, Sendable {
    /// Whether the command ran until now.
    package var terminated: Bool

    /// Makes the value from its fields.
    package init(terminated: Bool) {
        self.terminated = terminated
    }
}

/// `thread/backgroundTerminals/clean`: ends all commands of a thread that run in the background.
package enum ThreadBackgroundTerminalsClean: ClientRequest {
    package typealias Params = ThreadBackgroundTerminalsCleanParams
    package typealias Response = ThreadBackgroundTerminalsCleanResponse

    package static var method: String { "thread/backgroundTerminals/clean" }
    package static var stability: Stability { .experimental }

    package static func scope(_ params: Params) -> OrderingScope {
        .thread(params.threadId)
    }
}

/// Whose commands to end.
package struct ThreadBackgroundTerminalsCleanParams: Codable, Hashable, Sendable {
    /// The thread.
    package var threadId: String

    /// Makes the value from its fields.
    package init(threadId: String) {
        self.threadId = threadId
    }
}

/// Nothing to say.
package struct ThreadBackgroundTerminalsCleanResponse: Codable, Hashable, Sendable {
    /// Makes the empty object.
    package init() {}
}
