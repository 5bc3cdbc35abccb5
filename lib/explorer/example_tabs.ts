/** A tab of the explorer: a document, and the variables it takes. */
export interface ExampleTab {
  /** GraphQL; a comment on its first line says what it shows. */
  readonly query: string;
  /** JSON. */
  readonly variables?: string;
}

/** The examples of Prefect's API page, as printed there (S43, S44, S47, S50, S52). */
export const EXAMPLE_TABS: readonly ExampleTab[] = [
  {
    query: `# All flows whose name ends in "train", and the state of the latest run of each
query LatestRuns {
  flow(where: { name: { _ilike: "%train" } }) {
    id
    name
    flow_run(order_by: { start_time: desc }, limit: 1) {
      id
      state
    }
  }
}
`,
  },
  {
    query: `# The five task runs that failed most recently
query RecentFailures {
  task_run(where: { state: { _eq: "Failed" } } order_by: { state_timestamp: desc } limit: 5) {
    name
    start_time
    end_time
  }
}
`,
  },
  {
    query: `# An id is a UUID, given as a string
query FlowById {
  flow(where: { id: { _eq: "07786de2-7283-434f-a9b1-600044a8afb3" } }) {
    name
  }
}
`,
  },
  {
    query: `# A date without a time zone is UTC
query RunsSince {
  flow_run(where: { start_time: { _gt: "2019-01-01 12:00:00" } }, limit: 100) {
    id
    start_time
  }
}
`,
  },
  {
    query: `# JSON is given as a variable; the id is that of a flow run
mutation SetState($state: JSON!) {
  set_flow_run_state(input: { id: "61cab648-f09d-467d-b205-3892c8d55250" version: 1 state: $state }) {
    id
    start_time
  }
}
`,
    variables: '{ "state": { "type": "Scheduled" } }',
  },
];
