/// The rules by which Landlock lets a command do what a confinement says, and nothing else.
///
/// A rule can only allow, and allows for everything below its place. So where something below a writable or readable
/// directory must not be, the rules are for the entries around it instead, as they are when the command starts. Hence,
/// in a directory with a protected or unreadable entry somewhere below (every workspace root is one):
/// - commands change the files and directories that are there, but add, remove and rename none of them;
/// - what others add while a command runs is out of its reach.
///
/// Where the command has a view of the file system in which such entries are mounted over (`Namespaces`), none of this
/// is needed: the rules are for the directories as a whole then.
///
/// An approved command may do everything elsewhere. It must not move or link an unreadable file either, whose new name
/// the next command could read.
///
/// What Landlock can't hold at all: names and attributes of files can always be seen, also those of unreadable ones;
/// modes, times and extended attributes of the user's files can be changed wherever they lie, if anything is writable
/// (otherwise the system call filter forbids it); processes of others can be seen, though not read, and before version 6
/// they can be sent signals; other names of unreadable files, as with bubblewrap; System V shared memory and message queues are those of the machine. No pseudo-terminals can
/// be made, since those of others could be opened the same way.
struct LandlockRules {
    /// Rights on files, as the kernel numbers them.
    struct Rights: OptionSet, Hashable {
        let rawValue: UInt64

        static let execute = Rights(rawValue: 1 << 0)
        static let writeFile = Rights(rawValue: 1 << 1)
        static let readFile = Rights(rawValue: 1 << 2)
        static let readDirectory = Rights(rawValue: 1 << 3)
        static let removeDirectory = Rights(rawValue: 1 << 4)
        static let removeFile = Rights(rawValue: 1 << 5)
        static let makeCharacterDevice = Rights(rawValue: 1 << 6)
        static let makeDirectory = Rights(rawValue: 1 << 7)
        static let makeFile = Rights(rawValue: 1 << 8)
        static let makeSocket = Rights(rawValue: 1 << 9)
        static let makePipe = Rights(rawValue: 1 << 10)
        static let makeBlockDevice = Rights(rawValue: 1 << 11)
        static let makeLink = Rights(rawValue: 1 << 12)
        /// Moving and linking between directories. Never where that would give a file more rights.
        static let refer = Rights(rawValue: 1 << 13)
        static let truncate = Rights(rawValue: 1 << 14)
        /// `ioctl` on devices; since version 5.
        static let controlDevice = Rights(rawValue: 1 << 15)

        /// All that version 3 knows.
        static let all3 = Rights(rawValue: (1 << 15) - 1)

        static let reading: Rights = [.execute, .readFile, .readDirectory]
        static let writing: Rights = [
            .execute, .readFile, .readDirectory, .writeFile, .removeDirectory, .removeFile, .makeDirectory, .makeFile,
            .makeSocket, .makePipe, .makeLink, .refer, .truncate,
        ]
        static let device: Rights = [.readFile, .writeFile, .controlDevice]

        /// Those that make sense for something that is no directory; the kernel refuses the others.
        static let ofFiles: Rights = [.execute, .writeFile, .readFile, .truncate, .controlDevice]
    }

    /// The rights that need a rule; all others are not restricted.
    let handled: Rights

    /// Places and the rights that are granted there.
    private(set) var rules: [(place: String, rights: Rights)] = []

    /// Devices that every program may use.
    private static let devices = ["null", "zero", "full", "random", "urandom", "tty"].map { "/dev/\($0)" }
    static let sharedMemory = "/dev/shm"

    private let access: AccessMap
    private let isApproved: Bool
    /// Whether what is less allowed than what is around it is mounted over.
    private let isMounted: Bool
    /// The directories somewhere below which less is allowed than in themselves.
    private var carved: Set<String> = []

    /// The rules as of now for a version of the kernel's interface.
    init(_ plan: ConfinementPlan, version: Int, isMounted: Bool = false) {
        access = plan.access
        isApproved = plan.isApproved
        self.isMounted = isMounted
        var handled = Rights.all3
        if isApproved {
            // Making devices needs a power that the command has not.
            handled.subtract([.makeCharacterDevice, .makeBlockDevice])
        } else if version >= 5 {
            handled.insert(.controlDevice)
        }
        self.handled = handled
        if isMounted, isApproved {
            allow("/", handled)
            return
        }
        if !isMounted {
            findCarved()
        }

        allow("/", .readDirectory)
        visit("/")
        for (place, own) in access.places where own > access.access(Places.parent(place)) {
            visit(place)
        }
        if !isApproved {
            for device in Self.devices {
                allow(device, .device)
            }
            // Programs keep semaphores here, as they keep files in /tmp.
            if access.access("/tmp") == .write {
                allow(Self.sharedMemory, .writing)
            }
        }
    }

    private mutating func findCarved() {
        for (place, own) in access.places {
            var above = place
            while above != "/" {
                above = Places.parent(above)
                if access.access(above) > own {
                    carved.insert(above)
                }
            }
        }
    }

    private mutating func visit(_ place: String) {
        let own = access.access(place)
        if own == .none { return }
        let isDevices = place == "/dev"
        if isDevices, !isApproved { return }
        guard place == "/" || isDevices || carved.contains(place) else {
            allow(place, own == .write ? .writing : .reading)
            return
        }
        for entry in Places.entries(place) ?? [] {
            let path = Places.join(place, entry)
            switch Places.kind(path) {
            case nil, .symbolicLink: break
            // A disk holds every file a second time.
            case .blockDevice where isDevices: break
            default: visit(path)
            }
        }
    }

    private mutating func allow(_ place: String, _ rights: Rights) {
        rules.append((place, rights.intersection(handled)))
    }
}
