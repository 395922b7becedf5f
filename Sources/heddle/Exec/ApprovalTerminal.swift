#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The terminal on which approvals are asked.
struct ApprovalTerminal {
    /// For reading and writing, and for waiting until a line was typed.
    let descriptor: Int32

    /// The terminal of this session, whatever standard input and output are; nil when there is none.
    init?() {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        if terminal >= 0 {
            descriptor = terminal
        } else if isatty(STDIN_FILENO) == 1 {
            descriptor = STDIN_FILENO
        } else {
            return nil
        }
    }

    /// Shows a question. What was typed before it is thrown away: it cannot be an answer.
    func ask(_ question: ApprovalQuestion) {
        tcflush(descriptor, TCIFLUSH)
        write("\n" + question.text)
    }

    /// Shows a text.
    func write(_ text: String) {
        let target = descriptor == STDIN_FILENO ? STDERR_FILENO : descriptor
        _ = FileOutput.write(Array(text.utf8), to: target)
    }

    /// What was typed: a line when the terminal is in its usual mode. Nil at the end of input.
    func read() -> String? {
        // A terminal hands over at most one line; 4096 bytes is the longest that Linux edits.
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = systemRead(&buffer)
        guard count > 0 else { return count < 0 && errno == EINTR ? "" : nil }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    private func systemRead(_ buffer: inout [UInt8]) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, &buffer, buffer.count)
        #else
            Darwin.read(descriptor, &buffer, buffer.count)
        #endif
    }
}
