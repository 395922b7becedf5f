/// Why a turn failed, or why a request to the model is tried again.
package struct TurnError: Codable, Hashable, Sendable {
    /// What happened, in words that a client can show.
    package var message: String
    /// The kind of error, for programs; null when unknown.
    package var codexErrorInfo: CodexErrorInfo?
    /// More about the cause, usually what the provider said.
    package var additionalDetails: String?
    /// What the provider says about a turn that it blocked as misaligned.
    package var misalignment: MisalignmentErrorDetails?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        message: String, codexErrorInfo: CodexErrorInfo? = nil, additionalDetails: String? = nil,
        misalignment: MisalignmentErrorDetails? = nil
    ) {
        self.message = message
        self.codexErrorInfo = codexErrorInfo
        self.additionalDetails = additionalDetails
        self.misalignment = misalignment
    }
}

/// Why a provider blocked a turn as misaligned, and how it might go on.
package struct MisalignmentErrorDetails: Codable, Hashable, Sendable {
    /// The provider's word for the kind of block. New words may appear at any time.
    package var errorType: String?
    /// An explanation for the user.
    package var detailedExplanation: String?
    /// What to send as the next input if the user wants to go on.
    package var steer: MisalignmentSteer?
    /// The provider's handle for what it blocked.
    package var reviewTarget: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        errorType: String? = nil, detailedExplanation: String? = nil, steer: MisalignmentSteer? = nil,
        reviewTarget: String? = nil
    ) {
        self.errorType = errorType
        self.detailedExplanation = detailedExplanation
        self.steer = steer
        self.reviewTarget = reviewTarget
    }
}

/// An input that lets a blocked turn go on.
package struct MisalignmentSteer: Codable, Hashable, Sendable {
    /// The text to send.
    package var message: String

    /// Makes the value from its fields.
    package init(message: String) {
        self.message = message
    }
}
