// The log of the program with points at which it is killed as by `kill -9`, named by KILL_AT: around an answer's way.
import { openTransport as open } from '../../dist/cli/open.js'

const point = process.env.KILL_AT ?? ''
const ANSWERS = 17

const die = (name) => {
  if (name === point) process.kill(process.pid, 'SIGKILL')
}
// Nothing more is done until the signal is there.
const dying = (name) => (name === point ? new Promise(() => die(name)) : Promise.resolve())

const holdsAnswers = ({ value }) => value !== null && value[0] === ANSWERS

/** Points before and after the commit of a batch that has to do with answers. */
function between(topology, consumer) {
  return {
    ...consumer,
    delivered(delivery) {
      const concerned =
        delivery.cause === 'records' &&
        (topology === 'answer' || (topology === 'judge' && delivery.records.some(holdsAnswers)))
      if (!concerned) return consumer.delivered(delivery)
      consumer.delivered({
        ...delivery,
        async ack(out, changelog) {
          await dying(`${topology} before`)
          await delivery.ack(out, changelog)
          await dying(`${topology} after`)
        },
      })
    },
  }
}

export async function openTransport(settings, log) {
  const opened = await open(settings, log)
  const { transport } = opened
  const killing = {
    ...transport,
    subscribe: (topology, consumer) =>
      transport.subscribe(topology, between(topology.name, consumer)),
    async append(records) {
      const answers = records.some(({ topic }) => topic === settings.topics.approvals)
      if (answers) await dying('append before')
      const written = transport.append(records)
      if (answers) die('append during')
      await written
      if (answers) await dying('append after')
    },
  }
  return { ...opened, transport: killing, embedded: opened.embedded }
}
