// The public names, by hand: the engine without its edges, for those who embed it.
export {
  createEngine,
  createIdentify,
  createJudge,
  type Engine,
  type EngineSink,
  type Knowledge,
} from './engine.js'
export { createGraph } from './bind/graph.js'
export { createAdmit } from './admit/admit.js'
export { createCatalogue } from './correlate/catalogue.js'
export { createPurposes } from './correlate/catalogue-purposes.js'
export { ocsfFinding } from './feed/ocsf.js'
export { Problem, type ProblemCode } from './model/problem.js'
export type { Settings } from './model/settings.js'
export type {
  Approval,
  Command,
  CommandResult,
  Decision,
  Event,
  JoinedEvent,
} from './model/wire.js'
