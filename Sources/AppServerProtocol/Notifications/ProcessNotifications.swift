/// `command/exec/outputDelta`: a command of the client has written something.
package struct CommandExecOutputDeltaNotification: ServerNotification {
    package static var method: String { "command/exec/outputDelta" }

    /// The client's name for the process.
    package var processId: String
    /// Where it was written.
    package var stream: CommandExecOutputStream
    /// The bytes, in Base64.
    package var deltaBase64: String
    /// Whether these are the last bytes that are sent of this stream.
    package var capReached: Bool

    /// Makes the value from its fields.
    package init(processId: String, stream: CommandExecOutputStream, deltaBase64: String, capReached: Bool) {
        self.processId = processId
        self.stream = stream
        self.deltaBase64 = deltaBase64
        self.capReached = capReached
    }
}

/// Where a command writes.
package enum CommandExecOutputStream: String, ClosedEnum {
    /// Standard output; everything that a terminal shows.
    case stdout
    /// Standard error.
    case stderr
}

/// `process/outputDelta`: a process of the client has written something.
package struct ProcessOutputDeltaNotification: ServerNotification {
    package static var method: String { "process/outputDelta" }

    /// The client's name for the process.
    package var processHandle: String
    /// Where it was written.
    package var stream: ProcessOutputStream
    /// The bytes, in Base64.
    package var deltaBase64: String
    /// Whether these are the last bytes that are sent of this stream.
    package var capReached: Bool

    /// Makes the value from its fields.
    package init(processHandle: String, stream: ProcessOutputStream, deltaBase64: String, capReached: Bool) {
        self.processHandle = processHandle
        self.stream = stream
        self.deltaBase64 = deltaBase64
        self.capReached = capReached
    }
}

/// Where a process writes.
package enum ProcessOutputStream: String, ClosedEnum {
    /// Standard output; everything that a terminal shows.
    case stdout
    /// Standard error.
    case stderr
}

/// `process/exited`: a process of the client has ended.
package struct ProcessExitedNotification: ServerNotification {
    package static var method: String { "process/exited" }

    /// The client's name for the process.
    package var processHandle: String
    /// The exit code: 124 when its time was up, 128 plus the number of the signal that ended it.
    package var exitCode: Int
    /// Its standard output, unless that was streamed. Bytes that are no UTF-8 are replaced.
    package var stdout: String
    /// Whether there was more of it than the cap.
    package var stdoutCapReached: Bool
    /// The same of its standard error.
    package var stderr: String
    /// Whether there was more of it than the cap.
    package var stderrCapReached: Bool

    /// Makes the value from its fields.
    package init(
        processHandle: String, exitCode: Int, stdout: String, stdoutCapReached: Bool, stderr: String,
        stderrCapReached: Bool
    ) {
        self.processHandle = processHandle
        self.exitCode = exitCode
        self.stdout = stdout
        self.stdoutCapReached = stdoutCapReached
        self.stderr = stderr
        self.stderrCapReached = stderrCapReached
    }
}
