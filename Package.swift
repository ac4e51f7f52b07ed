// swift-tools-version:6.2
import PackageDescription

/// Every target of the product is held to the same rules: language mode 6 and no warnings.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // Named crash points exist in test builds only; a release build has none of them.
  .define("CRASH_POINTS", .when(configuration: .debug)),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "OrderedCollections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let compression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let metricsAPI = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nio = ["NIOCore", "NIOHTTP1", "NIOPosix"].map {
  Target.Dependency.product(name: $0, package: "swift-nio")
}

/// A library under `Shared/`.
func shared(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Shared/\(name)", resources: resources,
    swiftSettings: strict)
}

/// A library that belongs to one service.
func app(
  _ name: String, _ path: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Services/\(path)", resources: resources,
    swiftSettings: strict)
}

/// The composition root of one executable.
func main(_ name: String, _ service: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies + [argumentParser, lifecycle, logging],
    path: "Services/\(service)/Main", swiftSettings: strict)
}

func tests(
  _ name: String, _ path: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(path)", resources: resources,
    swiftSettings: strict)
}

func unit(
  _ subject: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
  tests(
    "\(subject)Tests", "Unit/\(subject)Tests", [.byName(name: subject)] + dependencies,
    resources: resources)
}

let package = Package(
  name: "nucleus",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "api-gateway", targets: ["APIGatewayMain"]),
    .executable(name: "scheduler", targets: ["SchedulerMain"]),
    .executable(name: "run-executor", targets: ["RunExecutorMain"]),
    .executable(name: "load-generator", targets: ["LoadGenerator"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // Shared: pure.
    shared("JSON", [collections]),
    shared("Contracts", ["JSON"]),
    shared("Domain", ["JSON"]),
    shared("ScheduleEngine", ["Domain"]),
    shared("GraphQL", ["JSON", collections]),
    // Shared: traces, and their way to a collector.
    shared("Telemetry", [tracing, metricsAPI]),
    shared(
      "TraceExport", ["JSON", "Telemetry", collections, httpClient, lifecycle, logging, metricsAPI, tracing]),
    // Shared: the two C libraries, each behind one client.
    shared("ThreadActor"),
    .systemLibrary(name: "CRabbitMQ", path: "Shared/CRabbitMQ", providers: [.apt(["librabbitmq-dev"])]),
    .systemLibrary(
      name: "CLibPQ", path: "Shared/CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    shared("AMQP", ["CRabbitMQ", "ThreadActor", lifecycle, logging, metricsAPI]),
    shared("Postgres", ["CLibPQ", "ThreadActor", "JSON", "Telemetry", lifecycle, logging, metricsAPI]),
    // Shared: what all services stand on.
    shared("Sealing", [crypto]),
    shared(
      "Storage", ["Contracts", "Domain", "JSON", "Postgres", crypto], resources: [.copy("Migrations/SQL")]),
    shared("Messaging", ["AMQP", "Contracts", "Domain", "Telemetry", logging, metricsAPI]),
    shared(
      "Outbox",
      ["AMQP", "Contracts", "Messaging", "Storage", "Postgres", "Telemetry", lifecycle, logging, metricsAPI]),
    shared("CrashPoints"),
    shared(
      "ServiceRuntime",
      [
        "CrashPoints", "Domain", "JSON", "Telemetry", "TraceExport", argumentParser, collections, hummingbird,
        lifecycle, logging, metrics, tracing,
      ]),
    // Services.
    app(
      "APIGateway", "api-gateway/App",
      [
        "AMQP", "Contracts", "CrashPoints", "Domain", "GraphQL", "JSON", "Messaging", "Postgres",
        "ScheduleEngine",
        "Sealing", "ServiceRuntime", "Storage", "Telemetry", compression, crypto, httpClient, hummingbird,
        jwt,
        lifecycle, logging, metricsAPI,
      ],
      resources: [.copy("Schema/schema.graphql")]),
    main("APIGatewayMain", "api-gateway", ["APIGateway", "AMQP", "Postgres", "Sealing", "ServiceRuntime"]),
    app(
      "Scheduler", "scheduler/App",
      [
        "AMQP", "Contracts", "CrashPoints", "Domain", "JSON", "Messaging", "Outbox", "Postgres",
        "ScheduleEngine", "ServiceRuntime", "Storage", "Telemetry", lifecycle, logging, metricsAPI,
      ]),
    main(
      "SchedulerMain", "scheduler",
      [
        "Scheduler", "AMQP", "Contracts", "Domain", "Messaging", "Postgres", "ServiceRuntime", "Storage",
        "ThreadActor",
      ]),
    app(
      "Connectors", "run-executor/Connectors",
      ["Domain", "JSON", "Postgres", "Telemetry", "ThreadActor", httpClient, logging, nioSSL] + nio),
    app(
      "RunExecutor", "run-executor/App",
      [
        "AMQP", "Connectors", "Contracts", "CrashPoints", "Domain", "JSON", "Messaging", "Outbox", "Postgres",
        "Sealing", "ServiceRuntime", "Storage", "Telemetry", crypto, lifecycle, logging, metricsAPI,
      ]),
    main(
      "RunExecutorMain", "run-executor",
      [
        "RunExecutor", "AMQP", "Connectors", "Contracts", "Outbox", "Postgres", "Sealing", "ServiceRuntime",
        "Storage",
        "ThreadActor",
      ]),
    .executableTarget(name: "LoadGenerator", path: "Benchmarks/LoadGenerator", swiftSettings: strict),
    // Tests.
    .target(
      name: "TestSupport",
      dependencies: ["AMQP", "JSON", "Postgres", "Storage", "ThreadActor", lifecycle, logging] + nio,
      path: "Tests/Support", swiftSettings: strict),
    unit("JSON", ["TestSupport"]),
    unit("Contracts", ["JSON", "TestSupport", crypto], resources: [.copy("Golden"), .copy("Stored")]),
    unit("Domain", ["JSON", "TestSupport"]),
    unit("ScheduleEngine", ["Domain", "TestSupport"]),
    unit("GraphQL", ["JSON", "TestSupport", collections], resources: [.copy("Fixtures")]),
    unit("Messaging", ["AMQP", "Contracts", "TestSupport"]),
    unit("ThreadActor", ["TestSupport"]),
    unit("AMQP", ["TestSupport"]),
    unit("Outbox", ["AMQP"]),
    unit("Postgres", ["JSON", "TestSupport"]),
    unit("Sealing", ["TestSupport"]),
    unit("Telemetry", ["TestSupport", tracing]),
    unit("TraceExport", ["JSON", "Telemetry", lifecycle, logging, tracing]),
    unit("CrashPoints"),
    unit(
      "ServiceRuntime",
      ["Domain", "JSON", "TestSupport", argumentParser, collections, lifecycle, logging, metrics]),
    unit(
      "Scheduler",
      [
        "AMQP", "Contracts", "Domain", "JSON", "Postgres", "ScheduleEngine", "Storage", "TestSupport",
        logging,
      ]),
    unit("Connectors", ["Domain", "JSON", "Postgres", "TestSupport"]),
    unit(
      "RunExecutor",
      ["AMQP", "Connectors", "Contracts", "Domain", "JSON", "Messaging", "Sealing", "Storage", "TestSupport"]),
    unit(
      "APIGateway",
      [
        "AMQP", "Contracts", "Domain", "GraphQL", "JSON", "Messaging", "Postgres", "Sealing",
        "ServiceRuntime",
        "Storage", "TestSupport", collections, crypto, jwt, lifecycle, logging,
      ] + nio,
      resources: [.copy("Fixtures")]),
    tests(
      "StorageTests", "Integration/StorageTests",
      ["Contracts", "Domain", "JSON", "Postgres", "Storage", "TestSupport", "ThreadActor", logging]),
    tests(
      "PostgresIntegrationTests", "Integration/PostgresTests",
      ["JSON", "Postgres", "TestSupport", "ThreadActor", lifecycle, logging]),
    tests(
      "SchedulerIntegrationTests", "Integration/SchedulerTests",
      [
        "AMQP", "Contracts", "Domain", "JSON", "Messaging", "Postgres", "Scheduler", "Storage", "TestSupport",
        lifecycle, logging,
      ]),
    tests(
      "RunExecutorIntegrationTests", "Integration/RunExecutorTests",
      [
        "AMQP", "Connectors", "Contracts", "Domain", "JSON", "Messaging", "Outbox", "Postgres", "RunExecutor",
        "Sealing", "Storage", "TestSupport", "ThreadActor", lifecycle, logging,
      ]),
    tests(
      "APIGatewayIntegrationTests", "Integration/APIGatewayTests",
      [
        "AMQP", "APIGateway", "Contracts", "Domain", "JSON", "Messaging", "Postgres", "Sealing",
        "ServiceRuntime",
        "Storage", "TestSupport", crypto, lifecycle, logging,
      ] + nio),
    tests(
      "GraphQLConformanceTests", "Integration/GraphQLConformanceTests",
      ["GraphQL", "JSON", "TestSupport", collections]),
    tests(
      "ScheduleConformanceTests", "Integration/ScheduleConformanceTests", ["ScheduleEngine", "TestSupport"]),
    tests(
      "AMQPConformanceTests", "Integration/AMQPTests",
      ["AMQP", "Contracts", "Messaging", "TestSupport", lifecycle, logging]),
    tests(
      "PostgresConnectorTests", "Integration/PostgresConnectorTests",
      ["Connectors", "Domain", "JSON", "Postgres", "TestSupport", "ThreadActor", logging]),
    tests(
      "EndToEndTests", "EndToEnd",
      ["AMQP", "Contracts", "CrashPoints", "JSON", "Postgres", "TestSupport", "ThreadActor", crypto, logging]
        + nio),
  ]
)
