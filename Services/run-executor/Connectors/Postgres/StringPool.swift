/// Lets equal texts share their memory. Short ones need none.
struct StringPool {
  private var texts: Set<String> = []

  mutating func shared(_ text: String) -> String {
    text.utf8.count <= 15 ? text : texts.insert(text).memberAfterInsert
  }
}
