package import AgentCore
import AppServerProtocol
import Logging
import Support
import ThreadStore
package import Transport
import WireJSON

/// The server without its surroundings: the object graph between the transports and the agent core. The executable puts
/// a stdio connection on it, tests put an in-process one.
package final class AppServer: Sendable {
    private let environment: AgentEnvironment
    private let threads: ThreadManager
    private let connections: ConnectionRegistry
    private let scheduler: RequestScheduler
    private let router: Router
    private let initializer: InitializeHandler
    /// What the server does for its home by itself.
    package let maintenance: Maintenance

    /// A server over an agent core's environment, whose audience must be that of `connections`.
    package init(environment: AgentEnvironment, connections: ConnectionRegistry) {
        self.environment = environment
        self.connections = connections
        let scheduler = RequestScheduler(executor: environment.executor)
        self.scheduler = scheduler
        threads = ThreadManager(
            environment: environment,
            lanes: ThreadLanes { id, part in scheduler.submitPart(OrderingScope.thread(id).canonical, part) })
        maintenance = Maintenance(threads: threads, scheduler: scheduler, environment: environment)
        let host = HostDescription(environment: environment.variables)
        initializer = InitializeHandler(
            configuration: environment.configuration,
            homeProblem: { environment.store.homeProblem },
            openLists: { [store = environment.store] in store.openListsAhead() }, host: host, clock: environment.clock,
            logger: environment.logger)
        var router = Router()
        ThreadHandlers(threads: threads, host: host, clock: environment.clock).register(on: &router)
        ThreadReadingHandlers(threads: threads).register(on: &router)
        ThreadChangeHandlers(threads: threads).register(on: &router)
        SectionHandlers(threads: threads).register(on: &router)
        GoalHandlers(threads: threads, host: host).register(on: &router)
        QueueHandlers(threads: threads, host: host).register(on: &router)
        ProjectHandlers(threads: threads, connections: connections, clock: environment.clock).register(on: &router)
        AbsentFeatureHandlers(threads: threads).register(on: &router)
        TurnHandlers(threads: threads, host: host).register(on: &router)
        TerminalHandlers(threads: threads, host: host).register(on: &router)
        CommandExecHandlers(environment: environment).register(on: &router)
        ProcessHandlers(environment: environment).register(on: &router)
        ModelHandlers(models: ModelListing()).register(on: &router)
        ConfigHandlers(configuration: environment.configuration).register(on: &router)
        MaintenanceHandlers(threads: threads, maintenance: maintenance).register(on: &router)
        self.router = router
    }

    /// The methods that have a handler, `initialize` included.
    package var methods: [String] { [Initialize.method] + router.methods }

    // MARK: - Connections

    /// Opens a connection whose lines go to `outbound`; the processor takes the client's lines.
    package func connect(id: Int, outbound: OutboundQueue) -> MessageProcessor {
        let store = environment.store
        let connection = ClientConnection(id: id, outbound: outbound) { store.latestPosition }
        connections.add(connection)
        return MessageProcessor(
            connection: connection, router: router, scheduler: scheduler,
            requests: environment.requests, initializer: initializer, logger: environment.logger)
    }

    // MARK: - Stopping

    /// Ends the service: what was read before is answered, what comes now is refused, running turns end (finished first when `draining`), children and logs
    /// are closed. The connections' queues are left to their transports.
    package func stop(draining: Bool) async {
        scheduler.close()
        connections.endProcesses(onlyNamed: draining)
        await scheduler.waitUntilIdle()
        if draining {
            // Nobody can answer any more, so what waits for an answer must not wait for ever.
            environment.requests.close()
            await threads.waitUntilIdle()
        }
        await threads.stop()
        environment.requests.close()
    }

    /// Interrupts every running turn, also while a stop waits for them to finish.
    package func interruptTurns() async {
        await threads.interruptTurns()
    }

    /// How many requests have been answered so far.
    package var answeredRequests: Int { scheduler.finished }
}
