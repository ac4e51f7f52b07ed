/// The failure of a batch, which all its sources share; the host is told of it once.
struct SharedFailure: Error {
  let underlying: any Error
}
