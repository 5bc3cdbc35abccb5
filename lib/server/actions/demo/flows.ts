import type { JsonValue } from "../../../core/json.ts";
import type { Row } from "../../model/row.ts";
import type { Transaction } from "../../store/store.ts";
import { DEMO_KINDS, DEMO_REGIONS, DEMO_SUBJECTS, DEMO_TASKS } from "./names.ts";
import { type DemoRandom, inZone } from "./random.ts";

/** The flow that the API page asks for by its id (S47). */
export const DEMO_FLOW_ID = "07786de2-7283-434f-a9b1-600044a8afb3";

const FLOWS = 300;
/** Every so many flows is the second version of the one before, which is archived. */
const SECOND_VERSION = 10;
const CORE_VERSION = "1.4.1";

/** A flow with the ids of its tasks. */
export interface DemoFlow {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly taskIds: readonly string[];
}

function flowName(index: number): string {
  const kind = DEMO_KINDS[index % DEMO_KINDS.length];
  const rest = Math.floor(index / DEMO_KINDS.length);
  const subject = DEMO_SUBJECTS[rest % DEMO_SUBJECTS.length];
  return `${subject}-${DEMO_REGIONS[Math.floor(rest / DEMO_SUBJECTS.length)]}-${kind}`;
}

function flowParameters(index: number): JsonValue {
  if (index % 3 > 0) return [];
  return [{
    name: "day",
    type: "prefect.core.parameter.Parameter",
    required: index % 2 === 0,
    default: null,
  }];
}

function flowRow(random: DemoRandom, project: Row, before: Row | undefined, index: number): Row {
  const name = before ? before.name! : flowName(index);
  const moment = inZone(random.moment());
  return {
    id: index === 0 ? DEMO_FLOW_ID : random.uuid(),
    created: moment,
    updated: moment,
    tenant_id: project.tenant_id!,
    project_id: project.id!,
    flow_group_id: before ? before.flow_group_id! : random.uuid(),
    version_group_id: before ? before.version_group_id! : random.uuid(),
    version: before ? 2 : 1,
    name,
    description: index % 4 === 0 ? `Makes ${name}, every day` : null,
    core_version: CORE_VERSION,
    archived: false,
    parameters: flowParameters(index),
    storage: { type: "Local", __version__: CORE_VERSION },
    run_config: { type: "UniversalRun", labels: index % 5 === 0 ? ["gpu"] : [], __version__: CORE_VERSION },
    serialized_flow: { name, type: "prefect.core.flow.Flow", __version__: CORE_VERSION },
  };
}

function groupRow(flow: Row): Row {
  return {
    id: flow.flow_group_id!,
    created: flow.created!,
    updated: flow.updated!,
    tenant_id: flow.tenant_id!,
    name: flow.version_group_id!,
    settings: { heartbeat_enabled: true, lazarus_enabled: true, version_locking_enabled: false },
  };
}

function taskRows(random: DemoRandom, flow: Row): Row[] {
  const names = DEMO_TASKS.slice(0, 3 + random.below(3));
  return names.map((name, position) => ({
    id: random.uuid(),
    created: flow.created!,
    updated: flow.updated!,
    tenant_id: flow.tenant_id!,
    flow_id: flow.id!,
    name,
    slug: `${name}-1`,
    type: "prefect.tasks.core.function.FunctionTask",
    max_retries: position,
    retry_delay: position === 0 ? null : `00:0${position}:00`,
    trigger: "prefect.triggers.all_successful",
    tags: position === 0 ? ["source"] : [],
  }));
}

function edgeRows(random: DemoRandom, tasks: readonly Row[]): Row[] {
  return tasks.slice(1).map((task, position) => ({
    id: random.uuid(),
    created: task.created!,
    updated: task.updated!,
    tenant_id: task.tenant_id!,
    flow_id: task.flow_id!,
    upstream_task_id: tasks[position]!.id!,
    downstream_task_id: task.id!,
    key: "data",
  }));
}

/**
 * Adds flows with their groups, tasks and edges: most of them in the first project's tenant.
 *
 * @param transaction Where to write.
 * @param random Decides everything.
 * @param options `projects` are rows with `id` and `tenant_id`; the first ones get most flows.
 * @returns The flows, in order.
 */
export async function addDemoFlows(
  transaction: Transaction,
  random: DemoRandom,
  { projects }: { readonly projects: readonly Row[] },
): Promise<DemoFlow[]> {
  const flows: Row[] = [];
  for (let index = 0; index < FLOWS; index++) {
    const before = index % SECOND_VERSION === SECOND_VERSION - 1 ? flows.at(-1) : undefined;
    // The smaller of two draws: early projects have more flows than late ones.
    const drawn = projects[Math.min(random.below(projects.length), random.below(projects.length))]!;
    const project = index === 0
      ? projects[0]!
      : before
      ? { id: before.project_id!, tenant_id: before.tenant_id! }
      : drawn;
    if (before) before.archived = true;
    flows.push(flowRow(random, project, before, index));
  }
  const groups = flows.filter(({ version }) => version === 1).map(groupRow);
  const tasks = flows.map((flow) => taskRows(random, flow));
  await transaction.insert("flow_group", groups);
  await transaction.insert("flow", flows);
  await transaction.insert("task", tasks.flat());
  await transaction.insert("edge", tasks.flatMap((own) => edgeRows(random, own)));
  return flows.map((flow, index) => ({
    id: flow.id as string,
    tenantId: flow.tenant_id as string,
    name: flow.name as string,
    taskIds: tasks[index]!.map(({ id }) => id as string),
  }));
}
