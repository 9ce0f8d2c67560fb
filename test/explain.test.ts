// `ambit explain`: from an id to the events, the rule and what was done, out of every place that keeps them.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { defaultSettings } from '../src/cli/config.js'
import { explain, type ExplainRequest } from '../src/cli/explain.js'
import type { Story } from '../src/cli/explain-story.js'
import { start } from '../src/cli/run.js'
import type { Command, Decision } from '../src/model/wire.js'
import { at, play, type Finding, type Played, type Wire } from './scenario/play.js'

const USE = {
  credential: 'c1',
  action: 'iam:CreateAccessKey',
  resource: 'arn:aws:iam::1:user/ops',
  outcome: 'allow',
}
const STORY: readonly Wire[] = [
  at(0, 'task.started', { agent: 'digest', task: 'T1', purpose: 'summarise' }),
  at(1, 'credential.issued', {
    workload: 'spiffe://corp/agents/digest',
    credential: 'c1',
    task: 'T1',
  }),
  at(20, 'resource.accessed', USE),
  at(21, 'resource.accessed', USE),
  at(60, 'task.ended', { agent: 'digest', task: 'T1' }),
]

let folder: string
let played: Played
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-explain-'))
  played = await play(STORY)
  writeFileSync(join(folder, 'out.ndjson'), played.text)
})
afterAll(() => rmSync(folder, { recursive: true }))

async function explained(request: ExplainRequest, env: NodeJS.ProcessEnv = {}) {
  let text = ''
  const complaints: string[] = []
  const code = await explain(request, {
    env,
    write: (part) => void (text += part),
    complain: (line) => void complaints.push(line),
  })
  return { code, text, complaints }
}

const fromFile = (id: string, more: Partial<ExplainRequest> = {}) =>
  explained({ id, from: join(folder, 'out.ndjson'), ...more })

function revokedFor(commands: readonly Command[], rule: string): Command {
  return commands.find(({ rules }) => rules.includes(rule)) as Command
}

const SHIFT_TOLD = [
  /^Command cmd-[0-9a-f]{32}: revoke credential c1$/m,
  /was asked to summarise \(task T1\) and used identity \(iam:CreateAccessKey\)/,
  /2026-11-24T08:00:00.000Z {2}digest \(claimed\) {2}task.started task T1 purpose summarise/,
  /2026-11-24T08:00:20.000Z {2}digest \(bound\) {2}resource.accessed iam:CreateAccessKey on .* identity {2}allow/,
  /rule ambit.shift.privileged: a privileged class was used that the declared purpose of the task does not cover/,
  /response plan, row shift.privileged, tier medium: revoke the credential in use, else the task/,
  /decision resource-events:resource.accessed@20/,
  /lapses by itself at 2026-12-24T08:00:20.000Z/,
  /not undone/,
]

test('a command is told with its events in time order, its rule, its row of the plan and its end', async () => {
  const { code, text, complaints } = await fromFile(
    revokedFor(played.commands, 'ambit.shift.privileged').id,
  )
  for (const said of SHIFT_TOLD) expect(text).toMatch(said)
  expect(text.indexOf('task.started')).toBeLessThan(text.indexOf('resource.accessed iam'))
  expect({ code, complaints }).toEqual({ code: 0, complaints: [] })
})

test('a decision is told by its id or by its event, and one that repeats an episode leads to the command that answered it', async () => {
  const repeated = played.decisions.find(
    ({ event }) => event === 'resource.accessed@21/c1',
  ) as Decision
  const byId = await fromFile(repeated.id)
  expect(byId.text).toContain('(again: 2)')
  expect(byId.text).toContain(`command ${revokedFor(played.commands, 'ambit.shift.privileged').id}`)
  expect((await fromFile(repeated.event)).text.split('\n').slice(1)).toEqual(
    byId.text.split('\n').slice(1),
  )
})

test('a finding is told with the command that answered it', async () => {
  const [finding] = played.findings as readonly [Finding]
  const { text } = await fromFile(finding.finding_info.uid)
  expect(text).toMatch(/^Finding fnd-/)
  expect(text).toContain(`command ${String(finding.unmapped.ambit['command_id'])}`)
})

