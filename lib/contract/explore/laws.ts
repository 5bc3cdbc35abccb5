import type { Law } from "./law.ts";
import { collation } from "./laws/collation.ts";
import { comparison } from "./laws/comparison.ts";
import { complement } from "./laws/complement.ts";
import { count } from "./laws/count.ts";
import { distinct } from "./laws/distinct.ts";
import { figures } from "./laws/figures.ts";
import { forms } from "./laws/forms.ts";
import { identity } from "./laws/identity.ts";
import { independence } from "./laws/independence.ts";
import { jsonKeys } from "./laws/json_keys.ts";
import { jsonParts } from "./laws/json_parts.ts";
import { jsonPath } from "./laws/json_path.ts";
import { limit } from "./laws/limit.ts";
import { membership } from "./laws/membership.ts";
import { moments } from "./laws/moments.ts";
import { nestedList } from "./laws/nested_list.ts";
import { nestedObject } from "./laws/nested_object.ts";
import { order } from "./laws/order.ts";
import { pages } from "./laws/pages.ts";
import { partition } from "./laws/partition.ts";
import { patterns } from "./laws/patterns.ts";
import { related } from "./laws/related.ts";
import { sets } from "./laws/sets.ts";

/** All laws, in the order in which their turns come. */
export const LAWS: readonly Law[] = [
  partition,
  limit,
  nestedList,
  comparison,
  order,
  related,
  count,
  sets,
  distinct,
  moments,
  complement,
  pages,
  nestedObject,
  figures,
  patterns,
  jsonParts,
  membership,
  collation,
  identity,
  jsonKeys,
  independence,
  jsonPath,
  forms,
];
