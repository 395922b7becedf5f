/// One thing that is looked at in a store: a kind of files, or one property of them.
///
/// A check reports what it finds to the run, and mends it when the run repairs. Later checks see what earlier ones have
/// mended.
protocol StoreCheck: Sendable {
    /// What is being done, for whoever waits.
    var title: String { get }

    /// Looks, and mends if the run repairs. Blocking.
    func check(_ run: CheckRun)
}
