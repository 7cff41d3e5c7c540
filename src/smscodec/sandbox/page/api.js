// What the sandbox is asked, told, and says by itself.

const ROOT = "/_sandbox/";

/** Below `/_sandbox`; an `Error` carries the server's own words. */
export async function ask(path, query = {}) {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  const search = new URLSearchParams(said);
  return understood(await fetch(`${ROOT}${path}${search.size ? `?${search}` : ""}`));
}

/** Does something; `said` is the JSON of `control`. */
export async function tell(path, said) {
  return understood(
    await fetch(ROOT + path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(said),
    }),
  );
}

async function understood(response) {
  const answer = await response.json().catch(() => ({ error: `HTTP ${response.status}` }));
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

const TYPES = ["call", "task", "inbound", "report", "push", "clock", "template", "reset"];
const GATHER = 200;
const AGAIN = 1500;

/**
 * The live feed. News come gathered, a few times a second however much happens. Where some were
 * missed (the sandbox keeps the last thousand, and forgets them when it starts again) `start` is
 * called again, which reads everything anew and says where to go on.
 */
export function listen({ start, news, connected }) {
  let source,
    last,
    gathered = [],
    timer = 0;

  async function connect() {
    try {
      last = await start();
    } catch {
      connected(false);
      setTimeout(connect, AGAIN);
      return;
    }
    source = new EventSource(`${ROOT}events?after=${last}`);
    source.onopen = () => connected(true);
    source.onerror = () => {
      connected(false);
      source.close();
      setTimeout(connect, AGAIN);
    };
    for (const type of TYPES) source.addEventListener(type, heard);
  }
  function heard(event) {
    const number = Number(event.lastEventId);
    if (number !== last + 1) {
      source.close();
      gathered = [];
      connect();
      return;
    }
    last = number;
    gathered.push({ ...JSON.parse(event.data), type: event.type });
    timer ||= setTimeout(() => {
      timer = 0;
      news(gathered.splice(0));
    }, GATHER);
  }
  connect();
}
