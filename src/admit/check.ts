// The form of an event: members of the right type, words that are in their lists, ids within
// limits, nothing hostile in the free parts. Written by hand, as every event passes here; unknown
// members stay.
import { SENSITIVITIES } from '../model/capability.js'
import { claimsSpiffe, normalSpiffeId } from '../model/spiffe.js'
import { timeMsOf } from '../model/time.js'
import {
  checkFree,
  checkName,
  checkRef,
  checkText,
  checkTexts,
  checkTrust,
  checkWord,
  isRecord,
  notRecord,
  notSpiffe,
  notTime,
  notWord,
  shownName,
  type Members,
  type Scrutiny,
  type Verdict,
} from './form.js'

const TIERS = ['low', 'medium', 'high']
const SPEAKERS = ['user', 'system', 'agent', 'external']
const VERDICTS = ['allow', 'deny']
const PEP_KINDS = ['mesh', 'gateway', 'iam', 'key', 'agent']

/**
 * Checks all members but `id`, `time` and `type`, which the caller has checked. Normalises in
 * place: SPIFFE ids to their normal form, empty ids to null (they name nobody), and keys that could
 * reach a prototype are removed.
 */
export function checkMembers(event: Members, scrutiny: Scrutiny): Verdict {
  for (const key in event) {
    const problem = checkMember(event, key, event[key], scrutiny)
    if (problem !== null) return problem
  }
  return null
}

function checkMember(event: Members, key: string, value: unknown, scrutiny: Scrutiny): Verdict {
  if (value === null) return null
  switch (key) {
    case 'id':
    case 'time':
    case 'type':
      return null
    case 'agent':
      return isRecord(value) ? checkAgent(value, scrutiny) : notRecord(key, value)
    case 'workload':
      return isRecord(value) ? checkWorkload(value, scrutiny) : notRecord(key, value)
    case 'credential':
      return isRecord(value) ? checkCredential(value, scrutiny) : notRecord(key, value)
    case 'task':
      return isRecord(value) ? checkTask(value, scrutiny) : notRecord(key, value)
    case 'tool':
      return isRecord(value) ? checkTool(value, scrutiny) : notRecord(key, value)
    case 'resource':
      return isRecord(value) ? checkResource(value, scrutiny) : notRecord(key, value)
    case 'action':
      return checkName(value, 'action', scrutiny)
    case 'outcome':
      return value === 'allow' || value === 'deny' || value === 'error'
        ? null
        : notWord('outcome', 'allow, deny, error', value)
    case 'trace_id':
      return checkName(value, 'trace_id', scrutiny)
    case 'prompt':
      return isRecord(value) ? checkPrompt(value, scrutiny) : notRecord(key, value)
    case 'delegation':
      return isRecord(value) ? checkDelegation(value, scrutiny) : notRecord(key, value)
    case 'pep':
      return isRecord(value) ? checkPep(value, scrutiny) : notRecord(key, value)
    case 'source':
      return isRecord(value) ? checkSource(value, scrutiny) : notRecord(key, value)
    case 'attributes':
      return isRecord(value)
        ? checkFree(event, key, value, key, 2, scrutiny)
        : notRecord(key, value)
    default:
      return checkFree(event, key, value, shownName(key), 2, scrutiny)
  }
}

function checkAgent(agent: Members, scrutiny: Scrutiny): Verdict {
  for (const key in agent) {
    const value = agent[key]
    let problem: Verdict
    switch (key) {
      case 'id':
        problem = checkRef(agent, key, value, 'agent.id', scrutiny)
        break
      case 'name':
        problem = checkText(value, 'agent.name')
        break
      case 'owner':
        problem = checkText(value, 'agent.owner')
        break
      case 'tier':
        problem = checkWord(value, 'agent.tier', TIERS)
        break
      default:
        problem = checkFree(agent, key, value, 'agent', 3, scrutiny)
    }
    if (problem !== null) return problem
  }
  return null
}

function checkWorkload(workload: Members, scrutiny: Scrutiny): Verdict {
  for (const key in workload) {
    const value = workload[key]
    let problem: Verdict
    switch (key) {
      case 'id':
        problem = checkRef(workload, key, value, 'workload.id', scrutiny)
        if (problem === null && typeof value === 'string') {
          const normal = normalSpiffeId(value)
          if (normal === null) {
            if (claimsSpiffe(value)) problem = notSpiffe(value)
          } else if (normal !== value) workload[key] = normal
        }
        break
      case 'svid':
        problem = checkText(value, 'workload.svid')
        break
      default:
        problem = checkFree(workload, key, value, 'workload', 3, scrutiny)
    }
    if (problem !== null) return problem
  }
  return null
}

