/// The numbers that the process ends with.
enum ExitStatus {
    /// Everything asked for was done.
    static let done: Int32 = 0
    /// It was tried and did not work.
    static let failed: Int32 = 1
    /// The command line cannot be understood, or names something that does not exist.
    static let usage: Int32 = 2
    /// The user stopped it: 128 and the number of SIGINT, as shells report it.
    static let interrupted: Int32 = 130
}
