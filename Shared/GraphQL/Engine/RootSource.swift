/// The source of the root fields, which has nothing.
struct RootSource: Sendable {}
