import { ApiError, callApi } from './api.js';
import { texts } from './texts.js';

const REPEATED = 'password-again';

/** Lets a form post itself as JSON; `done` gets the answer. Errors show by their fields. */
export function wirePostForm(form, done) {
  let isSending = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isSending) return;
    isSending = true;
    await submit(form, done);
    isSending = false;
  });
}

/** Says on a button that its work is under way; returns what takes it back. */
export function showSending(button) {
  const label = button.textContent;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = button.dataset.sending;
  return () => {
    button.removeAttribute('aria-disabled');
    button.textContent = label;
  };
}

/** What a person is told about a failed call. */
export function explainFailure(error) {
  if (!(error instanceof ApiError)) return texts.failed;
  if (error.status === 429) return texts.tooOften.replace('{seconds}', error.retryAfter ?? '60');
  return error.message || texts.failed;
}

async function submit(form, done) {
  const values = Object.fromEntries(new FormData(form));
  const errors = findErrors(form, values);
  if (errors.length > 0) {
    showErrors(form, texts.checkFields, errors);
    return;
  }
  const takeBack = showSending(form.querySelector('button'));
  try {
    delete values[REPEATED];
    await done(await callApi('POST', form.dataset.action, values));
  } catch (error) {
    showErrors(form, explainFailure(error), error instanceof ApiError ? error.errors : []);
  } finally {
    takeBack();
  }
}

function findErrors(form, values) {
  const empty = [...form.querySelectorAll('input[required]')].filter((input) => input.value.trim() === '');
  const errors = empty.map((input) => ({ path: input.name, message: texts.required }));
  const differ = REPEATED in values && errors.length === 0 && values[REPEATED] !== values.password;
  return differ ? [{ path: REPEATED, message: texts.passwordsDiffer }] : errors;
}

/** Errors without a field of their own, such as a used-up link's, stand in the summary. */
function showErrors(form, message, errors) {
  for (const input of form.querySelectorAll('.field input')) {
    const error = errors.find((each) => each.path === input.name);
    if (error) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    form.querySelector(`[id="${input.name}-error"]`).textContent = error?.message ?? '';
  }
  const others = errors.filter((error) => !form.querySelector(`.field input[name="${error.path}"]`));
  const summary = form.querySelector('.summary');
  summary.textContent = others.length > 0 ? others.map((error) => error.message).join(' ') : message;
  summary.hidden = false;
  const first = form.querySelector('[aria-invalid]');
  (first ?? summary).focus();
}