function checkCredential(credential: Members, scrutiny: Scrutiny): Verdict {
  for (const key in credential) {
    const value = credential[key]
    let problem: Verdict
    switch (key) {
      case 'id':
        problem = checkRef(credential, key, value, 'credential.id', scrutiny)
        break
      case 'kind':
        problem = checkText(value, 'credential.kind')
        break
      case 'scopes':
        problem = checkTexts(value, 'credential.scopes')
        break
      case 'expires_at':
        problem =
          value === null || timeMsOf(value) >= 0 ? null : notTime('credential.expires_at', value)
        break
      default:
        problem = checkFree(credential, key, value, 'credential', 3, scrutiny)
    }
    if (problem !== null) return problem
  }
  return null
}

function checkTask(task: Members, scrutiny: Scrutiny): Verdict {
  for (const key in task) {
    const value = task[key]
    let problem: Verdict
    switch (key) {
      case 'id':
        problem = checkRef(task, key, value, 'task.id', scrutiny)
        break
      case 'purpose':
        problem = checkText(value, 'task.purpose')
        break
      case 'capabilities':
        problem = checkTexts(value, 'task.capabilities')
        break
      case 'parent':
        problem = checkRef(task, key, value, 'task.parent', scrutiny)
        break
      case 'requested_by':
        problem = checkText(value, 'task.requested_by')
        break
      default:
        problem = checkFree(task, key, value, 'task', 3, scrutiny)
    }
    if (problem !== null) return problem
  }
  return null
}

function checkTool(tool: Members, scrutiny: Scrutiny): Verdict {
  for (const key in tool) {
    const value = tool[key]
    let problem: Verdict
    switch (key) {
      case 'name':
        problem = checkName(value, 'tool.name', scrutiny)
        break
      case 'arguments':
        problem = checkFree(tool, key, value, 'tool.arguments', 3, scrutiny)
        break
      case 'result':
        problem = checkFree(tool, key, value, 'tool.result', 3, scrutiny)
        break
      case 'annotations':
        problem =
          value === null || isRecord(value)
            ? checkFree(tool, key, value, 'tool.annotations', 3, scrutiny)
            : notRecord('tool.annotations', value)
        break
      case 'result_trust':
        problem = checkTrust(value, 'tool.result_trust')
        break
      default:
        problem = checkFree(tool, key, value, 'tool', 3, scrutiny)
    }
    if (problem !== null) return problem
  }
  return null
}

function checkResource(resource: Members, scrutiny: Scrutiny): Verdict {
  for (const key in resource) {
    const value = resource[key]
    let problem: Verdict
    switch (key) {
      case 'id':
        problem = checkRef(resource, key, value, 'resource.id', scrutiny)
        break
      case 'kind':
        problem = checkText(value, 'resource.kind')
        break
      case 'sensitivity':
        problem = checkWord(value, 'resource.sensitivity', SENSITIVITIES)
        break
      default:
        problem = checkFree(resource, key, value, 'resource', 3, scrutiny)
    }
    if (problem !== null) return problem
  }
  return null
}

function checkPrompt(prompt: Members, scrutiny: Scrutiny): Verdict {
  for (const key in prompt) {
    const value = prompt[key]
    let problem: Verdict
    if (key === 'text') problem = checkText(value, 'prompt.text')
    else if (key !== 'from') problem = checkFree(prompt, key, value, 'prompt', 3, scrutiny)
    else {
      problem = checkWord(value, 'prompt.from', SPEAKERS)
    }
    if (problem !== null) return problem
  }
  return null
}

function checkDelegation(delegation: Members, scrutiny: Scrutiny): Verdict {
  for (const key in delegation) {
    const value = delegation[key]
    let problem: Verdict
    if (key === 'to') problem = checkRef(delegation, key, value, 'delegation.to', scrutiny)
    else if (key === 'task') problem = checkRef(delegation, key, value, 'delegation.task', scrutiny)
    else if (key === 'scopes') problem = checkTexts(value, 'delegation.scopes')
    else problem = checkFree(delegation, key, value, 'delegation', 3, scrutiny)
    if (problem !== null) return problem
  }
  return null
}

function checkPep(pep: Members, scrutiny: Scrutiny): Verdict {
  for (const key in pep) {
    const value = pep[key]
    let problem: Verdict
    if (key === 'id') problem = checkText(value, 'pep.id')
    else if (key === 'decision') {
      problem = checkWord(value, 'pep.decision', VERDICTS)
    } else if (key === 'kind') {
      problem = checkWord(value, 'pep.kind', PEP_KINDS)
    } else problem = checkFree(pep, key, value, 'pep', 3, scrutiny)
    if (problem !== null) return problem
  }
  return null
}

function checkSource(source: Members, scrutiny: Scrutiny): Verdict {
  for (const key in source) {
    const value = source[key]
    const problem =
      key === 'ip'
        ? checkText(value, 'source.ip')
        : key === 'trust'
          ? checkTrust(value, 'source.trust')
          : checkFree(source, key, value, 'source', 3, scrutiny)
    if (problem !== null) return problem
  }
  return null
}
