-- The cells of docs/analysis.md, from `counts`, `paths` and `dropped`, which the job has cleaned. What the rules say, the
-- functions read from rules.json.

CREATE TEMPORARY TABLE cells (
  cell STRING,
  total STRING,
  PRIMARY KEY (cell) NOT ENFORCED
) WITH (
  'connector' = 'upsert-kafka',
  'topic' = ${topic},
  'key.format' = 'raw',
  'value.format' = 'raw',
  'value.fields-include' = 'EXCEPT_KEY'${clients}
);

CREATE TEMPORARY VIEW changes AS
  SELECT cell('item-hour', item, type, `hour`) AS cell, CAST(1 AS BIGINT) AS delta FROM counts
UNION ALL
  SELECT cell('cart-demand', item, `hour`), cart_demand(type) * quantity FROM counts WHERE cart_demand(type) IS NOT NULL
UNION ALL
  SELECT cell('funnel', type, `hour`), CAST(1 AS BIGINT) FROM counts
UNION ALL
  SELECT cell('price-band', item, priceBand, type, SUBSTRING(`hour` FROM 1 FOR 10)), CAST(1 AS BIGINT) FROM counts
  WHERE priceBand IS NOT NULL AND counts_price_band(type)
UNION ALL
  SELECT cell('follows', pair.item, pair.other, `day`), pair.weight
  FROM paths, LATERAL TABLE(follows(items)) AS pair(item, other, weight)
UNION ALL
  SELECT cell('follows-paths', pair.item, pair.other, `day`), CAST(1 AS BIGINT)
  FROM paths, LATERAL TABLE(follows(items)) AS pair(item, other, weight)
UNION ALL
  SELECT cell('together', pair.item, pair.other, `day`), CAST(1 AS BIGINT)
  FROM paths, LATERAL TABLE(together(items)) AS pair(item, other)
  WHERE bought
UNION ALL
  SELECT cell, CAST(1 AS BIGINT) FROM dropped;

-- A cell of an hour or a day is complete when everything for it would be late, and its counter may go.
INSERT INTO cells
SELECT /*+ STATE_TTL('changes' = '${kept}') */ cell, CAST(SUM(delta) AS STRING) FROM changes GROUP BY cell;

-- A model's places have no time: their counters stay.
INSERT INTO cells
SELECT cell, CAST(COUNT(*) AS STRING)
FROM (SELECT cell('shown', model, slot, type) AS cell FROM counts WHERE model IS NOT NULL)
GROUP BY cell;

INSERT INTO cells SELECT cell, total FROM trending;
