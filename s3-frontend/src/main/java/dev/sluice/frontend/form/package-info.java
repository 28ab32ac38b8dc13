/** Uploads by a browser's form: the multipart body, and the policy that says what it may hold. */
@NullMarked
package dev.sluice.frontend.form;

import org.jspecify.annotations.NullMarked;