test('a plain allow is told too: no rule spoke against it', async () => {
  const issued = played.decisions.find(({ event }) =>
    event.startsWith('credential.issued'),
  ) as Decision
  const { text } = await fromFile(issued.id)
  expect(text).toContain('no rule spoke against it')
  expect(text).toContain('nothing: no command followed')
})

test('a command that was undone says when and by which; the one that undoes it names it', async () => {
  const undone = await play([
    ...STORY.slice(0, 2),
    at(60, 'credential.revoked', { credential: 'c1' }),
    at(70, 'resource.accessed', { ...USE, action: 's3:GetObject' }),
    at(65, 'credential.issued', {
      workload: 'spiffe://corp/agents/digest',
      credential: 'c1',
      task: 'T1',
    }),
  ])
  const file = join(folder, 'undone.ndjson.gz')
  writeFileSync(file, gzipSync(undone.text))
  const [contain, reinstate] = undone.commands as readonly [Command, Command]
  const first = await explained({ id: contain.id, from: file })
  expect(first.text).toContain(`undone at 2026-11-24T08:01:10.000Z by ${reinstate.id}`)
  expect((await explained({ id: reinstate.id, from: file })).text).toContain(`undoes ${contain.id}`)
})

test('an escalation is told with who is asked until when, and is found by the id of its approval too', async () => {
  const { text, commands } = await play([
    ...STORY.slice(0, 2),
    at(20, 'tool.called', { agent: 'digest', task: 'T1', tool: 'send_email' }),
  ])
  const file = join(folder, 'asked.ndjson')
  writeFileSync(file, text)
  const [{ approval }] = commands as readonly [Command]
  const told = await explained({ id: approval?.id as string, from: file })
  expect(told.text).toContain('a person is asked until 2026-11-24T08:15:20.000Z, then: revoke')
})

test('a command that followed as a second source told of it is told with the event of that, its finding and its row of the plan', async () => {
  const { text, commands } = await play(
    [
      {
        ...at(0, 'task.started', { agent: 'digest', task: 'T1', purpose: 'summarise' }),
        kind: 'agent',
      },
      {
        ...at(1, 'credential.issued', { agent: 'digest', credential: 'c1', task: 'T1' }),
        kind: 'agent',
      },
      { ...at(20, 'resource.accessed', USE), kind: 'agent' },
      at(30, 'resource.accessed', USE),
    ],
    { config: 'irreversible: { credentials: ["*"] }\n' },
  )
  const file = join(folder, 'overtaken.ndjson')
  writeFileSync(file, text)
  const [asked, , revoke] = commands as readonly [Command, Command, Command]
  const told = await explained({ id: revoke.id, from: file })
  expect(told.text).toContain('event resource.accessed@30/c1')
  expect(told.text).toContain('response plan, row shift.privileged, tier medium: revoke')
  expect(told.text).toMatch(/finding fnd-[0-9a-f]{32}/)
  const question = await explained({ id: asked.id, from: file })
  expect(question.text).toContain('only agent-events tells of this')
  expect(question.text).toContain('then: let be')
})

test('a question is told with who answered it and what followed, and what followed with the question', async () => {
  const asks = [
    ...STORY.slice(0, 2),
    at(20, 'tool.called', { agent: 'digest', task: 'T1', tool: 'send_email' }),
  ]
  const id = (await play(asks)).commands[0]?.approval?.id as string
  const answered = async (decision: string) => {
    const time = Date.parse('2026-11-24T08:01:00.000Z')
    const said = { kind: 'approval', id, time, approver: 'hannah', decision, reason: 'CHG-12' }
    const { text, commands } = await play([...asks, said])
    const file = join(folder, `${decision}.ndjson`)
    writeFileSync(file, text)
    return { file, commands, text: (await explained({ id, from: file })).text }
  }
  expect((await answered('approve')).text).toMatch(
    /08:01:00.000Z {2}allow .*\n {4}hannah allowed it: CHG-12\n.*stands for one use more until/,
  )
  const denied = await answered('deny')
  const [escalate, revoke] = denied.commands as [Command, Command]
  const told = [
    /^ {4}hannah denied it: CHG-12$/m,
    /^ {4}blast radius \d+ of 100: privilege/m,
    new RegExp(`escalate task T1 {2}command ${escalate.id}`),
    new RegExp(`revoke task T1 {2}command ${revoke.id}`),
    /rule ambit.shift.active: .*\n.*row shift.active, tier medium: ask a person/,
    /rule ambit.approval.refused: an approval was denied, or its deadline passed/,
  ]
  const { text } = await explained({ id: revoke.id, from: denied.file })
  for (const said of told) for (const one of [denied.text, text]) expect(one).toMatch(said)
})

