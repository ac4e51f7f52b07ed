import JSON

extension EndpointTemplate {
  public static let postgres = EndpointTemplate(
    kind: .postgres, family: .jdbc, title: "PostgreSQL", vendor: "PostgreSQL Global Development Group",
    description: "A PostgreSQL database: schemas, tables, views and their columns, keys and sizes.",
    fields: [
      EndpointField("host", "Host", .string).with {
        $0.isRequired = true
        $0.placeholder = "db.example.com"
      },
      EndpointField("port", "Port", .integer).with {
        $0.defaultValue = "5432"
        $0.range = 1...65_535
      },
      EndpointField("database", "Database", .string).with { $0.isRequired = true },
      EndpointField("username", "User name", .string).with { $0.isRequired = true },
      EndpointField("password", "Password", .string).with { $0.isSensitive = true },
      EndpointField("sslmode", "TLS mode", .choice).with {
        $0.defaultValue = "prefer"
        $0.choices = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]
        $0.isAdvanced = true
      },
      EndpointField("schemas", "Schemas", .list).with {
        $0.description = "Only these schemas; all but the system's when left out."
        $0.isAdvanced = true
      },
    ] + EndpointField.forEveryKind,
    sampleConfig: [
      "templateId": "postgres",
      "parameters": [
        "host": "db.example.com", "port": 5432, "database": "shop", "username": "reader",
        "password": "…", "sslmode": "verify-full",
      ],
    ], capabilities: [.collect])
}
