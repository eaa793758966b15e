import { ApiError, callApi, rememberSession } from './api.js';
import { wirePostForm } from './post-form.js';
import { texts } from './texts.js';
import { showWork } from './work.js';

const main = document.querySelector('main');
const account = document.getElementById('account');
let stopWork = () => {};

await open();

async function open() {
  try {
    show(await callApi('GET', '/api/v1/session'));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) showSignIn();
    else showTrouble();
  }
}

function show(session) {
  rememberSession(session);
  showAccount(session.user);
  fill('work');
  document.title = `${texts.startTitle} · ${texts.product}`;
  stopWork = showWork(session.user, signedOut);
}

function signedOut() {
  stopWork();
  rememberSession(null);
  account.replaceChildren();
  showSignIn();
}

function showSignIn() {
  fill('sign-in');
  document.title = `${texts.signInTitle} · ${texts.product}`;
  const form = main.querySelector('form');
  wirePostForm(form, show);
  form.querySelector('input').focus();
}

function showTrouble() {
  fill('trouble');
  main.querySelector('button').addEventListener('click', open);
}

function showAccount(user) {
  const name = document.createElement('span');
  name.textContent = texts.signedInAs.replace('{name}', user.name);
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  button.textContent = texts.signOut;
  button.addEventListener('click', signOut);
  account.replaceChildren(name, button);
}

/** A session that has ended meanwhile is what was asked for. */
async function signOut() {
  try {
    await callApi('DELETE', '/api/v1/session');
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 401)) return showTrouble();
  }
  signedOut();
}

/** Shows one of the page's templates in place of what was there. */
function fill(id) {
  for (const element of [...main.children]) {
    if (element.tagName !== 'TEMPLATE') element.remove();
  }
  main.append(document.getElementById(id).content.cloneNode(true));
}
