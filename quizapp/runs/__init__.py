"""Running networks live or in batches, and keeping the frames, so that no run is computed twice."""
