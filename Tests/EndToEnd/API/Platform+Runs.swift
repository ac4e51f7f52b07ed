import JSON

extension Platform {
  // MARK: Endpoints

  /// Registers an endpoint of the synthetic source.
  /// - Returns: its id.
  func registerSynthetic(_ name: String, _ parameters: JSONObject = [:]) async throws -> String {
    try await register(name, template: "synthetic", parameters)
  }

  func register(_ name: String, template: String, _ parameters: JSONObject) async throws -> String {
    let input: JSONValue = [
      "name": .string(name), "config": ["templateId": .string(template), "parameters": .object(parameters)],
    ]
    let endpoint = try await api.value(
      "mutation ($input: EndpointInput!) { registerEndpoint(input: $input) { id } }", ["input": input])
    return try Self.identifier(endpoint)
  }

  /// Parameters of a database in the platform's own server.
  func sourceParameters(_ database: String, password: String) throws -> JSONObject {
    [
      "host": "127.0.0.1", "port": .int(Int64(try port(of: .postgres))), "database": .string(database),
      "username": .string(database), "password": .string(password), "sslmode": "disable",
    ]
  }

  func createCollection(of endpoint: String, name: String = "default") async throws -> String {
    let collection = try await api.value(
      "mutation ($input: CollectionCreateInput!) { createCollection(input: $input) { id } }",
      ["input": ["endpointId": .string(endpoint), "name": .string(name)]])
    return try Self.identifier(collection)
  }

  func deleteEndpoint(_ id: String) async throws {
    _ = try await api.value("mutation ($id: ID!) { deleteEndpoint(id: $id) }", ["id": .string(id)])
  }

  // MARK: Runs

  static let triggerEndpoint = "mutation ($id: ID!) { triggerEndpointCollection(endpointId: $id) { id } }"
  static let triggerCollection = "mutation ($id: ID!) { triggerCollection(collectionId: $id) { id } }"

  /// Triggers the endpoint's collection.
  /// - Returns: the run's id.
  func trigger(endpoint: String) async throws -> String {
    try Self.identifier(try await api.value(Self.triggerEndpoint, ["id": .string(endpoint)]))
  }

  func run(_ id: String) async throws -> RunView {
    RunView(
      json: try await api.value(
        "query ($id: ID!) { collectionRun(id: $id) { \(RunView.fields) } }", ["id": .string(id)]))
  }

  /// Waits for the run's end.
  func end(of run: String, within limit: Duration = .seconds(30)) async throws -> RunView {
    try await eventually("run \(run) ends", within: limit, toleratingErrors: true) {
      let view = try await self.run(run)
      return view.isEnded ? view : nil
    }
  }

  /// Waits until the run has the status.
  func await(_ status: String, of run: String, within limit: Duration = .seconds(20)) async throws {
    try await eventually("run \(run) is \(status)", within: limit, toleratingErrors: true) {
      try await self.run(run).status == status
    }
  }

  /// Triggers the endpoint's collection and waits for the run's end.
  func collect(_ endpoint: String, within limit: Duration = .seconds(30)) async throws -> RunView {
    try await end(of: try await trigger(endpoint: endpoint), within: limit)
  }

  /// The endpoint's datasets, by the name of their source.
  func catalog(of endpoint: String) async throws -> [String: JSONValue] {
    let datasets = try await api.value(
      """
      query ($id: ID!) { catalogDatasets(endpointId: $id) {
        upstreamId displayName description schema entity isStale profile { recordCount } statistics
        fields { name type description nullable primaryKey } lastCollectionRun { id } } }
      """, ["id": .string(endpoint)])
    return Dictionary(
      (datasets.arrayValue ?? []).map { ($0["upstreamId"]?.stringValue ?? "", $0) }, uniquingKeysWith: { $1 })
  }

  static func identifier(_ value: JSONValue) throws -> String {
    guard let id = value["id"]?.stringValue else { throw PlatformError("no id: \(value.encodedString)") }
    return id
  }
}
