"""``python bench/privacy-audit/attacks <folder> <seed> <most cases> <stream> ...``: attacks streams; one line of JSON each."""

import json
import sys
from pathlib import Path

from evidence import looked_at, read_orders, read_stream
from link import attack_link, draw_triples
from secret import attack_secret, attack_secret_without_stream, draw_pairs
from single_out import single_out


def main() -> None:
    folder, seed, most, days_singled = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    table = read_orders(folder)
    truth = read_stream(folder / "pseudonymous.jsonl")
    looked = looked_at(truth, table)
    days = sorted({line.day for line in truth.lines})
    pairs = draw_pairs(table, looked, most, seed)
    alone = attack_secret_without_stream(table, pairs, seed)
    for name in sys.argv[5:]:
        stream = truth if name == "pseudonymous" else read_stream(folder / f"{name}.jsonl")
        secret = attack_secret(table, stream, pairs, seed)
        link, by_kind, link_alone = attack_link(table, stream, draw_triples(table, stream, days, most, seed), seed)
        singled = single_out(table, stream, looked, days[:: max(1, len(days) // days_singled)], seed)
        print(
            json.dumps(
                {
                    "stream": name,
                    **secret.keys("secret"),
                    "secret_without_stream": round(alone.advantage, 4),
                    **link.keys("link"),
                    "link_without_stream": round(link_alone.advantage, 4),
                    "link_by_kind": {kind: verdict.keys("link") for kind, verdict in by_kind.items()},
                    "singled_out": singled.households,
                    "shoppers": singled.shoppers,
                    "claims": singled.claims,
                    "true_claims": singled.true_claims,
                }
            ),
            flush=True,
        )


main()
