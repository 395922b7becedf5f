import AppServerProtocol
import Testing
import WireJSON

@Suite struct `The vocabulary` {
    private enum Light: String, ClosedEnum {
        case red
        case green
    }

    private struct Lamp: Codable, Hashable {
        var light: Light
        @Defaulted<DefaultsToTrue> var on: Bool
        @Defaulted<DefaultsToZero> var hours: Int
        @RequiredNullable var owner: String?

        init(light: Light, on: Bool, hours: Int, owner: String?) {
            self.light = light
            self.on = on
            self.hours = hours
            self.owner = owner
        }
    }

    @Test func `a closed enum names the word, the choices and the place`() {
        checkRefusal(
            #"{"light":"blue","owner":null}"#, as: Lamp.self,
            "unknown variant `blue`, expected `red` or `green` at `light`")
        checkRefusal(
            #"{"light":5,"owner":null}"#, as: Lamp.self, "invalid type: integer `5`, expected string or map at `light`")
    }

    @Test func `defaults fill in for missing and null`() {
        let lamp = Lamp(light: .red, on: true, hours: 0, owner: nil)
        checkCoding(lamp, #"{"light":"red","on":true,"hours":0,"owner":null}"#)
        checkReading(#"{"light":"red","owner":null}"#, as: lamp)
        checkReading(#"{"light":"red","on":null,"hours":null,"owner":null}"#, as: lamp)
    }

    @Test func `a nullable field that is required must be there`() {
        checkRefusal(#"{"light":"red"}"#, as: Lamp.self, "missing field `owner`")
    }

    @Test func `absent and null differ in a patch`() {
        checkReading(#"{"serviceTier":null}"#, as: ThreadStartParams(serviceTier: .null))
        checkReading("{}", as: ThreadStartParams(serviceTier: .absent))
    }

    @Test func `tagged payloads share one object with their tag`() throws {
        let policy = SandboxPolicy.readOnly(ReadOnlySandbox(networkAccess: true))
        #expect(try WireCoder.encode(policy) == Array(#"{"type":"readOnly","networkAccess":true}"#.utf8))
    }

    @Test func `unknown members of an extensible object are kept in order`() {
        checkCoding(
            ErrorData(kind: "k", ["z": 1, "a": [true], "m": nil]), #"{"kind":"k","z":1,"a":[true],"m":null}"#)
    }

    @Test func `an object without fields`() {
        checkCoding(NoFields(), "{}")
        checkReading(#"{"anything":1}"#, as: NoFields())
    }
}
