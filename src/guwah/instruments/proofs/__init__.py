"""Digests, the Merkle log, signed checkpoints, manifests, and their verification."""
