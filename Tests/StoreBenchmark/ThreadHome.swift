import Foundation

/// A home with many small threads.
enum ThreadHome {
    /// Where a thread's log lies.
    static func log(_ home: String, _ thread: String) -> String {
        "\(home)/threads/\(thread.suffix(2))/\(thread).jsonl"
    }

    /// Makes the home.
    static func make(_ home: String, threads: Int, template: LogTemplate) throws {
        for folder in 0..<256 {
            let name = LogTemplate.digits(folder, radix: 16, count: 2)
            try FileManager.default.createDirectory(
                atPath: "\(home)/threads/\(name)", withIntermediateDirectories: true)
        }
        for number in 0..<threads { try write(template.copy(number), to: log(home, template.id(number))) }
    }

    /// Writes a new file.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw BenchmarkFailure("can't make \(path): errno \(errno)") }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let result = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress! + written, $0.count - written)
            }
            guard result > 0 else { throw BenchmarkFailure("can't write \(path): errno \(errno)") }
            written += result
        }
    }
}