test('a command that a person took back is told with that decision', async () => {
  const events = STORY.slice(0, 3)
  const { id } = (await play(events)).commands[0] as Command
  const time = Date.parse('2026-11-24T08:01:00.000Z')
  const reason = 'it was planned'
  const said = { kind: 'approval', id, time, approver: 'hannah', decision: 'deny', reason }
  const { text, commands } = await play([...events, said])
  const file = join(folder, 'taken-back.ndjson')
  writeFileSync(file, text)
  const told = await explained({ id, from: file })
  expect(told.text).toMatch(
    /08:01:00.000Z {2}allow .*\n {4}it was undone by hannah \(it was planned\)$/m,
  )
  expect(told.text).toContain(`undone at 2026-11-24T08:01:00.000Z by ${commands[1]?.id}`)
})

test('control characters that somebody wrote into a record never reach the terminal', async () => {
  const file = join(folder, 'control.ndjson')
  writeFileSync(file, played.text.replaceAll('Agent digest was', 'Agent \\u001b[2J\\nd\\u202e was'))
  const { id } = revokedFor(played.commands, 'ambit.shift.privileged')
  const { text } = await explained({ id, from: file })
  expect(text).toContain('Agent �[2J�d� was')
  expect(text).not.toContain('\u001b')
})

test('with --json the same is told to programs', async () => {
  const command = revokedFor(played.commands, 'ambit.shift.privileged')
  const story = JSON.parse((await fromFile(command.id, { json: true })).text) as Record<
    string,
    unknown
  >
  expect(story).toMatchObject({
    id: command.id,
    subject: 'command',
    commands: [command],
    rules: ['ambit.shift.privileged'],
  })
})

test('an id that nothing has ends with 1 and a sentence; a folder without a log is refused and not made', async () => {
  const { code, text, complaints } = await fromFile('cmd-nobody')
  expect({ code, text }).toEqual({ code: 1, text: '' })
  expect(complaints).toEqual([
    `cmd-nobody: no command, decision, finding or identity has this id in ${join(folder, 'out.ndjson')}`,
  ])
  await expect(explained({ id: 'x', data: join(folder, 'nowhere') })).rejects.toThrow(
    'there is no log in this folder',
  )
})

test('lines that are no records are counted, and the rest is told all the same', async () => {
  const file = join(folder, 'strange.ndjson')
  writeFileSync(file, `strange\n${played.text}{"topic":"ambit.commands",\n`)
  const { code, complaints } = await explained({ id: played.commands[0]?.id as string, from: file })
  expect(code).toBe(0)
  expect(complaints[0]).toMatch(/^\d records there could not be read/)
})

test('an engine at work is asked over HTTP, as it owns its log; once it has stopped the log itself is read', async () => {
  const data = join(folder, 'data')
  const settings = defaultSettings({ data, http: { host: '127.0.0.1', port: 0, token: null } })
  const running = await start(settings, pino({ level: 'silent' }))
  const port = new URL(running.address).port
  const { id } = revokedFor(played.commands, 'ambit.shift.privileged')
  try {
    for (const event of STORY.slice(0, 4)) await fetch(`${running.address}/v1/events`, post(event))
    for (let tries = 0; tries < 200 && !(await commandsAt(running.address)).includes(id); tries++)
      await wait(25)
    const asked = await explained({ id, data }, { AMBIT_HTTP_PORT: port })
    expect(asked.code).toBe(0)
    expect(asked.text).toContain('row shift.privileged, tier medium')
    expect(asked.text).toContain(
      'digest  iam:CreateAccessKey on arn:aws:iam::1:user/ops, task T1, credential c1  identity',
    )
    expect(asked.text).toContain('an engine at work tells only of events that it judged')
    expect((await explained({ id, url: running.address })).text).toBe(asked.text)
    await expect(explained({ id, data }, { AMBIT_HTTP_PORT: '1' })).rejects.toThrow(
      /in use by .*; it was asked at http:\/\/127.0.0.1:1, where no engine answers here \(bad port\)\. Name its address with --url, or stop it first/,
    )
  } finally {
    await running.stop()
  }
  const { text } = await explained({ id, data })
  for (const said of SHIFT_TOLD) expect(text).toMatch(said)
})

