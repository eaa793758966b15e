import { wirePostForm } from './post-form.js';

// Setting up and accepting an invitation both end in being signed in. The link is used up: no way back to it.
wirePostForm(document.querySelector('main form'), () => location.replace('/'));
