"""What the files of a catalogue folder that routing reads are called."""

TERMS, WEIGHTS = "terms.yaml", "weights.npz"
TAUGHT, CONFIRMED = "training.jsonl", "confirmed.jsonl"  # written for training; confirmed by people
