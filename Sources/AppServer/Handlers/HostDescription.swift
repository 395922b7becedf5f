package import AppServerProtocol

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The machine that the server runs on, as user agents describe it.
package struct HostDescription: Sendable {
    /// `linux` or `macos`.
    package let system: String
    private let release: String
    private let architecture: String
    private let terminal: String
    private let originatorOverride: String?

    /// Looks at the machine.
    package init(environment: [String: String]) {
        var names = utsname()
        uname(&names)
        #if os(Linux)
            system = "linux"
        #else
            system = "macos"
        #endif
        release = "\(Self.text(&names.sysname)) \(Self.text(&names.release))"
        architecture = Self.text(&names.machine)
        terminal = environment["TERM"].flatMap { $0.isEmpty ? nil : $0 } ?? "unknown"
        originatorOverride = environment["CODEX_INTERNAL_ORIGINATOR_OVERRIDE"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// How the server names itself to the client and to model providers. Clients read the protocol level behind the
    /// first `/`.
    package func userAgent(_ client: ClientInfo) -> String {
        Self.headerText(
            "\(originator(client))/\(ServerVersion.protocolLevel) (\(release); \(architecture)) \(terminal) "
                + "(\(client.name); \(client.version)) \(ServerVersion.name)/\(ServerVersion.version)")
    }

    /// The name under which threads and model requests run.
    package func originator(_ client: ClientInfo) -> String {
        Self.headerText(originatorOverride ?? client.name)
    }

    /// A text of foreign origin as it may stand in a header or a log: every byte that is no visible ASCII character
    /// and no blank becomes `_`, so that none can end the line and begin another.
    package static func headerText(_ text: String) -> String {
        String(decoding: text.utf8.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    }

    private static func text<Field>(_ field: inout Field) -> String {
        withUnsafeBytes(of: &field) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
