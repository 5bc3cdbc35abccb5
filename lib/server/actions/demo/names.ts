/** What the demo data is called. */
export const DEMO_TENANTS = [
  { name: "Acme", slug: "acme", projects: ["Forecasting", "Billing", "Shared"] },
  { name: "Globex", slug: "globex", projects: ["Research", "Shared"] },
] as const;

/** The projects of the first tenant. */
export const DEMO_PROJECTS = ["Marketing", "Fraud", "Pricing", "Search", "Data Platform", "Shared"] as const;

/** What flows are about; with {@linkcode DEMO_REGIONS} and {@linkcode DEMO_KINDS} they make a name. */
export const DEMO_SUBJECTS = [
  "churn",
  "fraud",
  "price",
  "demand",
  "ranking",
  "intent",
  "spam",
  "credit",
  "stock",
  "weather",
  "traffic",
  "energy",
  "claims",
  "returns",
  "reviews",
] as const;

/** Where flows work. */
export const DEMO_REGIONS = ["eu", "us", "apac", "latam", "world"] as const;

/** What flows do; a third of them train, some in capitals, so that `_like` and `_ilike` differ. */
export const DEMO_KINDS = ["train", "score", "Train", "report", "etl", "sync"] as const;

/** The tasks of a flow, in the order they run in. */
export const DEMO_TASKS = ["extract", "clean", "transform", "load", "notify"] as const;
