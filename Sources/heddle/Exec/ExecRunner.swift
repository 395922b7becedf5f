import AppServerProtocol
import Support
import Transport

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs a conversation: waits for the server, Ctrl-C and the terminal at once, on one thread.
struct ExecRunner {
    private let server: ServerProcess
    private let interrupts: Int32?
    private let terminal: ApprovalTerminal?
    private var conversation: ExecConversation
    private var printer: ExecPrinter
    private var framer = LineFramer(limit: Limits.inboundLineBytes)
    /// Questions in the order in which they came; the first one is on the terminal.
    private var questions: [ApprovalQuestion] = [] {
        didSet { printer.isAsking = !questions.isEmpty }
    }
    private var interruptCount = 0
    private var exitStatus: Int32?

    /// Runs one turn and gives the status to end with.
    ///
    /// - Parameters:
    ///   - plan: what to do.
    ///   - serverArguments: the command line of the server, without the program.
    ///   - printsWire: whether the server's lines are printed instead of a transcript.
    static func run(_ plan: ExecPlan, serverArguments: [String], printsWire: Bool) -> Int32 {
        // A reader or a server that goes away is noticed by the write that fails.
        signal(SIGPIPE, SIG_IGN)
        let interrupts = InterruptSignal.install()
        let environment = ProcessEnvironment.current()
        // The server's log is for operators. Here a person reads the same screen, and hears of errors only.
        let serverEnvironment = environment.merging(["HEDDLE_LOG": "error"]) { own, _ in own }
        let server: ServerProcess
        do {
            server = try ServerProcess(arguments: serverArguments, environment: serverEnvironment)
        } catch {
            StandardError.write("heddle: \(error.message)\n")
            return ExitStatus.failed
        }
        var runner = ExecRunner(
            server: server, interrupts: interrupts, terminal: ApprovalTerminal(),
            conversation: ExecConversation(plan),
            printer: ExecPrinter(printsWire: printsWire, environment: environment))
        return runner.run()
    }

    private init(
        server: ServerProcess, interrupts: Int32?, terminal: ApprovalTerminal?, conversation: ExecConversation,
        printer: ExecPrinter
    ) {
        self.server = server
        self.interrupts = interrupts
        self.terminal = terminal
        self.conversation = conversation
        self.printer = printer
    }

    private mutating func run() -> Int32 {
        perform { try $0.begin() }
        while exitStatus == nil {
            _ = wait(milliseconds: printer.hasStatus ? 1000 : -1)
            if printer.isBroken { exitStatus = ExitStatus.failed }
        }
        printer.hideStatus()
        let server = server
        server.stop { wait(milliseconds: $0) }
        return exitStatus ?? ExitStatus.failed
    }

    /// Waits for the next event and handles it. False when the server's output has ended.
    private mutating func wait(milliseconds: Int32) -> Bool {
        var sources = [pollfd(fd: server.output, events: Int16(POLLIN), revents: 0)]
        sources.append(pollfd(fd: interrupts ?? -1, events: Int16(POLLIN), revents: 0))
        let asks = questions.isEmpty ? nil : terminal
        sources.append(pollfd(fd: asks?.descriptor ?? -1, events: Int16(POLLIN), revents: 0))
        let count = poll(&sources, nfds_t(sources.count), milliseconds)
        if count == 0 { printer.tick() }
        guard count > 0 else { return true }

        if sources[1].revents != 0 { interrupted() }
        if sources[2].revents != 0, let asks { typed(asks.read()) }
        guard sources[0].revents != 0 else { return true }
        return readLines()
    }

    // MARK: - Events

    private mutating func readLines() -> Bool {
        var lines: [[UInt8]] = []
        let count = withUnsafeTemporaryAllocation(byteCount: Limits.readChunkBytes, alignment: 1) { buffer in
            let count = systemRead(server.output, buffer)
            if count > 0 {
                framer.push(UnsafeRawBufferPointer(rebasing: buffer[..<count])) { frame in
                    if case .line(let line) = frame { lines.append(line) }
                }
            }
            return count
        }
        for line in lines {
            printer.wire(line)
            perform { try $0.receive(line) }
        }
        if count > 0 || (count < 0 && errno == EINTR) { return true }
        perform { $0.serverEnded() }
        return false
    }

    private mutating func interrupted() {
        var byte: UInt8 = 0
        if let interrupts { _ = withUnsafeMutableBytes(of: &byte) { systemRead(interrupts, $0) } }
        interruptCount += 1
        guard interruptCount == 1, exitStatus == nil else {
            server.terminate()
            exitStatus = ExitStatus.interrupted
            return
        }
        perform { try $0.interrupt() }
    }

    private mutating func typed(_ line: String?) {
        guard let question = questions.first else { return }
        guard let line else {
            // The end of input on a terminal is no consent.
            return answer(question, .no)
        }
        guard let answer = ApprovalQuestion.Answer(typed: line) else {
            terminal?.write("Type y, a, n or c: ")
            return
        }
        self.answer(question, answer)
    }

    private mutating func answer(_ question: ApprovalQuestion, _ answer: ApprovalQuestion.Answer) {
        questions.removeAll { $0.id == question.id }
        perform { try $0.answer(question.id, answer) }
        if let next = questions.first { terminal?.ask(next) }
    }

    // MARK: - Actions

    private mutating func perform(_ step: (inout ExecConversation) throws -> [ExecConversation.Action]) {
        // What the server says while it stops belongs to nobody.
        guard exitStatus == nil else { return }
        do {
            for action in try step(&conversation) { perform(action) }
        } catch {
            printer.notice("heddle: the server broke the protocol: \(error)\n")
            exitStatus = ExitStatus.failed
        }
    }

    private mutating func perform(_ action: ExecConversation.Action) {
        switch action {
        case .send(let line):
            // A server that is gone is noticed when its output ends.
            _ = server.send(line)
        case .show(let outputs):
            printer.show(outputs)
        case .ask(let question):
            ask(question)
        case .withdraw(let id):
            withdraw(id)
        case .finish(let status):
            exitStatus = exitStatus ?? status
        }
    }

    private mutating func ask(_ question: ApprovalQuestion) {
        guard let terminal else {
            printer.notice(
                "declined: there is no terminal to ask on (to run all commands unasked: -a never -s danger-full-access)\n"
            )
            return answer(question, .no)
        }
        questions.append(question)
        guard questions.count == 1 else { return }
        terminal.ask(question)
    }

    private mutating func withdraw(_ id: RequestId) {
        let wasAsked = questions.first?.id == id
        questions.removeAll { $0.id == id }
        guard wasAsked else { return }
        terminal?.write("(no answer is needed any more)\n")
        if let next = questions.first { terminal?.ask(next) }
    }

    private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }
}
