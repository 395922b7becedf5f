import AppServerProtocol
import CommandExecution
import WireJSON

/// The tool `view_image`: shows the model an image file.
struct ViewImageTool: Sendable {
    let scope: ToolScope

    private struct Arguments: Decodable {
        var path: String
    }

    /// Runs one call.
    func run(_ call: ResponseAssembler.ToolCall) async -> ToolResult {
        let arguments: Arguments
        do throws(ToolArgumentsError) {
            arguments = try ToolArguments(parsing: call.arguments).decode(Arguments.self)
        } catch {
            return ToolResult(text: error.description)
        }
        let path = PathText.resolve(arguments.path, against: scope.context.settings.cwd)
        let files = scope.environment.files
        let confinement = scope.context.confinement.approved
        let image = await BlockingWork.run { () -> Result<String, ImageProblem> in
            if let confinement {
                // Nothing confines the server itself, so it asks what a command could read.
                guard let plan = try? ConfinementPlan(confinement), plan.allowsReading(path) else {
                    return .failure(ImageProblem(text: "no tool may read it"))
                }
            }
            return UserInputParts.readImage(path, files: files)
        }
        switch image {
        case .failure(let problem):
            return ToolResult(text: "unable to locate image at `\(path)`: \(problem.text)")
        case .success(let url):
            let item = ThreadItem.imageView(ImageViewItem(id: call.callID, path: path))
            scope.begin(item)
            scope.complete(item)
            return ToolResult(
                text: "", parts: [["type": "input_image", "image_url": .string(url), "detail": "high"]])
        }
    }
}
