import { attribute, Html, html } from './html.ts';
import { type FormTexts, formTexts } from './messages.ts';
import { type FormError, OWN_FIELDS } from './parse.ts';
import { type FormField, type FormSettings, fieldOptions } from './settings.ts';

/** What stands in a form when it is shown. */
export interface FormView {
  settings: FormSettings;
  /** Where it posts to; absolute, or relative to where it is shown. */
  action: string;
  /** What has been entered so far, by field name. */
  values: ReadonlyMap<string, string>;
  errors: readonly FormError[];
  started: string;
  /** Random, once for each time the form is filled in. */
  submission: string;
}

/** The form itself, the same on the hosted page and embedded. Works without scripts. */
export function renderForm(view: FormView): Html {
  const { settings } = view;
  const texts = formTexts(settings.language);
  const work = settings.spam.proofOfWork;
  const hasFiles = settings.fields.some((field) => field.type === 'file');
  return html`<form method="post" action="${view.action}" novalidate${attribute('enctype', hasFiles && 'multipart/form-data')}${attribute('data-work', work > 0 && work)} accept-charset="utf-8">
${renderSummary(view, texts)}
${settings.fields.map((field) => renderField(field, view, texts))}
${settings.consentText !== null && renderConsent(settings.consentText, view)}
<div class="trap" aria-hidden="true"><label>${texts.trap}<input name="${OWN_FIELDS.trap}" tabindex="-1" autocomplete="off"></label></div>
<input type="hidden" name="${OWN_FIELDS.started}" value="${view.started}">
${work > 0 && html`<input type="hidden" name="${OWN_FIELDS.work}">`}
<input type="hidden" name="${OWN_FIELDS.submission}" value="${view.submission}">
<button type="submit" data-sending="${texts.sending}">${texts.send}</button>
</form>`;
}

/** What is shown instead of the form once it was sent. */
export function renderThanks(settings: FormSettings, reference: string | null): Html {
  const texts = formTexts(settings.language);
  return html`<div class="thanks">
<p>${settings.successText}</p>${reference !== null && html`<p>${texts.reference(reference)}</p>`}
</div>`;
}

/**
 * Errors of no field of the form, or of none at all (path ""), stand in the summary alone. It takes the focus,
 * so it is read first.
 */
function renderSummary({ settings, errors }: FormView, texts: FormTexts): Html {
  const labels = new Map(settings.fields.map((field) => [field.name, field.label]));
  const hasFiles = settings.fields.some((field) => field.type === 'file');
  const items = errors.map(({ path, message }) => {
    const label = labels.get(path);
    if (label !== undefined) return html`<li><a href="#f-${path}">${label}</a>: ${message}</li>`;
    return html`<li>${path !== '' && `${path}: `}${message}</li>`;
  });
  const isEmpty = errors.length === 0;
  return html`<div class="summary" role="alert" tabindex="-1"${attribute('hidden', isEmpty)}${attribute('autofocus', !isEmpty)}>
<h2>${texts.summaryTitle}</h2><ul>${items}</ul>${!isEmpty && hasFiles && html`<p class="help">${texts.chooseFilesAgain}</p>`}
</div>`;
}

function renderField(field: FormField, view: FormView, texts: FormTexts): Html {
  // A box that was unticked is not sent at all; it must not come back ticked.
  const initial = view.errors.length === 0 ? field.value : undefined;
  const value = view.values.get(field.name) ?? initial ?? '';
  if (field.type === 'hidden') return html`<input type="hidden" name="${field.name}" value="${value}">`;
  const error = view.errors.find((each) => each.path === field.name)?.message;
  const control = renderControl(field, value, error !== undefined, texts);
  const isOptional = !field.required && field.type !== 'checkbox';
  const label = html`<label for="f-${field.name}">${field.label}${isOptional && html` <span class="optional">(${texts.optional})</span>`}</label>`;
  const isCheck = field.type === 'checkbox';
  const condition = field.showIf && JSON.stringify([field.showIf.field, String(field.showIf.equals)]);
  return html`<div class="field${isCheck ? ' check' : ''}"${attribute('data-show-if', condition)}>
${isCheck ? [control, label] : [label, control]}
${field.help !== undefined && html`<p class="help" id="h-${field.name}">${field.help}</p>`}
<p class="error" id="e-${field.name}">${error}</p>
</div>`;
}

function renderControl(field: FormField, value: string, isWrong: boolean, texts: FormTexts): Html {
  const shared = [
    attribute('id', `f-${field.name}`),
    attribute('name', field.name),
    attribute('required', field.required),
    attribute('aria-invalid', isWrong && 'true'),
    attribute('aria-describedby', `${field.help === undefined ? '' : `h-${field.name} `}e-${field.name}`),
  ];
  const placeholder = attribute('placeholder', field.placeholder);
  switch (field.type) {
    case 'textarea':
      // The first line break after the tag is not part of the value.
      return html`<textarea${shared}${placeholder} maxlength="100000">${new Html('\n')}${value}</textarea>`;
    case 'select':
      return html`<select${shared}>${renderOptions(field, value, texts)}</select>`;
    case 'checkbox':
      return html`<input type="checkbox"${shared} value="true"${attribute('checked', value === 'true' || value === 'on')}>`;
    case 'file':
      return html`<input type="file"${shared}${attribute('multiple', field.multiple)}${attribute('accept', field.accept?.join(','))}>`;
    default:
      return html`<input type="${inputType(field)}"${shared}${placeholder}${attribute('pattern', field.pattern)}${attribute('autocomplete', autocomplete(field))} maxlength="1000" value="${value}">`;
  }
}

function renderOptions(field: FormField, value: string, texts: FormTexts): Html[] {
  const options = fieldOptions(field).map(
    (option) =>
      html`<option value="${option.value}"${attribute('selected', option.value === value)}>${option.label}</option>`,
  );
  return [html`<option value="">${texts.choose}</option>`, ...options];
}

function renderConsent(text: string, view: FormView): Html {
  const isGiven = view.values.get(OWN_FIELDS.consent) === 'true';
  return html`<div class="field check"><input type="checkbox" id="f-${OWN_FIELDS.consent}" name="${OWN_FIELDS.consent}" value="true"${attribute('checked', isGiven)}><label for="f-${OWN_FIELDS.consent}">${text}</label></div>`;
}

function inputType(field: FormField): 'email' | 'tel' | 'text' {
  if (field.type === 'email') return 'email';
  return field.type === 'phone' ? 'tel' : 'text';
}

/** What browsers may fill in by themselves (WCAG 1.3.5). */
function autocomplete(field: FormField): string | undefined {
  if (field.type === 'email' || field.type === 'phone') return inputType(field);
  const known = ['name', 'email', 'organization', 'given-name', 'family-name'];
  return known.includes(field.name) ? field.name : undefined;
}
