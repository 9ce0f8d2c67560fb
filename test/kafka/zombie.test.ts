// Members that stop, sleep and die: a zombie cannot write, and what a killed one left half done is not seen.
import { expect } from '@jest/globals'
import { readWithJava } from './java-reader.js'
import { startMember } from './members.js'
import { broker, kafka, numbered, readAll, scene, SESSION_MS, until, withKafka } from './stage.js'

withKafka(
  'a member that sleeps longer than its session finds its transactions refused when it wakes',
  async () => {
    const transport = await kafka('unused')
    const { input, output, topology, group } = await scene(transport, 2)
    await transport.append(numbered(input, 0, 60))
    const order = {
      broker: broker!.address,
      group,
      topology,
      output,
      sessionMs: SESSION_MS,
      holdMs: 1_000,
    }
    const zombie = startMember(order)
    await until(() => zombie.said.includes('holding'))
    zombie.process.kill('SIGSTOP')
    const heir = startMember({ ...order, holdMs: 0 })
    await until(async () => (await readAll(transport, output)).length === 60, 40_000)
    zombie.process.kill('SIGCONT')
    await until(() => zombie.said.some((line) => line.startsWith('refused')))
    await until(() => zombie.said.filter((line) => line.startsWith('closed')).length > 0)
    await transport.append(numbered(input, 60, 80))
    await until(async () => (await readAll(transport, output)).length === 80, 40_000)
    zombie.process.kill('SIGTERM')
    heir.process.kill('SIGTERM')
    expect(await zombie.ended).toBe(0)
    expect(await heir.ended).toBe(0)
    const judged = await readWithJava(broker!.address, output)
    expect(new Set(judged.map(({ value }) => value)).size).toBe(80)
    expect(judged.length).toBe(80)
  },
  90_000,
)

withKafka(
  'a member that dies inside its transactions loses and doubles nothing',
  async () => {
    const transport = await kafka('unused')
    const { input, output, topology, group } = await scene(transport, 2)
    const order = {
      broker: broker!.address,
      group,
      topology,
      output,
      sessionMs: SESSION_MS,
      holdMs: 0,
    }
    const crash = (points: string) =>
      startMember(order, { AMBIT_CRASH: points, AMBIT_CRASH_SEED: '7' })
    for (const [n, point] of (['after-send', 'before-commit', 'after-commit'] as const).entries()) {
      await transport.append(numbered(input, 40 * n, 40 * (n + 1)))
      const doomed = crash(`${point}:1`)
      expect(await doomed.ended).toBeNull()
    }
    const heir = startMember(order)
    // Those that died may have done it all.
    await until(async () => heir.said.some((line) => line.startsWith('opened')), 40_000)
    await until(async () => (await readAll(transport, output)).length >= 120, 40_000)
    heir.process.kill('SIGTERM')
    expect(await heir.ended).toBe(0)
    const committed = await readWithJava(broker!.address, output)
    expect(committed.length).toBe(120)
    expect(new Set(committed.map(({ value }) => value)).size).toBe(120)
    const written = await readWithJava(broker!.address, output, 'read_uncommitted')
    expect(written.length).toBeGreaterThan(120)
  },
  90_000,
)
