"""What several benchmarks stand on: vaults, what fills them, clocks. None of it is a benchmark."""
