"""Joins the figures of CELBench and peers.py into Markdown tables."""
import sys

ours = [line.rstrip("\n").split("\t") for line in open(sys.argv[1])]
peers = {}
for line in open(sys.argv[2]):
    row, peer, compile_ns, evaluate_ns, *_ = line.rstrip("\n").split("\t")
    peers[row, peer] = (int(compile_ns), int(evaluate_ns))
columns = ["C++, activation once", "C++, activation each", "Rust", "Python"]


def table(title, index, own):
    print(f"\n{title}, ns\n\n| expression | this module | {' | '.join(columns)} |")
    print("|---" * (len(columns) + 2) + "|")
    for row in ours:
        cells = [peers.get((row[0], peer), (-1, -1))[index] for peer in columns]
        print(f"| {row[0]} | {row[own]} | {' | '.join('refused' if c < 0 else str(c) for c in cells)} |")


print("\nExpressions\n\n| row | text |\n|---|---|")
for row in ours:
    print(f"| {row[0]} | `{row[1].replace('|', chr(92) + '|')}` |")
table("Evaluate", 1, 4)
table("Compile (parse and check)", 0, 3)
