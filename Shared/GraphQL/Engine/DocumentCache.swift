import Synchronization

/// Keeps the documents that were used last, at most a number of them and of their fields.
///
/// Two generations: what is used moves to the young one; when that holds half of the capacity, it becomes the
/// old one and the old one is dropped. So every operation costs the same, however full the cache is.
final class DocumentCache: Sendable {
  private struct Generations {
    var young: [String: PreparedDocument] = [:]
    var old: [String: PreparedDocument] = [:]
    var youngWeight = 0
  }

  private let generationSize: Int
  private let generationWeight: Int
  private let generations = Mutex(Generations())

  init(capacity: Int, capacityInFields: Int) {
    generationSize = (capacity + 1) / 2
    generationWeight = (capacityInFields + 1) / 2
  }

  subscript(text: String) -> PreparedDocument? {
    generations.withLock { generations in
      if let document = generations.young[text] { return document }
      guard let document = generations.old[text] else { return nil }
      insert(document, text, &generations)
      return document
    }
  }

  func insert(_ document: PreparedDocument, for text: String) {
    guard generationSize > 0, document.weight <= generationWeight else { return }
    generations.withLock { insert(document, text, &$0) }
  }

  var count: Int {
    generations.withLock { generations in
      Set(generations.young.keys).union(generations.old.keys).count
    }
  }

  private func insert(_ document: PreparedDocument, _ text: String, _ generations: inout Generations) {
    if generations.young.count >= generationSize
      || generations.youngWeight + document.weight > generationWeight
    {
      generations.old = generations.young
      generations.young = [:]
      generations.youngWeight = 0
    }
    if generations.young.updateValue(document, forKey: text) == nil {
      generations.youngWeight += document.weight
    }
  }
}
