/// Who decides about approvals.
package enum ApprovalsReviewer: String, ClosedEnum {
    /// The client, by answering requests. This is the default.
    case user
    /// A second model that weighs the risk.
    case autoReview = "auto_review"
    /// The older name of `auto_review`.
    case guardianSubagent = "guardian_subagent"
}
