/** The texts of the page, in its language. */
export const texts = JSON.parse(document.getElementById('texts').textContent);
