"""What `benchmarks/compare`, `benchmarks/growth` and `benchmarks/flames` are made of."""
