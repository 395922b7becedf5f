import ServerConfig
import Testing
import WireJSON

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A home directory of its own, removed when the body returns.
func withHome<Result>(config: String? = nil, _ body: (HomeDirectory) throws -> Result) throws -> Result {
    var template = Array("/tmp/heddle-config-XXXXXX".utf8CString)
    let made = mkdtemp(&template)
    let path = String(cString: try #require(made))
    let home = try HomeDirectory(path: path)
    defer {
        unlink(home.configFile)
        rmdir(path)
    }
    if let config { try write(Array(config.utf8), to: home.configFile) }
    return try body(home)
}

/// Writes a file whole.
func write(_ bytes: [UInt8], to path: String) throws {
    let file = try #require(fopen(path, "w"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
}

/// The settings of a configuration file with this text.
func settings(_ text: String) throws -> JSONObject {
    try TOMLDocument(parsing: text).root
}
