import ThreadStore

/// A quick look at what is stored; `heddle fsck` takes the thorough one.
struct StoreChecks {
    let home: String

    var all: [DoctorCheck] {
        let state = StoreGlance(home: home)
        var message = "\(state.threadCount) threads"
        message += state.hasIndex ? ", an index of \(state.indexBytes >> 10) KiB" : ", no index yet"
        if state.hasDeadWriters { message += "; a server has died, its last news are looked for at the next start" }
        return [DoctorCheck("store", .ok, message, advice: "`heddle fsck` reads and checks all of it.")]
    }
}
