import Synchronization

/// The processes that one client runs, by the names that it gives them. They end with its connection.
package final class ClientProcesses: Sendable {
    private struct State {
        /// Those with a name.
        var named: [String: ClientProcess] = [:]
        /// Those that nobody can name, by a number.
        var nameless: [Int: ClientProcess] = [:]
        var last = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Holds a process's place until it is over.
    struct Place: Sendable {
        fileprivate var name: String?
        fileprivate var number: Int
        /// The process.
        var process: ClientProcess
    }

    /// Makes a place; nil if there is a process of this name.
    func add(_ process: ClientProcess, name: String?) -> Place? {
        let (place, isClosed): (Place?, Bool) = state.withLock { state in
            if let name {
                guard state.named[name] == nil else { return (nil, false) }
                state.named[name] = process
                return (Place(name: name, number: 0, process: process), state.isClosed)
            }
            state.last += 1
            state.nameless[state.last] = process
            return (Place(name: nil, number: state.last, process: process), state.isClosed)
        }
        if isClosed { process.kill() }
        return place
    }

    /// The process with a name.
    subscript(_ name: String) -> ClientProcess? {
        state.withLock { $0.named[name] }
    }

    /// The process is over.
    func remove(_ place: Place) {
        place.process.end()
        state.withLock { state in
            if let name = place.name {
                if state.named[name] === place.process { state.named[name] = nil }
            } else {
                state.nameless[place.number] = nil
            }
        }
    }

    /// The client sends nothing more: what only it can end is ended. Its other commands end by themselves, and their
    /// answers are still sent.
    func endNamed() {
        for process in state.withLock({ Array($0.named.values) }) { process.kill() }
    }

    /// Ends all, also those that come.
    func close() {
        let processes = state.withLock { state in
            state.isClosed = true
            return Array(state.named.values) + Array(state.nameless.values)
        }
        for process in processes { process.kill() }
    }
}
