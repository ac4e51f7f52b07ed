import Contracts
import Crypto
import Domain
import Foundation
import HTTPTypes
import Logging

/// Finds out who makes a request: by the admin key, an API key, a JSON Web Token or the cookie of a session.
struct Authenticator: Sendable {
  let adminKey: AdminKey
  let secret: GatewaySecret
  let sessions: SessionSigner
  let credentials: CredentialCache
  let uses: KeyUses?
  let tokens: TokenVerifier?
  let logger: Logger

  init(
    adminKey: AdminKey, secret: GatewaySecret, credentials: CredentialCache, uses: KeyUses? = nil,
    tokens: TokenVerifier? = nil, logger: Logger
  ) {
    self.adminKey = adminKey
    self.secret = secret
    sessions = SessionSigner(secret)
    self.credentials = credentials
    self.uses = uses
    self.tokens = tokens
    self.logger = logger
  }

  /// Why nobody was recognised.
  enum Failure: Error, Sendable {
    /// Nothing was shown, or what was shown opens nothing. The text says what was wrong with it.
    case refused(String?)
    /// Whether it opens something cannot be told now.
    case unavailable(String)
  }

  /// Who shows what the headers hold. An `Authorization` header counts more than a cookie.
  func caller(_ headers: HTTPFields, address: String?) async throws(Failure) -> Caller {
    if let header = headers[.authorization] {
      guard let token = BearerToken(authorization: header) else { throw .refused(nil) }
      return try await caller(showing: token, address: address)
    }
    guard let session = session(in: headers) else { throw .refused(nil) }
    var caller = try await caller(of: session, address: address)
    caller.session = session
    return caller
  }

  /// Who shows a key or a token.
  func caller(showing token: BearerToken, address: String?) async throws(Failure) -> Caller {
    if adminKey.matches(token) { return admin(address: address) }
    if let id = APIKeyText.id(in: token.bytes) {
      guard let credential = try await credential(id), credential.isValid(at: Date()),
        credential.matches(digest: Array(SHA256.hash(data: token.bytes)))
      else { throw .refused(nil) }
      return caller(of: credential, address: address)
    }
    guard let tokens else { throw .refused(nil) }
    do {
      return caller(
        of: try await tokens.identity(in: String(decoding: token.bytes, as: UTF8.self)), address: address)
    } catch let refusal as TokenRefusal {
      throw .refused("\(refusal)")
    } catch {
      throw .unavailable("the keys of the token issuer cannot be had now")
    }
  }

  /// Whether somebody who was let in may stay. What cannot be told now is no reason to throw anybody out, for
  /// a while: see the caller of this.
  func mayStay(_ caller: Caller) async throws(Failure) -> Bool {
    let now = Date()
    if let session = caller.session, session.expiresAt <= now { return false }
    switch caller.grant {
    case .adminKey: return true
    case .apiKey(let id): return try await credential(id)?.isValid(at: now) ?? false
    case .token(let expiresAt): return expiresAt > now
    }
  }

  /// The session that a request's cookie stands for.
  func session(in headers: HTTPFields) -> Session? {
    SessionCookie.values(in: headers[values: .cookie]).lazy
      .compactMap { sessions.session(in: $0, at: Date()) }.first
  }

  private func caller(of session: Session, address: String?) async throws(Failure) -> Caller {
    guard let keyID = session.keyID else { return admin(address: address) }
    guard let credential = try await credential(keyID), credential.isValid(at: Date()) else {
      throw .refused(nil)
    }
    return caller(of: credential, address: address)
  }

  private func admin(address: String?) -> Caller {
    Caller(
      keyID: "admin", name: "admin", role: .admin, address: address, grant: .adminKey,
      digestKey: secret.key(for: .requestDigests, context: "admin"))
  }

  private func caller(of credential: APIKeyCredential, address: String?) -> Caller {
    uses?.note(credential.id)
    let keyID = credential.id.lowercased
    return Caller(
      keyID: keyID, name: credential.name, role: credential.role, address: address,
      grant: .apiKey(credential.id), digestKey: secret.key(for: .requestDigests, context: keyID))
  }

  private func caller(of identity: TokenIdentity, address: String?) -> Caller {
    // A subject can be long; an id has to fit into a message's properties.
    let digest = SHA256.hash(data: Data(identity.subject.utf8)).prefix(16)
    let keyID = "jwt-" + digest.hexDigits
    return Caller(
      keyID: keyID, name: identity.subject, role: identity.role, address: address,
      grant: .token(expiresAt: identity.expiresAt),
      digestKey: secret.key(for: .requestDigests, context: keyID))
  }

  private func credential(_ id: UUID) async throws(Failure) -> APIKeyCredential? {
    do {
      return try await credentials.credential(id)
    } catch {
      logger.debug("A key cannot be looked up.", metadata: ["error": "\(error)"])
      throw .unavailable("keys cannot be looked up now")
    }
  }
}
