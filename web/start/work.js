import { ApiError, callApi } from './api.js';
import { explainFailure, showSending } from './post-form.js';
import { texts } from './texts.js';

const POLL_MS = 3_000;
const SHOWN = 20;

/** Keeps the three steps and the list of tickets current; returns what stops it. `onSignedOut` runs once. */
export function showWork(user, onSignedOut) {
  const view = { user, canMake: user.role !== 'agent', reasons: new Map(), timer: null, isStopped: false };
  const refresh = async () => {
    try {
      if (!document.hidden) await update(view);
      setOffline(false);
    } catch (error) {
      if (view.isStopped) return;
      if (error instanceof ApiError && error.status === 401) return onSignedOut();
      setOffline(true);
    }
    // Two rounds may have run side by side; they go on as one.
    clearTimeout(view.timer);
    if (!view.isStopped) view.timer = setTimeout(refresh, POLL_MS);
  };
  prepareMaking(view, refresh);
  document.addEventListener('visibilitychange', refresh);
  void refresh();
  return () => {
    view.isStopped = true;
    clearTimeout(view.timer);
    document.removeEventListener('visibilitychange', refresh);
  };
}

async function update(view) {
  const [form, tickets, names] = await Promise.all([findForm(view), readTickets(), readNames()]);
  await readReasons(view, tickets);
  if (view.isStopped) return;
  const own = tickets.filter((ticket) => form && ticket.channel === form.id);
  showForm(form);
  tick('submit', own.length > 0);
  tick(
    'owner',
    own.some((ticket) => ticket.owner !== null),
  );
  showTickets(tickets, names, view.reasons);
}

/** The form to try: the latest one. Agents may not look at channels. */
async function findForm({ canMake }) {
  if (!canMake) return null;
  const { items } = await callApi('GET', '/api/v1/channels?limit=100');
  const forms = items.filter((channel) => channel.kind === 'form' && channel.enabled);
  return forms.sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0] ?? null;
}

async function readTickets() {
  return (await callApi('GET', `/api/v1/tickets?view=all-open&limit=${SHOWN}`)).items;
}

async function readNames() {
  const { items } = await callApi('GET', '/api/v1/users?limit=100');
  return new Map(items.map((user) => [user.id, user.name]));
}

/** A reason is asked for again only when the ticket has changed since. */
async function readReasons({ reasons }, tickets) {
  const stale = tickets.filter((ticket) => reasons.get(ticket.id)?.as !== ticket.updatedAt);
  await Promise.all(
    stale.map(async ({ id, updatedAt }) => {
      const { items } = await callApi(
        'GET',
        `/api/v1/tickets/${id}/decisions?language=${document.documentElement.lang}`,
      );
      const explanation = items[0]?.explanation;
      if (explanation !== undefined) reasons.set(id, { as: updatedAt, explanation });
    }),
  );
}

function prepareMaking(view, refresh) {
  const button = document.getElementById('make-form');
  const step = document.getElementById('step-form');
  if (!view.canMake) {
    button.remove();
    step.querySelector('p').textContent = texts.stepFormAgent;
    return;
  }
  // One key for all tries: a click whose answer got lost makes no second form.
  const idempotent = crypto.getRandomValues(new Uint32Array(4)).join('-');
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-disabled')) return;
    const takeBack = showSending(button);
    try {
      await callApi('POST', '/api/v1/channels', newForm(view.user), { 'idempotency-key': idempotent });
      await refresh();
    } catch (error) {
      step.querySelector('.error').textContent = explainAll(error);
    } finally {
      takeBack();
    }
  });
}

function newForm(user) {
  const assign = { to: 'specific', users: [user.id], teams: [] };
  const settings = { language: document.documentElement.lang };
  return { kind: 'form', name: texts.formName, settings, policy: { assign } };
}

function explainAll(error) {
  const details = error instanceof ApiError ? error.errors.map((each) => each.message) : [];
  return [explainFailure(error), ...details].join(' ');
}

function showForm(form) {
  const link = document.getElementById('open-form');
  tick('form', form !== null);
  link.hidden = form === null;
  if (!form) return;
  link.href = `/forms/${form.id}`;
  document.getElementById('make-form')?.remove();
  const step = document.getElementById('step-form');
  step.querySelector('p').textContent = texts.stepFormDone;
  step.querySelector('.error').textContent = '';
}

function tick(step, isDone) {
  const element = document.getElementById(`step-${step}`);
  element.classList.toggle('done', isDone);
  element.querySelector('.tick').hidden = !isDone;
}

function showTickets(tickets, names, reasons) {
  document.getElementById('no-tickets').hidden = tickets.length > 0;
  const table = document.getElementById('tickets');
  table.hidden = tickets.length === 0;
  const rows = tickets.map((ticket) => {
    const owner = ticket.owner === null ? texts.noOwner : (names.get(ticket.owner) ?? ticket.owner);
    const reason = reasons.get(ticket.id)?.explanation ?? texts.noReason;
    return [String(ticket.number), ticket.subject, owner, reason];
  });
  // The same rows stay as they are: nothing moves under a pointer or a screen reader.
  const state = JSON.stringify(rows);
  if (table.dataset.state === state) return;
  table.dataset.state = state;
  table.tBodies[0].replaceChildren(...rows.map(createRow));
}

function createRow(cells) {
  const headings = [texts.ticketNumber, texts.ticketSubject, texts.ticketOwner, texts.ticketWhy];
  const row = document.createElement('tr');
  for (const [index, text] of cells.entries()) {
    const cell = document.createElement('td');
    cell.dataset.label = headings[index];
    cell.textContent = text;
    row.append(cell);
  }
  return row;
}

function setOffline(isOffline) {
  const notice = document.getElementById('offline');
  if (notice) notice.hidden = !isOffline;
}
