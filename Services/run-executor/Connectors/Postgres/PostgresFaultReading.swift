import Domain
import Postgres

/// Reads a fault out of what the database client says.
///
/// Pure. Codes decide wherever there are any; words only where libpq and the server give nothing else, and then
/// a server that speaks another language leads to a more general fault, never to a wrong one.
struct PostgresFaultReading: Sendable {
  let parameters: PostgresParameters
  let deadlines: PostgresDeadlines

  /// - Parameter refusal: why the address check refused the host, where it did.
  func fault(_ error: any Error, refusal: String? = nil) -> PostgresFault {
    if let fault = error as? PostgresFault { return fault }
    guard let error = error as? PostgresError else { return fault(.other, said: nil) }
    let kind = kind(of: error)
    return fault(kind, said: kind == .addressRefused ? refusal : Self.words(of: error))
  }

  func fault(_ kind: PostgresFaultKind, said: String?) -> PostgresFault {
    let redactor = Redactor(secrets: [parameters.password].compactMap(\.self))
    return PostgresFault(kind: kind, message: redactor.sanitise(text(kind, said)))
  }

  // MARK: Kinds

  private func kind(of error: PostgresError) -> PostgresFaultKind {
    switch error.code {
    case .connectionFailed: connecting(error)
    case .addressRefused: .addressRefused
    case .configuration: .malformedHost
    case .connectionLost, .closed, .poolTimeout: .connectionLost
    // A server that ended the statement on request lives, and is slow.
    case .statementTimeout: error.sqlState == nil ? .statementTimedOut : .interrupted
    case .cancelled, .rolledBack: .interrupted
    case .decoding: .unexpectedAnswer
    case .invalidStatement: .other
    case .server: Self.reading(error.sqlState)
    }
  }

  private func connecting(_ error: PostgresError) -> PostgresFaultKind {
    let said = error.serverMessage ?? ""
    switch error.connectFailure {
    case .hostNotFound: return .hostNotFound
    case .refused: return .refused
    case .unreachable: return .unreachable
    case .timedOut: return .timedOut
    case .closedByServer: return .closedByServer
    case .startingUp: return .startingUp
    case .tooManyConnections: return .tooManyConnections
    case .notPostgres: return .notPostgres
    case .databaseMissing: return .databaseMissing
    case .tls: return Self.tls(said)
    case .authentication: return authentication(error.sqlState, said)
    case .other, nil:
      switch error.sqlState?.rawValue {
      case "08P01", "0A000": return .notPostgres
      case .some: return Self.reading(error.sqlState)
      case nil: return .other
      }
    }
  }

  private static func tls(_ said: String) -> PostgresFaultKind {
    if said.contains("server does not support SSL") { return .tlsUnsupported }
    // Any answer that begins with the letter S looks like a yes to the question for TLS; that of an SSH server
    // does.
    if said.contains("received unencrypted data") { return .notPostgres }
    return said.contains("certificate") ? .certificateRefused : .tlsFailed
  }

  private func authentication(_ state: SQLState?, _ said: String) -> PostgresFaultKind {
    switch state {
    case .invalidPassword: return .passwordRefused
    case .insufficientPrivilege: return .databaseForbidden
    case nil: return said.contains("no password supplied") ? .passwordMissing : .userRefused
    default:
      guard said.contains("pg_hba.conf") else { return .userRefused }
      let isPlain = said.contains("no encryption") || said.contains("SSL off")
      return isPlain && parameters.tls == .disable ? .tlsRequired : .clientRefused
    }
  }

  /// The fault of a statement the server refused.
  private static func reading(_ state: SQLState?) -> PostgresFaultKind {
    switch state {
    case .insufficientPrivilege: return .catalogForbidden
    case .lockNotAvailable: return .locked
    case .queryCanceled: return .interrupted
    default: break
    }
    switch state?.conditionClass {
    case "53": return .exhausted
    case "28": return .userRefused
    case "08": return .connectionLost
    // Unknown columns, functions, syntax, features: not the catalogs of PostgreSQL.
    case "42", "0A": return .unexpectedAnswer
    default: return .refusedStatement
    }
  }

