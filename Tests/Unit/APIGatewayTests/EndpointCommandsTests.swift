import Contracts
import Domain
import Foundation
import JSON
import Sealing
import Testing

@testable import APIGateway

@Suite struct EndpointCommandsTests {
  private let key = SealingPrivateKey()
  private let id = UUID.v7()

  private var commands: EndpointCommands {
    EndpointCommands(
      templates: EndpointTemplates(EndpointTemplate.all(synthetic: false)),
      sealer: CredentialSealer(publicKey: key.publicKey), requestedBy: "someone")
  }

  private static let parameters: JSONObject = [
    "host": "db", "port": 5_432, "database": "shop", "username": "reader", "password": "hunter2!",
  ]

  private static func input(_ changes: JSONObject = [:], parameters: JSONObject = [:]) -> JSONObject {
    var input: JSONObject = ["name": "Shop", "verb": "POST"]
    input["config"] = [
      "templateId": "postgres",
      "parameters": .object(Self.parameters.merging(parameters) { $1 }),
    ]
    return ["input": .object(input.merging(changes) { $1 })]
  }

  @Test func partsCredentialsFromTheRest() throws {
    let command = try commands.register(Self.input(), id: id)
    #expect(command.parameters["password"] == nil)
    #expect(command.parameters["host"] == "db")
    #expect(command.requestedBy == "someone")
    let sealed = try #require(command.sealed["password"])
    let opener = try CredentialOpener(privateKeys: [key])
    #expect(try opener.open(sealed, context: SealingContext(id.lowercased, "password")) == "hunter2!")
    #expect(throws: SealingError.self) {
      try opener.open(sealed, context: SealingContext(UUID.v7().lowercased, "password"))
    }
  }

  @Test(
    arguments: [
      (["name": ""], "input.name"), (["name": " "], "input.name"),
      (["name": .string(String(repeating: "n", count: 201))], "input.name"),
      (["name": "a\u{0}b"], "input.name"), (["verb": "GE T"], "input.verb"),
      (["labels": .array(Array(repeating: "l", count: 101))], "input.labels"),
      (["labels": ["a", ""]], "input.labels[1]"), (["capabilities": ["fly"]], "input.capabilities[0]"),
      (["url": "https://user:secret@host/"], "input.url"), (["url": "https://user@host/"], "input.url"),
      (["url": "https://host/?access_token=abc"], "input.url"),
      (["url": "https://host/#api_key=abc"], "input.url"),
      (["url": "jdbc:postgresql://host/db?user=u&password=p"], "input.url"),
      (["url": "https://host/a b"], "input.url"),
      (["description": .string(String(repeating: "d", count: 4_097))], "input.description"),
      (["config": nil], "input.config"), (["config": "postgres"], "input.config"),
      (["config": ["parameters": [:]]], "input.config.templateId"),
      (["config": ["templateId": "oracle"]], "input.config.templateId"),
      (["config": ["templateId": "synthetic"]], "input.config.templateId"),
      (["config": ["templateId": "postgres", "parameters": []]], "input.config.parameters"),
      (["config": ["templateId": "postgres", "parameters": [:], "limits": [:]]], "input.config.limits"),
      (["config": ["templateId": "postgres"]], "input.config.parameters.host"),
    ] as [(JSONObject, String)])
  func namesTheInputAtFault(changes: JSONObject, field: String) {
    #expect(refusedField { try commands.register(Self.input(changes), id: id) } == field)
  }

  @Test(
    arguments: [
      (["port": 0], "port"), (["port": 65_536], "port"), (["port": "5432"], "port"), (["port": 1.5], "port"),
      (["host": nil], "host"), (["host": ""], "host"), (["hots": "db"], "hots"),
      (["sslmode": "maybe"], "sslmode"), (["schemas": "public"], "schemas"),
      (["limits": ["maxConcurrentRuns": 0]], "limits.maxConcurrentRuns"),
      (["limits": ["breaker": ["failures": "x"]]], "limits.breaker.failures"),
      (["preview": ["maxRows": 51]], "preview.maxRows"), (["password": "••••"], "password"),
      (["database": "dbname=x password=secret"], "database"),
      (["host": .string(String(repeating: "h", count: 5_000))], "host"),
    ] as [(JSONObject, String)])
  func namesTheParameterAtFault(changes: JSONObject, parameter: String) {
    let field = refusedField { try commands.register(Self.input(parameters: changes), id: id) }
    #expect(field == "input.config.parameters.\(parameter)")
  }

  @Test func refusesAbsurdSizes() {
    var deep: JSONValue = 1
    for _ in 0..<40 { deep = ["a": deep] }
    let many = JSONValue.array((0..<1_000).map { .string("\($0)" + String(repeating: "s", count: 150)) })
    for changes in [["limits": deep], ["schemas": many]] as [JSONObject] {
      let field = refusedField { try commands.register(Self.input(parameters: changes), id: id) }
      #expect(field == "input.config.parameters")
    }
  }

  @Test func keepsApartLeftOutAndNullInAPatch() throws {
    let command = try commands.update([
      "id": .string(id.lowercased),
      "patch": [
        "name": "New", "description": nil, "labels": ["x"], "url": nil, "verb": nil, "isEnabled": false,
      ],
    ])
    #expect(command.endpointID == id)
    #expect(command.name == .set("New"))
    #expect(command.description == .cleared)
    #expect(command.url == .cleared)
    #expect(command.verb == .set("POST"))
    #expect(command.labels == .set(["x"]))
    #expect(command.isEnabled == .set(false))
    #expect(command.domain == .unchanged)
    #expect(command.config == .unchanged)
    #expect(command.capabilities == .unchanged)
  }

  @Test(
    arguments: [
      ("••••", [], []), (nil, [], ["password"]), ("fresh", ["password"], []),
    ] as [(JSONValue, [String], [String])])
  func patchesCredentials(password: JSONValue, sealed: [String], dropped: [String]) throws {
    var parameters = Self.parameters
    parameters["password"] = password
    let command = try commands.update([
      "id": .string(id.lowercased),
      "patch": ["config": ["templateId": "postgres", "parameters": .object(parameters)]],
    ])
    guard case .set(let config) = command.config else {
      Issue.record("no config")
      return
    }
    #expect(config.sealed.keys.sorted() == sealed)
    #expect(config.dropped == dropped)
    #expect(config.parameters["password"] == nil)
  }

  @Test func keepsCredentialsThatAPatchLeavesOut() throws {
    var parameters = Self.parameters
    parameters["password"] = nil
    let command = try commands.update([
      "id": .string(id.lowercased),
      "patch": ["config": ["templateId": "postgres", "parameters": .object(parameters)]],
    ])
    guard case .set(let config) = command.config else {
      Issue.record("no config")
      return
    }
    #expect(config.sealed.isEmpty && config.dropped.isEmpty)
  }

  @Test func takesAConnectionWithOrWithoutItsConfig() throws {
    for connection in [Self.parameters, ["templateId": "postgres", "parameters": .object(Self.parameters)]] {
      let command = try commands.test(
        ["input": ["templateId": "postgres", "type": "postgres", "connection": .object(connection)]], id: id)
      #expect(command.sealed.keys.sorted() == ["password"])
      #expect(command.parameters["database"] == "shop")
    }
    let wrong: JSONObject = ["input": ["templateId": "postgres", "type": "x", "connection": ["host": 5]]]
    #expect(refusedField { try commands.test(wrong, id: id) } == "input.connection.host")
  }
}
