/// One thing that is wrong with an input value.
struct InputProblem: Sendable {
  let path: [PathElement]
  let message: String
}