  // MARK: Words

  private func text(_ kind: PostgresFaultKind, _ said: String?) -> String {
    let text = sentence(kind)
    guard let said, !said.isEmpty, said != text else { return text }
    return "\(text): \(said)"
  }

  private func sentence(_ kind: PostgresFaultKind) -> String {
    let server = "the server at \(parameters.address)"
    switch kind {
    case .malformedHost: return "the host is malformed"
    case .addressRefused: return "the host \"\(parameters.host)\" may not be connected to"
    case .hostNotFound: return "the host \"\(parameters.host)\" is not known"
    case .refused: return "\(server) refused the connection: nothing listens on that port"
    case .unreachable: return "there is no way to \(parameters.address)"
    case .timedOut: return "\(server) did not answer within \(Self.seconds(deadlines.connect)) s"
    case .closedByServer: return "\(server) closed the connection before the login was done"
    case .startingUp: return "\(server) is starting or stopping"
    case .tooManyConnections: return "\(server) has no connection left"
    case .notPostgres: return "what answers at \(parameters.address) is not PostgreSQL"
    case .tooOld: return "\(server) is too old"
    case .passwordMissing: return "\(server) asks for a password, and none is set"
    case .passwordRefused:
      return "\(server) does not accept this password for the user \"\(parameters.username)\""
    case .userRefused: return "\(server) does not let the user \"\(parameters.username)\" in"
    case .clientRefused: return "\(server) does not admit this client"
    case .databaseMissing: return "\(server) has no database \"\(parameters.database)\""
    case .databaseForbidden:
      return "the user \"\(parameters.username)\" may not connect to the database \"\(parameters.database)\""
    case .tlsRequired: return "\(server) admits encrypted connections only, and sslmode is disable"
    case .tlsUnsupported: return "\(server) does not offer TLS, which sslmode \(parameters.tls.name) demands"
    case .certificateRefused: return "the certificate of \(server) is not accepted"
    case .tlsFailed: return "no encrypted connection to \(server) came about"
    case .schemaMissing: return "the database \"\(parameters.database)\" lacks wanted schemas"
    case .catalogForbidden: return "the user \"\(parameters.username)\" may not read the catalog"
    case .connectionLost: return "the connection to \(server) was lost"
    case .statementTimedOut: return "\(server) stopped answering"
    case .locked: return "a table is locked by another session of \(server)"
    case .exhausted: return "\(server) has run out of resources"
    case .interrupted: return "reading the catalog of \(server) was interrupted"
    case .unexpectedAnswer: return "the catalog of \(server) is not as PostgreSQL's"
    case .refusedStatement: return "\(server) refused to read its catalog"
    case .other: return "the connection to \(server) failed"
    }
  }

  private static func seconds(_ duration: Duration) -> Int64 {
    duration.components.seconds + (duration.components.attoseconds > 0 ? 1 : 0)
  }

  /// What the server or libpq said last, without its introductions.
  private static func words(of error: PostgresError) -> String? {
    switch error.connectFailure {
    // Nothing the sentence does not say.
    case .hostNotFound, .refused, .timedOut, .databaseMissing: return nil
    default: break
    }
    guard let message = error.serverMessage else { return nil }
    // Indented lines only ask whether the server is up.
    guard var line = message.split(separator: "\n").last(where: { $0.first?.isWhitespace == false }) else {
      return nil
    }
    if line.hasPrefix("connection to server"), let end = line.firstRange(of: " failed: ") {
      line = line[end.upperBound...]
    }
    for mark in ["FATAL:", "ERROR:", "PANIC:", "error:"] where line.hasPrefix(mark) {
      line = line.dropFirst(mark.count)
    }
    return String(line.drop(while: \.isWhitespace).prefix(400))
  }
}
