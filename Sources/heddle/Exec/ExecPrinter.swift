#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes what is to be seen: answers to standard output, activity to standard error, colours and the status line only
/// where they belong.
struct ExecPrinter {
    /// What is known about one of the two descriptors.
    private struct Sink {
        let descriptor: Int32
        let isTerminal: Bool
        /// Whether a line can be erased and written again.
        let canErase: Bool
        let hasColours: Bool
    }

    private let answers: Sink
    private let activity: Sink
    /// Whether standard output carries the wire. Then nothing of the conversation is shown.
    private let printsWire: Bool

    private var status: String?
    private var statusSince = ContinuousClock.now
    private var isStatusVisible = false
    private var isLineOpen = false
    /// Whether standard output takes no more: the reader is gone.
    private(set) var isBroken = false

    /// Erases the line that the cursor is on.
    private static let eraseLine = "\r\u{1B}[K"

    /// - Parameters:
    ///   - printsWire: whether standard output is for the server's lines only.
    ///   - environment: where `NO_COLOR` and `TERM` are looked up.
    init(printsWire: Bool, environment: [String: String]) {
        let isDumb = environment["TERM"] == "dumb"
        let wantsColours = (environment["NO_COLOR"] ?? "").isEmpty
        func sink(_ descriptor: Int32) -> Sink {
            let isTerminal = isatty(descriptor) == 1
            let canErase = isTerminal && !isDumb
            return Sink(
                descriptor: descriptor, isTerminal: isTerminal, canErase: canErase,
                hasColours: canErase && wantsColours)
        }
        answers = sink(STDOUT_FILENO)
        activity = sink(STDERR_FILENO)
        self.printsWire = printsWire
    }

    /// Whether a question waits on the terminal. The status line would overwrite it.
    var isAsking = false {
        didSet { if isAsking { hideStatus() } }
    }

    /// Whether the status line is to be seen, and changes with time.
    var hasStatus: Bool { status != nil && activity.canErase && !isLineOpen && !isAsking }

    /// Shows texts and remembers the status.
    mutating func show(_ outputs: [ExecOutput]) {
        guard !printsWire else { return }
        for output in outputs {
            switch output {
            case .text(let text, let channel, let style): write(text, channel, style)
            case .status(let text): setStatus(text)
            }
        }
        drawStatus()
    }

    /// Prints a line of the server as it came.
    mutating func wire(_ line: [UInt8]) {
        guard printsWire else { return }
        if !FileOutput.write(line + [UInt8(ascii: "\n")], to: answers.descriptor) { isBroken = true }
    }

    /// Shows something whatever the mode: what went wrong, what was asked.
    mutating func notice(_ text: String) {
        hideStatus()
        if isLineOpen { StandardError.write("\n") }
        isLineOpen = false
        StandardError.write(activity.isTerminal ? TerminalText.safe(text) : text)
    }

    /// Brings the time in the status line up to date.
    mutating func tick() {
        drawStatus()
    }

    /// Takes the status line away, before a question or the end.
    mutating func hideStatus() {
        guard isStatusVisible else { return }
        StandardError.write(Self.eraseLine)
        isStatusVisible = false
    }

    // MARK: -

    private mutating func write(_ text: String, _ channel: ExecOutput.Channel, _ style: ExecOutput.Style) {
        hideStatus()
        let sink = channel == .answer ? answers : activity
        let shown = sink.isTerminal ? TerminalText.safe(text) : text
        let bytes = Array((sink.hasColours ? Self.coloured(shown, style) : shown).utf8)
        if !FileOutput.write(bytes, to: sink.descriptor), channel == .answer { isBroken = true }
        if sink.isTerminal { isLineOpen = shown.last != "\n" }
    }

    /// Colours end before the line does, so that a break in the middle leaves the terminal as it was.
    private static func coloured(_ text: String, _ style: ExecOutput.Style) -> String {
        let code =
            switch style {
            case .plain: ""
            case .dim: "2"
            case .bold: "1"
            case .warning: "33"
            case .failure: "31"
            }
        guard !code.isEmpty else { return text }
        let isLine = text.last == "\n"
        return "\u{1B}[\(code)m\(isLine ? String(text.dropLast()) : text)\u{1B}[0m\(isLine ? "\n" : "")"
    }

    private mutating func setStatus(_ text: String?) {
        if text != status { statusSince = .now }
        status = text
        if text == nil { hideStatus() }
    }

    private mutating func drawStatus() {
        guard hasStatus, let status else { return }
        let seconds = (ContinuousClock.now - statusSince).components.seconds
        let time = seconds > 0 ? " \(seconds) s" : ""
        let text = "\(status)…\(time)"
        StandardError.write(Self.eraseLine + (activity.hasColours ? Self.coloured(text, .dim) : text))
        isStatusVisible = true
    }
}
