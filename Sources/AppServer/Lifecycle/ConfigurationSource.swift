package import ServerConfig
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The configuration as it is now: read at the start, and again when its file has changed.
package final class ConfigurationSource: Sendable {
    private struct Version: Equatable {
        var seconds: Int
        var nanoseconds: Int
        var size: Int
        var inode: UInt64
    }

    private struct State {
        var config: ServerConfig
        var version: Version?
    }

    private let state: Mutex<State>
    /// The directory that it belongs to.
    let home: HomeDirectory
    private let overrides: [ConfigOverride]

    /// Reads the configuration of a home directory for the first time.
    package init(home: HomeDirectory, overrides: [ConfigOverride]) {
        self.home = home
        self.overrides = overrides
        let version = Self.version(home.configFile)
        state = Mutex(State(config: ServerConfig(home: home, overrides: overrides), version: version))
    }

    /// The current configuration. Costs one look at the file's times.
    package var current: ServerConfig {
        let version = Self.version(home.configFile)
        return state.withLock { state in
            if state.version != version {
                state = State(config: ServerConfig(home: home, overrides: overrides), version: version)
            }
            return state.config
        }
    }

    private static func version(_ path: String) -> Version? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        #if os(Linux)
            let time = info.st_mtim
        #else
            let time = info.st_mtimespec
        #endif
        return Version(
            seconds: Int(time.tv_sec), nanoseconds: Int(time.tv_nsec), size: Int(info.st_size),
            inode: UInt64(info.st_ino))
    }
}
