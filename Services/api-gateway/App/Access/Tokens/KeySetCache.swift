import Foundation
import JWTKit
import Logging

/// The keys of an issuer, fetched when they are needed and kept while the issuer is away.
///
/// An actor, so that callers who miss a key at the same time wait for one fetch.
actor KeySetCache {
  /// Keys older than this are fetched anew.
  private static let lifetime = Duration.seconds(600)
  /// After a fetch, failed or not, there is none for this long, whatever keys are asked for.
  private static let pause = Duration.seconds(10)
  static let maximumKeys = 100

  private struct Known: Sendable {
    var collection: JWTKeyCollection
    var ids: Set<String>
    var fetchedAt: ContinuousClock.Instant
  }

  private let source: KeySetSource
  private let logger: Logger
  private let now: @Sendable () -> ContinuousClock.Instant
  private var known: Known?
  private var triedAt: ContinuousClock.Instant?
  private var fetching: Task<Known, any Error>?

  init(
    source: KeySetSource, logger: Logger, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.source = source
    self.logger = logger
    self.now = now
  }

  /// The keys, if they hold one of that id.
  /// - Returns: nil for an id that the issuer does not know.
  /// - Throws: ``KeySetError`` when no keys have been had yet.
  func keys(holding id: String) async throws(KeySetError) -> JWTKeyCollection? {
    if let known, known.ids.contains(id), known.fetchedAt + Self.lifetime > now() { return known.collection }
    await refresh()
    guard let known else { throw KeySetError("the keys of the issuer cannot be had") }
    return known.ids.contains(id) ? known.collection : nil
  }

  private func refresh() async {
    if let fetching {
      _ = await fetching.result
      return
    }
    if let triedAt, triedAt + Self.pause > now() { return }
    triedAt = now()
    let time = now()
    // Callers who come meanwhile share the fetch, so it must not end with the one that began it.
    let task = Task { [source] in try await Self.load(source, at: time) }
    fetching = task
    defer { fetching = nil }
    switch await task.result {
    case .success(let loaded): known = loaded
    case .failure(let error):
      logger.warning("The keys of the token issuer cannot be had.", metadata: ["error": "\(error)"])
    }
  }

  private static func load(_ source: KeySetSource, at time: ContinuousClock.Instant) async throws -> Known {
    let bytes = try await source.fetch()
    guard JSONNesting.isWithin(8, bytes) else { throw KeySetError("the key set nests too deep") }
    let set = try JSONDecoder().decode(LenientKeySet.self, from: Data(bytes))
    var ids: Set<String> = []
    let collection = JWTKeyCollection()
    for key in set.keys.prefix(maximumKeys) {
      guard let id = key.keyIdentifier, id.string.utf8.count <= TokenHeader.maximumKeyIDBytes else {
        continue
      }
      guard (try? await collection.add(jwk: key)) != nil else { continue }
      ids.insert(id.string)
    }
    return Known(collection: collection, ids: ids, fetchedAt: time)
  }
}

/// A key set without the keys that are not understood: RFC 7517, 5, has them ignored.
private struct LenientKeySet: Decodable {
  private struct Element: Decodable {
    let key: JWK?

    init(from decoder: any Decoder) { key = try? JWK(from: decoder) }
  }

  let keys: [JWK]

  private enum CodingKeys: CodingKey { case keys }

  init(from decoder: any Decoder) throws {
    keys = try decoder.container(keyedBy: CodingKeys.self).decode([Element].self, forKey: .keys)
      .compactMap(\.key)
  }
}
