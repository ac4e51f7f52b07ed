/// The addresses of the broker and the database. Each client parses its own with ``Setting/then(_:)``.
public enum ConnectionSettings {
  public static let amqpURL = Setting<String>.url(
    "NUCLEUS_AMQP_URL", "Address of RabbitMQ with user and virtual host.", schemes: ["amqp", "amqps"])
  public static let databaseURL = Setting<String>.url(
    "NUCLEUS_DATABASE_URL", "Address of PostgreSQL with this service's role.",
    schemes: ["postgresql", "postgres"])
}
