import { assert } from "@std/assert";
import { isInShard } from "../../lib/contract/shard.ts";

Deno.test("isInShard() deals ids that differ in their ends evenly", () => {
  const ids = Array.from({ length: 3000 }, (_, index) => `query-where[row ${index}]`);
  for (const count of [2, 3, 8]) {
    for (let index = 1; index <= count; index++) {
      const share = ids.filter((id) => isInShard(id, { index, count })).length * count / ids.length;
      assert(share > 0.85 && share < 1.15, `shard ${index}/${count} has ${share} of its share`);
    }
  }
});
