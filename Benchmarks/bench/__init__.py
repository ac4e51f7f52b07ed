"""The benchmarks of Nucleus."""
