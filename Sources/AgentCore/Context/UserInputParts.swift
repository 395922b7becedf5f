import AppServerProtocol
import WireJSON

/// Collects the content parts of a user message from what a client sent.
///
/// What can't be passed on is replaced by a text that says so: a turn doesn't fail because a picture is gone.
struct UserInputParts {
    /// The largest local image in bytes. Base64 adds a third, and providers refuse bodies of more than about 30 MB.
    static let imageMaxBytes = 20 << 20

    /// Where relative paths count from.
    let workingDirectory: String
    /// Reads local images.
    let files: FileAccess
    /// The parts so far, in the order of the inputs.
    private(set) var parts: [JSONValue] = []
    /// How many images there were, readable or not; models are told the number.
    private var imageCount = 0

    init(workingDirectory: String, files: FileAccess) {
        self.workingDirectory = workingDirectory
        self.files = files
    }

    /// A part that holds text.
    static func text(_ text: String) -> JSONValue {
        ["type": "input_text", "text": .string(text)]
    }

    /// Adds the parts of one input.
    mutating func append(_ input: UserInput) {
        switch input {
        case .text(let input):
            parts.append(Self.text(input.text))
        case .image(let input):
            imageCount += 1
            parts.append(Self.image(("image_url", input.url), input.detail))
        case .imageFile(let input):
            imageCount += 1
            parts.append(Self.image(("file_id", input.fileId), input.detail))
        case .localImage(let input):
            imageCount += 1
            appendLocalImage(path: input.path, detail: input.detail)
        case .audio:
            parts.append(Self.text("The user attached a sound recording. Heddle can't pass audio on to a model."))
        case .localAudio(let input):
            parts.append(
                Self.text("The user attached the sound file `\(input.path)`. Heddle can't pass audio on to a model."))
        case .skill(let input):
            parts.append(
                Self.text(
                    "The user picked the skill `\(input.name)`. Read `\(input.path)` and follow it for this task."))
        case .mention(let input):
            parts.append(Self.text("The user mentions `\(input.name)`: \(input.path)"))
        }
    }

    private mutating func appendLocalImage(path: String, detail: ImageDetail?) {
        switch Self.readImage(PathText.resolve(path, against: workingDirectory), files: files) {
        case .success(let url):
            parts.append(Self.text("<image name=[Image #\(imageCount)] path=\"\(path)\">"))
            parts.append(Self.image(("image_url", url), detail))
            parts.append(Self.text("</image>"))
        case .failure(let problem):
            parts.append(Self.text("Heddle could not read the local image at `\(path)`: \(problem.text)"))
        }
    }

    /// An image file as an inline URL. Blocks.
    static func readImage(_ path: String, files: FileAccess) -> Result<String, ImageProblem> {
        let bytes: [UInt8]
        do throws(FileAccessError) {
            bytes = try files.read(path, imageMaxBytes + 1)
        } catch {
            return .failure(ImageProblem(text: error.reason))
        }
        guard bytes.count <= imageMaxBytes else {
            return .failure(ImageProblem(text: "it is larger than \(imageMaxBytes >> 20) MiB"))
        }
        guard let format = ImageFormat(bytes) else {
            return .failure(ImageProblem(text: "it is no PNG, JPEG, GIF or WebP file"))
        }
        return .success(format.dataURL(bytes))
    }

    private static func image(_ source: (key: String, value: String), _ detail: ImageDetail?) -> JSONValue {
        var part: JSONObject = ["type": "input_image"]
        part[source.key] = .string(source.value)
        part["detail"] = .string((detail ?? .high).rawValue)
        return .object(part)
    }
}

/// Why a local image can't be shown to the model.
struct ImageProblem: Error {
    /// The reason, as the end of a sentence.
    var text: String
}
