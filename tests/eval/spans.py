#!/usr/bin/env python3
"""Full-span recall and precision of `fogline guard` on labelled texts.

    tests/eval/spans.py [options] FILE... [-- FLAGS OF GUARD]

    tests/eval/spans.py target/labelled/*.jsonl
    tests/eval/spans.py --by lang --misses 20 --kind PERSON texts.jsonl
    tests/eval/spans.py --third 0 --fogline target/release/fogline texts.jsonl -- --vault known.json

Each line of a FILE is an object with `text`, `spans` = [[type, start, end], ...] (characters, end not included) and, where
known, `lang`. The program is run once a file as `fogline guard --jsonl FLAGS`, so what is measured is what a script gets.

    full recall   share of gold spans whose every letter and digit lies in the union of the findings
    any recall    share of gold spans that a finding touches
    precision     share of findings that touch a gold span
    whole texts   share of texts with gold spans in which every span is fully covered

Findings of every class count, quantities too: the labels of such data hold dates and salaries. `--acted` counts only what
the policies act on. `--third N` (0, 1, 2) takes the rows whose text hashes to that third; `--not-third N` leaves it out, so
that one third can be kept unseen while the others are tuned on. The split depends on the text alone.

Python 3.8 or later, standard library only.
"""

import argparse
import collections
import hashlib
import json
import subprocess
import sys
import time


def arguments():
    own, flags = sys.argv[1:], []
    if "--" in own:
        at = own.index("--")
        own, flags = own[:at], own[at + 1 :]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--fogline", default="target/debug/fogline", help="the program (default: %(default)s)")
    parser.add_argument("--third", type=int, choices=[0, 1, 2], help="only this third of the rows")
    parser.add_argument("--not-third", type=int, choices=[0, 1, 2], help="all but this third of the rows")
    parser.add_argument("--acted", action="store_true", help="leave out quantities")
    parser.add_argument("--by", choices=["file", "lang", "none"], default="file", help="further tables (default: file)")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="show N gold spans that are not covered")
    parser.add_argument("--false", type=int, default=0, metavar="N", help="show N findings that touch no gold span")
    parser.add_argument("--kind", help="of --misses and --false, only those whose type or detector contains this")
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    return parser.parse_args(own), flags


def rows(path, options):
    """The labelled rows of a file, of the thirds asked for."""
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            row = json.loads(line)
            third = hashlib.sha256(row["text"].encode()).digest()[0] % 3
            if options.third is not None and third != options.third:
                continue
            if options.not_third is not None and third == options.not_third:
                continue
            yield number, row


def answers(program, flags, texts):
    """What guard says of each text, in order, and the seconds it took."""
    lines = "".join(json.dumps({"id": index, "text": text}) + "\n" for index, text in enumerate(texts))
    started = time.perf_counter()
    done = subprocess.run([program, "guard", "--jsonl", *flags], input=lines.encode(), stdout=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - started
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    if done.returncode not in (0, 3) or [answer["id"] for answer in found] != list(range(len(texts))):
        sys.exit(f"{program} ended with {done.returncode} after {len(found)} of {len(texts)} texts")
    return found, seconds


class Count:
    """Figures of one table row."""

    def __init__(self):
        self.gold = self.full = self.any = self.findings = self.right = self.texts = self.whole = 0

    def figures(self):
        def share(part, of):
            return round(part / of, 4) if of else None

        return {
            "gold": self.gold,
            "full": share(self.full, self.gold),
            "any": share(self.any, self.gold),
            "findings": self.findings,
            "precision": share(self.right, self.findings),
            "texts": self.texts,
            "whole": share(self.whole, self.texts),
        }


def measure(row, answer, options, total, kinds, detectors, missed, false):
    """Counts one text into the tables given."""
    text = row["text"]
    if answer["verdict"] not in ("clear", "findings"):
        findings = []
    else:
        findings = [f for f in answer["findings"] if not (options.acted and f["class"] == "quantity")]
    covered = set()
    for finding in findings:
        covered.update(range(finding["start"], finding["end"]))
    private = set()
    whole = True
    for kind, start, end in row["spans"]:
        private.update(range(start, end))
        needed = [at for at in range(start, min(end, len(text))) if text[at].isalnum()]
        full = all(at in covered for at in needed)
        touched = any(at in covered for at in needed)
        for count in (total, kinds[kind]):
            count.gold += 1
            count.full += full
            count.any += touched or (full and not needed)
        whole = whole and full
        if not full:
            missed.append((kind, text, start, end))
    if row["spans"]:
        total.texts += 1
        total.whole += whole
    for finding in findings:
        right = any(at in private for at in range(finding["start"], finding["end"]))
        for count in (total, detectors[f"{finding['kind']} ({finding['detector']})"]):
            count.findings += 1
            count.right += right
        if not right:
            false.append((f"{finding['kind']} ({finding['detector']})", text, finding["start"], finding["end"]))


def show(number):
    return "    -" if number is None else f"{number:5.3f}"


def excerpt(text, start, end):
    return json.dumps(text[max(0, start - 40) : start] + "»" + text[start:end] + "«" + text[end : end + 30], ensure_ascii=False)


def main():
    options, flags = arguments()
    total, kinds, detectors = Count(), collections.defaultdict(Count), collections.defaultdict(Count)
    groups = collections.defaultdict(Count)
    missed, false = [], []
    seconds = size = 0
    for path in options.files:
        labelled = [row for _, row in rows(path, options)]
        found, took = answers(options.fogline, flags, [row["text"] for row in labelled])
        seconds += took
        size += sum(len(row["text"].encode()) for row in labelled)
        for row, answer in zip(labelled, found):
            measure(row, answer, options, total, kinds, detectors, missed, false)
            if options.by != "none":
                group = path.rsplit("/", 1)[-1] if options.by == "file" else row.get("lang") or "?"
                measure(row, answer, options, groups[group], *(collections.defaultdict(Count) for _ in range(2)), [], [])
    if options.json:
        tables = {"by": groups, "kinds": kinds, "detectors": detectors}
        result = {name: {key: count.figures() for key, count in table.items()} for name, table in tables.items()}
        print(json.dumps({"all": total.figures(), "seconds": round(seconds, 3), "bytes": size, **result}, indent=1))
        return
    print(f"{'':44} {'gold':>6} {'full':>5} {'any':>5} {'found':>6} {'prec':>5} {'whole':>5}")
    for name, count in [("all", total), *sorted(groups.items())]:
        f = count.figures()
        print(f"{name:44} {f['gold']:6} {show(f['full'])} {show(f['any'])} {f['findings']:6} {show(f['precision'])} {show(f['whole'])}")
    print()
    for name, count in sorted(kinds.items(), key=lambda item: -item[1].gold):
        f = count.figures()
        print(f"  gold {name:37} {f['gold']:6} {show(f['full'])} {show(f['any'])}")
    print()
    for name, count in sorted(detectors.items(), key=lambda item: -item[1].findings):
        f = count.figures()
        print(f"  found {name:49} {f['findings']:6} {show(f['precision'])}")
    print(f"\n{size} bytes in {seconds:.2f} s, the program's start included")
    for title, limit, examples in (("not covered", options.misses, missed), ("false", options.false, false)):
        chosen = [example for example in examples if not options.kind or options.kind.lower() in example[0].lower()]
        step = max(1, len(chosen) // max(1, limit))
        for kind, text, start, end in chosen[::step][:limit]:
            print(f"{title}: {kind}: {excerpt(text, start, end)}")


if __name__ == "__main__":
    main()
