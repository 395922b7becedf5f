/// How much of an account's allowance is used, as the response headers tell it. What they don't tell is nil.
package struct ModelRateLimits: Hashable, Sendable {
    /// One sliding or fixed window of the allowance.
    package struct Window: Hashable, Sendable {
        /// The used share in percent, rounded to an integer.
        package var usedPercent: Int
        /// The window's length in minutes.
        package var windowMinutes: Int?
        /// When the window starts anew, in Unix seconds.
        package var resetsAt: Int?

        /// Makes a window.
        package init(usedPercent: Int, windowMinutes: Int? = nil, resetsAt: Int? = nil) {
            self.usedPercent = usedPercent
            self.windowMinutes = windowMinutes
            self.resetsAt = resetsAt
        }
    }

    /// What is left of credits that were bought on top.
    package struct Credits: Hashable, Sendable {
        /// Whether there are any.
        package var hasCredits: Bool
        /// Whether they never run out.
        package var unlimited: Bool
        /// How many are left, as the provider writes it.
        package var balance: String?

        /// Makes a credit balance.
        package init(hasCredits: Bool, unlimited: Bool, balance: String? = nil) {
            self.hasCredits = hasCredits
            self.unlimited = unlimited
            self.balance = balance
        }
    }

    /// The shorter window.
    package var primary: Window?
    /// The longer window.
    package var secondary: Window?
    /// Bought credits.
    package var credits: Credits?

    /// Makes a snapshot.
    package init(primary: Window? = nil, secondary: Window? = nil, credits: Credits? = nil) {
        self.primary = primary
        self.secondary = secondary
        self.credits = credits
    }
}

extension ModelRateLimits {
    /// Reads the headers `x-codex-primary-used-percent`, `-window-minutes`, `-reset-at`, the same for `secondary`, and
    /// `x-codex-credits-has-credits`, `-unlimited`, `-balance`; nil if there is none of them.
    init?(header: (String) -> String?) {
        func window(_ name: String) -> Window? {
            guard let percent = header("x-codex-\(name)-used-percent").flatMap(Double.init), percent.isFinite else {
                return nil
            }
            return Window(
                usedPercent: Int(clamping: Int64(max(-1e9, min(1e9, percent)).rounded())),
                windowMinutes: header("x-codex-\(name)-window-minutes").flatMap { Int($0) },
                resetsAt: header("x-codex-\(name)-reset-at").flatMap { Int($0) })
        }
        func flag(_ name: String) -> Bool? {
            switch header("x-codex-credits-\(name)")?.lowercased() {
            case "true", "1": true
            case "false", "0": false
            default: nil
            }
        }
        primary = window("primary")
        secondary = window("secondary")
        if let hasCredits = flag("has-credits"), let unlimited = flag("unlimited") {
            credits = Credits(hasCredits: hasCredits, unlimited: unlimited, balance: header("x-codex-credits-balance"))
        }
        if primary == nil, secondary == nil, credits == nil { return nil }
    }
}
