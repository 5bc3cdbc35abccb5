import type { Transaction } from "../store/store.ts";
import { addDemoAccounts } from "./demo/accounts.ts";
import { addDemoFlows, DEMO_FLOW_ID } from "./demo/flows.ts";
import { DEMO_PROJECTS, DEMO_TENANTS } from "./demo/names.ts";
import { DemoRandom, inZone } from "./demo/random.ts";
import { addDemoRuns } from "./demo/runs.ts";

const SEED = 20200131;

/**
 * Fills a database with data to look at and to test with, the same at every start: three tenants, projects, flows with
 * tasks and edges, runs in every state over ten years, logs. A database that has the data is left as it is.
 *
 * @param transaction Where to write.
 * @param options `tenantId` is the first tenant, which gets most of it; `adminId` its administrator on the cloud
 * backend, where there are accounts too.
 */
export async function seedDemo(
  transaction: Transaction,
  { tenantId, adminId }: { readonly tenantId: string; readonly adminId?: string | undefined },
): Promise<void> {
  if ((await transaction.select("flow", ["id"], { id: DEMO_FLOW_ID })).length > 0) return;
  const random = new DemoRandom(SEED);
  const tenants = DEMO_TENANTS.map(({ name, slug }) => ({ id: random.uuid(), name, slug }));
  await transaction.insert("tenant", tenants);
  const tenantIds = [tenantId, ...tenants.map(({ id }) => id)];
  const names = [DEMO_PROJECTS, ...DEMO_TENANTS.map(({ projects }) => projects)];
  const projects = names.flatMap((own, position) =>
    own.map((name) => {
      const created = inZone(random.moment());
      return { id: random.uuid(), tenant_id: tenantIds[position]!, name, created, updated: created };
    })
  );
  await transaction.insert("project", projects);
  const flows = await addDemoFlows(transaction, random, { projects });
  await addDemoRuns(transaction, random, { flows });
  if (adminId !== undefined) await addDemoAccounts(transaction, random, { tenantIds, adminId });
}