test('what became of a command is told: how often it was sent, each answer, whether it is confirmed, and what followed', async () => {
  const data = join(folder, 'became')
  const http = { host: '127.0.0.1', port: 0, token: null }
  const confirmation = { withinMs: 150, repeats: 1 }
  const settings = defaultSettings({ data, http, confirmation })
  const running = await start(settings, pino({ level: 'silent' }))
  const { id } = revokedFor(played.commands, 'ambit.shift.privileged')
  const tell = (lines: readonly Wire[]) =>
    Promise.all(lines.map((line) => fetch(`${running.address}/v1/events`, post(line))))
  const answer = (status: string, detail: string): Wire => {
    const time = Date.parse('2026-11-24T08:00:31.000Z')
    return { kind: 'result', command_id: id, time, status, detail }
  }
  const until = async (said: RegExp) => {
    for (const end = Date.now() + 20_000; ; await wait(25)) {
      const { text } = await explained({ id, url: running.address })
      if (said.test(text)) return text
      if (Date.now() > end) throw new Error(text)
    }
  }
  try {
    for (const event of STORY.slice(0, 3)) await tell([event])
    expect(await until(/unconfirmed: nobody said in time/)).toMatch(/^ {4}sent 2 times$/m)
    await tell([answer('failed', 'the issuer answers 503')])
    await tell([answer('done', 'session ended')])
    const asked = await until(/was confirmed after all: the escalate of command/)
    expect(asked).toMatch(
      /acknowledged: carried out at 2026-11-24T08:00:31.000Z; whether[^]*escalate task T1 .*command cmd-/,
    )
    expect(asked).not.toContain('answered')
  } finally {
    await running.stop()
  }
  const { text } = await explained({ id, data })
  expect(text).toContain(`    sent 2 times
    answered 2026-11-24T08:00:31.000Z  failed: the issuer answers 503
    answered 2026-11-24T08:00:31.000Z  done: session ended
    acknowledged: carried out at 2026-11-24T08:00:31.000Z; whether that holds is not certain yet
`)
  const { became } = JSON.parse((await explained({ id, data, json: true })).text) as Story
  expect(became?.[0]).toEqual({
    command_id: id,
    state: 'acknowledged',
    attempts: 2,
    confirmed: Date.parse('2026-11-24T08:00:31.000Z'),
    confirmed_by: 'result',
    results: ['failed', 'done'].map((status) => ({
      time: Date.parse('2026-11-24T08:00:31.000Z'),
      status,
      detail: status === 'done' ? 'session ended' : 'the issuer answers 503',
    })),
  })
})

test('a command that its issuer carried out by itself is told so, and of one in the output of replay nothing is guessed', async () => {
  const data = join(folder, 'issuer')
  const http = { host: '127.0.0.1', port: 0, token: null }
  const running = await start(defaultSettings({ data, http }), pino({ level: 'silent' }))
  const { id } = revokedFor(played.commands, 'ambit.shift.privileged')
  try {
    for (const event of [
      ...STORY.slice(0, 3),
      at(30, 'credential.revoked', { credential: 'c1', workload: 'spiffe://corp/agents/digest' }),
    ])
      await fetch(`${running.address}/v1/events`, post(event))
    for (let tries = 0; tries < 400; tries++, await wait(25))
      if ((await commandsAt(running.address)).includes('"state":"acknowledged"')) break
  } finally {
    await running.stop()
  }
  const told = await explained({ id, data })
  expect(told.text).toContain(
    'acknowledged: its issuer ended it at 2026-11-24T08:00:30.000Z; whether',
  )
  const file = await fromFile(id)
  expect(file.text).not.toMatch(/sent|acknowledged|nobody has said/)
  expect((JSON.parse((await fromFile(id, { json: true })).text) as Story).became).toBeNull()
})

function post(event: Wire): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: JSON.stringify(event),
  }
}

async function commandsAt(address: string): Promise<string> {
  return (await fetch(`${address}/v1/commands`)).text()
}
