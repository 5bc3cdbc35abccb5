import type { ServiceQueries } from "./action.ts";
import { authInfoQueries } from "./auth_info.ts";
import { secretQueries } from "./secrets.ts";
import { serviceQueries } from "./service_queries.ts";

/** What both backends tell beside their tables, by root field: every query of `SERVER_OPERATIONS`. */
export const SERVER_QUERIES: ServiceQueries = serviceQueries;

/** What the cloud backend tells on top: every query of `CLOUD_OPERATIONS`. */
export const CLOUD_QUERIES: ServiceQueries = { ...authInfoQueries, ...secretQueries };
