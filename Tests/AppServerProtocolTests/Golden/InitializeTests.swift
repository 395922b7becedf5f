import AppServerProtocol
import Testing
import WireJSON

@Suite struct `Initialize, on the wire` {
    @Test func params() {
        checkCoding(
            InitializeParams(
                clientInfo: ClientInfo(name: "probe", title: "Probe", version: "1.2"),
                capabilities: InitializeCapabilities(
                    experimentalApi: true, requestAttestation: true, mcpServerOpenaiFormElicitation: true,
                    explicitGatewayOauth: true, optOutNotificationMethods: ["item/started"],
                    extensions: ["openai/form": [:]], maxFrameBytes: 65536)),
            """
            {"clientInfo":{"name":"probe","title":"Probe","version":"1.2"},
            "capabilities":{"experimentalApi":true,"requestAttestation":true,
            "mcpServerOpenaiFormElicitation":true,"explicitGatewayOauth":true,
            "optOutNotificationMethods":["item/started"],"extensions":{"openai/form":{}},
            "maxFrameBytes":65536}}
            """)
        checkCoding(
            InitializeParams(clientInfo: ClientInfo(name: "p", version: "1")),
            """
            {"clientInfo":{"name":"p","title":null,"version":"1"},"capabilities":null}
            """)
        checkReading(
            #"{"clientInfo":{"name":"p","version":"1","icon":"ignored"},"capabilities":{}}"#,
            as: InitializeParams(
                clientInfo: ClientInfo(name: "p", version: "1"), capabilities: InitializeCapabilities()))
    }

    @Test func response() {
        checkCoding(
            InitializeResponse(
                userAgent: "probe/0.163.0 (Debian 12; x86_64) unknown (probe; 1.2)", codexHome: "/home/u/.heddle",
                platformFamily: "unix", platformOs: "linux",
                server: ServerIdentity(name: "heddle", version: "1.0.0", protocol: "0.163.0")),
            """
            {"userAgent":"probe/0.163.0 (Debian 12; x86_64) unknown (probe; 1.2)",
            "codexHome":"/home/u/.heddle","platformFamily":"unix","platformOs":"linux",
            "server":{"name":"heddle","version":"1.0.0","protocol":"0.163.0"}}
            """)
    }

    @Test func initialized() {
        checkCoding(InitializedNotification(), #"{}"#)
    }

    @Test func `the mock method`() {
        checkCoding(MockExperimentalMethodParams(value: "x"), #"{"value":"x"}"#)
        checkCoding(MockExperimentalMethodResponse(echoed: "x"), #"{"echoed":"x"}"#)
    }
}
