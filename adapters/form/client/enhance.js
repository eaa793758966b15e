/**
 * Makes a rendered form comfortable: fields come and go by their conditions. It can be missing; the server checks
 * all of it again.
 *
 * @param {HTMLFormElement} form
 */
export function enhanceForm(form) {
  const fields = [...form.querySelectorAll('[data-show-if]')];
  const showFields = () => {
    for (const field of fields) showWhenWanted(form, field);
  };
  form.addEventListener('input', showFields);
  form.addEventListener('change', showFields);
  showFields();
}

/** Says on the button that the form is on its way; returns what takes it back. */
export function showSending(form) {
  const button = form.querySelector('button[type=submit]');
  const label = button.textContent;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = button.dataset.sending;
  return () => {
    button.removeAttribute('aria-disabled');
    button.textContent = label;
  };
}

function showWhenWanted(form, field) {
  const [name, expected] = JSON.parse(field.dataset.showIf);
  field.hidden = currentValue(form.elements.namedItem(name)) !== expected;
  for (const control of field.querySelectorAll('input, select, textarea')) control.disabled = field.hidden;
}

function currentValue(control) {
  if (!control || control.disabled) return '';
  return control.type === 'checkbox' ? String(control.checked) : control.value.trim();
}
